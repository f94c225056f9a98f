"""Copies of the database: made by leaders or from the console, checked, and put back in place."""

from datetime import datetime
from pathlib import Path

from iso_audit.domain.account import Account, must
from iso_audit.domain.errors import Conflict
from iso_audit.storage import activity, rebuilding
from iso_audit.storage.engine.database import Database
from iso_audit.storage.file import checking, copies, restoring
from iso_audit.storage.file.checking import Fault
from iso_audit.storage.file.copies import Manifest
from iso_audit.storage.opening import open_database
from iso_audit.workflow.ids import new_id

__all__ = [
    "Fault",
    "Manifest",
    "check_copy",
    "check_database",
    "make_copy",
    "make_copy_of_read_only",
    "rebuild_heads",
    "restore_copy",
]


def make_copy(database: Database, target: Path, *, by: Account | None, at: datetime, replace: bool = False) -> Manifest:
    """Copy the whole database to `target` while it is in use, note it in the activity log, return what it holds.

    Leaders and deputies only; `by=None` is the person at the server's console. Raises `copy_exists`,
    `copy_is_database`, `copy_disk_full`, `copy_failed`; the name never shows a copy that is not whole.
    """
    must(by is None or by.leads, "back_up")
    for used in (Path(database.path), Path(f"{database.path}.wal")):
        if target.resolve() == used.resolve():
            raise Conflict("copy_is_database", path=target)
    with database.outside() as cursor:
        manifest = copies.make(cursor, target, at=at, replace=replace)
    detail: dict[str, object] = {"tables": len(manifest.tables), "rows": manifest.rows, "bytes": target.stat().st_size}
    _note(database, "backup_made", detail, by=by, at=at)
    return manifest


def make_copy_of_read_only(source: Path, target: Path, *, at: datetime, replace: bool = False) -> Manifest:
    """Copy a database on read-only media to `target` and return what it holds; nothing can be noted in its log."""
    return copies.make_of_file(source, target, at=at, replace=replace)


def check_copy(copy: Path) -> Manifest:
    """Return what a copy holds, having checked every byte of it; nothing is written."""
    return copies.verified(copy)


def restore_copy(copy: Path, target: Path, *, replace: bool, at: datetime) -> tuple[Manifest, tuple[Path, ...]]:
    """Put a copy in place of the database at `target`; return what it holds and where the earlier files went.

    Raises what makes a copy unusable, `database_exists` without `replace`, `database_in_use` while the app runs.
    """
    manifest, earlier_files = restoring.restore(copy, target, replace=replace, at=at)
    database = open_database(target, at=at)
    try:
        detail: dict[str, object] = {"made_at": manifest.made_at.isoformat(), "rows": manifest.rows}
        _note(database, "backup_restored", detail, by=None, at=at)
    finally:
        database.close()
    return manifest, earlier_files


def check_database(database: Database) -> tuple[Fault, ...]:
    """Return everything that is wrong with the database."""
    return checking.faults(database)


def rebuild_heads(database: Database, *, at: datetime) -> int:
    """Make the heads of all fields what the journal says, at the server's console; return how many were not."""
    with database.write() as cursor:
        count = rebuilding.rebuild(cursor)
        _note(database, "heads_rebuilt", {"fields": count}, by=None, at=at)
    return count


def _note(database: Database, action: str, detail: dict[str, object], *, by: Account | None, at: datetime) -> None:
    actor = by.id if by is not None else None
    with database.write() as cursor:
        activity.add(cursor, activity.Activity(new_id(at), at, actor, action, "database:", detail))
