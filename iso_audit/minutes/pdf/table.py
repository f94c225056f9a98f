"""Ruled tables: each cell is broken into lines once, headers come again, tall rows part between lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Self

from iso_audit.minutes.pdf.faces import BOLD, Face, Ink
from iso_audit.minutes.pdf.lines import Line, Measure, wrap
from iso_audit.minutes.pdf.pen import Pen
from iso_audit.minutes.pdf.pieces import WIDOW
from iso_audit.minutes.pdf.styles import CELL_PADDING, MM, TABLE_DENSE, TABLE_TEXT, TextStyle
from iso_audit.minutes.tree import Cell, Column, Mark, Table

TALLEST_WHOLE = 170.0
SMALLEST_TITLE = 8.0
SMALLEST_SHARE = 0.85
LONGEST_WHOLE = 40
MOST_SAID_AGAIN = 3


@dataclass(slots=True)
class _Box:
    x: float
    width: float
    lines: list[Line]
    style: TextStyle
    mark: Mark | None = None


@dataclass(slots=True)
class RowPiece:
    """One row, or a part of it; `x` positions are measured from the left of the frame.

    `height` is that of its tallest cell with the padding, `least` all of a row of common height or two lines of a
    very tall one.
    """

    boxes: tuple[_Box, ...]
    width: float
    before: float = 0.0
    sticky: bool = False
    repeat: "RowPiece | None" = None
    least_height: float = 0.0
    says_again: bool = False
    height: float = field(init=False)
    least: float = field(init=False)
    _step: float = field(init=False)
    _count: int = field(init=False)

    def __post_init__(self) -> None:
        self._step = max([box.style.line_height for box in self.boxes])
        self._count = max([len(box.lines) for box in self.boxes])
        self.height = max(self._count * self._step + 2 * CELL_PADDING[1], self.least_height)
        whole = self.height <= TALLEST_WHOLE
        self.least = self.height if whole else WIDOW * self._step + 2 * CELL_PADDING[1]

    def split(self, room: float) -> "tuple[Self, Self] | None":
        """Part a row too tall to be moved whole, between lines."""
        count = int((room - 2 * CELL_PADDING[1]) / self._step)
        if count < 1 or count >= self._count or room < self.least:
            return None
        first = tuple(replace(box, lines=box.lines[:count]) for box in self.boxes)
        rest = tuple(replace(box, lines=self._left(box, count), mark=None) for box in self.boxes)
        return replace(self, boxes=first), replace(self, boxes=rest, before=0.0, least_height=0.0)

    def _left(self, box: _Box, count: int) -> list[Line]:
        """Return the lines of a cell that are left; what the row is of is said again."""
        is_first = self.says_again and box is self.boxes[0] and len(self.boxes) > 1
        return box.lines if is_first and len(box.lines) <= min(count, MOST_SAID_AGAIN) else box.lines[count:]

    def draw(self, pen: Pen, top: float) -> None:
        """Draw cell after cell, then the rules around them."""
        low = top - self.height
        across, down = CELL_PADDING
        for box in self.boxes:
            left = pen.left + box.x + across
            room = box.width - 2 * across
            if box.mark:
                size = box.style.size * 0.85
                box_left = left + (room - size) / 2 if not box.lines[0].text else left
                base = top - down - box.style.size * 0.87
                pen.box(box.mark, box_left, base, size)
                left, room = left + size * 1.5, room - size * 1.5
            pen.lines(box.lines, box.style, left, top - down, room)
        edges = [pen.left + box.x for box in self.boxes] + [pen.left + self.width]
        right = edges[-1]
        upright = [(edge, top, edge, low) for edge in edges]
        pen.rules([(pen.left, top, right, top), (pen.left, low, right, low), *upright])


def row_pieces(ink: Ink, table: Table, width: float, *, before: float, says_again: bool) -> Iterator[RowPiece]:
    """Yield the header and the rows of `table` set in a frame of `width` points.

    With `says_again` a row that runs on begins its next part with its first cell, if that is short.
    """
    style = TABLE_DENSE if table.dense else TABLE_TEXT
    edges = _edges(table.columns, width)
    header: RowPiece | None = None
    if table.header:
        title_style = replace(_shrunk(ink, table.header, style, edges), face=BOLD)
        titles = tuple(
            _box(ink, Cell(title), title_style, place) for title, place in zip(table.header, edges, strict=True)
        )
        header = RowPiece(titles, width, before=before, sticky=True)
        yield header
    styles = [_pair(replace(style, alignment=column.alignment)) for column in table.columns]
    for position, row in enumerate(table.rows):
        spanning = len(row.cells) == 1 < len(edges)
        places, looks = ([(0.0, width)], [_pair(style)]) if spanning else (edges, styles)
        boxes = tuple(
            [
                _box(ink, cell, look[cell.bold], place)
                for cell, place, look in zip(row.cells, places, looks, strict=False)
            ]
        )
        above = before if position == 0 and header is None else 0.0
        lowest = 0.0 if spanning else table.row_height * MM
        yield RowPiece(boxes, width, above, spanning, header, lowest, says_again)


def _pair(style: TextStyle) -> tuple[TextStyle, TextStyle]:
    return style, replace(style, face=BOLD)


def _edges(columns: tuple[Column, ...], width: float) -> list[tuple[float, float]]:
    whole = sum(column.width for column in columns)
    edges: list[tuple[float, float]] = []
    x = 0.0
    for column in columns:
        wide = width * column.width / whole
        edges.append((x, wide))
        x += wide
    return edges


def _shrunk(ink: Ink, titles: tuple[str, ...], style: TextStyle, edges: list[tuple[float, float]]) -> TextStyle:
    """Return `style` in a size at which no word of a column's title has to be cut."""
    size = style.size
    for title, (_, width) in zip(titles, edges, strict=True):
        longest = _longest(ink, title, BOLD)
        if longest:
            size = min(size, (width - 2 * CELL_PADDING[0]) * 999 / longest)
    return replace(style, size=max(size, SMALLEST_TITLE), alignment="center")


def _longest(ink: Ink, text: str, face: Face) -> float:
    """Return the width of the longest word that is worth keeping whole, in thousandths of the size."""
    words = ink.prepare(text).split()
    return max((ink.width(word, face) for word in words if len(word) <= LONGEST_WHOLE), default=0.0)


def _box(ink: Ink, cell: Cell, style: TextStyle, place: tuple[float, float]) -> _Box:
    room = place[1] - 2 * CELL_PADDING[0] - (style.size * 1.3 if cell.mark else 0)
    lines = wrap(ink, cell.text, style.face, Measure(style.size, room), lead=cell.lead)
    if any(line.cut for line in lines):
        longest = _longest(ink, cell.text, style.face) * style.size / 1000
        if room < longest <= room / SMALLEST_SHARE:
            style = replace(style, size=style.size * room * 0.999 / longest)
            lines = wrap(ink, cell.text, style.face, Measure(style.size, room), lead=cell.lead)
    return _Box(place[0], place[1], lines, style, cell.mark)
