"""The frame of a JPEG: its size and number of colour components, read without decoding a pixel."""

from dataclasses import dataclass

_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Frame:
    """Width and height in pixels, and the number of colour components (1 grey, 3 colour, 4 print)."""

    width: int
    height: int
    components: int


def frame_of(jpeg: bytes) -> Frame | None:
    """Return the frame of `jpeg`, or None for anything that is no whole JPEG file."""
    if jpeg[:3] != b"\xff\xd8\xff" or b"\xff\xd9" not in jpeg[-64:]:
        return None
    at = 2
    while at + 9 < len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _STANDALONE:
            at += 2
        elif marker in _FRAMES:
            height, width = int.from_bytes(jpeg[at + 5 : at + 7], "big"), int.from_bytes(jpeg[at + 7 : at + 9], "big")
            return Frame(width, height, jpeg[at + 9]) if width and height else None
        else:
            at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return None
