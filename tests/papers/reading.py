"""A PDF as words with their boxes, put together to rows, pages and a paper; read by poppler's pdftotext."""

import re
import subprocess
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from functools import cached_property

MM = 72 / 25.4
TOP = BOTTOM = RIGHT = 20 * MM
LEFT = 30 * MM
FIRST_COLUMN = LEFT + 10 * MM
"""Where the column of numbers of a table ends, and the text beside it begins."""
ROW_APART = 3.5
"""How far apart the middles of two words of one row may lie, in points."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Word:
    """A word and its box in points from the page's top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Return how far down its middle lies."""
        return (self.top + self.bottom) / 2

    @property
    def center(self) -> float:
        """Return how far to the right its middle lies."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Row:
    """Words that stand beside one another, from left to right, whatever column they belong to."""

    words: tuple[Word, ...]
    page: int

    @cached_property
    def text(self) -> str:
        """Return its words with a space between."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Return where its first word begins."""
        return self.words[0].left


@dataclass(frozen=True)
class Page:
    """A page: its size, and its rows from top to bottom, those of the text apart from those in the margins."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]

    def in_text(self, word: Word) -> bool:
        """Tell whether a word stands between the upper and the lower margin."""
        return word.top > TOP - 4 and word.bottom < self.height - BOTTOM + 4

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows of the text, without what stands in the upper and lower margin."""
        return self._rows([word for word in self.words if self.in_text(word)])

    @cached_property
    def marks(self) -> tuple[Row, ...]:
        """Return the rows in the upper and lower margin: number of the page, code, marks."""
        return self._rows([word for word in self.words if not self.in_text(word)])

    def _rows(self, words: list[Word]) -> tuple[Row, ...]:
        rows: list[list[Word]] = []
        for word in sorted(words, key=lambda one: one.middle):
            if rows and word.middle - rows[-1][0].middle <= ROW_APART:
                rows[-1].append(word)
            else:
                rows.append([word])
        return tuple(Row(tuple(sorted(row, key=lambda one: one.left)), self.number) for row in rows)


@dataclass(frozen=True)
class Paper:
    """All pages of a PDF."""

    pages: tuple[Page, ...]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows of the text of every page."""
        return tuple(row for page in self.pages for row in page.rows)

    @cached_property
    def text(self) -> str:
        """Return the text of every page as one run of words."""
        return " ".join(row.text for row in self.rows)

    @cached_property
    def minutes(self) -> tuple[Row, ...]:
        """Return the rows before the first annex."""
        places = [place for place, row in enumerate(self.rows) if re.fullmatch("(Phụ lục|Annex) I", row.text)]
        return self.rows[: places[0]] if places else self.rows

    @cached_property
    def annexes(self) -> tuple[Row, ...]:
        """Return the rows from the first annex on."""
        return self.rows[len(self.minutes) :]

    @cached_property
    def is_draft(self) -> bool:
        """Tell whether its pages are marked as a draft."""
        marks = " ".join(row.text for row in self.pages[0].marks) if self.pages else ""
        return "DỰ THẢO" in marks or "DRAFT" in marks

    @cached_property
    def is_minutes(self) -> bool:
        """Tell whether it is minutes, and not a paper beside them."""
        return any(row.text in {"BIÊN BẢN", "MINUTES"} for row in self.rows[:12])

    @cached_property
    def is_english(self) -> bool:
        """Tell whether its own words are English."""
        return "SOCIALIST REPUBLIC" in self.text


def read(pdf: bytes) -> Paper:
    """Return a PDF as a paper."""
    command = ["pdftotext", "-bbox", "-", "-"]
    boxes = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode("utf-8")
    root = ElementTree.fromstring(_CONTROL.sub("", boxes))
    pages = (node for node in root.iter() if node.tag.endswith("}page"))
    return Paper(tuple(_page(number, node) for number, node in enumerate(pages, start=1)))


def _page(number: int, node: ElementTree.Element) -> Page:
    words = tuple(
        Word(one.text or "", *(float(one.get(name, "0")) for name in ("xMin", "yMin", "xMax", "yMax"))) for one in node
    )
    return Page(number, float(node.get("width", "0")), float(node.get("height", "0")), words)
