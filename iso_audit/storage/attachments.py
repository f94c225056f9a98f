"""Rows of attachments of minutes, and the domain's Attachment."""

from iso_audit.domain.attachment import Attachment
from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.tables import MINUTES_ATTACHMENT


def add(cursor: Cursor, attachment: Attachment, data: bytes) -> None:
    """Add an attachment with its bytes."""
    MINUTES_ATTACHMENT.add(cursor, attachment, data=data)


def withdraw(cursor: Cursor, attachment_id: str, *, reason: str) -> None:
    """Mark an attachment as withdrawn; it stays listed."""
    MINUTES_ATTACHMENT.update(cursor, [attachment_id], {"withdrawn_reason": reason})


def of_version(cursor: Cursor, version_id: str) -> tuple[Attachment, ...]:
    """Return the attachments of a version in the order they were added."""
    return MINUTES_ATTACHMENT.read(cursor, Attachment, "where minutes_id = ? order by added_at, id", [version_id])


def by_id(cursor: Cursor, attachment_id: str) -> Attachment | None:
    """Return one attachment, None where there is none."""
    rows = MINUTES_ATTACHMENT.read(cursor, Attachment, "where id = ?", [attachment_id])
    return rows[0] if rows else None


def by_hash(cursor: Cursor, sha256: str) -> Attachment | None:
    """Return the newest attachment whose bytes have this SHA-256."""
    rows = MINUTES_ATTACHMENT.read(cursor, Attachment, "where sha256 = ? order by added_at desc", [sha256])
    return rows[0] if rows else None


def data(cursor: Cursor, attachment_id: str) -> bytes | None:
    """Return the bytes of an attachment."""
    data = MINUTES_ATTACHMENT.value(cursor, [attachment_id], "data")
    return None if data is None else bytes(data)
