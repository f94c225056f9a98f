"""An open database: the one way to read and to write it."""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol, cast

import duckdb

from iso_audit.confinement import barred
from iso_audit.domain.errors import Conflict
from iso_audit.storage.engine.cursor import Cursor, Listening, from_utc, to_utc
from iso_audit.storage.engine.failures import disk_is_full

__all__ = ["MEMORY", "Cursor", "Database", "from_utc", "to_utc"]

MEMORY = ":memory:"
LARGEST_LOG = 16 * 1024 * 1024


class Keeper(Protocol):
    """Who is told of every commit, and of the end."""

    def written(self) -> None:
        """Take notice that something was committed."""

    def end(self) -> None:
        """Take notice that the database closes."""


class Database:
    """One open database: a cursor per call, one writer at a time.

    `work` is the folder of this process's temporary files, for a database in a file that this process owns.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: str, *, work: Path | None = None) -> None:
        self._connection = connection
        self._work = work
        self._keeper: Keeper | None = None
        self._passing: tempfile.TemporaryDirectory[str] | None = None
        self._making_folder = threading.Lock()
        self._writing = threading.RLock()
        self._joined = threading.local()
        self._listeners: list[list[str]] = []
        self.path = path

    def keep_with(self, keeper: Keeper) -> None:
        """Tell `keeper` of every commit from now on."""
        self._keeper = keeper

    @contextmanager
    def read(self) -> Iterator[Cursor]:
        """Give a cursor that sees one consistent state: inside `write` of the same thread, the state so far."""
        outer: Cursor | None = getattr(self._joined, "cursor", None)
        if outer is not None:
            yield outer
            return
        cursor = self._connection.cursor()
        try:
            cursor.execute("begin transaction")
            yield self._heard(cursor)
        finally:
            with suppress(duckdb.Error):
                cursor.execute("rollback")
            cursor.close()

    @contextmanager
    def write(self) -> Iterator[Cursor]:
        """Give the one writing cursor; everything done with it is committed, or nothing is.

        Inside another `write` of the same thread it joins that transaction. Files of strangers are read before, never
        within: everybody else's write waits for this one. Raises Conflict `disk_full`.
        """
        outer: Cursor | None = getattr(self._joined, "cursor", None)
        if outer is not None:
            yield outer
            return
        # Without the lock eight threads updating the same rows lost one update in five to "Conflict on update".
        with self._writing, barred():
            cursor = self._connection.cursor()
            self._joined.cursor = self._heard(cursor)
            try:
                cursor.execute("begin transaction")
                yield self._joined.cursor
                cursor.execute("commit")
                if self._keeper is not None:
                    self._keeper.written()
                self._empty_log(cursor)
            except BaseException as error:
                with suppress(duckdb.Error):
                    cursor.execute("rollback")
                if isinstance(error, duckdb.Error) and disk_is_full(error):
                    raise Conflict("disk_full") from error
                raise
            finally:
                self._joined.cursor = None
                cursor.close()

    @contextmanager
    def outside(self) -> Iterator[Cursor]:
        """Give a cursor in no transaction, for what begins its own: copying the whole database."""
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def work_folder(self) -> Path:
        """Return the folder of this process's temporary files, beside the database; it goes when that is closed."""
        if self._work is None:
            # Two threads that made one each lost the files of the folder that was thrown away.
            with self._making_folder:
                self._passing = self._passing or tempfile.TemporaryDirectory(prefix="iso-audit-")
            return Path(self._passing.name)
        self._work.mkdir(mode=0o700, exist_ok=True)
        return self._work

    @contextmanager
    def workplace(self) -> Iterator[Path]:
        """Give an empty folder for what is made there and read at once, and remove it afterwards."""
        with tempfile.TemporaryDirectory(dir=self.work_folder(), ignore_cleanup_errors=True) as name:
            yield Path(name)

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Give a list to which every statement is added that any thread begins to read or write with meanwhile.

        Budgets of statements are held by it; beginning and ending a transaction are not counted.
        """
        statements: list[str] = []
        self._listeners.append(statements)
        try:
            yield statements
        finally:
            self._listeners.remove(statements)

    def _heard(self, cursor: Cursor) -> Cursor:
        return cast(Cursor, Listening(cursor, self._listeners[-1])) if self._listeners else cursor

    def close(self) -> None:
        """Close the file; what was committed is in it, and temporary files are gone."""
        if self._passing is not None:
            self._passing.cleanup()
        if self._work is not None:
            shutil.rmtree(self._work, ignore_errors=True)
        if self._keeper is not None:
            self._keeper.end()
        self._connection.close()

    def _empty_log(self, cursor: Cursor) -> None:
        """Move a long write-ahead log into the file while there is room for both.

        DuckDB would do it by itself, but on a full disk that makes the open database unusable until a restart.
        """
        log = Path(f"{self.path}.wal")
        if self.path == MEMORY or not log.exists():
            return
        size = log.stat().st_size
        if size > LARGEST_LOG and shutil.disk_usage(log.parent).free > 4 * size:
            with suppress(duckdb.Error):
                cursor.execute("checkpoint")
