"""What an interrupted run leaves on the disk, and its removal at the next start.

A database is open in one process only. So whoever has just opened it may remove what its work folder holds, and what
is noted there as being made elsewhere: the process that made it is gone.
"""

import glob
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from iso_audit.storage.engine.content import path_of
from iso_audit.storage.engine.failures import is_held
from iso_audit.storage.file.files import remove, to_disk, unused

PART, RESTORING, REWRITING = ".part", ".restoring", ".rewriting"
_NOTE = ".unfinished-"


def work_folder(path: Path) -> Path:
    """Return where the process that has the database at `path` open keeps its temporary files."""
    return path.with_name(path.name + ".work")


@contextmanager
def making(cursor: duckdb.DuckDBPyConnection, target: Path) -> Iterator[Path]:
    """Give the name under which `target` is made from the cursor's database; what is there afterwards is removed.

    While it lasts the name is noted beside the database, so that after a kill the next start removes it.
    """
    part = unused(target, PART)
    note = _noted(path_of(cursor), part)
    try:
        yield part
    finally:
        remove(part)
        if note is not None:
            with suppress(OSError):
                note.unlink(missing_ok=True)


def sweep(path: Path) -> None:
    """Remove what earlier processes left of the database at `path`, which this process alone has open."""
    for note in path.parent.glob(f"{glob.escape(path.name)}{_NOTE}*"):
        with suppress(OSError, ValueError):
            part = Path(note.read_text("utf-8"))
            if part.name.endswith(PART):
                remove(part)
            note.unlink()
    shutil.rmtree(work_folder(path), ignore_errors=True)
    for ending in (f".before-*{PART}", REWRITING):
        for part in path.parent.glob(glob.escape(path.name) + ending):
            remove(part)
    _sweep_restoring(path.with_name(path.name + RESTORING))
    _sweep_spilled(path.with_name(path.name + ".tmp"))


def _noted(database: Path | None, part: Path) -> Path | None:
    """Write down that `part` is being made; None where nothing can be written beside the database."""
    if database is None:
        return None
    note = database.with_name(f"{database.name}{_NOTE}{uuid.uuid4().hex}")
    try:
        note.write_text(str(part.resolve()), "utf-8")
        to_disk(note)
    except OSError:
        return None
    return note


def _sweep_restoring(part: Path) -> None:
    """Remove what an interrupted restoring left; a running one holds its file."""
    if not part.exists():
        return
    try:
        duckdb.connect(str(part)).close()
    except duckdb.Error as error:
        if is_held(error):
            return
    remove(part)


def _sweep_spilled(folder: Path) -> None:
    """Remove what DuckDB had put on the disk for want of memory."""
    for file in folder.glob("duckdb_temp_*"):
        with suppress(OSError):
            file.unlink()
    with suppress(OSError):
        folder.rmdir()
