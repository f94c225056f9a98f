"""Copies of the database: made while it is in use, sealed, verified before anybody relies on them, and restored.

A copy is a database file of its own with a table that counts and checksums every other one, and behind its last block
a seal: the SHA-256 of every byte before it. DuckDB checks only blocks that it reads; the seal covers them all.
"""

import hashlib
import os
import shutil
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from iso_audit.domain.errors import Conflict, NotFound, RuleBroken
from iso_audit.storage import schema
from iso_audit.storage.content import MANIFEST, TableContent, contents, tables
from iso_audit.storage.failures import disk_is_full, is_held, of_opening

_SEAL = b"\niso-audit-copy sha256 "
_SEAL_LENGTH = len(_SEAL) + 64 + 1
_PIECE = 1 << 20

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
    known: Mapping[str, str] | None = None,
) -> Manifest:
    """Copy the cursor's database to `target` and return what the copy holds.

    The name shows a copy only when it is complete, verified and on the disk. The cursor is in no transaction.
    Raises `copy_exists`, `disk_full`, `copy_failed`.
    """
    if target.exists() and not replace:
        raise Conflict("copy_exists", path=target)
    with _making:
        part = _unused(target, ".part")
        try:
            _fill(cursor, part, at=at)
            _seal(part)
            part.chmod(0o600)
            made = verified(part, known=known)
            part.replace(target)
            _to_disk(target.parent)
        except (duckdb.Error, OSError) as error:
            if disk_is_full(error):
                raise Conflict("copy_disk_full", path=target) from error
            raise Conflict("copy_failed", path=target, reason=_reason(error)) from error
        finally:
            _remove(part)
    return made


def verified(path: Path, *, known: Mapping[str, str] | None = None) -> Manifest:
    """Return what the copy at `path` holds, every byte and every value of it having been checked.

    Raises `copy_missing`, `copy_not_ours`, `copy_damaged`; `database_newer` or `migration_edited` when its steps are
    not among `known` (those of this version); `database_in_use`. Nothing is written.
    """
    if not path.is_file():
        raise NotFound("copy_missing", path=path)
    with path.open("rb") as file:
        if file.read(12)[8:] != b"DUCK":
            raise RuleBroken("copy_not_ours", path=path)
    seal = _sealed(path)
    if seal is False:
        raise RuleBroken("copy_damaged", path=path)
    try:
        with _opened(path) as connection:
            database = _name(connection)
            present = tables(connection, database)
            if MANIFEST not in present or schema.STEPS not in present:
                raise RuleBroken("copy_not_ours", path=path)
            done = dict(connection.execute(f"select name, checksum from {schema.STEPS}").fetchall())
            schema.refuse_unknown(done, schema.known() if known is None else known, str(path))
            manifest = _manifest(connection, database)
            if seal is None or manifest.tables != contents(connection, database):
                raise RuleBroken("copy_damaged", path=path)
            return manifest
    except duckdb.Error as error:
        if is_held(error):
            raise of_opening(error, str(path)) from error
        raise RuleBroken("copy_damaged", path=path) from error


def restore(copy: Path, target: Path, *, replace: bool, at: datetime) -> tuple[Manifest, tuple[Path, ...]]:
    """Put the data of `copy` in place of `target`; return what it holds and where the earlier files were moved.

    A new file is filled from the copy beside `target` and compared with the manifest before anything is moved.
    Raises what `verified` raises, `database_exists`, `database_in_use`, `copy_is_database`, `disk_full`.
    """
    manifest = verified(copy)
    if target.exists() and copy.samefile(target):
        raise Conflict("copy_is_database", path=copy)
    earlier = [path for path in (_wal(target), target) if path.exists()]
    if earlier and not replace:
        raise Conflict("database_exists", path=target)
    refuse_held(target)
    part = _unused(target, ".restoring")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _rebuild(copy, part, manifest)
        _same_owner(part, target)
        refuse_held(target)
        kept = _exchange(part, target, earlier, stamp=at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))
        _to_disk(target.parent)
    except (duckdb.Error, OSError) as error:
        if disk_is_full(error):
            raise Conflict("copy_disk_full", path=target) from error
        raise Conflict("restore_failed", path=target, reason=_reason(error)) from error
    finally:
        _remove(part)
    return manifest, kept


