"""The DuckDB file: opening, migrating, and the one way to read and to write it."""

import hashlib
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from iso_audit.domain.errors import Conflict, RuleBroken

Cursor = duckdb.DuckDBPyConnection

MIGRATIONS = Path(__file__).parent / "migrations"
MEMORY = ":memory:"


class Database:
    """One open database: a cursor per call, one writer at a time."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: str) -> None:
        self._connection = connection
        self._writing = threading.RLock()
        self._joined = threading.local()
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
            yield cursor
        finally:
            with suppress(duckdb.Error):
                cursor.execute("rollback")
            cursor.close()

    @contextmanager
    def write(self) -> Iterator[Cursor]:
        """Give the one writing cursor; everything done with it is committed, or nothing is.

        Inside another `write` of the same thread it joins that transaction.
        """
        outer: Cursor | None = getattr(self._joined, "cursor", None)
        if outer is not None:
            yield outer
            return
        with self._writing:
            cursor = self._joined.cursor = self._connection.cursor()
            try:
                cursor.execute("begin transaction")
                yield cursor
                cursor.execute("commit")
            except BaseException as error:
                with suppress(duckdb.Error):
                    cursor.execute("rollback")
                if isinstance(error, duckdb.Error) and _disk_is_full(error):
                    raise Conflict("disk_full") from error
                raise
            finally:
                self._joined.cursor = None
                cursor.close()

    def close(self) -> None:
        """Close the file; what was committed is in it."""
        self._connection.close()


def open_database(path: str | Path, *, at: datetime) -> Database:
    """Open (or make) and migrate the database at `path`; raises Conflict `database_in_use` when it is held."""
    connection = _connect(str(path))
    connection.execute("set global timezone='UTC'")
    try:
        migrate(connection, path=str(path), at=at)
    except BaseException:
        connection.close()
        raise
    return Database(connection, str(path))


def _connect(path: str) -> duckdb.DuckDBPyConnection:
    if path != MEMORY:
        Path(path).resolve().parent.mkdir(parents=True, exist_ok=True)
    try:
        return duckdb.connect(path)
    except duckdb.IOException as error:
        text = str(error)
        if "lock" in text.lower() or "being used by another process" in text:
            holder = re.search(r"PID (\d+)", text)
            raise Conflict(
                "database_in_use", path=path, process=holder.group(1) if holder else "?"
            ) from error
        raise Conflict("database_unreadable", path=path) from error
    except duckdb.Error as error:
        raise Conflict("database_unreadable", path=path) from error


def migrate(
    connection: duckdb.DuckDBPyConnection, *, path: str, at: datetime, folder: Path = MIGRATIONS
) -> tuple[str, ...]:
    """Run each migration of `folder` not yet run, in one transaction each; return their names."""
    connection.execute(
        "create table if not exists schema_migration "
        "(name varchar primary key, checksum varchar not null, applied_at timestamp not null)"
    )
    done = dict(connection.execute("select name, checksum from schema_migration").fetchall())
    scripts = sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    _refuse_foreign(done, {script.name: _checksum(script) for script in scripts}, path)
    pending = [script for script in scripts if script.name not in done]
    if done and pending and path != MEMORY:
        _copy_before_migrating(connection, path, after=max(done))
    for script in pending:
        connection.execute("begin transaction")
        try:
            connection.execute(script.read_text(encoding="utf-8"))
            connection.execute(
                "insert into schema_migration values (?, ?, ?)", [script.name, _checksum(script), to_utc(at)]
            )
            connection.execute("commit")
        except BaseException:
            with suppress(duckdb.Error):
                connection.execute("rollback")
            raise
    return tuple(script.name for script in pending)


def _checksum(script: Path) -> str:
    return hashlib.sha256(script.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _refuse_foreign(done: dict[str, str], known: dict[str, str], path: str) -> None:
    for name, checksum in done.items():
        if name not in known:
            raise RuleBroken("database_newer", path=path, migration=name)
        if known[name] != checksum:
            raise RuleBroken("migration_edited", path=path, migration=name)


def _copy_before_migrating(connection: duckdb.DuckDBPyConnection, path: str, *, after: str) -> None:
    connection.execute("checkpoint")
    shutil.copyfile(path, f"{path}.before-{after[:4]}")


def _disk_is_full(error: duckdb.Error) -> bool:
    text = str(error).lower()
    return (
        "no space left" in text or "not enough space" in text or "disk full" in text or "out of disk" in text
    )


def to_utc(moment: datetime) -> datetime:
    """Return an aware `moment` as the naive UTC the database keeps."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def from_utc(moment: datetime) -> datetime:
    """Return the database's naive UTC as an aware moment."""
    return moment.replace(tzinfo=UTC)
