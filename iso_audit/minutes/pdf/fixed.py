"""Arrangements that are never parted: the letterhead of page 1, places to sign, rows of photographs."""

from collections.abc import Sequence
from dataclasses import replace

from iso_audit.minutes.pdf import styles
from iso_audit.minutes.pdf.faces import BOLD, REGULAR, Face, Ink
from iso_audit.minutes.pdf.lines import Measure, balanced
from iso_audit.minutes.pdf.pieces import FixedPiece, Placed
from iso_audit.minutes.pdf.styles import MM, Manner, TextStyle
from iso_audit.minutes.tree import Header, Image, Photo, Signatory

GAP = 3 * MM
TALLEST_PHOTO = 90 * MM


class _Stack:
    """Lines and rules one below the other in a column."""

    def __init__(self, ink: Ink, x: float, width: float) -> None:
        self.ink = ink
        self.x = x
        self.width = width
        self.down = 0.0
        self.parts: list[Placed] = []

    def text(self, text: str, style: TextStyle) -> None:
        """Add `text`, broken to the width of the column."""
        if not text:
            return
        self.down += style.before
        lines = tuple(balanced(self.ink, text, style.face, Measure(style.size, self.width)))
        self.parts.append(Placed(self.x, self.down, self.width, lines, style))
        self.down += len(lines) * style.line_height

    def rule(self, width: float) -> None:
        """Add a rule of `width` in the middle of the column."""
        self.parts.append(Placed(self.x + (self.width - width) / 2, self.down + 2, width, rule=True))
        self.down += 5

    def image(self, image: Image, width: float, height: float) -> None:
        """Add a picture in the middle of the column."""
        x = self.x + (self.width - width) / 2
        self.parts.append(Placed(x, self.down, width, image=image, height=height))
        self.down += height


def letterhead(ink: Ink, header: Header, width: float, manner: Manner) -> FixedPiece:
    """Return the two columns at the head of page 1; the national title always stands on one line."""
    size = next(
        (size for size in manner.head_sizes if _wide(ink, header.country, BOLD, size) <= width * 0.58),
        manner.head_sizes[-1],
    )
    right_width = max(width * 0.5, _wide(ink, header.country, BOLD, size) + 1)
    left = _Stack(ink, manner.head_left, width - right_width - manner.head_gap)
    right = _Stack(ink, width - right_width, right_width)
    caps = TextStyle(REGULAR, size, "center", before=0)
    left.text(header.parent, caps)
    left.text(header.issuer, replace(caps, face=BOLD))
    left.rule(left.width * 0.4)
    right.text(header.country, replace(caps, face=BOLD))
    motto = TextStyle(BOLD, size + 1 if size < 13 else 13, "center", before=0)
    right.text(header.motto, motto)
    right.rule(_wide(ink, header.motto, BOLD, motto.size))
    level = max(left.down, right.down) + 4
    left.down = right.down = level
    left.text(header.number, replace(styles.NUMBER, before=0))
    right.text(header.place_and_date, replace(styles.DATE, before=0))
    return FixedPiece(tuple(left.parts + right.parts), max(left.down, right.down), sticky=True)


def signature_row(ink: Ink, signatories: Sequence[Signatory], width: float, room: float) -> FixedPiece:
    """Return up to three places to sign beside each other, `room` high, their names on one level."""
    share = width / len(signatories)
    columns = [_Stack(ink, i * share + GAP / 2, share - GAP) for i in range(len(signatories))]
    for column, signatory in zip(columns, signatories, strict=True):
        column.text(signatory.title, replace(styles.SIGN_TITLE, before=0))
        column.text(signatory.position, replace(styles.SIGN_TITLE, before=0))
        column.text(signatory.hint, styles.SIGN_HINT)
    level = max(column.down for column in columns)
    upper = [one for column in columns for one in column.parts]
    for column, signatory in zip(columns, signatories, strict=True):
        column.parts = [Placed(column.x, level, column.width, height=room, signing=signatory)]
        column.down = level + room
        column.text(signatory.name, replace(styles.SIGN_TITLE, before=0))
        column.text(signatory.note, styles.SIGN_NOTE)
    lower = [one for column in columns for one in column.parts]
    return FixedPiece((*upper, *lower), max(column.down for column in columns), styles.SIGN_TITLE.before)


def photo_row(ink: Ink, photos: Sequence[Photo], width: float) -> FixedPiece:
    """Return one or two photographs beside each other with their captions."""
    share = width / 2
    columns = [_Stack(ink, i * share + GAP / 2, share - GAP) for i in range(len(photos))]
    for column, photo in zip(columns, photos, strict=True):
        _fit(column, photo.image, TALLEST_PHOTO)
        column.text(photo.caption, styles.CAPTION)
        column.text(photo.fingerprint, replace(styles.CAPTION, size=8, before=0))
    parts = tuple(one for column in columns for one in column.parts)
    return FixedPiece(parts, max(column.down for column in columns), before=8)


def _fit(column: _Stack, image: Image, tallest: float) -> None:
    scale = min(column.width / image.width, tallest / image.height)
    column.image(image, image.width * scale, image.height * scale)


def _wide(ink: Ink, text: str, face: Face, size: float) -> float:
    return ink.width(ink.prepare(text), face) * size / 1000
