"""Taking in photographs: the pictures that the merged journal shows; what was made unreadable anywhere stays so."""

from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.storage import heads
from iso_audit.storage import photos as stored_photos
from iso_audit.storage.engine.table import Row
from iso_audit.storage.photos import StoredPhoto
from iso_audit.storage.tables import PHOTO
from iso_audit.workflow.conducting.photos import shown
from iso_audit.workflow.exchange.taking import Taking

_SAME = ("size", "width", "height")


def take_photos(taking: Taking) -> None:
    """Add the pictures that are not here and remove those that no photograph shows any more after the merge.

    A picture that was received on both machines is one picture; one that neither has any more is told.
    Raises `carry_row_differs`, `carry_damaged`.
    """
    digests = shown(heads.of_audit(taking.cursor, taking.audit_id)[0])
    _check_displaced(taking, digests)
    for row in taking.rows(PHOTO):
        there = PHOTO.find(taking.cursor, [row[name] for name in PHOTO.key])
        if there is not None:
            taking.known["photo"] += 1
            if any(there[name] != row[name] for name in _SAME):
                raise Conflict("carry_row_differs", field="carried_photo")
        elif row["sha256"] in digests:
            _add(taking, row)
            taking.new["photo"] += 1
    stored_photos.remove_unused(taking.cursor, taking.audit_id, digests)
    missing = digests - {one.sha256 for one in stored_photos.of_audit(taking.cursor, taking.audit_id)}
    if missing:
        taking.note("photos_missing", count=len(missing))


def _check_displaced(taking: Taking, digests: frozenset[str]) -> None:
    """Raise `carry_value_invalid` where a picture that is here would give way to one that nobody has."""
    here = {one.sha256 for one in stored_photos.of_audit(taking.cursor, taking.audit_id)}
    has = here | {str(row["sha256"]) for row in taking.content.of(PHOTO)}
    if here - digests and digests - has:
        raise RuleBroken("carry_value_invalid", field="carried_photo")


def _add(taking: Taking, row: Row) -> None:
    jpeg, thumbnail = (taking.content.file(row[name]) for name in ("picture", "thumbnail"))
    photo = PHOTO.thing(StoredPhoto, row)
    stored_photos.add(taking.cursor, photo, jpeg=jpeg, thumbnail=thumbnail)
