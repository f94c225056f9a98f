"""Copies of the database: made while it is in use, sealed, and verified before anybody relies on them.

A copy is a database file of its own, with a table that counts and checksums every other one, and a seal behind.
"""

import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from iso_audit.domain.errors import Conflict, NotFound, RuleBroken
from iso_audit.storage.engine import schema
from iso_audit.storage.engine.content import MANIFEST, TableContent, contents, name_of, quoted, tables
from iso_audit.storage.engine.failures import disk_is_full, is_held, of_opening, reason
from iso_audit.storage.file.files import to_disk, wal
from iso_audit.storage.file.leftovers import making
from iso_audit.storage.file.seal import seal, sealed

_making = threading.Lock()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds: when it was made (UTC) and the content of every table."""

    made_at: datetime
    tables: tuple[TableContent, ...]

    @property
    def rows(self) -> int:
        """Return the number of rows of all tables."""
        return sum(table.rows for table in self.tables)


def make(
    cursor: duckdb.DuckDBPyConnection,
    target: Path,
    *,
    at: datetime,
    replace: bool = False,
    known_steps: Mapping[str, str] | None = None,
) -> Manifest:
    """Copy the cursor's database to `target` and return what the copy holds.

    The name shows a copy only when it is complete, verified and on the disk. The cursor is in no transaction.
    Raises `copy_exists`, `copy_disk_full`, `copy_failed`.
    """
    if target.exists() and not replace:
        raise Conflict("copy_exists", path=target)
    with _making, making(cursor, target) as part:
        try:
            _fill(cursor, part, at=at)
            part.chmod(0o600)
            seal(part)
            manifest = verified(part, known_steps=known_steps)
            part.replace(target)
            to_disk(target.parent)
        except (duckdb.Error, OSError) as error:
            if disk_is_full(error):
                raise Conflict("copy_disk_full", path=target) from error
            raise Conflict("copy_failed", path=target, reason=reason(error)) from error
    return manifest


def make_of_file(source: Path, target: Path, *, at: datetime, replace: bool = False) -> Manifest:
    """Copy the database at `source`, which is only read, to `target`; raises what `make` raises, `database_in_use`."""
    with duckdb.connect() as connection:
        try:
            connection.execute("set global timezone='UTC'")
            connection.execute(f"attach {quoted(source)} as only_read (read_only)")
        except duckdb.Error as error:
            raise of_opening(error, str(source)) from error
        connection.execute("use only_read")
        return make(connection, target, at=at, replace=replace)


def verified(path: Path, *, known_steps: Mapping[str, str] | None = None) -> Manifest:
    """Return what the copy at `path` holds, every byte and every value of it having been checked.

    Raises `copy_missing`, `copy_not_ours`, `copy_damaged`; `database_newer` or `migration_edited` when its steps are
    not among `known_steps` (those of this version); `database_in_use`. Nothing is written.
    """
    if not path.is_file():
        raise NotFound("copy_missing", path=path)
    with path.open("rb") as file:
        if file.read(12)[8:] != b"DUCK":
            raise RuleBroken("copy_not_ours", path=path)
    whole = sealed(path)
    if whole is False:
        raise RuleBroken("copy_damaged", path=path)
    try:
        with opened(path) as connection:
            database = name_of(connection)
            present = tables(connection, database)
            if MANIFEST not in present or schema.STEPS not in present:
                raise RuleBroken("copy_not_ours", path=path)
            steps_done = dict(connection.execute(f"select name, checksum from {schema.STEPS}").fetchall())
            schema.refuse_unknown(steps_done, schema.known() if known_steps is None else known_steps, str(path))
            manifest = _manifest(connection, database)
            if whole is None or manifest.tables != contents(connection, database):
                raise RuleBroken("copy_damaged", path=path)
            return manifest
    except duckdb.Error as error:
        if is_held(error):
            raise of_opening(error, str(path)) from error
        raise RuleBroken("copy_damaged", path=path) from error


def _fill(cursor: duckdb.DuckDBPyConnection, part: Path, *, at: datetime) -> None:
    """Write the cursor's database, as one moment shows it, and its manifest into the new file `part`."""
    source, name = name_of(cursor), f"copy_{uuid.uuid4().hex}"
    cursor.execute(f"attach {quoted(part)} as {name}")
    try:
        cursor.execute("begin transaction")
        cursor.execute(f'copy from database "{source}" to {name}')
        cursor.execute(
            f"create table {name}.{MANIFEST} (table_name varchar primary key, row_count bigint not null, "
            "checksum varchar not null, made_at timestamp not null)"
        )
        made_at = at.astimezone(UTC).replace(tzinfo=None)
        for table in contents(cursor, source):
            values = [table.name, table.rows, table.checksum, made_at]
            cursor.execute(f"insert into {name}.{MANIFEST} values (?, ?, ?, ?)", values)
        cursor.execute("commit")
        cursor.execute(f"checkpoint {name}")
    except BaseException:
        with suppress(duckdb.Error):
            cursor.execute("rollback")
        raise
    finally:
        with suppress(duckdb.Error):
            cursor.execute(f"detach {name}")
    # A copy is one file: what a log beside it held would be missing wherever only the file is taken along.
    if wal(part).exists():
        raise Conflict("copy_failed", path=part, reason=wal(part).name)


def _manifest(connection: duckdb.DuckDBPyConnection, database: str) -> Manifest:
    rows = connection.execute(
        f'select table_name, row_count, checksum, made_at from "{database}".main.{MANIFEST} order by table_name'
    ).fetchall()
    made_at = rows[0][3].replace(tzinfo=UTC) if rows else datetime.fromtimestamp(0, UTC)
    return Manifest(made_at, tuple(TableContent(*row[:3]) for row in rows))


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection that only reads the database at `path`."""
    connection = duckdb.connect(str(path), read_only=True)
    try:
        yield connection
    finally:
        connection.close()
