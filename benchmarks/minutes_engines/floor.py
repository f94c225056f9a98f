"""The floor: every line broken, placed and paged beforehand; only writing the operators and the file is timed."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from iso_audit.minutes.pdf import _canvas, styles
from iso_audit.minutes.pdf.faces import REGULAR, Face, Ink
from iso_audit.minutes.pdf.layout import Layout
from iso_audit.minutes.pdf.lines import Line
from iso_audit.minutes.pdf.objects import VERIFICATION, define_qr, embed
from iso_audit.minutes.pdf.pages import Paper
from iso_audit.minutes.pdf.pen import ASCENT, Area, Pen, Segment
from iso_audit.minutes.pdf.script import Script
from iso_audit.minutes.pdf.styles import TextStyle
from iso_audit.minutes.tree import Document, Image, Signatory

Step = tuple[Callable[..., None], tuple[Any, ...]]


class _Notes(Pen):
    """A pen that notes what it draws: strings, rules, pictures, page ends."""

    def __init__(self, canvas: Canvas, ink: Ink) -> None:
        super().__init__(canvas, ink, two_digits=True)
        self.steps: list[Step] = []

    def lines(self, lines: Sequence[Line], style: TextStyle, x: float, top: float, width: float) -> None:
        """Note each stretch of each line."""
        base = top - style.size * ASCENT - (style.line_height - style.size) / 2
        for line in lines:
            at = x + line.indent
            for run in line.runs:
                self.steps.append((_text, (run.text, run.face, style.size, at, base)))
                at += self.ink.width(run.text, run.face) * style.size / 1000
            base -= style.line_height

    def text(self, text: str, face: Face, size: float, at: tuple[float, float], *, word_space: float = 0.0) -> None:
        self.steps.append((_text, (text, face, size, *at)))

    def total(self, face: Face, size: float, x: float, base: float) -> None:
        self.steps.append((_text, ("9", face, size, x, base)))

    def rules(self, segments: list[Segment], width: float = styles.RULE) -> None:
        self.steps.append((_rules, (segments, width)))

    def image(self, image: Image, area: Area) -> None:
        self.steps.append((_image, (image, area)))

    def place_to_sign(self, signatory: Signatory, area: Area) -> None:
        """Leave the place empty."""

    def bookmark(self, title: str, level: int, top: float) -> None:
        """Leave the outline out."""


class _Pages(Paper):
    def _open(self) -> None:
        self.pen.steps.append((_page, (self.size,)))  # type: ignore[attr-defined]
        super()._open()


def _text(canvas: Canvas, script: Script, text: str, face: Face, size: float, x: float, y: float) -> None:
    shown = script.operators(text, face, size)
    canvas._code.append(f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm {shown} ET")  # type: ignore[attr-defined]


def _rules(canvas: Canvas, script: Script, segments: list[Segment], width: float) -> None:
    drawn = " ".join([f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l" for x0, y0, x1, y1 in segments])
    canvas._code.append(f"{width:g} w {drawn} S")  # type: ignore[attr-defined]


def _image(canvas: Canvas, script: Script, image: Image, area: Area) -> None:
    name = f"picture-{image.sha256}"
    if not canvas.hasForm(name):
        embed(canvas, name, image)
    x, y, width, height = area
    canvas.saveState()
    canvas.transform(width, 0, 0, height, x, y)
    canvas.doForm(name)
    canvas.restoreState()


def _page(canvas: Canvas, script: Script, size: tuple[float, float]) -> None:
    if canvas._code:  # type: ignore[attr-defined]
        canvas.showPage()
    canvas.setPageSize(size)
    canvas.setFont(REGULAR, 8)


class Floor:
    """Notes every step of one rendering beforehand, replays them on a bare canvas when timed."""

    def prepare(self, document: Document) -> None:
        """Note the steps of the document that is made next."""
        self.document = document
        ink = Ink()
        pen = _Notes(_canvas(BytesIO(), document), ink)
        if document.verification:
            define_qr(pen.canvas, document.verification)
        profile = styles.PROFILES[document.profile]
        paper = _Pages(pen.canvas, pen, document, profile, styles.A4)
        paper.fill("body", Layout(ink, profile, paper.width).first_part(document))
        for position, annex in enumerate(document.annexes):
            size = styles.A4[::-1] if annex.landscape else styles.A4
            paper = _Pages(pen.canvas, pen, document, profile, size, label=annex.label)
            paper.fill(f"annex{position}", Layout(ink, profile, paper.width).annex(annex))
        self.steps = pen.steps

    def make(self) -> bytes:
        """Return the PDF."""
        target = BytesIO()
        canvas = _canvas(target, self.document)
        if self.document.verification:
            define_qr(canvas, self.document.verification)
        script = Script(canvas)
        for draw, given in self.steps:
            draw(canvas, script, *given)
            if draw is _page and self.document.verification:
                canvas.saveState()
                canvas.scale(styles.QR_SIDE, styles.QR_SIDE)
                canvas.doForm(VERIFICATION)
                canvas.restoreState()
        canvas.showPage()
        canvas.save()
        return target.getvalue()
