"""Signing issued minutes digitally: a signed copy is an attachment of the version; key and password are forgotten."""

from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from iso_audit.domain.account import Account, must
from iso_audit.domain.attachment import LARGEST_ATTACHMENT, Attachment, AttachmentKind
from iso_audit.domain.errors import Conflict, NotFound, RuleBroken
from iso_audit.domain.minutes import MinutesState
from iso_audit.domain.text import Language, language_of
from iso_audit.i18n import translate, writing
from iso_audit.minutes.pdf import fonts
from iso_audit.pdf_signatures import SIGNER, Key, Stamp, check, free_fields, sign
from iso_audit.storage import activity, attachments, minutes
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.reporting.attaching import PDF, attach, keep


def sign_version(
    database: Database,
    version_id: str,
    *,
    field: str,
    key: tuple[bytes, str],
    zone: ZoneInfo,
    by: Account,
    at: datetime,
) -> Attachment:
    """Sign one field of an issued version with `key` (a PKCS#12 file and its password) and keep the copy.

    Signatures add up: the copy with the most of them is signed further. Raises what opening the key and signing raise.
    """
    must(by.writes_minutes, "sign")
    pdf, number, language, name = _newest_copy(database, version_id, by)
    content = sign_file(pdf, field=field, key=key, language=language, zone=zone, at=at, person=by.id)
    if len(content) > LARGEST_ATTACHMENT:
        raise RuleBroken("attachment_too_large", largest=LARGEST_ATTACHMENT // 1_000_000)
    kind = AttachmentKind.DIGITALLY_SIGNED
    with database.write() as cursor:
        attachment = keep(cursor, version_id, name=name, data=content, media_type=PDF, kind=kind, by=by, at=at)
        version = minutes.by_id(cursor, version_id)
        detail: dict[str, object] = {"number": number, "field": field}
        subject = f"audit:{version.audit_id if version else ''}"
        activity.add(cursor, activity.Activity(new_id(at), at, by.id, "minutes_signed_digitally", subject, detail))
    return attachment


def sign_file(
    pdf: bytes,
    *,
    field: str,
    key: tuple[bytes, str],
    language: Language,
    zone: ZoneInfo,
    at: datetime,
    person: str = "",
) -> bytes:
    """Return `pdf` with `field` signed by the holder of `key`, with a small line in the field saying so."""
    moment = writing.moment(at, zone, language)
    text = translate(language, "signing.stamp", name=SIGNER, moment=moment)
    return sign(pdf, field, Key(*key), at=at, stamp=Stamp(text, _face()), person=person)


def free_fields_of(database: Database, version_id: str, *, reader: Account) -> dict[str, bool]:
    """Return the signature fields of a version's newest signed copy, and of each whether it is still free."""
    return free_fields(_newest_copy(database, version_id, reader)[0], person=reader.id)


def attach_signed(
    database: Database, version_id: str, *, name: str, data: bytes, by: Account, at: datetime
) -> Attachment:
    """Keep a copy that was signed elsewhere; RuleBroken `attachment_not_signed` unless only signing was added."""
    if len(data) > LARGEST_ATTACHMENT:
        raise RuleBroken("attachment_too_large", largest=LARGEST_ATTACHMENT // 1_000_000)
    with database.read() as cursor:
        content = _issued(cursor, version_id, by)
    additions = check(data, issued_length=len(content), person=by.id) if data.startswith(content) else None
    if additions is None or not additions.only_signing or not all(one.holds for one in additions.signatures):
        raise RuleBroken("attachment_not_signed")
    return attach(database, version_id, name=name, data=data, by=by, at=at, kind=AttachmentKind.DIGITALLY_SIGNED)


@cache
def _face() -> bytes:
    return (Path(fonts.__file__).parent / "TinosVN-Regular.ttf").read_bytes()


def _newest_copy(database: Database, version_id: str, reader: Account) -> tuple[bytes, str, Language, str]:
    """Return the bytes to sign next, the number, the language, and the name of the signed copy's file."""
    with database.read() as cursor:
        pdf = _issued(cursor, version_id, reader)
        version = minutes.by_id(cursor, version_id)
        assert version is not None
        all_files = attachments.of_version(cursor, version_id)
        copies = [
            one for one in all_files if one.kind is AttachmentKind.DIGITALLY_SIGNED and one.withdrawn_reason is None
        ]
        newest = max(copies, key=lambda one: one.size, default=None)
        if newest is not None:
            pdf = attachments.data(cursor, newest.id) or pdf
    name = f"{version.number.replace('/', '-')}-v{version.version}-signed.pdf"
    return pdf, version.number, language_of(version.language), name


def _issued(cursor: Cursor, version_id: str, reader: Account) -> bytes:
    version = minutes.by_id(cursor, version_id)
    if version is None or not reader.may_read(version.audit_id):
        raise NotFound("minutes_not_found")
    pdf = minutes.pdf(cursor, version_id) if version.state is MinutesState.ISSUED else None
    if pdf is None:
        raise Conflict("minutes_not_issued")
    return pdf
