"""Putting pieces on pages, and what stands around them: page numbers, footer, sample and draft marks."""

from collections.abc import Iterable
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from iso_audit.minutes.pdf import styles
from iso_audit.minutes.pdf.faces import BOLD, REGULAR, Face
from iso_audit.minutes.pdf.objects import VERIFICATION
from iso_audit.minutes.pdf.pen import Pen
from iso_audit.minutes.pdf.pieces import PageEnd, Piece
from iso_audit.minutes.pdf.styles import MM
from iso_audit.minutes.tree import PAGE, TOTAL, Document

LARGEST_REPEAT = 0.4
"""A table header that takes more of a page than this is not drawn again: rows would find no room under it."""


@dataclass(slots=True)
class Paper:
    """The pages of one part (the body or an annex), each numbered from 1."""

    canvas: Canvas
    pen: Pen
    document: Document
    profile: styles.Profile
    size: tuple[float, float]
    label: str = ""
    at: float = 0.0
    fresh: bool = True

    @property
    def width(self) -> float:
        """The width of the frame."""
        return self.size[0] - self.profile.left - self.profile.right

    @property
    def room(self) -> float:
        """Height left on this page."""
        return self.at - self.profile.bottom

    def fill(self, part: str, pieces: Iterable[Piece]) -> int:
        """Place all `pieces` and return how many pages they took."""
        self.pen.part, self.pen.page = part, 1
        self._open()
        chain: list[Piece] = []
        for piece in pieces:
            chain.append(piece)
            if not piece.sticky:
                self._place(chain)
                chain = []
        self._place(chain)
        self.canvas.showPage()
        self.pen.end_part(self.pen.page)
        return self.pen.page

    def _place(self, chain: list[Piece]) -> None:
        need = sum(piece.before + piece.height for piece in chain[:-1])
        need += sum(piece.before + piece.least for piece in chain[-1:])
        if not self.fresh and need > self.room:
            self._turn()
        for piece in chain:
            self._put(piece)

    def _put(self, piece: Piece) -> None:
        if isinstance(piece, PageEnd):
            self._turn()
            return
        rest: Piece | None = piece
        while rest is not None:
            rest = self._put_part(rest)

    def _put_part(self, piece: Piece) -> Piece | None:
        is_fresh = self.fresh
        if is_fresh and piece.repeat and piece.repeat.height < self.room * LARGEST_REPEAT:
            self._draw(piece.repeat)
        above = 0.0 if is_fresh else piece.before
        if piece.height + above <= self.room:
            self._draw(piece)
            return None
        halves = piece.split(self.room - above)
        if halves is None and is_fresh:
            self._draw(piece)
            return None
        if halves is not None:
            self._draw(halves[0])
        self._turn()
        return halves[1] if halves else piece

    def _draw(self, piece: Piece) -> None:
        if not self.fresh:
            self.at -= piece.before
        piece.draw(self.pen, self.at)
        self.at -= piece.height
        self.fresh = False

    def _turn(self) -> None:
        self.canvas.showPage()
        self.pen.page += 1
        self._open()

    def _open(self) -> None:
        self.canvas.setPageSize(self.size)
        self.pen.left = self.profile.left
        self.at = self.size[1] - self.profile.top
        self.fresh = True
        self._marks()
        self._page_number()
        self._footer()
        self._verification()

    def _verification(self) -> None:
        if self.document.verification:
            self.canvas.saveState()
            manner = self.profile.manner
            self.canvas.translate(manner.qr_edge, manner.qr_edge)
            self.canvas.scale(manner.qr_side, manner.qr_side)
            self.canvas.doForm(VERIFICATION)
            self.canvas.restoreState()

    def _page_number(self) -> None:
        if self.pen.page == 1:
            return
        size = self.profile.page_number_size
        number = str(self.pen.page)
        wide = self._wide(number, REGULAR, size)
        if self.profile.page_number == "top-center":
            at = (self.profile.left + (self.width - wide) / 2, self.size[1] - 13 * MM)
        else:
            at = (self.size[0] - self.profile.right - wide, 11 * MM)
        self.pen.text(number, REGULAR, size, at)

    def _footer(self) -> None:
        footer, verification = self.document.footer, self.document.verification
        code = f"{verification.label} {verification.code}".strip() if verification else ""
        size = styles.FOOTER_SIZE
        whole = self._fits(f"{footer.code}  \u2013  {code}")
        lines = [[footer.code, code], [self.label, footer.page]]
        if not whole:
            lines = [[self._cut(footer.code)], [code, self.label, footer.page]]
        for position, parts in enumerate(lines):
            x, y = self.profile.left, 11 * MM + (len(lines) - 1 - 2 * position) * size * 0.6
            text = self.pen.ink.prepare("  \u2013  ".join(part for part in parts if part))
            for before, part in enumerate(text.replace(PAGE, str(self.pen.page)).split(TOTAL)):
                if before:
                    self.pen.total(REGULAR, size, x, y)
                    x += self._wide("00", REGULAR, size)
                self.pen.text(part, REGULAR, size, (x, y))
                x += self._wide(part, REGULAR, size)

    def _fits(self, text: str) -> bool:
        """Tell whether a line of the footer leaves the room of what stands at the right."""
        at_the_right = 8 * MM
        if self.document.sample_mark:
            at_the_right += (
                self._wide(self.pen.ink.prepare(self.document.sample_mark), BOLD, styles.MARK_SIZE) + 10 * MM
            )
        return self._wide(self.pen.ink.prepare(text), REGULAR, styles.FOOTER_SIZE) <= self.width - at_the_right

    def _cut(self, text: str) -> str:
        """Return what a document is called, cut between words where the line has no room for it."""
        words = text.split(" ")
        while len(words) > 1 and not self._fits(" ".join(words) + "\u2026"):
            words.pop()
        short = " ".join(words)
        return text if short == text or self._fits(text) else short.rstrip(",;-\u2013 ") + "\u2026"

    def _marks(self) -> None:
        draft = self.document.draft_mark if self.profile.manner.draft_across else None
        marks = [mark for mark in (self.document.sample_mark, draft) if mark]
        if marks:
            self._watermark(self.pen.ink.prepare(" \u2013 ".join(marks)))
        top = self.size[1] - 13 * MM
        if self.document.sample_mark:
            mark = self.pen.ink.prepare(self.document.sample_mark)
            self._boxed(mark, self.profile.left, top)
            wide = self._wide(mark, BOLD, styles.MARK_SIZE)
            self._boxed(mark, self.size[0] - self.profile.right - wide - 14 * MM, 11 * MM)
        if self.document.draft_mark:
            mark = self.pen.ink.prepare(self.document.draft_mark)
            wide = self._wide(mark, BOLD, styles.MARK_SIZE)
            self._boxed(mark, self.size[0] - self.profile.right - wide, top)

    def _boxed(self, mark: str, x: float, y: float) -> None:
        size = styles.MARK_SIZE
        wide = self._wide(mark, BOLD, size)
        self.pen.text(mark, BOLD, size, (x, y))
        self.canvas.setLineWidth(0.8)
        self.canvas.rect(x - 4, y - 3.5, wide + 8, size + 4)

    def _watermark(self, mark: str) -> None:
        size = min(72.0, self.size[0] * 0.8 / (self._wide(mark, BOLD, 1) or 1))
        self.canvas.saveState()
        self.canvas.setFillGray(styles.WATERMARK_GREY)
        self.canvas.translate(self.size[0] / 2, self.size[1] / 2)
        self.canvas.rotate(50)
        self.pen.unread(mark, BOLD, size, (-self._wide(mark, BOLD, size) / 2, -size / 3))
        self.canvas.restoreState()

    def _wide(self, text: str, face: Face, size: float) -> float:
        return self.pen.ink.width(text, face) * size / 1000
