"""Drawing on ReportLab's canvas: lines of text, rules, boxes to tick, pictures, bookmarks."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from iso_audit.minutes.pdf.faces import Face, Ink
from iso_audit.minutes.pdf.lines import Line
from iso_audit.minutes.pdf.objects import embed
from iso_audit.minutes.pdf.script import Script
from iso_audit.minutes.pdf.styles import RULE, TextStyle
from iso_audit.minutes.plain import NO_BREAK_SPACE
from iso_audit.minutes.tree import PAGE, TOTAL, Drawing, Image, Mark, Signatory

ASCENT = 0.80
SIGNATURE_BLUE = (0.08, 0.14, 0.45)
Segment = tuple[float, float, float, float]
Area = tuple[float, float, float, float]
"""Left, lower edge, width, height."""


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """A place to sign: its name, its page from 1, and left, lower, right and upper edge in points."""

    name: str
    page: int
    rectangle: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A line that shows the number of pages: the name of its form, its page, and the room left beside it."""

    name: str
    line: Line
    style: TextStyle
    page: int
    room: float


class Pen:
    """A canvas together with the frame's left edge, the page's number and its part's name."""

    def __init__(self, canvas: Canvas, ink: Ink, *, two_digits: bool, most_stretch: float) -> None:
        self.canvas = canvas
        self.most_stretch = most_stretch
        self.ink = ink
        self.two_digits = two_digits
        self.left = 0.0
        self.page = 1
        self.part = "body"
        self._total_wanted: dict[Face, None] = {}
        self._waiting: list[_Waiting] = []
        self._script = Script(canvas)
        self.signature_boxes: list[SignatureBox] = []
        self._bookmarks = 0
        self._level = -1

    @property
    def _code(self) -> list[str]:
        """The operators of the page or form being drawn."""
        code: list[str] = self.canvas._code  # type: ignore[attr-defined]
        return code

    def lines(self, lines: Sequence[Line], style: TextStyle, x: float, top: float, width: float) -> None:
        """Draw `lines` one below the other in a column of `width`, the first under `top`."""
        base = top - style.size * ASCENT - (style.line_height - style.size) / 2
        operators: list[str] = []
        spacing = 0.0
        for line in lines:
            room = width - line.indent - line.width
            start = x + line.indent + _offset(style, room)
            stretch = self._stretch(style, line, room)
            if line.has_page_number:
                self._wait(line, style, (start, base), room)
            elif line.runs:
                if stretch != spacing:
                    operators.append(f"{stretch:.3f} Tw")
                    spacing = stretch
                runs = " ".join([self._script.operators(run.text, run.face, style.size) for run in line.runs])
                operators.append(f"1 0 0 1 {start:.2f} {base:.2f} Tm {runs}")
            base -= style.line_height
        if operators:
            end = " 0 Tw ET" if spacing else " ET"
            self._code.append("BT " + "\n".join(operators) + end)

    def _wait(self, line: Line, style: TextStyle, at: tuple[float, float], room: float) -> None:
        """Leave a form where `line` will stand; it is drawn when the number of pages is known."""
        name = f"{self.part}-line{len(self._waiting)}"
        self._waiting.append(_Waiting(name, line, style, self.page, room))
        self.canvas.saveState()
        self.canvas.translate(*at)
        self.canvas.doForm(name)
        self.canvas.restoreState()

    def _draw_waiting(self, one: "_Waiting", pages: int) -> None:
        shown_total = f"{pages:02}" if self.two_digits else str(pages)
        texts = [(run.text.replace(TOTAL, shown_total).replace(PAGE, str(one.page)), run.face) for run in one.line.runs]
        size = one.style.size
        width = sum(self.ink.width(text, face) for text, face in texts) * size / 1000
        room = one.line.width + one.room - width
        stretch = self._stretch(one.style, one.line, room)
        self.canvas.beginForm(one.name, -20, -20, int(width + max(room, 0)) + 20, 40)
        x = 0.0
        for text, face in texts:
            self.text(text, face, size, (x, 0), word_space=stretch)
            x += self.ink.width(text, face) * size / 1000 + stretch * text.count(" ")
        self.canvas.endForm()

    def _stretch(self, style: TextStyle, line: Line, room: float) -> float:
        """Return how much wider each space of a justified line is; a line short of words stays as it is."""
        if style.alignment != "justify" or line.last or not line.gaps:
            return 0.0
        stretch = room / line.gaps
        return stretch if stretch < style.size * self.most_stretch else 0.0

    def text(self, text: str, face: Face, size: float, at: tuple[float, float], *, word_space: float = 0.0) -> None:
        """Draw one stretch of prepared text with its base line starting at `at`."""
        spacing, end = (f"{word_space:.3f} Tw ", " 0 Tw ET") if word_space else ("", " ET")
        x, y = at
        self._code.append(f"BT {spacing}1 0 0 1 {x:.2f} {y:.2f} Tm {self._script.operators(text, face, size)}{end}")

    def unread(self, text: str, face: Face, size: float, at: tuple[float, float]) -> None:
        """Draw text that is for the eye alone: copying and searching the page pass over it."""
        self._code.append("/Span <</ActualText ()>> BDC")
        self.text(text, face, size, at)
        self._code.append("EMC")

    def total(self, face: Face, size: float, x: float, base: float) -> None:
        """Draw the number of pages of this part, which is known only when the part ends."""
        self.canvas.saveState()
        self.canvas.translate(x, base)
        self.canvas.scale(size / 1000, size / 1000)
        self.canvas.doForm(f"{self.part}-{face}")
        self.canvas.restoreState()
        self._total_wanted.setdefault(face)

    def end_part(self, pages: int) -> None:
        """Make the forms that show how many pages the part has."""
        for face in self._total_wanted:
            self.canvas.beginForm(f"{self.part}-{face}", 0, -300, 4000, 1000)
            self.text(str(pages), face, 1000, (0, 0))
            self.canvas.endForm()
        for one in self._waiting:
            self._draw_waiting(one, pages)
        self._total_wanted.clear()
        self._waiting.clear()

    def rules(self, segments: list[Segment], width: float = RULE) -> None:
        """Draw straight rules."""
        path = " ".join([f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l" for x0, y0, x1, y1 in segments])
        self._code.append(f"{width:g} w {path} S")

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

    def image(self, image: Image, area: Area) -> None:
        """Draw a picture over `area`; the JPEG goes into the file as it is, once however often it is drawn."""
        x, y, width, height = area
        name = f"picture-{image.sha256}"
        if not self.canvas.hasForm(name):
            embed(self.canvas, name, image)
        self.canvas.saveState()
        self.canvas.transform(width, 0, 0, height, x, y)
        self.canvas.doForm(name)
        self.canvas.restoreState()

    def place_to_sign(self, signatory: Signatory, area: Area) -> None:
        """Note where `signatory` signs, and draw the signature that was drawn on a screen, as lines."""
        x, y, width, height = area
        if signatory.place:
            page = self.canvas.getPageNumber()
            self.signature_boxes.append(SignatureBox(signatory.place, page, (x, y, x + width, y + height)))
        if signatory.drawing:
            wide = min(width, height * signatory.drawing.aspect)
            tall = wide / signatory.drawing.aspect
            left, top = x + (width - wide) / 2, y + (height + tall) / 2
            self._strokes(signatory.drawing, (left, top, wide, tall))

    def _strokes(self, drawing: Drawing, area: Area) -> None:
        left, top, wide, tall = area
        path = self.canvas.beginPath()
        for stroke in drawing.strokes:
            points = [(left + x * wide, top - y * tall) for x, y in stroke]
            path.moveTo(*points[0])
            for point in points[1:] or points:
                path.lineTo(*point)
        self.canvas.saveState()
        self.canvas.setStrokeColorRGB(*SIGNATURE_BLUE)
        self.canvas.setLineWidth(1.1)
        self.canvas.setLineCap(1)
        self.canvas.setLineJoin(1)
        self.canvas.drawPath(path, stroke=1, fill=0)
        self.canvas.restoreState()

    def bookmark(self, title: str, level: int, top: float) -> None:
        """Add an entry to the outline that leads to `top` on this page."""
        self._bookmarks += 1
        key = f"b{self._bookmarks}"
        self.canvas.bookmarkPage(key, fit="FitH", top=top + 10)
        entry = self.ink.prepare(title).replace(NO_BREAK_SPACE, " ").replace("\n", " ")
        self._level = min(level, self._level + 1)
        self.canvas.addOutlineEntry(entry, key, level=self._level)


def _offset(style: TextStyle, room: float) -> float:
    if style.alignment == "center":
        return room / 2
    return room if style.alignment == "right" else 0.0
