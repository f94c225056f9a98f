"""Opening the database: made or migrated, swept of what a crash left, told of what it lost."""

import weakref
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb

from iso_audit.domain.errors import NotFound, RuleBroken
from iso_audit.storage import rebuilding
from iso_audit.storage.engine import schema
from iso_audit.storage.engine.database import MEMORY, Database
from iso_audit.storage.engine.failures import of_opening
from iso_audit.storage.file import copies, leftovers, losses, marker, rewriting
from iso_audit.storage.file.files import tighten_family


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
            copies.make(connection, _free(Path(f"{path}.before-{step[:4]}")), at=at, known_steps=schema.known(folder))

    try:
        loss = None if str(path) == MEMORY else losses.found(connection, marker.read(Path(path)))
        schema.migrate(connection, path=str(path), at=at, copy_first=copy_first, folder=folder)
        if str(path) != MEMORY:
            tighten_family(Path(path))
            leftovers.sweep(Path(path))
        rebuilding.rebuild_where_wanted(connection)
        if rewriting.rewrite_where_wanted(str(path), connection):
            connection = _connect(str(path), read_only=False)
        is_marked = str(path) != MEMORY and losses.note(connection, Path(path), loss, at=at)
    except duckdb.Error as error:
        connection.close()
        raise of_opening(error, str(path)) from error
    except BaseException:
        connection.close()
        raise
    work = None if str(path) == MEMORY else leftovers.work_folder(Path(path))
    database = Database(connection, str(path), work=work)
    if is_marked:
        database.keep_with(marker.Keeper(Path(path), _newest(database)))
    return database


def _newest(database: Database) -> Callable[[], marker.Mark | None]:
    """Return what reads how far `database` has come, without keeping it open: None once it is closed."""
    reference = weakref.ref(database)

    def newest() -> marker.Mark | None:
        here = reference()
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
        steps_done, pending = schema.steps(connection, path=str(path), folder=folder)
        if not steps_done:
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
    # Global, since a cursor does not inherit what is set for its connection.
    connection.execute("set global timezone='UTC'")
    # Every statement here is small: sharing one out among threads makes a tap half as dear again.
    connection.execute("set global threads = 1")
    if not read_only:
        # By itself DuckDB would move the log into the file in mid-commit; on a full disk that leaves it unusable until
        # a restart. `Database` moves it where there is room.
        connection.execute("set global wal_autocheckpoint = '1TB'")
    return connection


def _free(path: Path) -> Path:
    """Return `path`, or where there is such a file already, the next name that is free."""
    free, count = path, 1
    while free.exists():
        count += 1
        free = path.with_name(f"{path.name}-{count}")
    return free
