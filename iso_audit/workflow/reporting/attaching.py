"""Attachments of a version of the minutes: scans and digitally signed copies, checked on arrival, never deleted."""

import hashlib
from datetime import datetime
from pathlib import PureWindowsPath

from iso_audit.domain.account import Account, must
from iso_audit.domain.attachment import LARGEST_ATTACHMENT, Attachment, AttachmentKind
from iso_audit.domain.errors import Conflict, NotFound, RuleBroken
from iso_audit.domain.minutes import MinutesState, MinutesVersion
from iso_audit.domain.programme import required
from iso_audit.domain.text import tidy
from iso_audit.images import is_whole
from iso_audit.pdf_signatures import free_fields
from iso_audit.storage import activity, attachments, minutes
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.workflow.ids import new_id

LONGEST_NAME = 120
PDF = "application/pdf"
_SIGNS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


def attach(
    database: Database,
    version_id: str,
    *,
    name: str,
    data: bytes,
    by: Account,
    at: datetime,
    kind: AttachmentKind = AttachmentKind.SCAN,
) -> Attachment:
    """Keep a file beside a version; the same bytes twice are kept once.

    The file is looked at before anything is written. RuleBroken `attachment_empty`, `_too_large`, `_type_unknown`,
    `_damaged`, and what reading a file raises at its limits; Conflict `minutes_void`.
    """
    must(by.writes_minutes, "attach")
    file_name = _name(name)
    media_type = checked_type(file_name, data, person=by.id)
    with database.write() as cursor:
        return keep(cursor, version_id, name=file_name, data=data, media_type=media_type, kind=kind, by=by, at=at)


def keep(
    cursor: Cursor,
    version_id: str,
    *,
    name: str,
    data: bytes,
    media_type: str,
    kind: AttachmentKind,
    by: Account,
    at: datetime,
) -> Attachment:
    """Keep a file that was looked at before, as part of what `cursor` writes; raises as `attach` does."""
    digest = hashlib.sha256(data).hexdigest()
    version = _version(cursor, version_id, by)
    if version.state is MinutesState.VOID:
        raise Conflict("minutes_void", number=version.number)
    for one in attachments.of_version(cursor, version_id):
        if one.sha256 == digest and one.withdrawn_reason is None:
            return one
    attachment = Attachment(new_id(at), version_id, kind, name, media_type, len(data), digest, by.id, at)
    attachments.add(cursor, attachment, data)
    _log(cursor, "attachment_added", version, attachment, by=by, at=at)
    return attachment


def withdraw(database: Database, attachment_id: str, *, reason: str, by: Account, at: datetime) -> None:
    """Withdraw an attachment with a reason; it stays listed. Conflict `attachment_withdrawn` where it was before."""
    must(by.writes_minutes, "attach")
    why = required(reason, "reason", longest=1000)
    with database.write() as cursor:
        attachment = attachments.by_id(cursor, attachment_id)
        if attachment is None:
            raise NotFound("attachment_not_found")
        version = _version(cursor, attachment.version_id, by)
        if attachment.withdrawn_reason is not None:
            raise Conflict("attachment_withdrawn", name=attachment.name)
        attachments.withdraw(cursor, attachment_id, reason=why)
        _log(cursor, "attachment_withdrawn", version, attachment, by=by, at=at, reason=why)


def attachments_of(database: Database, version: MinutesVersion, *, reader: Account) -> tuple[Attachment, ...]:
    """Return the attachments of a version in the order they were added."""
    with database.read() as cursor:
        _version(cursor, version.id, reader)
        return attachments.of_version(cursor, version.id)


def attachment_data(database: Database, attachment: Attachment, *, reader: Account) -> bytes:
    """Return the bytes of an attachment."""
    with database.read() as cursor:
        _version(cursor, attachment.version_id, reader)
        data = attachments.data(cursor, attachment.id)
    if data is None:
        raise NotFound("attachment_not_found")
    return data


def checked_type(name: str, data: bytes, *, person: str = "") -> str:
    """Return the media type of a file by what is in it, or raise what stands against keeping it; `person` asks."""
    if not data:
        raise RuleBroken("attachment_empty")
    if len(data) > LARGEST_ATTACHMENT:
        raise RuleBroken("attachment_too_large", largest=LARGEST_ATTACHMENT // 1_000_000)
    media_type = next((kind for sign, kind in _SIGNS if data.startswith(sign)), None)
    if media_type is None:
        raise RuleBroken("attachment_type_unknown")
    whole = _is_pdf(data, person) if media_type == PDF else is_whole(data, person=person)
    if not whole:
        raise RuleBroken("attachment_damaged", name=name)
    return media_type


def _is_pdf(data: bytes, person: str) -> bool:
    try:
        free_fields(data, person=person)
    except RuleBroken as error:
        if error.code == "pdf_unreadable":
            return False
        raise
    return True


def _name(text: str) -> str:
    """Return the last part of a file's name, without what a file system or a reader could misread."""
    name = tidy(PureWindowsPath(text).name).replace("\n", " ").replace("\t", " ")
    return name[-LONGEST_NAME:] or "?"


def _version(cursor: Cursor, version_id: str, reader: Account) -> MinutesVersion:
    version = minutes.by_id(cursor, version_id)
    if version is None or not reader.may_read(version.audit_id):
        raise NotFound("minutes_not_found")
    return version


def _log(
    cursor: Cursor,
    action: str,
    version: MinutesVersion,
    attachment: Attachment,
    *,
    by: Account,
    at: datetime,
    reason: str = "",
) -> None:
    detail: dict[str, object] = {"number": version.number, "version": version.version, "name": attachment.name}
    detail |= {"reason": reason} if reason else {}
    activity.add(cursor, activity.Activity(new_id(at), at, by.id, action, f"audit:{version.audit_id}", detail))
