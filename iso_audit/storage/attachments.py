"""Rows of attachments of minutes, and the domain's Attachment."""

from typing import Any

from iso_audit.domain.attachment import Attachment, AttachmentKind
from iso_audit.storage.engine.database import Cursor, from_utc, to_utc

_COLUMNS = "id, minutes_id, kind, name, media_type, size, sha256, added_by, added_at, withdrawn_reason"


def add(cursor: Cursor, attachment: Attachment, data: bytes) -> None:
    """Add an attachment with its bytes."""
    cursor.execute(
        f"insert into minutes_attachment ({_COLUMNS}, data) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            attachment.id,
            attachment.version_id,
            attachment.kind.value,
            attachment.name,
            attachment.media_type,
            attachment.size,
            attachment.sha256,
            attachment.added_by,
            to_utc(attachment.added_at),
            attachment.withdrawn_reason,
            data,
        ],
    )


def withdraw(cursor: Cursor, attachment_id: str, *, reason: str) -> None:
    """Mark an attachment as withdrawn; it stays listed."""
    cursor.execute("update minutes_attachment set withdrawn_reason = ? where id = ?", [reason, attachment_id])


def of_version(cursor: Cursor, version_id: str) -> tuple[Attachment, ...]:
    """Return the attachments of a version in the order they were added."""
    return _read(cursor, "where minutes_id = ? order by added_at, id", [version_id])


def by_id(cursor: Cursor, attachment_id: str) -> Attachment | None:
    """Return one attachment, None where there is none."""
    found = _read(cursor, "where id = ?", [attachment_id])
    return found[0] if found else None


def by_hash(cursor: Cursor, sha256: str) -> Attachment | None:
    """Return the newest attachment whose bytes have this SHA-256."""
    found = _read(cursor, "where sha256 = ? order by added_at desc", [sha256])
    return found[0] if found else None


def data(cursor: Cursor, attachment_id: str) -> bytes | None:
    """Return the bytes of an attachment."""
    rows = cursor.execute("select data from minutes_attachment where id = ?", [attachment_id]).fetchall()
    return bytes(rows[0][0]) if rows else None


def _read(cursor: Cursor, where: str, values: list[Any]) -> tuple[Attachment, ...]:
    rows = cursor.execute(f"select {_COLUMNS} from minutes_attachment {where}", values).fetchall()
    return tuple(
        Attachment(r[0], r[1], AttachmentKind(r[2]), r[3], r[4], r[5], r[6], r[7], from_utc(r[8]), r[9]) for r in rows
    )
