"""The seal of a copy: behind its last block, the SHA-256 of every byte before it.

DuckDB checks only the blocks that it reads, and minds nothing behind the last one; the seal covers them all.
"""

import hashlib
from pathlib import Path

from iso_audit.storage.file.files import to_disk

_SEAL = b"\niso-audit-copy sha256 "
_LENGTH = len(_SEAL) + 64 + 1
_PIECE = 1 << 20


def seal(path: Path) -> None:
    """Add the seal to the file and wait until both are on the disk."""
    digest = _digest(path, path.stat().st_size)
    with path.open("ab") as file:
        file.write(_SEAL + digest + b"\n")
    to_disk(path)


def sealed(path: Path) -> bool | None:
    """Tell whether the seal fits the bytes before it; None where there is no seal."""
    length = path.stat().st_size - _LENGTH
    if length <= 0:
        return None
    with path.open("rb") as file:
        file.seek(length)
        tail = file.read()
    if not tail.startswith(_SEAL):
        return None
    return tail == _SEAL + _digest(path, length) + b"\n"


def _digest(path: Path, length: int) -> bytes:
    """Return the SHA-256 of the first `length` bytes, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while length > 0 and (piece := file.read(min(_PIECE, length))):
            digest.update(piece)
            length -= len(piece)
    return digest.hexdigest().encode("ascii")
