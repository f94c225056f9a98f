"""One cell of a list read: a day however it is written, a time limit in whole days, in hours, or not to be judged."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iso_audit.domain.case_list import Headings, text_of
from iso_audit.domain.sheet import Cell
from iso_audit.domain.text import without_accents
from iso_audit.domain.working_days import EARLIEST_DAY, HOURS_A_DAY, LATEST_DAY, LONGEST_LIMIT

LONGEST_LIMIT_TEXT = 60
SHORTEST_HOURS, LONGEST_HOURS = 0.1, 999
_CLOCK = r"(?:(\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?)"
_DAY_FIRST = re.compile(rf"(?:{_CLOCK}\s+)?(\d{{1,2}})[/.\-](\d{{1,2}})[/.\-](\d{{4}}|\d{{2}})(?:\s+{_CLOCK})?")
_YEAR_FIRST = re.compile(rf"(\d{{4}})[/.\-](\d{{1,2}})[/.\-](\d{{1,2}})(?:[T\s]+{_CLOCK})?")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_WHOLE = re.compile(r"(\d+)(?:[.,]0+)?")
_PART = re.compile(r"(\d+[.,]\d+|1/2|nua|half a)")
_HOURS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:gio|h|tieng|hours?)(?: lam viec)?")


class BadCell(Exception):
    """A cell that cannot be taken in: the code names the sentences, details fill them."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A time limit as listed: whole working days, else its text, with its working hours where it is a part of days."""

    days: int | None = None
    text: str = ""
    hours: float | None = None


def limit_of(cell: Cell, headings: Headings) -> TimeLimit:
    """Return the limit a cell names; whatever it says, the text is kept where it is no number of whole days."""
    written = text_of(cell)[:LONGEST_LIMIT_TEXT].strip()
    text = " ".join(without_accents(written).strip(" .;").split())
    if text in headings.same_day:
        return TimeLimit(days=0)
    for word in headings.at_most:
        text = text.removeprefix(word).lstrip()
    if hours := _HOURS.fullmatch(text):
        return _in_hours(written, _number(hours[1]))
    for word in headings.days:
        text = text.removesuffix(word).rstrip()
    if match := _WHOLE.fullmatch(text):
        is_within = len(match[1]) <= 6 and int(match[1]) <= LONGEST_LIMIT
        return TimeLimit(days=int(match[1])) if is_within and match[1].isascii() else TimeLimit(text=written)
    if match := _PART.fullmatch(text):
        days = _number(match[1]) if match[1][0].isdigit() and "/" not in match[1] else 0.5
        return _in_hours(written, days * HOURS_A_DAY)
    return TimeLimit(text=written)


def _in_hours(written: str, hours: float) -> TimeLimit:
    """Return a limit in hours; one that no procedure has is a text that nobody is judged by."""
    return TimeLimit(text=written, hours=round(hours, 2) if SHORTEST_HOURS <= hours <= LONGEST_HOURS else None)


def day_of(cell: Cell, origin: date, *, month_first: bool = False) -> date:
    """Return the day a cell names: a date, a text day first or year first, or a spreadsheet's count of days."""
    if isinstance(cell, datetime):
        return _within(cell.date(), cell)
    if isinstance(cell, date):
        return _within(cell, cell)
    text = text_of(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(float(cell), origin, text)
    if _SERIAL.fullmatch(text):
        return _serial(float(text.replace(",", ".")), origin, text)
    return _within(_written(text, month_first=month_first), cell)


def clock_of(cell: Cell) -> str:
    """Return the time of day that stands with a day, `HH:MM`, empty where none does."""
    if isinstance(cell, datetime):
        return f"{cell:%H:%M}" if (cell.hour, cell.minute) != (0, 0) else ""
    if isinstance(cell, str):
        match = _DAY_FIRST.fullmatch(text_of(cell)) or _YEAR_FIRST.fullmatch(text_of(cell))
        clock = next((group for group in match.groups() if group and ":" in group), "") if match else ""
        hour, _, minute = clock.partition(":")
        return f"{int(hour):02}:{int(minute):02}" if clock and int(hour) < 24 and int(minute) < 60 else ""
    return ""


def numbers_of(text: str) -> tuple[int, int, int] | None:
    """Return the two numbers that may be day and month, and the year, of a text that begins with neither but them."""
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        return None
    _, first, second, year, _ = match.groups()
    return int(first), int(second), int(year) + (2000 if len(year) == 2 else 0)


def _written(text: str, *, month_first: bool) -> date:
    if numbers := numbers_of(text):
        day, month, year = numbers
        if month_first:
            day, month = month, day
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups()[:3])
    else:
        raise BadCell("date_unreadable", value=text[:40])
    if month > 12 >= day and not month_first:
        raise BadCell("date_month_first", value=text[:40])
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadCell("date_impossible", value=text[:40]) from error


def _serial(count: float, origin: date, text: str) -> date:
    try:
        return _within(origin + timedelta(days=int(count)), text)
    except (OverflowError, ValueError) as error:
        raise BadCell("date_unreadable", value=text[:40]) from error


def _within(day: date, cell: Cell) -> date:
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        raise BadCell("date_out_of_range", value=text_of(cell)[:40], first=EARLIEST_DAY.year, last=LATEST_DAY.year)
    return day


def _number(text: str) -> float:
    return float(text.replace(",", "."))
