"""Pictures decoded, cleaned and blurred: runs in a reading process of its own, since the bytes come from strangers.

The only importer of Pillow and pillow-heif outside the minutes.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from iso_audit.domain.errors import RuleBroken
from iso_audit.images.limits import (
    LONGEST_SIDE,
    LONGEST_THUMBNAIL,
    MOST_JPEG_PIXELS,
    MOST_PIXELS,
    MOST_SCANNED_PIXELS,
    WANTED_SIZE,
)

KINDS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")
SCANS = ("JPEG", "PNG")

_BEST_QUALITY, _LEAST_QUALITY, _THUMBNAIL_QUALITY = 88, 46, 72
_CELLS = 4
_MARGIN = 6
_MILLION = 1_000_000
pillow_heif.register_heif_opener(thumbnails=False)


def cleaned(data: bytes) -> Iterator[object]:
    """Give a photograph's picture as a JPEG, its thumbnail, and [width, height] in pixels.

    RuleBroken `photo_kind_unknown`, `photo_animated`, `photo_too_many_pixels` (before a pixel is decoded).
    """
    with _opened(data) as picture:
        upright = _upright(picture)
    yield from _clean(upright)


def hidden(jpeg: bytes, rectangles: Sequence[tuple[float, float, float, float]]) -> Iterator[object]:
    """Give a stored picture as `cleaned` does, with rectangles (left, top, width, height, shares 0..1) unreadable."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        image = picture.convert("RGB")
    for one in rectangles:
        _blur(image, one)
    yield from _clean(image)


def whole(data: bytes) -> Iterator[object]:
    """Give whether a scan (JPEG or PNG) can be decoded to its end and has no more pixels than are taken."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=SCANS) as picture:
            small_enough = picture.width * picture.height <= MOST_SCANNED_PIXELS
            if small_enough:
                picture.load()
    yield small_enough


def _opened(data: bytes) -> Image.Image:
    """Return the picture with its header read and found acceptable."""
    try:
        with _pixels_counted_here():
            picture = Image.open(io.BytesIO(data), formats=KINDS)
    except UnidentifiedImageError as error:
        raise RuleBroken("photo_kind_unknown") from error
    most = MOST_JPEG_PIXELS if picture.format in {"JPEG", "MPO"} else MOST_PIXELS
    if picture.width * picture.height > most:
        raise RuleBroken("photo_too_many_pixels", most=most // _MILLION)
    if picture.format not in {"MPO", "HEIF"} and getattr(picture, "is_animated", False):
        raise RuleBroken("photo_animated")
    return picture


@contextmanager
def _pixels_counted_here() -> Iterator[None]:
    """Let Pillow open a picture of any size: its own bound knows nothing of kinds that are decoded small."""
    most_pixels = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = most_pixels


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
        with_alpha = picture.convert("RGBA")
        picture = Image.new("RGB", with_alpha.size, "white")
        picture.paste(with_alpha, mask=with_alpha.getchannel("A"))
    if isinstance(profile, bytes) and picture.mode in {"RGB", "CMYK"}:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            in_srgb = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            picture = in_srgb or picture
    return picture.convert("RGB")


def _clean(picture: Image.Image) -> Iterator[object]:
    picture.info.clear()
    jpeg, width, height = _written(picture)
    small = picture.copy()
    small.thumbnail((LONGEST_THUMBNAIL, LONGEST_THUMBNAIL), Image.Resampling.LANCZOS, reducing_gap=3.0)
    yield jpeg
    yield _encoded(small, _THUMBNAIL_QUALITY)
    yield [width, height]


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


def _blur(picture: Image.Image, rectangle: tuple[float, float, float, float]) -> None:
    """Draw a rectangle, and a few pixels around it, anew from at most four cells along its longer side."""
    from_left, from_top, width, height = rectangle
    left = max(0, int(from_left * picture.width) - _MARGIN)
    top = max(0, int(from_top * picture.height) - _MARGIN)
    right = min(picture.width, int((from_left + width) * picture.width) + 1 + _MARGIN)
    bottom = min(picture.height, int((from_top + height) * picture.height) + 1 + _MARGIN)
    part = picture.crop((left, top, right, bottom))
    cell = max(part.size) / _CELLS
    cells = part.resize((max(1, round(part.width / cell)), max(1, round(part.height / cell))), Image.Resampling.BOX)
    picture.paste(cells.resize(part.size, Image.Resampling.BICUBIC), (left, top))
