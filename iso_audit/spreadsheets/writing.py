"""Spreadsheets out: .xlsx and .csv, never a formula written."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import Cell, SheetToWrite
from iso_audit.domain.text import tidy

LONGEST_CELL = 32_767
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_HEADINGS = "DDE6F0"


def write_xlsx(sheets: Sequence[SheetToWrite]) -> bytes:
    """Return a workbook; texts stay texts, also where they begin like a formula."""
    import openpyxl  # brings numpy along: only who writes a workbook waits for it

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        _write_sheet(workbook.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", sheet.name)[:31]), sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def write_csv(sheet: SheetToWrite) -> bytes:
    """Return a sheet as UTF-8 text with its mark, semicolons between; a text that begins like a formula is quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (sheet.header, *sheet.rows):
        writer.writerow([_as_csv(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _as_csv(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    text = "" if cell is None else tidy(str(cell)) if isinstance(cell, str) else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA_STARTS) else text


def _write_sheet(worksheet: Any, sheet: SheetToWrite) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for place, row in enumerate((sheet.header, *sheet.rows), start=1):
        for index, value in enumerate(row, start=1):
            cell = worksheet.cell(place, index)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if place == 1:
                cell.font = Font(bold=True)
            if isinstance(value, str):
                text = _exact(value, place) if sheet.is_edited else tidy(value)[:LONGEST_CELL]
                cell.value, cell.data_type = text, "s"
                cell.quotePrefix = text.startswith(FORMULA_STARTS)
            else:
                cell.value = value
            if isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
    for index, width in enumerate(sheet.widths, start=1):
        worksheet.column_dimensions[get_column_letter(index)].width = width
    worksheet.freeze_panes = "A2"
    if sheet.is_edited:
        _make_ready_to_edit(worksheet, sheet)


def _exact(text: str, row: int) -> str:
    """Return a text without the signs that no workbook can hold, else so that it is read again as it is."""
    exact = _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(exact) > LONGEST_CELL:
        raise RuleBroken("spreadsheet_cell_too_long", row=row, longest=LONGEST_CELL)
    return _LIKE_AN_ESCAPE.sub("_x005F_", exact)


def _make_ready_to_edit(worksheet: Any, sheet: SheetToWrite) -> None:
    """Format cells and columns as text, so that 4.10 stays what was typed; filter and colour the headings."""
    from openpyxl.styles import Alignment, PatternFill
    from openpyxl.utils import get_column_letter

    for cells in worksheet.iter_rows():
        for cell in cells:
            if cell.value is None or isinstance(cell.value, str):
                cell.number_format = "@"
    for index in range(1, len(sheet.header) + 1):
        column = worksheet.column_dimensions[get_column_letter(index)]
        column.number_format, column.alignment = "@", Alignment(vertical="top", wrap_text=True)
        worksheet.cell(1, index).fill = PatternFill("solid", fgColor=_HEADINGS)
    worksheet.freeze_panes = "B2"
    worksheet.auto_filter.ref = worksheet.dimensions
