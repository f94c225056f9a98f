"""Tables: ruled ones whose header comes again on each page, and borderless ones that set things side by side."""

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.shared import Emu, Mm
from docx.table import Table as WordTable
from docx.table import _Cell, _Row

from iso_audit.minutes.docx.styles import ALIGNMENTS
from iso_audit.minutes.docx.text import add_text, set_style
from iso_audit.minutes.tree import Alignment, Cell, Table

BOXES = {"empty": "\u2610", "ticked": "\u2611", "crossed": "\u2612"}


CELL_MARGIN, DENSE_MARGIN = 70, 15
"""Room left and right in a cell of a ruled table, and where words have little room, in twentieths of a point."""


def borderless(word: WordDocument, widths: Sequence[int], *, rows: int = 1) -> list[list[_Cell]]:
    """Add a table without rules and return the cells of its rows."""
    table = word.add_table(rows=rows, cols=len(widths))
    _frame(table, widths, margin=0)
    cells_by_row = []
    for row in table._tbl.tr_lst:
        cells = _cells(table, row)
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Emu(width)
        _keep_whole(row)
        cells_by_row.append(cells)
    return cells_by_row


def add_table(word: WordDocument, table: Table, width: int) -> None:
    """Add a ruled table over `width`; rows are not parted, the header comes again on each page."""
    whole = sum(column.width for column in table.columns)
    widths = [int(width * column.width / whole) for column in table.columns]
    count = len(table.rows) + bool(table.header)
    word_table = word.add_table(rows=count, cols=len(widths), style="Table Grid")
    _frame(word_table, widths, margin=DENSE_MARGIN if table.dense else CELL_MARGIN)
    rows = list(word_table._tbl.tr_lst)
    style = "Minutes Dense Cell" if table.dense else "Minutes Cell"
    if table.header:
        head = rows.pop(0)
        mark = OxmlElement("w:tblHeader")
        head.get_or_add_trPr().append(mark)
        _keep_whole(head)
        for cell, title, wide in zip(_cells(word_table, head), table.header, widths, strict=True):
            _fill(cell, Cell(title, bold=True), style, "center", wide)
    for content, word_row in zip(table.rows, rows, strict=True):
        _keep_whole(word_row)
        spanning = len(content.cells) == 1 < len(widths)
        if table.row_height and not spanning:
            row = _Row(word_row, word_table)
            row.height, row.height_rule = Mm(table.row_height), WD_ROW_HEIGHT_RULE.AT_LEAST
        cells = _cells(word_table, word_row)
        if spanning:
            cells[0].merge(cells[-1])
            _fill(cells[0], content.cells[0], style, "left", sum(widths))
            continue
        for cell, one, column, wide in zip(cells, content.cells, table.columns, widths, strict=False):
            _fill(cell, one, style, column.alignment, wide)
    if table.together:
        for word_row in rows[:-1]:
            for cell in _cells(word_table, word_row):
                cell.paragraphs[0].paragraph_format.keep_with_next = True


def _frame(table: WordTable, widths: Sequence[int], *, margin: int) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(margin))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Emu(width)


def _cells(table: WordTable, row: CT_Row) -> list[_Cell]:
    return [_Cell(cell, table) for cell in row.tc_lst]


def _keep_whole(row: CT_Row) -> None:
    properties = row.get_or_add_trPr()
    properties.insert(0, OxmlElement("w:cantSplit"))


def _fill(cell: _Cell, content: Cell, style: str, alignment: Alignment, width: int) -> None:
    cell.width = Emu(width)
    paragraph = cell.paragraphs[0]
    set_style(paragraph, style)
    paragraph.alignment = ALIGNMENTS[alignment]
    if content.mark:
        run = paragraph.add_run(BOXES[content.mark] + (" " if content.text else ""))
        run.font.name = "Segoe UI Symbol"
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Segoe UI Symbol")
    if content.lead:
        add_text(paragraph, content.lead + " ", bold=True)
    add_text(paragraph, content.text, bold=content.bold)
