"""What the app and its reading process say to each other: pieces of JSON in ASCII or of plain bytes, nothing that runs.

A piece is one letter for its kind, eight bytes for its length, and its content.
"""

import json
from typing import Any, BinaryIO

Piece = Any
"""Bytes, or what JSON can say."""

CUT_OFF = 64
"""A reading process whose fork was ended by signal n ends with this and n."""
LONGEST_JSON = 64 * 1024 * 1024
_BYTES, _JSON, _END = b"B", b"J", b"E"
_HEAD = 9


class Broken(Exception):
    """The other side ended in the middle, or what it said cannot be understood."""


class TooMuch(Exception):
    """The other side says more than was allowed."""


class End(dict[str, Any]):
    """The last piece of an answer: how reading ended."""


def write(stream: BinaryIO, piece: Piece) -> None:
    """Write one piece."""
    if isinstance(piece, bytes):
        kind, content = _BYTES, piece
    else:
        kind = _END if isinstance(piece, End) else _JSON
        content = json.dumps(piece, separators=(",", ":")).encode("ascii")
    stream.write(kind + len(content).to_bytes(_HEAD - 1, "big"))
    stream.write(content)


def read(stream: BinaryIO, most: int) -> tuple[Piece, int]:
    """Return the next piece and its length; Broken at the end of the stream, TooMuch above `most` bytes."""
    head = _exactly(stream, _HEAD)
    kind, length = head[:1], int.from_bytes(head[1:], "big")
    if length > most or (kind != _BYTES and length > LONGEST_JSON):
        raise TooMuch
    content = _exactly(stream, length)
    if kind == _BYTES:
        return content, length
    try:
        value = json.loads(content.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise Broken from error
    if kind != _END:
        return value, length
    if not isinstance(value, dict):
        raise Broken
    return End(value), length


def _exactly(stream: BinaryIO, length: int) -> bytes:
    content = bytearray()
    while len(content) < length:
        part = stream.read(min(length - len(content), 1 << 20))
        if not part:
            raise Broken
        content += part
    return bytes(content)
