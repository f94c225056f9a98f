"""A question bank out as an .xlsx that people edit, and in again from any kind of workbook."""

from typing import Any

from iso_audit.checklists import workbook
from iso_audit.checklists.contents import Contents
from iso_audit.checklists.faults import Fault
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import Sheet
from iso_audit.domain.text import Language
from iso_audit.spreadsheets import open_book, read_sheets, write_xlsx


def export(contents: Contents, language: Language) -> bytes:
    """Return an .xlsx of a bank's contents, with grades, methods and roles in the words of `language`.

    RuleBroken `spreadsheet_cell_too_long` where a text is longer than a cell can be.
    """
    return write_xlsx(workbook.sheets_of(contents, language))


def read(
    data: bytes, name: str, *, person: str = ""
) -> tuple[dict[str, list[dict[str, Any]]] | None, tuple[Fault, ...]]:
    """Return the contents of a workbook called `name`, or nothing and every fault of it by sheet, row and cell.

    A file that cannot be read at all is one fault. Raises Busy where too many files are being read.
    """
    try:
        sheets, sheet_names = _sheets(data, person)
    except RuleBroken as refused:
        return None, (Fault(name, None, "", refused.code, {**refused.details, "cell": ""}),)
    contents, faults = workbook.understood(sheets, sheet_names, name)
    return (None, faults) if faults else (contents, ())


def _sheets(data: bytes, person: str) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """Return the sheets that hold tables of a bank, and the names of all."""
    book = open_book(data, person=person)
    names = (*book.sheets, *book.hidden_sheets)
    bank_sheets = [name for name in names if workbook.table_of_sheet(name) in workbook.TABLES]
    return read_sheets(book, bank_sheets, person=person), names
