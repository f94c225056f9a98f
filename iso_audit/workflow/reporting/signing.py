"""Signing locked minutes: strokes, refusals and paper, kept as they happen, tied to the text that was locked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from iso_audit.domain.account import Account
from iso_audit.domain.errors import Conflict, Forbidden, IsoAuditError, NotFound, RuleBroken
from iso_audit.domain.minutes import MinutesState, MinutesVersion
from iso_audit.domain.signature import (
    MOST_STROKES,
    Place,
    Signature,
    SignatureEvent,
    SignatureKind,
    checked_value,
    fold,
)
from iso_audit.storage import activity, attachments, minutes, signatures
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.workflow.conducting.recording import Receipt, Refusal
from iso_audit.workflow.conducting.tablets import corrected
from iso_audit.workflow.ids import new_id

MOST_EVENTS = 500
_LOGGED = {
    SignatureKind.STROKE: "signature_given",
    SignatureKind.REFUSE: "signature_refused",
    SignatureKind.PAPER: "signature_paper",
    SignatureKind.CLEAR: "signature_cleared",
}


@dataclass(frozen=True, slots=True)
class NewSignatureEvent:
    """An event as its writer sends it: `made_at` as the pad reckoned it, and what the tablet's clocks say of it."""

    id: str
    version_id: str
    place: Place
    kind: SignatureKind
    attempt: str
    value: object
    text_hash: str
    made_at: datetime
    tablet_at: datetime | None = None
    waited: timedelta | None = None


def record_signatures(
    database: Database,
    events: Sequence[NewSignatureEvent],
    *,
    by: Account,
    device: str,
    at: datetime,
    sent_at: datetime | None = None,
) -> Receipt:
    """Keep `events` and say of each whether it is kept; sending one twice is harmless."""
    if len(events) > MOST_EVENTS:
        raise RuleBroken("too_many_events", most=MOST_EVENTS)
    kept_ids: list[str] = []
    refusals: list[Refusal] = []
    with database.write() as cursor:
        kept_events = signatures.by_ids(cursor, [event.id for event in events])
        moments = {event_id: event.made_at for event_id, event in kept_events.items()}
        acts = corrected(events, moments, sent_at=sent_at, received_at=at)
        for new in acts:
            try:
                if new.id not in kept_events:
                    kept_events[new.id] = _keep(cursor, new, by=by, device=device, at=at)
                elif not _is_sent_again(new, kept_events[new.id], by=by):
                    raise Conflict("event_differs")
                kept_ids.append(new.id)
            except IsoAuditError as error:
                refusals.append(Refusal(new.id, error))
    newest = max((event.made_at for event in acts if event.id in kept_ids), default=None)
    return Receipt(tuple(kept_ids), tuple(refusals), newest)


def _is_sent_again(new: NewSignatureEvent, signature_event: SignatureEvent, *, by: Account) -> bool:
    """Tell whether `new` is the act that is kept under its id."""
    sent_act = (new.version_id, new.place, new.kind, new.attempt, new.text_hash, by.id)
    kept_act = (
        signature_event.version_id,
        signature_event.place,
        signature_event.kind,
        signature_event.attempt,
        signature_event.text_hash,
        signature_event.account_id,
    )
    try:
        return sent_act == kept_act and _plain(checked_value(new.kind, new.value)) == _plain(signature_event.value)
    except RuleBroken:
        return False


def _plain(value: Mapping[str, object]) -> str:
    return json.dumps(dict(value), sort_keys=True)


def signatures_of(database: Database, version_id: str, *, reader: Account) -> Mapping[Place, Signature]:
    """Return what stands at each place of a version."""
    return fold(signature_events(database, version_id, reader=reader))


def signature_events(database: Database, version_id: str, *, reader: Account) -> tuple[SignatureEvent, ...]:
    """Return everything that happened at the places of a version, in the order it was made."""
    with database.read() as cursor:
        _readable(cursor, version_id, reader)
        return signatures.of_version(cursor, version_id)


def _keep(cursor: Cursor, new: NewSignatureEvent, *, by: Account, device: str, at: datetime) -> SignatureEvent:
    version = _readable(cursor, new.version_id, by)
    if not by.writes_minutes:
        raise Forbidden("forbidden", action="sign")
    if version.state is not MinutesState.LOCKED:
        raise Conflict("minutes_not_locked", number=version.number)
    if new.text_hash != version.text_hash:
        raise Conflict("signature_text_changed")
    value = checked_value(new.kind, new.value)
    strokes = _earlier_strokes(cursor, new)
    if new.kind is SignatureKind.STROKE and strokes >= MOST_STROKES:
        raise RuleBroken("too_many_strokes", most=MOST_STROKES)
    if new.kind is SignatureKind.PAPER and value["attachment"]:
        _check_attachment(cursor, str(value["attachment"]), version)
    event = SignatureEvent(
        new.id,
        version.id,
        new.place,
        new.kind,
        new.attempt,
        value,
        version.text_hash,
        by.id,
        device[:64],
        new.made_at,
        at,
        new.tablet_at,
    )
    signatures.append(cursor, [event])
    if not strokes or new.kind is not SignatureKind.STROKE:
        detail: dict[str, object] = {"number": version.number, "version": version.version, "place": new.place.value}
        subject = f"audit:{version.audit_id}"
        activity.add(cursor, activity.Activity(new_id(at), at, by.id, _LOGGED[new.kind], subject, detail))
    return event


def _earlier_strokes(cursor: Cursor, new: NewSignatureEvent) -> int:
    earlier = signatures.of_version(cursor, new.version_id)
    return sum(1 for one in earlier if one.attempt == new.attempt and one.kind is SignatureKind.STROKE)


def _check_attachment(cursor: Cursor, attachment_id: str, version: MinutesVersion) -> None:
    attachment = attachments.by_id(cursor, attachment_id)
    if attachment is None or attachment.version_id != version.id or attachment.withdrawn_reason is not None:
        raise NotFound("attachment_not_found")


def _readable(cursor: Cursor, version_id: str, reader: Account) -> MinutesVersion:
    version = minutes.by_id(cursor, version_id)
    if version is None or not reader.may_read(version.audit_id):
        raise NotFound("minutes_not_found")
    return version
