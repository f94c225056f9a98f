"""Photographs of an audit: received, made unreadable in parts until the minutes are issued, given to the minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from iso_audit.domain.account import Account, must
from iso_audit.domain.errors import Conflict, NotFound
from iso_audit.domain.finding import numbered
from iso_audit.domain.journal import Journal
from iso_audit.domain.minutes import MinutesState
from iso_audit.domain.photo import Photo, photos, subject_of
from iso_audit.domain.programme import Audit
from iso_audit.domain.subjects import checked_value
from iso_audit.images import CleanPhoto, Rectangle, blurred, ingest
from iso_audit.minutes.facts import PhotoFacts
from iso_audit.storage import audits, heads, minutes
from iso_audit.storage import photos as stored_photos
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.storage.photos import StoredPhoto
from iso_audit.storage.queries.visit import Visit
from iso_audit.workflow.conducting.recording import NewEvent, enter
from iso_audit.workflow.conducting.tablets import corrected
from iso_audit.workflow.ids import new_id

__all__ = ["NewPhoto", "Rectangle", "blur", "check_may_blur", "check_may_receive", "facts_for_minutes", "receive"]

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A photograph as a tablet sends it: the id it gave it, where it belongs, when it was taken, the file's bytes.

    `made_at` is as the card reckoned it; `tablet_at` and `waited` are what the tablet's clocks say of it.
    """

    id: str
    audit_id: str
    item_id: str
    made_at: datetime
    data: bytes
    tablet_at: datetime | None = None
    waited: timedelta | None = None


def check_may_receive(database: Database, *, photo_id: str, audit_id: str, item_id: str, by: Account) -> None:
    """Raise what forbids the account to send this photograph, before its bytes are looked at."""
    with database.read() as cursor:
        _admitted(cursor, NewPhoto(photo_id, audit_id, item_id, EARLIEST, b""), by=by)


def check_may_blur(database: Database, photo_id: str, *, by: Account) -> None:
    """Raise what forbids the account to make parts of the photograph unreadable."""
    with database.read() as cursor:
        must(by.may_record(_readable(cursor, photo_id, by).id), "record")


def receive(
    database: Database,
    new: NewPhoto,
    *,
    by: Account,
    device: str,
    at: datetime,
    sent_at: datetime | None = None,
    asked_at: datetime | None = None,
) -> Photo:
    """Keep a photograph and return it; one that was received before, whatever became of it since, is left as it is.

    `sent_at` is the tablet's own clock at sending, `asked_at` when its request came, before the file was there.

    Raises what `images.ingest` raises of the file, `photo_elsewhere` where the id belongs to another audit.
    """
    with database.read() as cursor:
        photo = _admitted(cursor, new, by=by)
    if photo is not None:
        return photo
    clean = ingest(new.data, person=by.id)
    (new,) = corrected([new], {}, sent_at=sent_at, received_at=asked_at or at)
    with database.write() as cursor:
        photo = _admitted(cursor, new, by=by)
        if photo is not None:
            return photo
        state = _journal(cursor, new.audit_id)
        values = {"sha256": clean.sha256}
        if state.value(subject_of(new.id), "item") is None:
            values["item"] = new.item_id
        subject, tablet_at = subject_of(new.id), new.tablet_at
        acts = [
            NewEvent(new_id(at), new.audit_id, subject, name, value, new.made_at, tablet_at=tablet_at)
            for name, value in sorted(values.items())
        ]
        _keep(cursor, new.audit_id, clean, by=by, at=at)
        enter(cursor, acts, by=by, device=device, at=at)
        return _photo(cursor, new.audit_id, new.id)


def blur(
    database: Database,
    photo_id: str,
    rectangles: Sequence[Rectangle],
    *,
    seen: str,
    by: Account,
    device: str,
    at: datetime,
    tablet_at: datetime | None = None,
) -> Photo:
    """Make parts of a photograph unreadable for good, in the audit wherever the same picture stands; return it.

    `seen` is the SHA-256 of the picture the rectangles were drawn on: Conflict `photo_changed` when it is another now,
    `photo_locked` and `photo_issued` when minutes show it already.
    """
    with database.read() as cursor:
        _, _, jpeg = _unprinted(cursor, photo_id, sha256=seen, by=by)
    clean = blurred(jpeg, rectangles, person=by.id)
    with database.write() as cursor:
        audit, state, _ = _unprinted(cursor, photo_id, sha256=seen, by=by)
        _keep(cursor, audit.id, clean, by=by, at=at)
        shows = [(one.subject, "sha256") for one in photos(state) if one.sha256 == seen]
        acts = [
            NewEvent(new_id(at), audit.id, *field, clean.sha256, at, state.head_ids(*field), tablet_at=tablet_at)
            for field in shows
        ]
        enter(cursor, acts, by=by, device=device, at=at)
        stored_photos.remove_unused(cursor, audit.id, shown(_journal(cursor, audit.id)))
        return _photo(cursor, audit.id, photo_id)


