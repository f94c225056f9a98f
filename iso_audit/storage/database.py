"""The DuckDB file: opening it, and the one way to read and to write it."""

import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import cast

import duckdb

from iso_audit.confinement import barred
from iso_audit.domain.errors import Conflict, NotFound, RuleBroken
from iso_audit.storage import copies, leftovers, losses, marker, rebuilding, rewriting, schema
from iso_audit.storage.cursor import Cursor, Listening, from_utc, to_utc
from iso_audit.storage.failures import disk_is_full, of_opening
from iso_audit.storage.files import tighten_family

__all__ = ["MEMORY", "Cursor", "Database", "from_utc", "open_database", "open_to_read", "to_utc"]

MEMORY = ":memory:"
LARGEST_LOG = 16 * 1024 * 1024


class Database:
    """One open database: a cursor per call, one writer at a time."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, path: str, *, owned: bool = False, marked: bool = False
    ) -> None:
        self._connection = connection
        self._owned = owned
        self._keeper = marker.Keeper(Path(path), _newest(self)) if marked else None
        self._work: tempfile.TemporaryDirectory[str] | None = None
        self._writing = threading.RLock()
        self._joined = threading.local()
        self._listeners: list[list[str]] = []
        self.path = path

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
        if self.path == MEMORY:
            self._work = self._work or tempfile.TemporaryDirectory(prefix="iso-audit-")
            return Path(self._work.name)
        folder = leftovers.work_folder(Path(self.path))
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

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
        heard: list[str] = []
        self._listeners.append(heard)
        try:
            yield heard
        finally:
            self._listeners.remove(heard)

    def _heard(self, cursor: Cursor) -> Cursor:
        return cast(Cursor, Listening(cursor, self._listeners[-1])) if self._listeners else cursor

    def close(self) -> None:
        """Close the file; what was committed is in it, and temporary files are gone."""
        if self._work is not None:
            self._work.cleanup()
        elif self._owned:
            shutil.rmtree(leftovers.work_folder(Path(self.path)), ignore_errors=True)
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


def open_database(path: str | Path, *, at: datetime, folder: Path = schema.MIGRATIONS) -> Database:
    """Open (or make) and migrate the database at `path`; raises Conflict `database_in_use` when it is held.

    Before a migration a copy of it is made beside it, named after the first step that will run. Where a step asked for
    it, the states of all fields are made from the journal. A file from which something deleted must leave for good is
    rewritten first. What killed processes left is removed, and what a damaged log lost is noted.
    """
    if str(path) != MEMORY:
        Path(path).resolve().parent.mkdir(parents=True, exist_ok=True)
    connection = _connect(str(path), read_only=False)

    def copy_first(step: str) -> None:
        if str(path) != MEMORY:
            target = _free(Path(f"{path}.before-{step[:4]}"))
            copies.make(connection, target, at=at, known=schema.known(folder))

    try:
        connection.execute("set global wal_autocheckpoint = '1TB'")
        lost = None if str(path) == MEMORY else losses.found(connection, marker.read(Path(path)))
        schema.migrate(connection, path=str(path), at=at, copy_first=copy_first, folder=folder)
        if str(path) != MEMORY:
            tighten_family(Path(path))
            leftovers.sweep(Path(path))
        rebuilding.rebuild_where_wanted(connection)
        if rewriting.rewrite_where_wanted(str(path), connection):
            connection = _connect(str(path), read_only=False)
            connection.execute("set global wal_autocheckpoint = '1TB'")
        marked = str(path) != MEMORY and losses.note(connection, Path(path), lost, at=at)
    except duckdb.Error as error:
        connection.close()
        raise of_opening(error, str(path)) from error
    except BaseException:
        connection.close()
        raise
    return Database(connection, str(path), owned=str(path) != MEMORY, marked=marked)


def _newest(database: Database) -> Callable[[], marker.Mark | None]:
    """Return what reads how far `database` has come, without keeping it open: None once it is closed."""
    known = weakref.ref(database)

    def newest() -> marker.Mark | None:
        here = known()
        if here is None:
            return None
        try:
            with here.read() as cursor:
                return marker.present(cursor)
        except duckdb.Error:
            return None

    return newest


def open_to_read(path: str | Path, *, folder: Path = schema.MIGRATIONS) -> Database:
    """Open an existing database without changing anything; raises `database_missing` and `database_older`."""
    if not Path(path).exists():
        raise NotFound("database_missing", path=path)
    connection = _connect(str(path), read_only=True)
    try:
        done, pending = schema.steps(connection, path=str(path), folder=folder)
        if not done:
            raise RuleBroken("database_foreign", path=path)
        if pending:
            raise RuleBroken("database_older", path=path, migration=pending[0].name)
    except duckdb.Error as error:
        connection.close()
        raise of_opening(error, str(path)) from error
    except BaseException:
        connection.close()
        raise
    return Database(connection, str(path))


def _connect(path: str, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(path, read_only=read_only)
    except duckdb.Error as error:
        raise of_opening(error, path) from error
    connection.execute("set global timezone='UTC'")
    return connection


def _free(path: Path) -> Path:
    """Return `path`, or where there is such a file already, the next name that is free."""
    free, count = path, 1
    while free.exists():
        count += 1
        free = path.with_name(f"{path.name}-{count}")
    return free
