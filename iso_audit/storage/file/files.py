"""Files beside one another: a database and its write-ahead log, and what is made under another name first."""

import glob
import os
import stat
from contextlib import suppress
from pathlib import Path

OURS = ("", ".wal", ".acknowledged", ".before-*", ".replaced-*")
"""How the names of a database's own files go on after its name."""


def tighten(folder: Path, pattern: str) -> None:
    """Leave the files of that name to their owner alone, as far as this process may: earlier versions did not."""
    for path in folder.glob(pattern):
        with suppress(OSError):
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & 0o077 and path.is_file():
                path.chmod(mode & 0o700)


def tighten_family(path: Path) -> None:
    """Leave the database at `path` and what stands beside it to their owner alone."""
    for ending in OURS:
        tighten(path.parent, glob.escape(path.name) + ending)


def wal(path: Path) -> Path:
    """Return where the write-ahead log of the database at `path` stands."""
    return path.with_name(path.name + ".wal")


def unused(target: Path, ending: str) -> Path:
    """Return the name beside `target` under which it is made, free of what an interrupted run left."""
    part = target.with_name(target.name + ending)
    remove(part)
    return part


def remove(part: Path) -> None:
    """Remove an unfinished database and its log, where they are."""
    for path in (part, wal(part)):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def to_disk(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk; Windows has no such call for folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
