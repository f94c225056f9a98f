"""Spreadsheets in and out, within limits: read in a reading process as offices send them, never a formula written.

In: .xlsx, .xlsm, .xlsb, .xls, .ods, .csv and other text, and what portals call .xls: web pages, XML of Excel 2003.
Whoever takes in a file of strangers opens it here: `open_book`, then `read_sheet`, `read_sheets`. Out: .xlsx and .csv.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from iso_audit.confinement import FILES, MEGABYTE, Limits
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import Sheet
from iso_audit.spreadsheets import reading
from iso_audit.spreadsheets.limits import LARGEST, MOST_ROWS
from iso_audit.spreadsheets.told import rows_understood
from iso_audit.spreadsheets.writing import write_csv, write_xlsx

__all__ = ["KINDS", "LARGEST", "MOST_ROWS", "Book", "open_book", "read_sheet", "read_sheets", "write_csv", "write_xlsx"]

KINDS = ("xlsx", "xls", "csv", "ods", "xlsb", "xlsm", "txt", "tsv", "htm", "html", "mht", "mhtml", "xml")
"""What files are called that may be lists; how one is read its bytes tell alone."""
LIMITS = Limits(seconds=120, memory=1024 * MEGABYTE, answer=160 * MEGABYTE)


@dataclass(frozen=True, slots=True)
class Book:
    """A file as uploaded, the names of its sheets and of those it hides; a text file has one, without a name."""

    data: bytes
    sheets: tuple[str, ...]
    hidden_sheets: tuple[str, ...] = ()


def open_book(data: bytes, *, person: str = "", limits: Limits = LIMITS) -> Book:
    """Return the file's sheets; RuleBroken says why it is not read: too large, of another kind, damaged.

    Raises also what `confinement` says of a file beyond its limits.
    """
    if len(data) > LARGEST:
        raise RuleBroken("spreadsheet_too_large", largest=LARGEST // MEGABYTE)
    if not data.strip():
        raise RuleBroken("spreadsheet_empty")
    answer = FILES.read(reading.names, data, limits=limits, damage_code="spreadsheet_unreadable", person=person)
    match answer:
        case [[[*names], [*hidden_names]]]:
            if not names:
                raise RuleBroken("spreadsheet_empty")
            return Book(data, tuple(map(str, names)), tuple(str(name) for name in hidden_names if name not in names))
    raise RuleBroken("spreadsheet_unreadable")


def read_sheet(book: Book, name: str, *, person: str = "", limits: Limits = LIMITS) -> Sheet:
    """Return one sheet's rows with their numbers as a spreadsheet shows them, without blank rows at the end.

    Raises as `open_book`, and RuleBroken `sheet_unknown`, `spreadsheet_too_long`, `spreadsheet_too_wide`,
    `spreadsheet_cell_too_long`.
    """
    (sheet,) = read_sheets(book, [name], person=person, limits=limits)
    if not sheet.rows:
        raise RuleBroken("spreadsheet_empty")
    return sheet


def read_sheets(book: Book, names: Sequence[str], *, person: str = "", limits: Limits = LIMITS) -> tuple[Sheet, ...]:
    """Return several sheets of a file, read in one go within the same limits; one may have no rows.

    Raises as `read_sheet`.
    """
    pieces = FILES.read(
        reading.rows, book.data, *names, limits=limits, damage_code="spreadsheet_unreadable", person=person
    )
    try:
        return tuple(_sheets(names, pieces))
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise RuleBroken("spreadsheet_unreadable") from error


def _sheets(names: Sequence[str], pieces: Sequence[Any]) -> Iterator[Sheet]:
    """Give the sheets that a reading process told: pieces of rows, then an object for what else is told of it."""
    ends = [place for place, piece in enumerate(pieces) if isinstance(piece, dict)]
    starts = [0, *(place + 1 for place in ends)]
    for name, start, end in zip(names, starts[:-1], ends, strict=True):
        about = pieces[end]
        yield Sheet(
            name,
            rows_understood(pieces[start:end]),
            date.fromisoformat(about["origin"]),
            str(about["how"]),
            frozenset(map(int, about["hidden_columns"])),
        )
