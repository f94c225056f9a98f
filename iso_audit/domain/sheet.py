"""Sheets of cells: as they were read from a spreadsheet, and as they are to be written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from iso_audit.domain.old_letters import OldLetters, as_old_letters, text_in_unicode

EXCEL_ORIGIN = date(1899, 12, 30)
_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class CellFault:
    """What a formula left in place of a value, such as #REF!."""

    text: str


Cell = str | int | float | bool | date | time | CellFault | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with its number on the sheet; `is_hidden` tells whether the file hides it, by a filter or by hand."""

    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False

    @property
    def blank(self) -> bool:
        """Tell whether the row holds nothing."""
        return all(is_blank(cell) for cell in self.cells)

    def cell(self, index: int) -> Cell:
        """Return a cell by its place from 0, None beyond the row's end."""
        return self.cells[index] if index < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as read; its numbers count days from `origin`, `text_format` tells how a text file was read.

    `hidden_columns` are the places, from 0, of columns that the file hides.
    """

    name: str
    rows: tuple[SheetRow, ...]
    origin: date = EXCEL_ORIGIN
    text_format: str = ""
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SheetToWrite:
    """A sheet to be written: a title for its tab, headings and rows; columns are as wide as `widths` says.

    One that `is_edited` comes back: its texts stand exactly as they are, in cells and columns of text, under a filter.
    """

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()
    is_edited: bool = False


def old_letters_of(sheet: Sheet) -> OldLetters | None:
    """Return which old letters the beginning of a sheet is written with, None where it is Unicode."""
    cells = (cell for row in sheet.rows[:_LOOKED_AT] for cell in row.cells)
    return as_old_letters(" ".join(cell for cell in cells if isinstance(cell, str)))


def in_unicode(sheet: Sheet, kind: OldLetters) -> Sheet:
    """Return a sheet of old letters in Unicode."""
    rows = (
        replace(row, cells=tuple(text_in_unicode(cell, kind) if isinstance(cell, str) else cell for cell in row.cells))
        for row in sheet.rows
    )
    return replace(sheet, rows=tuple(rows))


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing but space and signs that do not print, such as the one old files end with."""
    return cell is None or (isinstance(cell, str) and not any(map(str.isprintable, cell.replace(" ", ""))))


def column_letter(index: int) -> str:
    """Return what spreadsheets call the column at a place from 0: A, B, ... Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