def facts_for_minutes(database: Database, visit: Visit) -> tuple[PhotoFacts, ...]:
    """Return the pictures of an audit as its minutes print them: all that are attached, numbered in item order.

    A picture that several photographs show is printed once, with all their items and captions. One whose bytes are
    not there has none, so that making the minutes names it instead of leaving it out.
    """
    audit_id, state = visit.opened.audit.id, visit.opened.journal
    places = {item.id: place for place, item in enumerate(visit.opened.checklist.items)}
    pictures = [one for one in photos(state) if one.attached]
    pictures.sort(key=lambda one: (places.get(one.item_id, len(places)), one.id))
    alike: dict[str, list[Photo]] = {}
    for one in pictures:
        alike.setdefault(one.sha256, []).append(one)
    numbers = {one.id.partition(":")[2]: one.number for one in numbered(visit.findings, state)}
    with database.read() as cursor:
        jpegs = {sha256: stored_photos.jpeg(cursor, audit_id, sha256) or b"" for sha256 in alike}
    return tuple(
        PhotoFacts(
            number=str(number),
            caption="; ".join(dict.fromkeys(one.caption for one in group if one.caption)),
            jpeg=jpegs[sha256],
            sha256=sha256,
            item_ids=tuple(dict.fromkeys(one.item_id for one in group if one.item_id in places)),
            finding_numbers=tuple(dict.fromkeys(filter(None, (numbers.get(one.finding_id) for one in group)))),
        )
        for number, (sha256, group) in enumerate(alike.items(), start=1)
    )


def shown(state: Journal) -> frozenset[str]:
    """Return the SHA-256 of every picture that a photograph shows: all heads, where two copies were merged."""
    heads = [state_of_field.heads for (_, name), state_of_field in state.fields.items() if name == "sha256"]
    return frozenset(event.value for events in heads for event in events if event.value)


def _admitted(cursor: Cursor, new: NewPhoto, *, by: Account) -> Photo | None:
    """Return the photograph where it was received before; raise where this account may not send it."""
    audit, checklist = audits.audit(cursor, new.audit_id), audits.checklist(cursor, new.audit_id)
    if audit is None or checklist is None or not by.may_read(audit.id):
        raise NotFound("audit_not_found", audit=new.audit_id[:64])
    must(by.may_record(audit.id), "record")
    if audit.cancelled_reason is not None:
        raise Conflict("audit_cancelled", code=audit.code)
    owner = stored_photos.audit_of(cursor, subject_of(new.id))
    if owner not in {None, audit.id}:
        raise Conflict("photo_elsewhere")
    photo = next((one for one in photos(_journal(cursor, audit.id)) if one.id == new.id), None)
    if photo is not None and photo.received:
        return photo
    checked_value(checklist, subject_of(new.id), "item", new.item_id)
    return None


def _keep(cursor: Cursor, audit_id: str, clean: CleanPhoto, *, by: Account, at: datetime) -> None:
    stored_photo = StoredPhoto(audit_id, clean.sha256, len(clean.jpeg), clean.width, clean.height, at, by.id)
    stored_photos.add(cursor, stored_photo, jpeg=clean.jpeg, thumbnail=clean.thumbnail)


def _readable(cursor: Cursor, photo_id: str, reader: Account) -> Audit:
    audit_id = stored_photos.audit_of(cursor, subject_of(photo_id))
    audit = audits.audit(cursor, audit_id) if audit_id else None
    if audit is None or not reader.may_read(audit.id):
        raise NotFound("photo_not_found")
    return audit


def _unprinted(cursor: Cursor, photo_id: str, *, sha256: str, by: Account) -> tuple[Audit, Journal, bytes]:
    """Return the audit, its journal and the picture of a photograph that this account may still change."""
    audit = _readable(cursor, photo_id, by)
    must(by.may_record(audit.id), "record")
    state = _journal(cursor, audit.id)
    now = state.value(subject_of(photo_id), "sha256") or ""
    jpeg = stored_photos.jpeg(cursor, audit.id, now)
    stored_photo = stored_photos.stored_photo(cursor, audit.id, now)
    if jpeg is None or stored_photo is None:
        raise NotFound("photo_not_found")
    if now != sha256:
        raise Conflict("photo_changed")
    _refuse_printed(cursor, stored_photo)
    return audit, state, jpeg


def _refuse_printed(cursor: Cursor, stored_photo: StoredPhoto) -> None:
    """Raise where minutes show the picture already, or may: a locked text is fixed, an issued one never changes."""
    for version in minutes.of_audit(cursor, stored_photo.audit_id):
        if version.state is MinutesState.LOCKED:
            raise Conflict("photo_locked", number=version.number)
        if version.state is MinutesState.ISSUED and version.created_at >= stored_photo.received_at:
            raise Conflict("photo_issued", number=version.number)


def _journal(cursor: Cursor, audit_id: str) -> Journal:
    return heads.of_audit(cursor, audit_id)[0]


def _photo(cursor: Cursor, audit_id: str, photo_id: str) -> Photo:
    return next(one for one in photos(_journal(cursor, audit_id)) if one.id == photo_id)
