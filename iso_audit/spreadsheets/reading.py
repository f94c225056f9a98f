"""Files as offices send them, whatever they are called: runs in a reading process, since the bytes come from strangers.

What is wrong with a file and not told here by a code is `spreadsheet_unreadable`, whatever its reader raised.
"""

from collections.abc import Iterator

from iso_audit.domain.errors import RuleBroken
from iso_audit.spreadsheets import books, excel_2003, limits, texts, web_tables
from iso_audit.spreadsheets.cells import Sheets
from iso_audit.spreadsheets.told import rows_told

_LOOKED_AT = 8_192
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
)
"""What a file begins with that is sent in place of a list, and what people call it."""


def names(data: bytes) -> Iterator[object]:
    """Give the names of the sheets a file shows, in order, and of those it hides; a text has one, without a name."""
    sheets = _sheets(data)
    visible = [name for name, is_hidden in sheets.names if not is_hidden]
    yield [visible or [name for name, _ in sheets.names], [name for name, is_hidden in sheets.names if is_hidden]]


def rows(data: bytes, *names: str) -> Iterator[object]:
    """Give the rows of sheets, many in a piece; after each, as an object, what else is told of it.

    That is the first day its numbers count from, how it was read, its hidden columns. RuleBroken `sheet_unknown`,
    `spreadsheet_too_long`, `spreadsheet_too_wide`, `spreadsheet_cell_too_long`.
    """
    sheets = _sheets(data)
    all_names = {one for one, _ in sheets.names}
    for name in names:
        if name not in all_names:
            raise RuleBroken("sheet_unknown", sheet=name[:60])
        sheet = sheets.read(name)
        yield from rows_told(limits.kept(sheet.rows))
        yield {"origin": sheet.origin.isoformat(), "how": sheet.how, "hidden_columns": sorted(sheet.hidden_columns)}


def _sheets(data: bytes) -> Sheets:
    """Return what kind of file this is by its bytes: portals call web pages, XML and plain text .xls."""
    for beginning, kind in _OTHERS:
        if data.startswith(beginning):
            raise RuleBroken("spreadsheet_is_another_kind", kind=kind)
    if data.startswith((books.ZIP, books.OLE)):
        return books.sheets(data)
    head = texts.head(data[:_LOOKED_AT])
    if excel_2003.is_excel_2003(head):
        return excel_2003.sheets(data)
    if web_tables.is_saved_page(head):
        return web_tables.sheets_of_saved_page(data)
    if web_tables.is_page(head):
        return web_tables.sheets(data)
    return texts.sheets(data)