def refuse_held(path: Path) -> None:
    """Raise `database_in_use` when another process has the database at `path` open; a damaged one is nobody's."""
    if not path.exists():
        return
    try:
        with _opened(path):
            return
    except duckdb.Error as error:
        if is_held(error):
            raise of_opening(error, str(path)) from error


def _fill(cursor: duckdb.DuckDBPyConnection, part: Path, *, at: datetime) -> None:
    """Write the cursor's database, as one moment shows it, and its manifest into the new file `part`."""
    source, name = _name(cursor), f"copy_{uuid.uuid4().hex}"
    cursor.execute(f"attach {_quoted(part)} as {name}")
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
    if _wal(part).exists():
        raise Conflict("copy_failed", path=part, reason=_wal(part).name)


def _rebuild(copy: Path, part: Path, manifest: Manifest) -> None:
    """Fill the new database `part` from `copy` and compare it with `manifest`."""
    with duckdb.connect(str(part)) as connection:
        connection.execute(f"attach {_quoted(copy)} as restored_from (read_only)")
        connection.execute(f'copy from database restored_from to "{_name(connection)}"')
        connection.execute(f"drop table {MANIFEST}")
        connection.execute("detach restored_from")
        connection.execute("checkpoint")
    _to_disk(part)
    with _opened(part) as connection:
        if manifest.tables != contents(connection, _name(connection)):
            raise RuleBroken("copy_damaged", path=copy)


def _exchange(part: Path, target: Path, earlier: list[Path], *, stamp: str) -> tuple[Path, ...]:
    """Move the earlier files aside and `part` to `target`; where that fails, move them back."""
    aside = target.with_name(f"{target.name}.replaced-{stamp}")
    count = 1
    while aside.exists() or _wal(aside).exists():
        count += 1
        aside = target.with_name(f"{target.name}.replaced-{stamp}-{count}")
    moved: list[tuple[Path, Path]] = []
    try:
        for path in earlier:
            kept = aside if path == target else _wal(aside)
            path.rename(kept)
            moved.append((path, kept))
        part.rename(target)
    except OSError:
        for path, kept in reversed(moved):
            kept.rename(path)
        raise
    return tuple(kept for _, kept in moved)


def _same_owner(part: Path, target: Path) -> None:
    """Give `part` the rights and the owner of `target`, so that the same service can open it."""
    if target.exists():
        shutil.copymode(target, part)
        if hasattr(os, "chown"):
            with suppress(PermissionError):
                os.chown(part, target.stat().st_uid, target.stat().st_gid)


def _manifest(connection: duckdb.DuckDBPyConnection, database: str) -> Manifest:
    rows = connection.execute(
        f'select table_name, row_count, checksum, made_at from "{database}".main.{MANIFEST} order by table_name'
    ).fetchall()
    made_at = rows[0][3].replace(tzinfo=UTC) if rows else datetime.fromtimestamp(0, UTC)
    return Manifest(made_at, tuple(TableContent(*row[:3]) for row in rows))


def _seal(path: Path) -> None:
    digest = _digest(path, path.stat().st_size)
    with path.open("ab") as file:
        file.write(_SEAL + digest + b"\n")
    _to_disk(path)


def _sealed(path: Path) -> bool | None:
    """Tell whether the seal fits the bytes before it; None where there is no seal."""
    length = path.stat().st_size - _SEAL_LENGTH
    if length <= 0:
        return None
    with path.open("rb") as file:
        file.seek(length)
        seal = file.read()
    if not seal.startswith(_SEAL):
        return None
    return seal == _SEAL + _digest(path, length) + b"\n"


def _digest(path: Path, length: int) -> bytes:
    """Return the SHA-256 of the first `length` bytes, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while length > 0 and (piece := file.read(min(_PIECE, length))):
            digest.update(piece)
            length -= len(piece)
    return digest.hexdigest().encode("ascii")


@contextmanager
def _opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(str(path), read_only=True)
    try:
        yield connection
    finally:
        connection.close()


def _name(cursor: duckdb.DuckDBPyConnection) -> str:
    return str(cursor.execute("select current_database()").fetchall()[0][0])


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def _unused(target: Path, ending: str) -> Path:
    """Return the name beside `target` under which it is made, free of what an interrupted run left."""
    part = target.with_name(target.name + ending)
    _remove(part)
    return part


def _remove(part: Path) -> None:
    for path in (part, _wal(part)):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk; Windows has no such call for folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split())
