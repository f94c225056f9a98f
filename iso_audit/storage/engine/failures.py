"""DuckDB's failures, told apart once: the disk is full, another process holds the file, the file is not readable."""

import re

import duckdb

from iso_audit.domain.errors import Conflict, IsoAuditError

_FULL = ("no space left", "not enough space", "disk full", "out of disk", "file too large", "quota exceeded")
_READ_ONLY = ("read-only file system", "write protected", "write-protected")
_FORBIDDEN = ("permission denied", "access is denied", "operation not permitted")
_HELD = ("conflicting lock", "could not set lock", "being used by another process", "different configuration")


def disk_is_full(error: BaseException) -> bool:
    """Tell whether `error` says that nothing more fits on the disk."""
    text = str(error).lower()
    return any(sign in text for sign in _FULL)


def is_held(error: duckdb.Error) -> bool:
    """Tell whether `error` says that the file is open elsewhere."""
    text = str(error).lower()
    return any(sign in text for sign in _HELD)


def of_opening(error: duckdb.Error, path: str) -> IsoAuditError:
    """Return why `path` could not be opened: held, on a full or read-only disk, not this user's, or not readable."""
    if is_held(error):
        holder = re.search(r"PID (\d+)", str(error))
        return Conflict("database_in_use", path=path, process=holder.group(1) if holder else "?")
    text = str(error).lower()
    if disk_is_full(error):
        return Conflict("disk_full")
    if any(sign in text for sign in _READ_ONLY):
        return Conflict("database_read_only", path=path)
    if any(sign in text for sign in _FORBIDDEN):
        return Conflict("database_forbidden", path=path)
    return Conflict("database_unreadable", path=path)


def reason(error: BaseException) -> str:
    """Return what `error` says, in one line."""
    return " ".join(str(error).split())
