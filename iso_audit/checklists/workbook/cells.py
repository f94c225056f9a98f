"""Cells of a bank's workbook understood by their column: the value, or the fault that the cell has by itself."""

import re
import unicodedata
from datetime import date, datetime, time
from functools import cache
from typing import Any

from iso_audit.checklists.headings import words_for
from iso_audit.checklists.workbook.layout import BankColumn, plain
from iso_audit.domain.sheet import Cell, CellFault
from iso_audit.domain.text import LANGUAGES
from iso_audit.i18n import translate

DASHES = ("-", "–")
_MARKS = {True: ("x", "✓", "✔", "1", "true"), False: (*DASHES, "0", "false")}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class CellRefused(Exception):
    """The cell does not hold what its column takes: `code` says why, `content` what it holds.

    `likely` is what it may have been, so that what names it is not told as a fault of its own.
    """

    def __init__(self, code: str, content: str, likely: Any = None) -> None:
        super().__init__(code, content)
        self.code, self.content, self.likely = code, content, likely


def value_of(column: BankColumn, cell: Cell) -> Any:
    """Return what a cell that is not blank says, None where that is nothing; CellRefused says why it is not taken."""
    if isinstance(cell, CellFault):
        raise CellRefused("cell_is_fault", cell.text)
    if column.shape == "flag":
        return _flag(cell)
    if column.shape == "count":
        return _count(cell)
    if column.shape == "day":
        return _day(cell)
    text = _text(column, cell)
    if column.shape == "text":
        return text
    if column.shape == "names":
        return _names(column, text)
    return _code(column, text)


def _names(column: BankColumn, text: str) -> list[str] | None:
    """Return the names of a list; a dash is the list that names none."""
    names = [_code(column, part) for part in re.split(r"[;\n]", text) if part.strip()]
    if len(names) == 1 and names[0] in DASHES:
        return [] if column.tells_none_apart else None
    return names or None


def _text(column: BankColumn, cell: Cell) -> str:
    """Return a cell of text as it was typed."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        raise CellRefused("cell_is_truth", str(cell).upper())
    if isinstance(cell, int | float):
        raise CellRefused("cell_is_number", f"{cell}", [f"{cell}"] if column.shape == "names" else f"{cell}")
    raise CellRefused("cell_is_day", _moment(cell))


def _moment(cell: Cell) -> str:
    """Return a day or a time as people here write it."""
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y %H:%M}" if isinstance(cell, datetime) else f"{cell:%d/%m/%Y}"
    return str(cell)


def _code(column: BankColumn, text: str) -> str:
    name = unicodedata.normalize("NFC", text).strip()
    return _codes(column.words).get(plain(name), name) if column.words else name


@cache
def _codes(target: str) -> dict[str, str]:
    """Return the codes by their words in either language, and by themselves."""
    pairs = [pair for language in LANGUAGES for pair in words_for(target, language).items()]
    return {plain(word): code for code, word in [*pairs, *((code, code) for code, _ in pairs)]}


def _flag(cell: Cell) -> bool | None:
    answer = _answers().get(plain(_shown(cell)))
    if answer is None:
        raise CellRefused("not_a_flag", _shown(cell))
    return answer or None


@cache
def _answers() -> dict[str, bool]:
    """Return what may be written for yes and for no, in both languages."""
    pairs = [
        (plain(translate(language, f"words.{key}")), key == "yes") for key in ("yes", "no") for language in LANGUAGES
    ]
    return dict([*pairs, *((mark, is_yes) for is_yes, marks in _MARKS.items() for mark in marks)])


def _count(cell: Cell) -> int:
    number = cell
    if isinstance(cell, str) and cell.strip().isascii() and cell.strip().isdigit() and len(cell.strip()) < 10:
        number = int(cell)
    if isinstance(number, int) and not isinstance(number, bool) and number >= 0:
        return number
    raise CellRefused("not_a_count", _shown(cell))


def _day(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    text = _shown(cell).strip()
    parts = _DAY.fullmatch(text)
    try:
        day = date(int(parts[3]), int(parts[2]), int(parts[1])) if parts else date.fromisoformat(text)
    except ValueError as error:
        raise CellRefused("not_a_day", text) from error
    return day.isoformat()


def _shown(cell: Cell) -> str:
    return _moment(cell) if isinstance(cell, date | time) else str(cell)
