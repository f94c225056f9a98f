"""What an event may say: known subjects and fields, values that are allowed, lengths, and who may write it."""

import json
from collections.abc import Callable
from datetime import date, datetime

from iso_audit.domain.case_figures import COUNTS
from iso_audit.domain.case_file import ANSWERS, CHECKS, DATES, OUTCOMES, SELECTIONS, suspensions_of, suspensions_text
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.conclusion import Conclusion
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.grade import Grade
from iso_audit.domain.text import tidy
from iso_audit.domain.working_days import EARLIEST_DAY, LATEST_DAY, LONGEST_LIMIT

LONGEST_TEXT = 5_000
LONGEST_CAPTION = 300
LONGEST_ID = 64

Check = Callable[[str], str]


def _text(value: str) -> str:
    tidied = tidy(value)
    if len(tidied) > LONGEST_TEXT:
        raise RuleBroken("field_too_long", field="text", longest=LONGEST_TEXT)
    return tidied


def _one_of(allowed: frozenset[str]) -> Check:
    def check(value: str) -> str:
        if value not in allowed:
            raise RuleBroken("value_unknown", value=value[:60])
        return value

    return check


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
        listed = json.loads(value)
    except (ValueError, RecursionError) as error:
        raise RuleBroken("value_unknown", value=value[:60]) from error
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise RuleBroken("value_unknown", value=value[:60])
    return json.dumps([tidy(one) for one in listed], ensure_ascii=False)


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


_GRADES = _one_of(frozenset(Grade))
_YES = _one_of(frozenset({"yes"}))

FIELDS: dict[str, dict[str, Check]] = {
    "item": {"grade": _GRADES, "evidence": _text, "reason": _text, "gap": _text, "unit": _text},
    "finding": {
        "items": _list_of_texts,
        "grade": _GRADES,
        "criterion": _text,
        "gap": _text,
        "evidence": _text,
        "unit": _text,
        "deadline": _day,
        "request": _text,
        "opinion": _text,
        "number": _text,
        "withdrawn": _text,
    },
    "visit": {
        "opened_at": _moment,
        "closed_at": _moment,
        "place": _text,
        "period": _text,
        "departments": _count,
        "staff": _count,
        "procedures_published": _count,
        "procedures_in_system": _count,
        "declared": _text,
        "declared_again": _text,
        "documents": _text,
        "strengths": _text,
        "recommendations": _text,
        "to_agency": _text,
        "to_others": _text,
        "report_due": _day,
        "report_to": _text,
        "agrees": _one_of(frozenset({"yes", "no"})),
        "agency_opinion": _text,
        "agency_proposals": _text,
        "not_checked": _text,
        "copies": _count,
        "recipients": _text,
    },
    "attendee": {
        "side": _one_of(frozenset({"team", "agency", "observer"})),
        "name": _text,
        "position": _text,
        "role": _text,
        "absent_reason": _text,
        "signs": _YES,
        "withdrawn": _YES,
    },
    "conclusion": {"value": _one_of(frozenset(Conclusion)), "reason": _text},
    "procedure": {"name": _text, "sector": _text, "legal_days": _limit, "withdrawn": _YES},
    "case": {
        "code": _text,
        "procedure": _text,
        "sector": _text,
        "channel": _text,
        **dict.fromkeys(DATES, _case_day),
        "legal_days": _limit,
        "suspensions": _suspensions,
        "outcome": _one_of(frozenset(OUTCOMES)),
        "selection": _one_of(frozenset(SELECTIONS)),
        "selection_reason": _text,
        **dict.fromkeys(CHECKS, _one_of(frozenset(ANSWERS))),
        "apology": _one_of(frozenset(ANSWERS)),
        "note": _text,
        "withdrawn": _text,
    },
    "photo": {"item": _text, "finding": _text, "caption": _caption, "sha256": _sha256, "withdrawn": _text},
    "sample": {
        "seed": _text,
        "list": _text,
        "strata": _list_of_texts,
        "wanted": _count,
        **{f"declared_{name}": _count for name in COUNTS},
        "declared_parts": _parts,
    },
}
LEADER_ONLY = frozenset({"conclusion"})
SERVER_ONLY = frozenset({("photo", "sha256")})
"""Kinds of subject and fields that only the server writes."""


def checked_value(checklist: Checklist, subject: str, field: str, value: str | None) -> str | None:
    """Return the value as it is kept (None clears), or raise RuleBroken with what is wrong."""
    kind, _, name = subject.partition(":")
    fields = FIELDS.get(kind)
    if fields is None or len(subject) > LONGEST_ID:
        raise RuleBroken("subject_unknown", subject=subject[:60])
    if kind == "item" and all(item.id != name for item in checklist.items):
        raise RuleBroken("item_unknown", item=name[:60])
    if kind in {"finding", "attendee", "case", "procedure", "photo"} and not name:
        raise RuleBroken("subject_unknown", subject=subject[:60])
    check = fields.get(field)
    if check is None:
        raise RuleBroken("field_unknown", field=field[:60])
    if value is None:
        return None
    if (kind, field) == ("photo", "item") and all(item.id != value for item in checklist.items):
        raise RuleBroken("item_unknown", item=value[:60])
    return check(value) or None
