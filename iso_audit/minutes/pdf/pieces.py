"""Pieces of a page: what has a height, can be drawn at a place, and may be parted between its lines."""

from dataclasses import dataclass, replace
from typing import Protocol, Self

from iso_audit.minutes.pdf.lines import Line
from iso_audit.minutes.pdf.pen import Pen
from iso_audit.minutes.pdf.styles import RULE, TextStyle
from iso_audit.minutes.tree import Image, Signatory

WIDOW = 2


class Piece(Protocol):
    """Something to place: `before` is the space above it (none at the top of a page)."""

    @property
    def before(self) -> float:
        """Space above, in points."""

    @property
    def height(self) -> float:
        """Height without the space above, in points."""

    @property
    def least(self) -> float:
        """Height of the smallest first part that may stand alone at the foot of a page."""

    @property
    def sticky(self) -> bool:
        """Whether it must stand on one page with what follows."""

    @property
    def repeat(self) -> "Piece | None":
        """What is drawn again when this piece opens a page."""

    def split(self, room: float) -> "tuple[Piece, Piece] | None":
        """Return the part that fits `room` and the rest, or None if it may not be parted there."""

    def draw(self, pen: Pen, top: float) -> None:
        """Draw it with its upper edge at `top`."""


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Lines of one paragraph; `x` is measured from the left of the frame."""

    lines: tuple[Line, ...]
    style: TextStyle
    x: float
    width: float
    before: float
    sticky: bool = False
    whole: bool = False
    bookmark: tuple[str, int] | None = None
    rule_below: float = 0.0
    repeat: None = None

    @property
    def height(self) -> float:
        """Height of its lines and of the rule under them."""
        return len(self.lines) * self.style.line_height + (5 if self.rule_below else 0)

    @property
    def least(self) -> float:
        """Two lines; all of a short or unbreakable paragraph."""
        if self.whole or len(self.lines) < 2 * WIDOW:
            return self.height
        return WIDOW * self.style.line_height

    def split(self, room: float) -> "tuple[Self, Self] | None":
        """Part between lines, leaving two on either side."""
        count = min(int(room / self.style.line_height), len(self.lines) - WIDOW)
        if count < WIDOW or self.whole:
            return None
        first = replace(self, lines=self.lines[:count], rule_below=0.0)
        return first, replace(self, lines=self.lines[count:], bookmark=None, before=0.0)

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the lines, the bookmark and the rule."""
        if self.bookmark:
            pen.bookmark(*self.bookmark, top)
        pen.lines(self.lines, self.style, pen.left + self.x, top, self.width)
        if self.rule_below:
            start = pen.left + self.x + (self.width - self.rule_below) / 2
            below = top - len(self.lines) * self.style.line_height - 3
            pen.rules([(start, below, start + self.rule_below, below)], RULE)


@dataclass(frozen=True, slots=True)
class Placed:
    """Lines, a rule, a picture or a place to sign inside a fixed piece; `down` is measured from its top."""

    x: float
    down: float
    width: float
    lines: tuple[Line, ...] = ()
    style: TextStyle | None = None
    image: Image | None = None
    height: float = 0.0
    rule: bool = False
    signing: Signatory | None = None


@dataclass(frozen=True, slots=True)
class FixedPiece:
    """An arrangement that is never parted: the letterhead, places to sign, a row of photographs."""

    parts: tuple[Placed, ...]
    height: float
    before: float = 0.0
    sticky: bool = False
    repeat: None = None

    @property
    def least(self) -> float:
        """All of it."""
        return self.height

    def split(self, room: float) -> None:
        """Never parted."""

    def draw(self, pen: Pen, top: float) -> None:
        """Draw everything in its place."""
        for part in self.parts:
            left, upper = pen.left + part.x, top - part.down
            if part.rule:
                pen.rules([(left, upper, left + part.width, upper)], RULE)
            elif part.image:
                pen.image(part.image, (left, upper - part.height, part.width, part.height))
            elif part.signing:
                pen.place_to_sign(part.signing, (left, upper - part.height, part.width, part.height))
            elif part.style:
                pen.lines(part.lines, part.style, left, upper, part.width)


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Ends the page."""

    before: float = 0.0
    height: float = 0.0
    least: float = 0.0
    sticky: bool = False
    repeat: None = None

    def split(self, room: float) -> None:
        """Never parted."""

    def draw(self, pen: Pen, top: float) -> None:
        """Draw nothing."""
