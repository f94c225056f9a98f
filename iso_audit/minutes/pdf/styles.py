"""The look of the documents: measures of each layout profile, and of each kind of text, as data.

Profiles follow TT 01/2011/TT-BNV (until 04/3/2020) and ND 30/2020/ND-CP, Annex I.
"""

from dataclasses import dataclass, replace
from typing import Literal

from iso_audit.minutes.pdf.faces import BOLD, BOLD_ITALIC, ITALIC, REGULAR, Face
from iso_audit.minutes.tree import Alignment, Document, ParagraphStyle, ProfileName

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How one kind of text is set; lengths in points, leading as a multiple of the size."""

    face: Face
    size: float
    alignment: Alignment = "justify"
    first_indent: float = 0.0
    left_indent: float = 0.0
    before: float = 6.0
    leading: float = 1.15

    @property
    def line_height(self) -> float:
        """The distance from one base line to the next."""
        return self.size * self.leading


@dataclass(frozen=True, slots=True)
class Manner:
    """What differs between the ways documents were laid out; lengths in points, `most_stretch` of the size.

    `keeps_names`: lines part no name, those of a title are even. `keeps_ends`: the end of a table, and recipients, do
    not stand alone on a page; a row that runs on says again what it is of. `draft_across`: over the whole page.
    A smaller code for scanners repairs less, so that its squares are as large.
    """

    keeps_names: bool
    keeps_ends: bool
    head_sizes: tuple[float, ...]
    head_left: float
    head_gap: float
    signing_room: float
    most_stretch: float
    qr_side: float
    qr_edge: float
    qr_correction: str
    draft_across: bool


MANNERS = {
    1: Manner(
        keeps_names=False,
        keeps_ends=False,
        head_sizes=(13.0, 12.5, 12.0),
        head_left=-4 * MM,
        head_gap=-2 * MM,
        signing_room=22 * MM,
        most_stretch=0.9,
        qr_side=16 * MM,
        qr_edge=9 * MM,
        qr_correction="m",
        draft_across=False,
    ),
    2: Manner(
        keeps_names=True,
        keeps_ends=True,
        head_sizes=(13.0, 12.0),
        head_left=0.0,
        head_gap=4 * MM,
        signing_room=30 * MM,
        most_stretch=0.6,
        qr_side=14 * MM,
        qr_edge=15 * MM,
        qr_correction="l",
        draft_across=True,
    ),
}
"""By the number a document names: the first is that of what was stored before documents named one."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What differs between the two rules of presentation; margins in points."""

    name: ProfileName
    page_number: Literal["top-center", "bottom-right"]
    basis_face: Face
    top: float = 20 * MM
    bottom: float = 20 * MM
    left: float = 30 * MM
    right: float = 20 * MM
    page_number_size: float = 13
    manner: Manner = MANNERS[2]


PROFILES: dict[ProfileName, Profile] = {
    "tt01-2011": Profile("tt01-2011", page_number="bottom-right", basis_face=REGULAR),
    "nd30-2020": Profile("nd30-2020", page_number="top-center", basis_face=ITALIC),
}


def profile_of(document: Document) -> Profile:
    """Return the rule of presentation a document follows, in the manner it is laid out."""
    return replace(PROFILES[document.profile], manner=MANNERS[document.layout])


BODY = TextStyle(REGULAR, 13, first_indent=12.7 * MM)
NUMBER = TextStyle(REGULAR, 13, "center")
DATE = TextStyle(ITALIC, 13, "center")
KIND = TextStyle(BOLD, 14, "center", before=14)
ABOUT = TextStyle(BOLD, 14, "center", before=2)
ANNEX_LABEL = TextStyle(BOLD, 14, "center", before=0)
ANNEX_TITLE = TextStyle(BOLD, 13, "center", before=2)
ANNEX_REFERENCE = TextStyle(ITALIC, 13, "center", before=2)
SIGN_TITLE = TextStyle(BOLD, 13, "center", before=12)
SIGN_HINT = TextStyle(ITALIC, 12, "center", before=0)
SIGN_NOTE = TextStyle(ITALIC, 11, "center", before=0)
RECIPIENTS_HEADING = TextStyle(BOLD_ITALIC, 12, "left", before=8)
RECIPIENTS_LINE = TextStyle(REGULAR, 11, "left", before=0, leading=1.15)
CAPTION = TextStyle(ITALIC, 11, "center", before=3)
FOOTER_SIZE = 8.0
MARK_SIZE = 11.0
TABLE_TEXT = TextStyle(REGULAR, 13, "left", before=0, leading=1.15)
TABLE_DENSE = TextStyle(REGULAR, 11, "left", before=0, leading=1.14)
CELL_PADDING = (3.5, 2.5)
HEADINGS: dict[int, TextStyle] = {
    1: TextStyle(BOLD, 13, "left", first_indent=12.7 * MM, before=10),
    2: TextStyle(BOLD, 13, "left", first_indent=12.7 * MM, before=8),
    3: TextStyle(BOLD_ITALIC, 13, "left", first_indent=12.7 * MM, before=6),
}
RULE = 0.6
WATERMARK_GREY = 0.93


def paragraph_style(name: ParagraphStyle, profile: Profile) -> TextStyle:
    """Return how a paragraph of `name` is set under `profile`."""
    if name == "basis":
        return TextStyle(profile.basis_face, 13, first_indent=12.7 * MM)
    return _PARAGRAPHS[name]


_PARAGRAPHS: dict[ParagraphStyle, TextStyle] = {
    "body": BODY,
    "item": replace(BODY, before=3.0),
    "note": TextStyle(ITALIC, 12, first_indent=12.7 * MM, before=4),
    "centered": TextStyle(REGULAR, 13, "center"),
    "small": TextStyle(REGULAR, 11, "left", before=3),
    "plain": TextStyle(REGULAR, 13),
    "signing": BODY,
    "signing_note": TextStyle(ITALIC, 11, "center", before=4),
}
