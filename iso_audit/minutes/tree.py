"""The content tree: a finished document of the minutes family, its words resolved, before any layout.

Every renderer (PDF, preview, docx) walks this tree; none of them knows audits, findings or languages.
All text is plain: no markup, line ends are kept, the two signs below stand for numbers only layout knows: the page,
and the number of pages of its part (in a sentence with two digits in Vietnamese, as custom wants).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from iso_audit.domain.text import Language

PAGE = "\ue000"
TOTAL = "\ue001"

ProfileName = Literal["tt01-2011", "nd30-2020"]
ParagraphStyle = Literal["body", "item", "basis", "note", "centered", "small", "plain", "signing", "signing_note"]
"""How a paragraph is set; the last two speak of the signing itself and are no part of the text that is signed."""
Alignment = Literal["left", "center", "right", "justify"]
Mark = Literal["empty", "ticked", "crossed"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 "I. NAME", level 2 "1. Name", level 3 "a) Name"."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` is printed bold before the text."""

    text: str
    style: ParagraphStyle = "body"
    lead: str = ""


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Short facts, each a label and its value."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; widths are shares of the sum of all columns."""

    width: float
    alignment: Alignment = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: text, a `lead` printed bold before it, or a box to tick drawn before it."""

    text: str
    bold: bool = False
    mark: Mark | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of one cell per column, or of a single cell that spans them all."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; its header comes again on each page, long rows run on between lines.

    `row_height` is the least height of a row in millimetres; a table kept `together` is not parted if a page holds it.
    """

    columns: tuple[Column, ...]
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    dense: bool = False
    row_height: float = 0.0
    together: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A JPEG picture as it is stored, its size in pixels, and the SHA-256 of its bytes in hex."""

    data: bytes
    width: int
    height: int
    sha256: str
    components: Literal[1, 3] = 3


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph with its number and caption, and the start of its SHA-256."""

    image: Image
    caption: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Photos:
    """Photographs, two beside each other."""

    photos: tuple[Photo, ...]


Stroke = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A signature drawn by hand: strokes of points 0..1 from the left and the top, and width by height of the box."""

    strokes: tuple[Stroke, ...]
    aspect: float = 2.0


@dataclass(frozen=True, slots=True)
class Signatory:
    """One place to sign: title lines, a hint in brackets, the name once it is known, and what the place is called."""

    title: str
    hint: str
    name: str
    position: str = ""
    note: str = ""
    place: str = ""
    drawing: Drawing | None = None


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Places to sign, from left to right, at most three in a row."""

    signatories: tuple[Signatory, ...]


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who receives the document, in small type at the left."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | KeyValues | Table | Photos | SignatureBlock | Recipients | PageBreak


@dataclass(frozen=True, slots=True)
class Header:
    """The head of page 1: who issues at the left, the national title at the right."""

    parent: str
    issuer: str
    number: str
    country: str
    motto: str
    place_and_date: str


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex on pages of its own, numbered from 1."""

    label: str
    title: str
    reference: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file manager or an archive shows of the document."""

    title: str
    author: str
    subject: str
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Footer:
    """Small print at the foot of every page: the document's code, and `page` with PAGE and TOTAL in it."""

    code: str
    page: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a reader checks a printed page by: the document's name, its short code, and the SHA-256 of its text.

    `label` is printed before the code.
    """

    name: str
    code: str
    digest: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; `kind` is the type name in capitals, `about` the abstract under it.

    `layout` is the way it is laid out: what was signed under an earlier one keeps it, and so its bytes.
    """

    language: Language
    profile: ProfileName
    number: str
    kind: str
    about: str
    header: Header
    blocks: tuple[Block, ...]
    footer: Footer
    metadata: Metadata
    annexes: tuple[Annex, ...] = ()
    sample_mark: str | None = None
    draft_mark: str | None = None
    landscape: bool = False
    verification: Verification | None = None
    layout: int = 2
