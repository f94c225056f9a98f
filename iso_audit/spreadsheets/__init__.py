"""Spreadsheets in and out, .xlsx and .csv, within limits: read in a reading process, never a formula written."""

from dataclasses import dataclass
from datetime import date

from iso_audit.confinement import FILES, MEGABYTE, Limits
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import Sheet
from iso_audit.spreadsheets import reading
from iso_audit.spreadsheets.limits import LARGEST, MOST_ROWS
from iso_audit.spreadsheets.told import rows_understood
from iso_audit.spreadsheets.writing import write_csv, write_xlsx

__all__ = ["LARGEST", "MOST_ROWS", "Book", "open_book", "read_sheet", "write_csv", "write_xlsx"]

LIMITS = Limits(seconds=120, memory=1024 * MEGABYTE, answer=160 * MEGABYTE)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Book:
    """A file as uploaded and the names of its sheets; a text file has one, without a name."""

    data: bytes
    sheets: tuple[str, ...]


def open_book(data: bytes, *, person: str = "", limits: Limits = LIMITS) -> Book:
    """Return the file's sheets; RuleBroken says why it is not read: too large, an old or unknown kind, damaged.

    Raises also what `confinement` says of a file beyond its limits.
    """
    if len(data) > LARGEST:
        raise RuleBroken("spreadsheet_too_large", largest=LARGEST // MEGABYTE)
    if data.startswith(_OLD_EXCEL):
        raise RuleBroken("spreadsheet_old_kind")
    if not data.strip():
        raise RuleBroken("spreadsheet_empty")
    answer = FILES.read(reading.names, data, limits=limits, damage_code="spreadsheet_unreadable", person=person)
    match answer:
        case [[*names]]:
            if not names:
                raise RuleBroken("spreadsheet_empty")
            return Book(data, tuple(str(name) for name in names))
    raise RuleBroken("spreadsheet_unreadable")


def read_sheet(book: Book, name: str, *, person: str = "", limits: Limits = LIMITS) -> Sheet:
    """Return one sheet's rows with their numbers as a spreadsheet shows them, without blank rows at the end.

    Raises as `open_book`, and RuleBroken `sheet_unknown`, `spreadsheet_too_long`, `spreadsheet_too_wide`.
    """
    pieces = FILES.read(
        reading.rows, book.data, name, limits=limits, damage_code="spreadsheet_unreadable", person=person
    )
    try:
        origin, how = pieces.pop()
        sheet = Sheet(name, rows_understood(pieces), date.fromisoformat(origin), str(how))
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise RuleBroken("spreadsheet_unreadable") from error
    if not sheet.rows:
        raise RuleBroken("spreadsheet_empty")
    return sheet
