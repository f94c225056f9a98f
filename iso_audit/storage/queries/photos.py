"""What the gallery and the web API show of photographs: their list without bytes, and one picture with them."""

from dataclasses import dataclass

from iso_audit.domain.account import Account
from iso_audit.domain.errors import NotFound
from iso_audit.domain.journal import PHOTO, Event
from iso_audit.domain.photo import Photo, photos, subject_of
from iso_audit.storage import audits, heads
from iso_audit.storage import photos as stored_photos
from iso_audit.storage.engine.database import Database
from iso_audit.storage.file import rewriting
from iso_audit.storage.queries.conducting import names_of


@dataclass(frozen=True, slots=True)
class PhotoList:
    """The photographs of an audit as counted; `size` is what their pictures take, in bytes."""

    photos: tuple[Photo, ...]
    size: int

    @property
    def taken(self) -> int:
        """Return how many were taken and not withdrawn."""
        return sum(1 for one in self.photos if not one.withdrawn)

    @property
    def received(self) -> int:
        """Return how many of those the server has."""
        return sum(1 for one in self.photos if one.attached)

    @property
    def missing(self) -> tuple[Photo, ...]:
        """Return those that wait on a tablet still."""
        return tuple(one for one in self.photos if one.missing)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture's bytes, a JPEG, and the SHA-256 of the whole picture."""

    jpeg: bytes
    sha256: str


def listed(database: Database, audit_id: str, *, reader: Account) -> PhotoList:
    """Return the photographs of an audit; NotFound where the reader may not see it."""
    with database.read() as cursor:
        audit = audits.audit(cursor, audit_id)
        if audit is None or not reader.may_read(audit.id):
            raise NotFound("audit_not_found", audit=audit_id[:64])
        found = photos(heads.of_kinds(cursor, audit_id, [PHOTO]))
        size = sum(one.size for one in stored_photos.of_audit(cursor, audit_id))
    return PhotoList(found, size)


def picture(database: Database, photo_id: str, *, reader: Account, thumbnail: bool = False) -> Picture:
    """Return a photograph's picture as it is now, or its thumbnail; NotFound `photo_not_found`."""
    subject = subject_of(photo_id)
    with database.read() as cursor:
        audit_id = stored_photos.audit_of(cursor, subject)
        if audit_id is None or not reader.may_read(audit_id):
            raise NotFound("photo_not_found")
        sha256 = heads.of_subject(cursor, audit_id, subject).value(subject, "sha256") or ""
        read = stored_photos.thumbnail if thumbnail else stored_photos.jpeg
        found = read(cursor, audit_id, sha256)
    if found is None:
        raise NotFound("photo_not_found")
    return Picture(found, sha256)


def fields(
    database: Database, photo_id: str, *, reader: Account
) -> tuple[tuple[tuple[Event, ...], ...], dict[str, str]]:
    """Return the heads of a photograph's fields as the journal has them now, and the writers' names."""
    subject = subject_of(photo_id)
    with database.read() as cursor:
        audit_id = stored_photos.audit_of(cursor, subject)
        if audit_id is None or not reader.may_read(audit_id):
            raise NotFound("photo_not_found")
        state = heads.of_subject(cursor, audit_id, subject)
        found = tuple(state.fields[key].heads for key in sorted(state.fields))
        return found, names_of(cursor, {event.account_id for heads in found for event in heads})


def waits_for_rewriting(database: Database) -> bool:
    """Tell whether deleted pictures are still in the database's file, until it is rewritten at the next start."""
    with database.read() as cursor:
        return rewriting.wanted(cursor)
