"""What the rows below the headings of a list are: case files, or what portals print between and under them."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from iso_audit.domain.case_cells import BadCell, day_of
from iso_audit.domain.case_file import name_key
from iso_audit.domain.case_list import Headings, text_of
from iso_audit.domain.sheet import SheetRow, is_blank

_COUNTED = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])\)?(?:\s*=.*)?")


class RowKind(StrEnum):
    """What a row is; all but a case file and a blank one are named where they are left out."""

    CASE = "case"
    BLANK = "blank"
    NUMBERS = "numbers"
    HEADINGS = "headings"
    GROUP = "group"
    TOTAL = "total"
    FOOT = "foot"
    HIDDEN = "hidden"
    FAULTY = "faulty"


def row_kinds(
    rows: Sequence[SheetRow],
    column_of: Mapping[str, int],
    headings: Headings,
    *,
    names: Sequence[str],
    origin: date,
) -> list[RowKind]:
    """Return what each row below the headings (`names`) is; a text alone is a group, or the list's foot."""
    header = frozenset(map(name_key, names)) - {""}
    kinds = [_kind(row, column_of, headings, header, origin) for row in rows]
    last = max((place for place, kind in enumerate(kinds) if kind is RowKind.CASE), default=-1)
    return [RowKind.FOOT if kind is RowKind.GROUP and place > last else kind for place, kind in enumerate(kinds)]


def _kind(
    row: SheetRow, column_of: Mapping[str, int], headings: Headings, header: frozenset[str], origin: date
) -> RowKind:
    code, procedure = (text_of(row.cell(column_of[name])) for name in ("code", "procedure"))
    if (code or procedure) and _has_day(row, column_of["received_on"], origin):
        return RowKind.CASE
    texts = [text for cell in row.cells if (text := text_of(cell))]
    if not texts:
        return RowKind.BLANK
    if len(texts) >= 3 and all(map(_COUNTED.fullmatch, texts)):
        return RowKind.NUMBERS
    keys = [name_key(text) for text in texts]
    if len(keys) > 1 and sum(key in header for key in keys) * 2 > len(keys):
        return RowKind.HEADINGS
    if any(f"{keys[0]} ".startswith(f"{word} ") for word in headings.totals):
        return RowKind.TOTAL
    has_number = any(letter.isdigit() for letter in code)
    if has_number and ((code and procedure) or len(texts) > 2):
        return RowKind.CASE
    if code and procedure and len(texts) > 3:
        return RowKind.CASE
    return RowKind.GROUP


def _has_day(row: SheetRow, column: int, origin: date) -> bool:
    """Tell whether a day stands in a cell, also one that is not in the calendar or written month first."""
    cell = row.cell(column)
    if isinstance(cell, date):
        return True
    if is_blank(cell):
        return False
    try:
        day_of(cell, origin)
    except BadCell as bad:
        return isinstance(cell, str) and bad.code != "date_unreadable"
    return True
