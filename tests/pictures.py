"""Pictures for tests, made on the spot: scenes, files of every kind, tags, and files that lie."""

import io
import struct
import zlib
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, TiffImagePlugin

ORIENTATION, MAKE, GPS, IMAGE_DESCRIPTION = 0x0112, 0x010F, 0x8825, 0x010E


def scene(width: int = 1200, height: int = 900, *, seed: int = 0) -> Image.Image:
    """Return a picture that is not the same anywhere: red above, blue below, and a pattern of its `seed`."""
    picture = Image.new("RGB", (width, height), (20, 40, 200))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width, height // 2 - 1), fill=(200, 30, 30))
    for number in range(12):
        at = (seed * 37 + number * 61) % max(1, width - 40)
        draw.line((at, 0, (at * 7) % width, height), fill=((number * 20) % 255, 160, 60), width=3)
    return picture


def written(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return content.getvalue()


@cache
def photo(width: int = 1200, height: int = 900, *, seed: int = 0) -> bytes:
    return written(scene(width, height, seed=seed), quality=90)


def panorama() -> Image.Image:
    """Return a picture as wide as a phone sweeps; as a HEIF it is kept in `data`, which takes too long to write."""
    return Image.new("RGB", (16_382, 3_900), (200, 20, 30))


def tagged(*, orientation: int = 1) -> bytes:
    """Return a JPEG with camera, place on earth, a comment and an orientation."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE], exif[IMAGE_DESCRIPTION] = orientation, "SecretCamera", "SecretWords"
    north = tuple(TiffImagePlugin.IFDRational(value) for value in (10, 29, 45))
    exif[GPS] = {1: "N", 2: north, 3: "E", 4: north}
    return written(scene(800, 600), exif=exif, comment=b"SecretComment")


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few hundred bytes whose header claims `width` by `height` pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", content) + chunk(b"IEND", b"")


def animated(kind: str) -> bytes:
    frames = [scene(60, 40, seed=number) for number in range(3)]
    return written(frames[0], kind, save_all=True, append_images=frames[1:])


def damaged_gif() -> bytes:
    """Return a still GIF followed by a block without an end, over which Pillow stumbles while it counts the frames."""
    still = written(scene(60, 40), "GIF")
    return still[:-1] + b"!"


def read(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
