"""Conducting an audit: recording events of its journal, checked, idempotent, all in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from iso_audit.domain.account import Account
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.errors import Conflict, Forbidden, IsoAuditError, NotFound, RuleBroken
from iso_audit.domain.events import LEADER_ONLY, SERVER_ONLY, checked_value
from iso_audit.domain.journal import Event, Journal, fold, may_settle
from iso_audit.domain.moments import after_opening, questioned
from iso_audit.domain.programme import Audit
from iso_audit.storage import audits, journal
from iso_audit.storage.database import Cursor, Database
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.tablets import corrected

MOST_EVENTS = 500


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event as its writer sends it: `made_at` as the card reckoned it, and what the tablet's clocks say of it."""

    id: str
    audit_id: str
    subject: str
    field: str
    value: str | None
    made_at: datetime
    replaces: frozenset[str] = frozenset()
    tablet_at: datetime | None = None
    waited: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """One event that was not taken in, and why."""

    event_id: str
    error: IsoAuditError


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a batch: ids that are now (or were already) kept, the refused ones, the newest moment kept."""

    accepted: tuple[str, ...]
    refused: tuple[Refusal, ...]
    newest: datetime | None = None


def record(
    database: Database,
    events: Sequence[NewEvent],
    *,
    by: Account,
    device: str,
    at: datetime,
    sent_at: datetime | None = None,
) -> Receipt:
    """Keep `events` and say of each whether it is kept; sending one twice is harmless.

    `sent_at` is what the tablet's own clock showed at sending, None from an older card.
    """
    if len(events) > MOST_EVENTS:
        raise RuleBroken("too_many_events", most=MOST_EVENTS)
    accepted: list[Event] = []
    refused: list[Refusal] = []
    with database.write() as cursor:
        known = journal.present(cursor, [event.id for event in events])
        timed = corrected(events, journal.kept_moments(cursor, sorted(known)), sent_at=sent_at, received_at=at)
        context: dict[str, tuple[Audit, Checklist]] = {}
        for new in timed:
            if new.id in known:
                continue
            try:
                audit, checklist = _audit(cursor, new.audit_id, context)
                accepted.append(_checked(cursor, new, audit, checklist, by=by, device=device, at=at))
            except IsoAuditError as error:
                refused.append(Refusal(new.id, error))
        journal.append(cursor, accepted)
    kept = known | {event.id for event in accepted}
    newest = max((event.made_at for event in timed if event.id in kept), default=None)
    return Receipt(tuple(event.id for event in events if event.id in kept), tuple(refused), newest)


def record_fields(
    database: Database,
    audit_id: str,
    changes: Sequence[tuple[str, str, str | None]],
    *,
    seen: Journal,
    by: Account,
    device: str,
    at: datetime,
) -> int:
    """Set the fields (subject, field, value) that differ from what the writer had `seen`; return how many.

    Only the heads the writer saw are replaced, in a disagreement only their own side: what somebody else wrote, or
    they themselves on another `device` (a page, where it is a form), stays, as a disagreement.
    """
    events = [
        NewEvent(
            new_id(at),
            audit_id,
            subject,
            name,
            value or None,
            at,
            seen.seen_by(subject, name, account_id=by.id, device=device),
        )
        for subject, name, value in changes
        if seen.value(subject, name) != (value or None)
    ]
    receipt = record(database, events, by=by, device=device, at=at)
    for refusal in receipt.refused:
        raise refusal.error
    return len(events)


def _audit(cursor: Cursor, audit_id: str, context: dict[str, tuple[Audit, Checklist]]) -> tuple[Audit, Checklist]:
    if audit_id not in context:
        audit, checklist = audits.audit(cursor, audit_id), audits.checklist(cursor, audit_id)
        if audit is None or checklist is None:
            raise NotFound("audit_not_found", audit=audit_id[:64])
        context[audit_id] = (audit, checklist)
    return context[audit_id]


def _checked(
    cursor: Cursor,
    new: NewEvent,
    audit: Audit,
    checklist: Checklist,
    *,
    by: Account,
    device: str,
    at: datetime,
) -> Event:
    if not by.may_read(audit.id):
        raise NotFound("audit_not_found", audit=audit.id)
    if not by.may_record(audit.id):
        raise Forbidden("forbidden", action="record")
    if new.subject.partition(":")[0] in LEADER_ONLY and not by.leads:
        raise Forbidden("forbidden", action="conclude")
    if audit.cancelled_reason is not None:
        raise Conflict("audit_cancelled", code=audit.code)
    if (new.subject.partition(":")[0], new.field) in SERVER_ONLY:
        raise Forbidden("forbidden", action="photo")
    value = checked_value(checklist, new.subject, new.field, new.value)
    return Event(
        id=new.id,
        audit_id=audit.id,
        subject=new.subject,
        field=new.field,
        value=value,
        account_id=by.id,
        device=device[:64],
        made_at=_made_at(cursor, new, at),
        received_at=at,
        replaces=_replaceable(cursor, new, by),
        tablet_at=new.tablet_at,
    )


def _made_at(cursor: Cursor, new: NewEvent, at: datetime) -> datetime:
    """Return when an event was made: what an older card says of long ago is held against the audit's opening."""
    if new.tablet_at is not None or not questioned(new.made_at, received_at=at):
        return new.made_at
    opened_at = audits.opened_at(cursor, new.audit_id)
    return after_opening(new.made_at, opened_at=opened_at or new.made_at, received_at=at)


def _replaceable(cursor: Cursor, new: NewEvent, by: Account) -> frozenset[str]:
    """Return what the event may replace: in a disagreement only a writer of it or the leader replaces others' heads."""
    if not new.replaces:
        return frozenset()
    earlier = journal.of_field(cursor, new.audit_id, new.subject, new.field)
    mine = frozenset(event.id for event in earlier if event.account_id == by.id)
    foreign = journal.present(cursor, sorted(new.replaces)) - {event.id for event in earlier}
    asked = new.replaces - foreign
    state = fold(earlier).fields.get((new.subject, new.field))
    if state is None or not state.disputed or may_settle(state, account_id=by.id, leads=by.leads):
        return asked
    return asked & mine
