"""Rewriting the database file, so that bytes that were deleted leave it for good: DuckDB itself keeps them in it."""

from contextlib import suppress
from pathlib import Path

import duckdb

from iso_audit.domain.errors import Conflict
from iso_audit.storage.engine.content import contents, name_of, quoted, tables
from iso_audit.storage.engine.failures import disk_is_full, of_opening, reason
from iso_audit.storage.file.files import remove, to_disk, unused, wal
from iso_audit.storage.file.leftovers import REWRITING

WANTED = "rewrite_wanted"
_SETTINGS = "setting"


def wanted(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether something was deleted that must leave the file."""
    if _SETTINGS not in tables(connection, name_of(connection)):
        return False
    rows = connection.execute(f"select count(*) from {_SETTINGS} where key = ?", [WANTED]).fetchall()
    return bool(rows[0][0])


def rewrite(path: Path) -> None:
    """Put a fresh copy of what the database at `path` holds in place of its file; nobody may have it open.

    Until the copy is whole, compared and on the disk, the old file stays; a crash leaves one of the two, whole.
    Raises `database_in_use`, `rewrite_disk_full`, `rewrite_failed`.
    """
    part = unused(path, REWRITING)
    try:
        _fill(path, part)
        to_disk(part)
        part.chmod(path.stat().st_mode & 0o700)
        part.replace(path)
        to_disk(path.parent)
    except (duckdb.Error, OSError) as error:
        if disk_is_full(error):
            raise Conflict("rewrite_disk_full", path=path) from error
        raise Conflict("rewrite_failed", path=path, reason=reason(error)) from error
    finally:
        remove(part)


def _fill(path: Path, part: Path) -> None:
    """Fill the new database `part` from the one at `path`, which is left with an empty log."""
    try:
        connection = duckdb.connect(str(path))
    except duckdb.Error as error:
        raise of_opening(error, str(path)) from error
    with connection:
        connection.execute("checkpoint")
        source = name_of(connection)
        connection.execute(f"attach {quoted(part)} as rewritten")
        connection.execute(f'copy from database "{source}" to rewritten')
        connection.execute(f"delete from rewritten.{_SETTINGS} where key = ?", [WANTED])
        connection.execute("checkpoint rewritten")
        before = [one for one in contents(connection, source) if one.name != _SETTINGS]
        after = [one for one in contents(connection, "rewritten") if one.name != _SETTINGS]
        if before != after:
            raise Conflict("rewrite_failed", path=path, reason="contents")
        connection.execute("detach rewritten")
    for log in (wal(path), wal(part)):
        if log.exists():
            raise Conflict("rewrite_failed", path=path, reason=log.name)


def rewrite_where_wanted(path: str, connection: duckdb.DuckDBPyConnection) -> bool:
    """Close `connection` and rewrite its file where that was asked for; tell whether it was closed.

    Where it cannot be done now, the file stays as it is and it is tried again at the next start.
    """
    if path == ":memory:" or not wanted(connection):
        return False
    connection.close()
    with suppress(Conflict):
        rewrite(Path(path))
    return True
