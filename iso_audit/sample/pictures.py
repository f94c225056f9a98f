"""Pictures for sample photographs: coloured fields that nobody takes for a real place."""

import struct
import zlib

WIDTH, HEIGHT = 480, 360
FIELDS = 6


def picture(number: int) -> bytes:
    """Return a PNG of diagonal fields in the colours of its number."""
    line = b"".join(_colour(number + place) * (WIDTH // FIELDS) for place in range(FIELDS))
    rows = (b"\0" + line[3 * y :] + line[: 3 * y] for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(kind, content) for kind, content in parts)


def _colour(place: int) -> bytes:
    return bytes((60 + 40 * place % 180, 90 + 30 * place % 150, 200 - 25 * place % 160))


def _part(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
