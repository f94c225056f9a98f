"""Rows of photo and photo_part: pictures by audit and SHA-256, kept once each, their bytes in small parts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.file import rewriting
from iso_audit.storage.tables import PHOTO, PHOTO_PART, SETTING

PART = 16_000


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """A stored picture without its bytes: JPEG, `size` in bytes, width and height in pixels."""

    audit_id: str
    sha256: str
    size: int
    width: int
    height: int
    received_at: datetime
    received_by: str


def add(cursor: Cursor, stored: StoredPhoto, *, jpeg: bytes, thumbnail: bytes) -> bool:
    """Add a picture; tell whether it was new: one that the audit has already is left as it is."""
    if stored_photo(cursor, stored.audit_id, stored.sha256) is not None:
        return False
    PHOTO.add(cursor, stored, thumbnail=thumbnail)
    named = {"audit_id": stored.audit_id, "sha256": stored.sha256}
    for part, start in enumerate(range(0, len(jpeg), PART)):
        PHOTO_PART.insert(cursor, [{**named, "part": part, "data": jpeg[start : start + PART]}])
    return True


def stored_photo(cursor: Cursor, audit_id: str, sha256: str) -> StoredPhoto | None:
    """Return one stored picture, None where the audit has none with this SHA-256."""
    rows = PHOTO.read(cursor, StoredPhoto, "where audit_id = ? and sha256 = ?", [audit_id, sha256])
    return rows[0] if rows else None


def of_audit(cursor: Cursor, audit_id: str) -> tuple[StoredPhoto, ...]:
    """Return the pictures of an audit in the order they came, without loading their bytes."""
    return PHOTO.read(cursor, StoredPhoto, "where audit_id = ? order by received_at, sha256", [audit_id])


def jpeg(cursor: Cursor, audit_id: str, sha256: str) -> bytes | None:
    """Return the bytes of a picture."""
    rows = cursor.execute(
        "select data from photo_part where audit_id = ? and sha256 = ? order by part", [audit_id, sha256]
    ).fetchall()
    return b"".join(bytes(row[0]) for row in rows) if rows else None


def thumbnail(cursor: Cursor, audit_id: str, sha256: str) -> bytes | None:
    """Return the bytes of a picture's thumbnail."""
    data = PHOTO.value(cursor, [audit_id, sha256], "thumbnail")
    return None if data is None else bytes(data)


def audit_of(cursor: Cursor, subject: str) -> str | None:
    """Return the audit to whose journal a photograph belongs."""
    rows = cursor.execute("select audit_id from event where subject = ? limit 1", [subject]).fetchall()
    return str(rows[0][0]) if rows else None


def remove_unused(cursor: Cursor, audit_id: str, used: Collection[str]) -> tuple[str, ...]:
    """Remove the pictures of an audit that no photograph shows any more; return their SHA-256.

    Their bytes leave the tables at once and the file when it is next rewritten, which is asked for here. Pictures
    kept with minutes that were voided, or that nothing issued or locked shows, go with them.
    """
    unused = tuple(one.sha256 for one in of_audit(cursor, audit_id) if one.sha256 not in used)
    for sha256 in unused:
        cursor.execute("delete from photo_part where audit_id = ? and sha256 = ?", [audit_id, sha256])
        PHOTO.delete(cursor, [audit_id, sha256])
        cursor.execute(
            "delete from minutes_image where sha256 = ? and not exists "
            "(select 1 from minutes where state in ('locked', 'issued') and content like ?)",
            [sha256, f"%{sha256}%"],
        )
    if unused:
        SETTING.insert(cursor, [{"key": rewriting.WANTED, "value": "yes"}], present="stays")
    return unused
