"""Days and months that an Excel of another country swapped: seen by what a whole column holds, swapped back if asked.

Set to month first, it takes “05/03/2017” for 3 May and makes a date of it, and leaves “13/03/2017” a text. So no date
of the column lies after the twelfth, and no text before the thirteenth.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from iso_audit.domain.case_cells import BadCell, day_of, numbers_of
from iso_audit.domain.case_list import text_of
from iso_audit.domain.sheet import Cell, SheetRow

DAYS = ("received_on", "due_on", "finished_on", "returned_on", "asked_on", "supplemented_on")


@dataclass(frozen=True, slots=True)
class DateDoubt:
    """A column whose days and months seem swapped: the rows, and of the first of them both readings.

    `swaps_dates` of its dates, `month_first` of its texts.
    """

    field: str
    rows: tuple[int, ...]
    as_read: date | None
    swapped_day: date
    swaps_dates: bool
    month_first: bool


def date_doubts(rows: Sequence[SheetRow], column_of: Mapping[str, int], origin: date) -> tuple[DateDoubt, ...]:
    """Return the columns of days that seem swapped, as rows of case files show them."""
    doubts = (_doubt(name, rows, column_of[name], origin) for name in DAYS if name in column_of)
    return tuple(doubt for doubt in doubts if doubt is not None)


def day_as_chosen(cell: Cell, origin: date, doubt: DateDoubt | None) -> date:
    """Return the day a cell names, swapped back where its column is in doubt and that was the answer."""
    if doubt is None:
        return day_of(cell, origin)
    day = day_of(cell, origin, month_first=doubt.month_first)
    if doubt.swaps_dates and isinstance(cell, date) and day.day <= 12:
        return date(day.year, day.day, day.month)
    return day


def _doubt(name: str, rows: Iterable[SheetRow], column: int, origin: date) -> DateDoubt | None:
    dates, texts = [], []
    for row in rows:
        cell = row.cell(column)
        if isinstance(cell, date):
            dates.append((row.number, cell))
        elif isinstance(cell, str) and (numbers := numbers_of(text_of(cell))):
            texts.append((row.number, cell, numbers))
    has_days_first = any(first > 12 for _, _, (first, _, _) in texts)
    has_months_first = any(second > 12 for _, _, (_, second, _) in texts)
    is_split = bool(dates and texts) and all(day.day <= 12 for _, day in dates)
    is_split = is_split and all(max(first, second) > 12 for _, _, (first, second, _) in texts)
    if has_days_first and has_months_first:
        return None
    swaps_dates = is_split
    month_first = has_months_first and (is_split or not dates)
    if not swaps_dates and not month_first:
        return None
    concerned: list[tuple[int, Cell]] = [*dates] if swaps_dates else [(number, cell) for number, cell, _ in texts]
    doubt = DateDoubt(name, tuple(number for number, _ in concerned), None, date.min, swaps_dates, month_first)
    example = next((cell for _, cell in concerned if _differs(cell, origin, doubt)), concerned[0][1])
    return DateDoubt(name, doubt.rows, *_readings(example, origin, doubt), swaps_dates, month_first)


def _differs(cell: Cell, origin: date, doubt: DateDoubt) -> bool:
    as_read, swapped_day = _readings(cell, origin, doubt)
    return as_read is not None and as_read != swapped_day


def _readings(cell: Cell, origin: date, doubt: DateDoubt) -> tuple[date | None, date]:
    try:
        as_read = day_of(cell, origin)
    except BadCell:
        as_read = None
    try:
        swapped_day = day_as_chosen(cell, origin, doubt)
    except BadCell:
        swapped_day = as_read or (cell.date() if isinstance(cell, datetime) else date.min)
    return as_read, swapped_day
