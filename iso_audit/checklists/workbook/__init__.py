"""A question bank as the sheets of a workbook, one a table: written for people to edit, and understood again.

What is understood is a bank's contents, or every fault of every sheet at once; files are opened and made by
`spreadsheets`.
"""

from iso_audit.checklists.workbook.layout import TABLES, table_of_sheet
from iso_audit.checklists.workbook.understanding import MOST_ROWS, understood
from iso_audit.checklists.workbook.writing import sheets_of

__all__ = ["MOST_ROWS", "TABLES", "sheets_of", "table_of_sheet", "understood"]
