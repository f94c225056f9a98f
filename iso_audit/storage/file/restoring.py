"""Putting a copy in place of the database: filled anew beside it, compared, and only then exchanged."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.storage.engine.content import MANIFEST, contents, name_of, quoted
from iso_audit.storage.engine.failures import disk_is_full, is_held, of_opening, reason
from iso_audit.storage.file.copies import Manifest, opened, verified
from iso_audit.storage.file.files import remove, to_disk, unused, wal
from iso_audit.storage.file.leftovers import RESTORING
from iso_audit.storage.file.marker import forget


def restore(copy: Path, target: Path, *, replace: bool, at: datetime) -> tuple[Manifest, tuple[Path, ...]]:
    """Put the data of `copy` in place of `target`; return what it holds and where the earlier files were moved.

    A new file is filled from the copy beside `target` and compared with the manifest before anything is moved.
    Raises what `verified` raises, `database_exists`, `database_in_use`, `copy_is_database`, `copy_disk_full`,
    `restore_failed`.
    """
    manifest = verified(copy)
    if target.exists() and copy.samefile(target):
        raise Conflict("copy_is_database", path=copy)
    # The log goes first: left beside another file of that name it is replayed into it, and both are mixed.
    earlier = [path for path in (wal(target), target) if path.exists()]
    if earlier and not replace:
        raise Conflict("database_exists", path=target)
    refuse_held(target)
    part = unused(target, RESTORING)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _rebuild(copy, part, manifest)
        _same_owner(part, target)
        refuse_held(target)
        forget(target)
        earlier_files = _exchange(part, target, earlier, stamp=at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))
        to_disk(target.parent)
    except (duckdb.Error, OSError) as error:
        if disk_is_full(error):
            raise Conflict("copy_disk_full", path=target) from error
        raise Conflict("restore_failed", path=target, reason=reason(error)) from error
    finally:
        remove(part)
    return manifest, earlier_files


def refuse_held(path: Path) -> None:
    """Raise `database_in_use` when another process has the database at `path` open; a damaged one is nobody's."""
    if not path.exists():
        return
    try:
        with opened(path):
            return
    except duckdb.Error as error:
        if is_held(error):
            raise of_opening(error, str(path)) from error


def _rebuild(copy: Path, part: Path, manifest: Manifest) -> None:
    """Fill the new database `part` from `copy` and compare it with `manifest`."""
    with duckdb.connect(str(part)) as connection:
        connection.execute(f"attach {quoted(copy)} as restored_from (read_only)")
        connection.execute(f'copy from database restored_from to "{name_of(connection)}"')
        connection.execute(f"drop table {MANIFEST}")
        connection.execute("detach restored_from")
        connection.execute("checkpoint")
    to_disk(part)
    with opened(part) as connection:
        if manifest.tables != contents(connection, name_of(connection)):
            raise RuleBroken("copy_damaged", path=copy)


def _exchange(part: Path, target: Path, earlier: list[Path], *, stamp: str) -> tuple[Path, ...]:
    """Move the earlier files aside and `part` to `target`; where that fails, move them back."""
    aside = target.with_name(f"{target.name}.replaced-{stamp}")
    count = 1
    while aside.exists() or wal(aside).exists():
        count += 1
        aside = target.with_name(f"{target.name}.replaced-{stamp}-{count}")
    moves: list[tuple[Path, Path]] = []
    try:
        for path in earlier:
            new_path = aside if path == target else wal(aside)
            path.rename(new_path)
            moves.append((path, new_path))
        part.rename(target)
    except OSError:
        for path, new_path in reversed(moves):
            new_path.rename(path)
        raise
    return tuple(new_path for _, new_path in moves)


def _same_owner(part: Path, target: Path) -> None:
    """Give `part` the owner of `target`, so that the same service can open it, and leave it to them alone."""
    part.chmod(0o600)
    if target.exists() and hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(part, target.stat().st_uid, target.stat().st_gid)
