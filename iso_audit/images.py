"""Photographs: any picture a tablet sends becomes a clean, small JPEG; rectangles of it are made unreadable.

The only importer of Pillow and pillow-heif outside the minutes. One picture is decoded at a time, whoever asks.
"""

import hashlib
import io
import threading
import warnings
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from iso_audit.domain.errors import RuleBroken

LARGEST_FILE = 25 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
LONGEST_THUMBNAIL = 240
WANTED_SIZE = 300_000
MOST_RECTANGLES = 100
KINDS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")

_BEST_QUALITY, _LEAST_QUALITY, _THUMBNAIL_QUALITY = 88, 46, 72
_CELLS = 4
_MARGIN = 6
_MILLION = 1_000_000
_decoding = threading.Lock()
pillow_heif.register_heif_opener(thumbnails=False)


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


def ingest(data: bytes) -> CleanPhoto:
    """Return the picture in `data` upright, without tags, at most 1600 pixels long and about 300 KB.

    RuleBroken says why a file is not taken: `photo_file_empty`, `photo_file_too_large`, `photo_kind_unknown`,
    `photo_animated`, `photo_too_many_pixels` (before a pixel is decoded), `photo_file_damaged`.
    """
    if not data:
        raise RuleBroken("photo_file_empty")
    if len(data) > LARGEST_FILE:
        raise RuleBroken("photo_file_too_large", largest=LARGEST_FILE // (1024 * 1024))
    with _decoding, _opened(data) as picture:
        try:
            upright = _upright(picture)
        except MemoryError:
            raise
        except Exception as error:
            raise RuleBroken("photo_file_damaged") from error
        return _clean(upright)


def blurred(jpeg: bytes, rectangles: Sequence[Rectangle]) -> CleanPhoto:
    """Return a stored picture with `rectangles` made unreadable for good; RuleBroken `photo_rectangles_invalid`.

    What stands in a rectangle is reduced to a few cells, each one colour, and drawn anew from these alone.
    """
    if not 0 < len(rectangles) <= MOST_RECTANGLES or not all(_inside(one) for one in rectangles):
        raise RuleBroken("photo_rectangles_invalid", most=MOST_RECTANGLES)
    with _decoding, Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        changed = picture.convert("RGB")
        for one in rectangles:
            _blur(changed, one)
        return _clean(changed)


def _opened(data: bytes) -> Image.Image:
    """Return the picture with its header read and found acceptable."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=KINDS)
    except Image.DecompressionBombError as error:
        raise RuleBroken("photo_too_many_pixels", most=MOST_PIXELS // _MILLION) from error
    except UnidentifiedImageError as error:
        raise RuleBroken("photo_kind_unknown") from error
    except Exception as error:
        raise RuleBroken("photo_file_damaged") from error
    if picture.width * picture.height > MOST_PIXELS:
        raise RuleBroken("photo_too_many_pixels", most=MOST_PIXELS // _MILLION)
    if picture.format not in {"MPO", "HEIF"} and getattr(picture, "is_animated", False):
        raise RuleBroken("photo_animated")
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """Decode a picture, small enough from the start where its kind allows, turned as its tags say, in RGB on white."""
    profile = picture.info.get("icc_profile")
    if picture.format in {"JPEG", "MPO"}:
        picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    picture.load()
    if picture.mode in {"P", "PA", "1"}:
        picture = picture.convert("RGBA" if "transparency" in picture.info or picture.mode == "PA" else "RGB")
    elif picture.mode.startswith("I") or picture.mode == "F":
        picture = _eight_bits(picture)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    with suppress(Exception):
        picture = ImageOps.exif_transpose(picture)
    return _in_srgb(picture, profile)


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Return a picture of 16 or more bits a pixel in grey of 8, its darkest and lightest kept apart."""
    wide = picture.convert("F")
    highest = 65_535.0 if picture.mode.startswith("I;16") else max(255.0, float(wide.getextrema()[1]))  # type: ignore[arg-type]
    return wide.point(lambda value: value * (255.0 / highest) + 0).convert("L")


def _in_srgb(picture: Image.Image, profile: object) -> Image.Image:
    """Return a picture in RGB, its transparent parts white, its colours those of the usual screen."""
    if picture.mode in {"RGBA", "LA", "La", "RGBa"}:
        seen = picture.convert("RGBA")
        picture = Image.new("RGB", seen.size, "white")
        picture.paste(seen, mask=seen.getchannel("A"))
    if isinstance(profile, bytes) and picture.mode in {"RGB", "CMYK"}:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            picture = turned or picture
    return picture.convert("RGB")


def _clean(picture: Image.Image) -> CleanPhoto:
    picture.info.clear()
    jpeg, width, height = _written(picture)
    small = picture.copy()
    small.thumbnail((LONGEST_THUMBNAIL, LONGEST_THUMBNAIL), Image.Resampling.LANCZOS, reducing_gap=3.0)
    digest = hashlib.sha256(jpeg).hexdigest()
    return CleanPhoto(jpeg, _encoded(small, _THUMBNAIL_QUALITY), width, height, digest)


def _written(picture: Image.Image) -> tuple[bytes, int, int]:
    """Return the best JPEG that is small enough, with its width and height; a very busy picture becomes smaller."""
    while True:
        low, high = _LEAST_QUALITY, _BEST_QUALITY
        best = _encoded(picture, high)
        if len(best) > WANTED_SIZE:
            best = b""
            while low <= high:
                quality = (low + high) // 2
                jpeg = _encoded(picture, quality)
                if len(jpeg) <= WANTED_SIZE:
                    best, low = jpeg, quality + 1
                else:
                    high = quality - 1
        if best:
            return best, picture.width, picture.height
        picture = picture.resize((max(1, picture.width * 4 // 5), max(1, picture.height * 4 // 5)))


def _encoded(picture: Image.Image, quality: int) -> bytes:
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=quality, optimize=True)
    return content.getvalue()


def _inside(one: Rectangle) -> bool:
    measures = (one.left, one.top, one.width, one.height)
    within = all(0 <= measure <= 1 for measure in measures) and one.width > 0 and one.height > 0
    return within and one.left + one.width <= 1.001 and one.top + one.height <= 1.001


def _blur(picture: Image.Image, one: Rectangle) -> None:
    """Draw a rectangle, and a few pixels around it, anew from at most four cells along its longer side."""
    left = max(0, int(one.left * picture.width) - _MARGIN)
    top = max(0, int(one.top * picture.height) - _MARGIN)
    right = min(picture.width, int((one.left + one.width) * picture.width) + 1 + _MARGIN)
    bottom = min(picture.height, int((one.top + one.height) * picture.height) + 1 + _MARGIN)
    part = picture.crop((left, top, right, bottom))
    cell = max(part.size) / _CELLS
    cells = part.resize((max(1, round(part.width / cell)), max(1, round(part.height / cell))), Image.Resampling.BOX)
    picture.paste(cells.resize(part.size, Image.Resampling.BICUBIC), (left, top))
