"""Photographs: any picture a tablet sends becomes a clean, small JPEG; rectangles of it are made unreadable.

Pictures are decoded in reading processes (`decoding`); here stand what they give and why a file is not taken.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from iso_audit.confinement import MEGABYTE, PHOTOS, Limits
from iso_audit.domain.errors import RuleBroken
from iso_audit.images import decoding
from iso_audit.images.limits import LARGEST_FILE, MOST_PIXELS, MOST_RECTANGLES, WANTED_SIZE

__all__ = [
    "LARGEST_FILE",
    "MOST_PIXELS",
    "MOST_RECTANGLES",
    "WANTED_SIZE",
    "CleanPhoto",
    "Rectangle",
    "blurred",
    "ingest",
    "is_whole",
]

LIMITS = Limits(seconds=30, memory=1024 * MEGABYTE, answer=8 * MEGABYTE)


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A JPEG in RGB without any tag, its SHA-256 in hex, its size in pixels, and a thumbnail, a JPEG too."""

    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A part of a picture, each measure a share 0..1 of its width or height, from the left and from the top."""

    left: float
    top: float
    width: float
    height: float


def ingest(data: bytes, *, person: str = "", limits: Limits = LIMITS) -> CleanPhoto:
    """Return the picture in `data` upright, without tags, at most 1600 pixels long and about 300 KB.

    RuleBroken says why a file is not taken: `photo_file_empty`, `photo_file_too_large`, `photo_kind_unknown`,
    `photo_animated`, `photo_too_many_pixels` (before a pixel is decoded), `photo_file_damaged`, and what
    `confinement` says of a file beyond its limits.
    """
    if not data:
        raise RuleBroken("photo_file_empty")
    if len(data) > LARGEST_FILE:
        raise RuleBroken("photo_file_too_large", largest=LARGEST_FILE // MEGABYTE)
    answer = PHOTOS.read(decoding.cleaned, data, limits=limits, damage_code="photo_file_damaged", person=person)
    return _clean(answer)


def blurred(jpeg: bytes, rectangles: Sequence[Rectangle], *, person: str = "") -> CleanPhoto:
    """Return a stored picture with `rectangles` made unreadable for good; RuleBroken `photo_rectangles_invalid`.

    What stands in a rectangle is reduced to a few cells, each one colour, and drawn anew from these alone.
    """
    if not 0 < len(rectangles) <= MOST_RECTANGLES or not all(_inside(one) for one in rectangles):
        raise RuleBroken("photo_rectangles_invalid", most=MOST_RECTANGLES)
    parts = [astuple(one) for one in rectangles]
    answer = PHOTOS.read(decoding.hidden, jpeg, parts, limits=LIMITS, damage_code="photo_file_damaged", person=person)
    return _clean(answer)


def is_whole(scan: bytes, *, person: str = "") -> bool:
    """Tell whether a scan (JPEG or PNG) can be shown: no part of it missing, and not too many pixels."""
    try:
        answer = PHOTOS.read(decoding.whole, scan, limits=LIMITS, damage_code="photo_file_damaged", person=person)
    except RuleBroken as error:
        if error.code == "photo_file_damaged":
            return False
        raise
    return answer == [True]


def _clean(answer: list[object]) -> CleanPhoto:
    match answer:
        case [bytes(jpeg), bytes(thumbnail), [int(width), int(height)]]:
            return CleanPhoto(jpeg, thumbnail, width, height, hashlib.sha256(jpeg).hexdigest())
    raise RuleBroken("photo_file_damaged")


def _inside(one: Rectangle) -> bool:
    measures = (one.left, one.top, one.width, one.height)
    within = all(0 <= measure <= 1 for measure in measures) and one.width > 0 and one.height > 0
    return within and one.left + one.width <= 1.001 and one.top + one.height <= 1.001
