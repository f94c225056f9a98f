"""fpdf2 as its manual shows it: multi_cell for text, its table context for tables, photographs by file name."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fpdf import FPDF
from fpdf.fonts import FontFace

from iso_audit.minutes import tree
from iso_audit.minutes.pdf.faces import FOLDER

STYLES = {"": "Regular", "B": "Bold", "I": "Italic", "BI": "BoldItalic"}


class _Pages(FPDF):
    code = ""

    def footer(self) -> None:
        """Print the small print."""
        self.set_xy(30, -14)
        self.set_font("Tinos", size=8)
        self.cell(text=f"{self.code} – Trang {self.page_no()}/{{nb}}")


class Fpdf:
    """Photographs are files beside; everything else is made anew each time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self, document: tree.Document) -> None:
        """Take the document that is made next."""
        self.document = document

    def make(self) -> bytes:
        """Return the PDF."""
        pdf = _Pages(format="A4")
        pdf.code = self.document.footer.code
        for style, name in STYLES.items():
            pdf.add_font("Tinos", style, str(FOLDER / f"TinosVN-{name}.ttf"))
        pdf.set_margins(30, 20, 20)
        pdf.set_auto_page_break(True, 20)
        pdf.set_font("Tinos", size=13)
        pdf.add_page()
        head = self.document.header
        for text in (head.parent, head.issuer, head.number, head.country, head.motto, head.place_and_date):
            self._text(pdf, text, align="C")
        self._text(pdf, self.document.kind, style="B", align="C")
        self._text(pdf, self.document.about, style="B", align="C")
        self._blocks(pdf, self.document.blocks)
        for annex in self.document.annexes:
            pdf.add_page(orientation="landscape" if annex.landscape else "portrait")
            for text in (annex.label, annex.title, annex.reference):
                self._text(pdf, text, style="B", align="C")
            self._blocks(pdf, annex.blocks)
        return bytes(pdf.output())

    def _text(self, pdf: FPDF, text: str, *, style: str = "", size: float = 13, align: str = "J") -> None:
        pdf.set_font("Tinos", style, size)
        shown = text.replace(tree.TOTAL, "05")
        pdf.multi_cell(0, size * 0.42, shown, align=align, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(1.5)

    def _blocks(self, pdf: FPDF, blocks: Sequence[tree.Block]) -> None:
        for block in blocks:
            match block:
                case tree.Table():
                    self._table(pdf, block)
                case tree.Photos():
                    for photo in block.photos:
                        pdf.image(str(self.folder / f"{photo.image.sha256}.jpg"), w=75)
                        self._text(pdf, photo.caption, style="I", size=11)
                        self._text(pdf, photo.fingerprint, style="I", size=8)
                case tree.PageBreak():
                    pdf.add_page()
                case tree.Heading():
                    self._text(pdf, block.text, style="B")
                case _:
                    for text in _texts(block):
                        self._text(pdf, text)

    def _table(self, pdf: FPDF, block: tree.Table) -> None:
        size = 11 if block.dense else 12
        pdf.set_font("Tinos", size=size)
        settings: dict[str, Any] = {
            "col_widths": tuple(column.width for column in block.columns),
            "line_height": size * 0.41,
            "headings_style": FontFace(emphasis="BOLD"),
            "first_row_as_headings": bool(block.header),
            "text_align": "LEFT",
        }
        with pdf.table(**settings) as table:
            if block.header:
                row = table.row()
                for title in block.header:
                    row.cell(title)
            for given in block.rows:
                row = table.row()
                spans = len(block.columns) if len(given.cells) == 1 else 1
                for cell in given.cells:
                    row.cell(
                        f"{cell.lead} {cell.text}".strip(),
                        colspan=spans,
                        style=FontFace(emphasis="BOLD") if cell.bold else None,
                    )
        pdf.ln(2)


def _texts(block: tree.Block) -> list[str]:
    match block:
        case tree.Paragraph():
            return [f"{block.lead} {block.text}".strip()]
        case tree.KeyValues():
            return [f"- {label}: {value}" for label, value in block.rows]
        case tree.SignatureBlock():
            told = [(one.title, one.position, one.hint, one.name, one.note) for one in block.signatories]
            return [text for texts in told for text in texts if text]
        case tree.Recipients():
            return [block.heading, *block.lines]
        case _:
            return []
