"""The steps of the schema: numbered scripts, each run once in its own transaction, checksummed, never edited."""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.storage.engine.content import MANIFEST, name_of, tables
from iso_audit.storage.engine.failures import disk_is_full, reason

MIGRATIONS = Path(__file__).parent / "migrations"
STEPS = "schema_migration"

CopyFirst = Callable[[str], object]


def migrate(
    connection: duckdb.DuckDBPyConnection,
    *,
    path: str,
    at: datetime,
    copy_first: CopyFirst,
    folder: Path = MIGRATIONS,
) -> tuple[str, ...]:
    """Run each step of `folder` not yet run and return their names.

    `copy_first` is called with the name of the first one when the database holds anything. Raises `database_foreign`,
    `database_newer`, `migration_edited`, and `migration_failed` when a step fails and nothing of it is kept.
    """
    connection.execute(f"drop table if exists {MANIFEST}")
    steps_done, pending = steps(connection, path=path, folder=folder)
    if steps_done and pending:
        copy_first(pending[0].name)
    connection.execute(
        f"create table if not exists {STEPS} "
        "(name varchar primary key, checksum varchar not null, applied_at timestamp not null)"
    )
    for script in pending:
        _run(connection, script, path=path, at=at)
    return tuple(script.name for script in pending)


def steps(
    connection: duckdb.DuckDBPyConnection, *, path: str, folder: Path = MIGRATIONS
) -> tuple[Mapping[str, str], tuple[Path, ...]]:
    """Return the steps done, by name with checksum, and the scripts still to run; raises when they do not fit."""
    present = tables(connection, name_of(connection))
    if present and STEPS not in present:
        raise RuleBroken("database_foreign", path=path)
    steps_done = dict(connection.execute(f"select name, checksum from {STEPS}").fetchall()) if present else {}
    refuse_unknown(steps_done, known(folder), path)
    return steps_done, tuple(script for script in _scripts(folder) if script.name not in steps_done)


def known(folder: Path = MIGRATIONS) -> dict[str, str]:
    """Return the steps of this version, by name with checksum."""
    return {script.name: _checksum(script) for script in _scripts(folder)}


def refuse_unknown(steps_done: Mapping[str, str], steps_known: Mapping[str, str], path: str) -> None:
    """Raise `database_newer` or `migration_edited` when `steps_done` are not steps of this version."""
    for name, checksum in steps_done.items():
        if name not in steps_known:
            raise RuleBroken("database_newer", path=path, migration=name)
        if steps_known[name] != checksum:
            raise RuleBroken("migration_edited", path=path, migration=name)


def _run(connection: duckdb.DuckDBPyConnection, script: Path, *, path: str, at: datetime) -> None:
    applied_at = at.astimezone(UTC).replace(tzinfo=None)
    connection.execute("begin transaction")
    try:
        connection.execute(script.read_text(encoding="utf-8"))
        connection.execute(f"insert into {STEPS} values (?, ?, ?)", [script.name, _checksum(script), applied_at])
        connection.execute("commit")
    except BaseException as error:
        with suppress(duckdb.Error):
            connection.execute("rollback")
        if isinstance(error, duckdb.Error):
            if disk_is_full(error):
                raise Conflict("disk_full") from error
            why = reason(error)
            raise Conflict("migration_failed", path=path, migration=script.name, reason=why) from error
        raise


def _scripts(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql")))


def _checksum(script: Path) -> str:
    return hashlib.sha256(script.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
