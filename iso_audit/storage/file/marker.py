"""A second small file beside the database: how far its journal had come, so that a damaged log does not go unseen.

It says what was in the database at some moment, never more: the commit comes first. It is written a second after a
write at the earliest, so what was written in that second is not in it; a tap never waits for it.
"""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from iso_audit.storage.file.files import to_disk

ENDING = ".acknowledged"
BEHIND = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """The newest journal event by position and id (0 and empty where there is none), and the number of other acts."""

    position: int
    event: str
    acts: int


NOTHING = Mark(0, "", 0)


def marker_of(path: Path) -> Path:
    """Return where the mark of the database at `path` stands."""
    return path.with_name(path.name + ENDING)


def present(cursor: duckdb.DuckDBPyConnection) -> Mark:
    """Return how far the database has come as `cursor` sees it."""
    newest = cursor.execute(
        "select position, id from event where position = (select max(position) from event)"
    ).fetchall()
    position, event = newest[0] if newest else (0, "")
    acts = cursor.execute("select count(*) from activity").fetchall()[0][0]
    return Mark(int(position), str(event), int(acts))


def read(path: Path) -> Mark | None:
    """Return the mark beside the database at `path`; None where there is none that can be read."""
    try:
        data = json.loads(marker_of(path).read_text("utf-8"))
        return Mark(int(data["position"]), str(data["event"]), int(data["acts"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(path: Path, mark: Mark) -> None:
    """Put `mark` beside the database at `path`, whole or not at all; a full disk leaves the earlier one."""
    target = marker_of(path)
    part = target.with_name(target.name + ".part")
    try:
        part.write_text(json.dumps(asdict(mark)) + "\n", "utf-8")
        part.chmod(0o600)
        to_disk(part)
        part.replace(target)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def forget(path: Path) -> None:
    """Remove the mark, where the database at `path` is replaced knowingly."""
    marker_of(path).unlink(missing_ok=True)


class Keeper:
    """Keeps the mark up to date: within a second or so of a write, and at the end."""

    def __init__(self, path: Path, newest: Callable[[], Mark | None]) -> None:
        self._path = path
        self._newest = newest
        self._lock = threading.Lock()
        self._written: Mark | None = None
        self._waiting: threading.Timer | None = None
        self._ended = False

    def written(self) -> None:
        """Take notice that something was committed."""
        if self._waiting is None and not self._ended:
            self._waiting = threading.Timer(BEHIND, self._keep)
            self._waiting.start()

    def end(self) -> None:
        """Write the last mark, and none after it."""
        if self._waiting is not None:
            self._waiting.cancel()
        self._keep()
        self._ended = True

    def _keep(self) -> None:
        with self._lock:
            self._waiting = None
            mark = None if self._ended else self._newest()
            if mark is not None and mark != self._written:
                write(self._path, mark)
                self._written = mark
