"""Drawing on ReportLab's canvas: lines of text, rules, boxes to tick, pictures, bookmarks."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from iso_audit.minutes.pdf.faces import NO_BREAK_SPACE, Face, Ink
from iso_audit.minutes.pdf.lines import Line
from iso_audit.minutes.pdf.styles import RULE, TextStyle
from iso_audit.minutes.tree import PAGE, TOTAL, Image, Mark

ASCENT = 0.80
Segment = tuple[float, float, float, float]


class Pen:
    """A canvas together with the frame's left edge, the page's number and its part's name."""

    def __init__(self, canvas: Canvas, ink: Ink) -> None:
        self.canvas = canvas
        self.ink = ink
        self.left = 0.0
        self.page = 1
        self.part = "body"
        self.totals: dict[tuple[Face, bool], None] = {}
        self._bookmarks = 0

    def lines(self, lines: Sequence[Line], style: TextStyle, x: float, top: float, width: float) -> None:
        """Draw `lines` one below the other in a column of `width`, the first under `top`."""
        text = self.canvas.beginText()
        face: Face | None = None
        spacing = 0.0
        base = top - style.size * ASCENT - (style.line_height - style.size) / 2
        for line in lines:
            room = width - line.indent - line.width
            start = x + line.indent + _offset(style, room)
            stretch = _stretch(style, line, room)
            if PAGE in line.text or TOTAL in line.text:
                self._numbered(line, style, (start, base), stretch)
            else:
                text.setTextOrigin(start, base)
                if stretch != spacing:
                    text.setWordSpace(stretch)
                    spacing = stretch
                for run in line.runs:
                    if run.face != face:
                        text.setFont(run.face, style.size)
                        face = run.face
                    text.textOut(run.text)
            base -= style.line_height
        if spacing:
            text.setWordSpace(0)
        self.canvas.drawText(text)

    def _numbered(self, line: Line, style: TextStyle, at: tuple[float, float], stretch: float) -> None:
        x, base = at
        for run in line.runs:
            for position, part in enumerate(run.text.split(TOTAL)):
                if position:
                    self.total(run.face, style.size, x, base)
                    x += self.ink.width(TOTAL, run.face) * style.size / 1000
                shown = part.replace(PAGE, str(self.page))
                self.text(shown, run.face, style.size, (x, base), word_space=stretch)
                x += self.ink.width(shown, run.face) * style.size / 1000 + stretch * shown.count(" ")

    def text(self, text: str, face: Face, size: float, at: tuple[float, float], *, word_space: float = 0.0) -> None:
        """Draw one stretch of prepared text with its base line starting at `at`."""
        self.canvas.setFont(face, size)
        self.canvas.drawString(*at, text, wordSpace=word_space or None)

    def unread(self, text: str, face: Face, size: float, at: tuple[float, float]) -> None:
        """Draw text that is for the eye alone: copying and searching the page pass over it."""
        self.canvas._code.append("/Span <</ActualText ()>> BDC")  # type: ignore[attr-defined]
        self.text(text, face, size, at)
        self.canvas._code.append("EMC")  # type: ignore[attr-defined]

    def total(self, face: Face, size: float, x: float, base: float, *, padded: bool = True) -> None:
        """Draw the number of pages of this part, which is known only when the part ends."""
        self.canvas.saveState()
        self.canvas.translate(x, base)
        self.canvas.scale(size / 1000, size / 1000)
        self.canvas.doForm(self._form(face, padded))
        self.canvas.restoreState()
        self.totals.setdefault((face, padded))

    def end_part(self, pages: int) -> None:
        """Make the forms that show how many pages the part has."""
        for face, padded in self.totals:
            self.canvas.beginForm(self._form(face, padded), 0, -300, 4000, 1000)
            self.text(f"{pages:02}" if padded else str(pages), face, 1000, (0, 0))
            self.canvas.endForm()
        self.totals.clear()

    def _form(self, face: Face, padded: bool) -> str:
        return f"{self.part}-{face}-{2 if padded else 1}"

    def rules(self, segments: list[Segment], width: float = RULE) -> None:
        """Draw straight rules."""
        self.canvas.setLineWidth(width)
        self.canvas.lines(segments)

    def box(self, mark: Mark, x: float, base: float, size: float) -> None:
        """Draw a box to tick, empty, ticked or crossed."""
        self.canvas.setLineWidth(0.8)
        self.canvas.rect(x, base - size * 0.12, size, size)
        low, high = base + size * 0.05, base + size * 0.72
        if mark == "ticked":
            self.rules([(x + size * 0.2, low + size * 0.3, x + size * 0.42, low)], 1.1)
            self.rules([(x + size * 0.42, low, x + size * 0.82, high)], 1.1)
        elif mark == "crossed":
            left, right = x + size * 0.18, x + size * 0.82
            self.rules([(left, low, right, high), (left, high, right, low)], 1.1)

    def image(self, image: Image, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture in the rectangle whose lower left corner is (x, y)."""
        self.canvas.drawImage(ImageReader(BytesIO(image.data)), x, y, width, height, mask="auto")

    def bookmark(self, title: str, level: int, top: float) -> None:
        """Add an entry to the outline that leads to `top` on this page."""
        self._bookmarks += 1
        key = f"b{self._bookmarks}"
        self.canvas.bookmarkPage(key, fit="FitH", top=top + 10)
        shown = self.ink.prepare(title).replace(NO_BREAK_SPACE, " ").replace("\n", " ")
        self.canvas.addOutlineEntry(shown, key, level=level)


def _offset(style: TextStyle, room: float) -> float:
    if style.alignment == "center":
        return room / 2
    return room if style.alignment == "right" else 0.0


def _stretch(style: TextStyle, line: Line, room: float) -> float:
    if style.alignment != "justify" or line.last or not line.gaps:
        return 0.0
    stretch = room / line.gaps
    return stretch if stretch < style.size * 0.9 else 0.0
