"""What is taken of spreadsheets."""

from collections.abc import Iterable, Iterator

from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import SheetRow

LARGEST = 20 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CELLS = 3_000_000
LONGEST_CELL = 32_767
"""Characters that Excel itself puts into a cell; text files hold more where a quotation mark was never closed."""
LAST_ROW = 1_048_576
"""The last row a spreadsheet has, by Excel's own measure."""
LARGEST_AREA = 20_000_000
"""Cells between the first and the last that hold anything: what a workbook is read into takes memory for each."""
LARGEST_UNPACKED = 250 * 1024 * 1024
MOST_PARTS = 2_000
HIGHEST_RATIO = 200
_HEADING_ROWS = 50


def kept(rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
    """Give the rows up to the last that holds anything; refuse a list too long or too wide, or of endless cells."""
    following = row_count = cells = 0
    for row in rows:
        following = following or row.number
        if row.number > LAST_ROW:
            raise RuleBroken("spreadsheet_too_long", most=MOST_ROWS)
        if row.blank:
            continue
        row_count, cells = row_count + row.number - following + 1, cells + len(row.cells)
        if row_count > MOST_ROWS + _HEADING_ROWS:
            raise RuleBroken("spreadsheet_too_long", most=MOST_ROWS)
        if cells > MOST_CELLS:
            raise RuleBroken("spreadsheet_too_wide", most=MOST_CELLS)
        if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in row.cells):
            raise RuleBroken("spreadsheet_cell_too_long", row=row.number, longest=LONGEST_CELL)
        for before in range(following, row.number):
            yield SheetRow(before, ())
        following = row.number + 1
        yield row
