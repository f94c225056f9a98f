"""ReportLab as its guide shows it: Platypus, Paragraph in every cell, photographs by file name, a QR widget a page."""

from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFontFamily
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus import Paragraph as Text

from iso_audit.minutes import tree
from iso_audit.minutes.pdf.faces import BOLD, BOLD_ITALIC, ITALIC, REGULAR, faces
from iso_audit.minutes.pdf.objects import qr_text

WIDTH = 160 * mm
GRID = [("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=13, leading=15, alignment=TA_JUSTIFY, spaceBefore=6)
CENTER = ParagraphStyle("center", BODY, alignment=TA_CENTER)
CELL = ParagraphStyle("cell", fontName=REGULAR, fontSize=12, leading=13.8, alignment=TA_LEFT)
DENSE = ParagraphStyle("dense", CELL, fontSize=11, leading=12.5)
SMALL = ParagraphStyle("small", CELL, fontSize=11, leading=12.5)


class Numbered(Canvas):
    """The usual recipe for "page x of y": pages are kept and numbered at the end."""

    footer = ""
    verification: tree.Verification | None = None

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **(named | {"initialFontName": REGULAR}))
        self.kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802
        """Keep the page."""
        self.kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        """Number the pages that were kept, then write."""
        for number, page in enumerate(self.kept, 1):
            self.__dict__.update(page)
            self.setFont(REGULAR, 8)
            self.drawString(30 * mm, 11 * mm, f"{self.footer} – Trang {number}/{len(self.kept)}")
            if self.verification:
                code = QrCodeWidget(qr_text(self.verification), barWidth=45, barHeight=45)
                drawing = Drawing(45, 45)
                drawing.add(code)
                renderPDF.draw(drawing, self, 9 * mm, 9 * mm)
            Canvas.showPage(self)
        Canvas.save(self)


class Plain:
    """Photographs are files beside; everything else is made anew each time."""

    def __init__(self, folder: Path) -> None:
        faces()
        registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
        self.folder = folder

    def prepare(self, document: tree.Document) -> None:
        """Take the document that is made next."""
        self.document = document

    def make(self) -> bytes:
        """Return the PDF."""
        target = BytesIO()
        given = self.document
        template = BaseDocTemplate(target, pagesize=A4, title=given.metadata.title)
        upright = Frame(30 * mm, 20 * mm, WIDTH, 257 * mm, 0, 0, 0, 0)
        across = Frame(30 * mm, 20 * mm, 247 * mm, 170 * mm, 0, 0, 0, 0)
        template.addPageTemplates(
            [
                PageTemplate("upright", [upright], pagesize=A4),
                PageTemplate("across", [across], pagesize=landscape(A4)),
            ]
        )
        maker: Any = type("Made", (Numbered,), {"footer": given.footer.code, "verification": given.verification})
        template.build(list(self._story(given)), canvasmaker=maker)
        return target.getvalue()

    def _story(self, given: tree.Document) -> Iterator[Flowable]:
        head = given.header
        left = [Text(escape(head.parent), CENTER), Text(f"<b>{escape(head.issuer)}</b>", CENTER)]
        right = [Text(f"<b>{escape(head.country)}</b>", CENTER), Text(f"<b>{escape(head.motto)}</b>", CENTER)]
        left.append(Text(escape(head.number), CENTER))
        right.append(Text(f"<i>{escape(head.place_and_date)}</i>", CENTER))
        yield Table([[left, right]], colWidths=[WIDTH * 0.42, WIDTH * 0.58])
        yield Text(f"<b>{escape(given.kind)}</b>", CENTER)
        yield Text(f"<b>{escape(given.about)}</b>", CENTER)
        yield from self._blocks(given.blocks, WIDTH)
        for annex in given.annexes:
            yield NextPageTemplate("across" if annex.landscape else "upright")
            yield PageBreak()
            for line in (annex.label, annex.title, annex.reference):
                yield Text(escape(line), CENTER)
            yield from self._blocks(annex.blocks, 247 * mm if annex.landscape else WIDTH)

    def _blocks(self, blocks: Sequence[tree.Block], width: float) -> Iterator[Flowable]:
        for block in blocks:
            match block:
                case tree.Heading():
                    yield Text(f"<b>{escape(block.text)}</b>", BODY)
                case tree.Paragraph():
                    lead = f"<b>{escape(block.lead)}</b> " if block.lead else ""
                    yield Text(lead + escape(block.text.replace(tree.TOTAL, "05")), BODY)
                case tree.KeyValues():
                    yield from (Text(f"- {escape(label)}: {escape(value)}", BODY) for label, value in block.rows)
                case tree.Table():
                    yield self._table(block, width)
                    yield Spacer(1, 8)
                case tree.Photos():
                    yield from self._photos(block.photos)
                case tree.SignatureBlock():
                    yield KeepTogether([self._places(block)])
                case tree.Recipients():
                    yield from (Text(escape(line), SMALL) for line in (block.heading, *block.lines))
                case tree.PageBreak():
                    yield PageBreak()

    def _table(self, block: tree.Table, width: float) -> Table:
        style = DENSE if block.dense else CELL
        whole = sum(column.width for column in block.columns)
        rows: list[list[Any]] = []
        commands: list[Any] = list(GRID)
        if block.header:
            rows.append([Text(f"<b>{escape(title)}</b>", style) for title in block.header])
        for row in block.rows:
            shown = [Text(_cell(cell), style) for cell in row.cells]
            if len(shown) < len(block.columns):
                commands.append(("SPAN", (0, len(rows)), (-1, len(rows))))
                shown += [""] * (len(block.columns) - len(shown))  # type: ignore[list-item]
            rows.append(shown)
        widths = [width * column.width / whole for column in block.columns]
        return Table(rows, colWidths=widths, repeatRows=1 if block.header else 0, style=TableStyle(commands))

    def _photos(self, photos: Sequence[tree.Photo]) -> Iterator[Table]:
        for start in range(0, len(photos), 2):
            cells = []
            for photo in photos[start : start + 2]:
                file = self.folder / f"{photo.image.sha256}.jpg"
                scale = min(75 * mm / photo.image.width, 90 * mm / photo.image.height)
                picture = Image(str(file), photo.image.width * scale, photo.image.height * scale)
                cells.append([picture, Text(escape(photo.caption), SMALL), Text(escape(photo.fingerprint), SMALL)])
            yield Table([cells], colWidths=[80 * mm] * len(cells))

    def _places(self, block: tree.SignatureBlock) -> Table:
        cells = [
            [
                *(Text(f"<b>{escape(text)}</b>", CENTER) for text in (one.title, one.position)),
                Text(f"<i>{escape(one.hint)}</i>", CENTER),
                Spacer(1, 60),
                Text(f"<b>{escape(one.name)}</b>", CENTER),
                Text(f"<i>{escape(one.note)}</i>", CENTER),
            ]
            for one in block.signatories
        ]
        return Table([cells[:3], cells[3:] + [""] * (3 - len(cells[3:]))], colWidths=[WIDTH / 3] * 3)


def _cell(cell: tree.Cell) -> str:
    text = escape(cell.text).replace("\n", "<br/>")
    lead = f"<b>{escape(cell.lead)}</b> " if cell.lead else ""
    return f"<b>{text}</b>" if cell.bold else lead + text
