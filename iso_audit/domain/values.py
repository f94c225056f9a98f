"""What the value of a field may be: one check for each kind of value, which tidies it or says what is wrong."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from iso_audit.domain.case_file import suspensions_of, suspensions_text
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.text import tidy
from iso_audit.domain.working_days import EARLIEST_DAY, LATEST_DAY, LONGEST_LIMIT

LONGEST_TEXT = 5_000
LONGEST_CAPTION = 300

Check = Callable[[str], str]


def _text(value: str) -> str:
    tidied = tidy(value)
    if len(tidied) > LONGEST_TEXT:
        raise RuleBroken("field_too_long", field="text", longest=LONGEST_TEXT)
    return tidied


def one_of(value: str, choices: tuple[str, ...]) -> str:
    """Return `value` where it is one of `choices`, else raise RuleBroken `value_unknown`."""
    if value not in choices:
        raise RuleBroken("value_unknown", value=value[:60])
    return value


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise RuleBroken("date_invalid", value=value[:60]) from error


def _moment(value: str) -> str:
    """Check a local date and time of the visit, `YYYY-MM-DDTHH:MM`, as people read it off a clock."""
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None, second=0, microsecond=0).isoformat(timespec="minutes")
    except ValueError as error:
        raise RuleBroken("date_invalid", value=value[:60]) from error


def _count(value: str) -> str:
    if not value.isascii() or not value.isdigit() or len(value) > 6:
        raise RuleBroken("count_invalid", value=value[:60])
    return str(int(value))


def _list_of_texts(value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise RuleBroken("field_too_long", field="text", longest=LONGEST_TEXT)
    try:
        texts = json.loads(value)
    except (ValueError, RecursionError) as error:
        raise RuleBroken("value_unknown", value=value[:60]) from error
    if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
        raise RuleBroken("value_unknown", value=value[:60])
    return json.dumps([tidy(one) for one in texts], ensure_ascii=False)


def _case_day(value: str) -> str:
    day = _day(value)
    if not EARLIEST_DAY.isoformat() <= day <= LATEST_DAY.isoformat():
        raise RuleBroken("date_invalid", value=value[:60])
    return day


def _limit(value: str) -> str:
    days = _count(value)
    if int(days) > LONGEST_LIMIT:
        raise RuleBroken("count_invalid", value=value[:60])
    return days


def _hours(value: str) -> str:
    if not re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,4})?", value):
        raise RuleBroken("count_invalid", value=value[:60])
    return value


def _clock(value: str) -> str:
    if not re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", value):
        raise RuleBroken("date_invalid", value=value[:60])
    return value


def _suspensions(value: str) -> str:
    """Check a list of pairs [asked on, supplemented on or null], none of them backwards."""
    try:
        stops = suspensions_of(value)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RuleBroken("value_unknown", value=value[:60]) from error
    for stop in stops:
        for day in filter(None, (stop.asked_on, stop.supplemented_on)):
            _case_day(day.isoformat())
        if stop.supplemented_on and stop.supplemented_on < stop.asked_on:
            raise RuleBroken("days_backwards", earlier=stop.supplemented_on, later=stop.asked_on)
    return suspensions_text(stops)


def _parts(value: str) -> str:
    """Check a list of pairs [what, count], as a report breaks down its total."""
    try:
        parts = [[_text(name), int(_count(str(count)))] for name, count in json.loads(value)]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise RuleBroken("value_unknown", value=value[:60]) from error
    return json.dumps(parts, ensure_ascii=False) if parts else ""


def _caption(value: str) -> str:
    tidied = tidy(value)
    if len(tidied) > LONGEST_CAPTION:
        raise RuleBroken("field_too_long", field="caption", longest=LONGEST_CAPTION)
    return tidied


def _sha256(value: str) -> str:
    if len(value) != 64 or set(value) - set("0123456789abcdef"):
        raise RuleBroken("value_unknown", value=value[:60])
    return value


CHECKS: Mapping[str, Check] = {
    "line": _text,
    "text": _text,
    "texts": _list_of_texts,
    "caption": _caption,
    "count": _count,
    "limit": _limit,
    "hours": _hours,
    "clock": _clock,
    "day": _day,
    "case_day": _case_day,
    "moment": _moment,
    "suspensions": _suspensions,
    "parts": _parts,
    "sha256": _sha256,
    "item": str,
}
"""The check of each kind of value; `item` is the id of one of the checklist's items, `line` a text of one line."""
LONGEST: Mapping[str, int] = {"line": LONGEST_TEXT, "text": LONGEST_TEXT, "caption": LONGEST_CAPTION}
