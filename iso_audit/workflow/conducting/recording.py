"""The one way into an audit's journal: what a device, a form or the server itself tells becomes events, checked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from iso_audit.domain.account import Account
from iso_audit.domain.errors import Conflict, Forbidden, IsoAuditError, NotFound, RuleBroken
from iso_audit.domain.journal import Event, Journal, granted, same_act
from iso_audit.domain.moments import after_opening, questioned
from iso_audit.domain.subjects import checked_value, writers_of
from iso_audit.storage import audits
from iso_audit.storage.audits import Recorded
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.storage.heads import key_of
from iso_audit.storage.journal import Appending
from iso_audit.workflow.conducting.tablets import corrected
from iso_audit.workflow.ids import new_id

MOST_EVENTS = 500

Change = tuple[str, str, str | None]
"""A subject, one of its fields, and the value it is to have (None clears)."""


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
    kept_ids: list[str] = []
    refusals: list[Refusal] = []
    with database.write() as cursor:
        appending = Appending(cursor, events)
        moments = {event_id: event.made_at for event_id, event in appending.known.items()}
        acts = corrected(events, moments, sent_at=sent_at, received_at=at)
        here = audits.recorded_in(cursor, {event.audit_id for event in events})
        for act in acts:
            new = replace(act, made_at=_made_at(cursor, act, at))
            try:
                _take(appending, new, here.get(new.audit_id), by=by, device=device, at=at)
                kept_ids.append(new.id)
            except IsoAuditError as error:
                refusals.append(Refusal(new.id, error))
        appending.write()
    newest = max((event.made_at for event in acts if event.id in kept_ids), default=None)
    return Receipt(tuple(kept_ids), tuple(refusals), newest)


def _take(
    appending: Appending, new: NewEvent, here: Recorded | None, *, by: Account, device: str, at: datetime
) -> None:
    """Add an event where it is new; one that is kept already must be the same act, else Conflict `event_differs`."""
    kept_event = appending.known.get(new.id)
    if kept_event is None:
        event = _checked(new, here, by=by, device=device, at=at)
        state = appending.states.get(key_of(event))
        appending.add(replace(event, replaces=granted(event, appending.known, state, leads=by.leads)))
    elif not _is_sent_again(new, kept_event, here, by=by, at=at):
        raise Conflict("event_differs")


def _is_sent_again(new: NewEvent, event: Event, here: Recorded | None, *, by: Account, at: datetime) -> bool:
    """Tell whether `new` is the act that is kept under its id, its value as sent or as it was kept."""
    new_event = _said(new, new.value, by=by, at=at)
    if same_act(new_event, event) or here is None:
        return same_act(new_event, event)
    try:
        value = checked_value(here.checklist, new.subject, new.field, new.value)
    except IsoAuditError:
        return False
    return same_act(replace(new_event, value=value), event)


def record_fields(
    database: Database,
    audit_id: str,
    changes: Sequence[Change],
    *,
    journal: Journal,
    by: Account,
    device: str,
    at: datetime,
) -> int:
    """Set the fields (subject, field, value) that differ from what the writer had `seen`; return how many.

    Only the heads the writer saw are replaced, in a disagreement only their own side: what somebody else wrote, or
    they themselves on another `device` (a page, where it is a form), stays, as a disagreement.
    """
    events = []
    for subject, name, value in changes:
        if journal.value(subject, name) != (value or None):
            heads = journal.seen_by(subject, name, account_id=by.id, device=device)
            events.append(NewEvent(new_id(at), audit_id, subject, name, value or None, at, heads))
    record_together(database, events, by=by, device=device, at=at)
    return len(events)


def record_together(database: Database, events: Sequence[NewEvent], *, by: Account, device: str, at: datetime) -> None:
    """Record any number of events in one transaction: where one is refused, none is kept and its error is raised."""
    with database.write():
        for start in range(0, len(events), MOST_EVENTS):
            receipt = record(database, events[start : start + MOST_EVENTS], by=by, device=device, at=at)
            for refusal in receipt.refused:
                raise refusal.error


def enter(cursor: Cursor, acts: Sequence[NewEvent], *, by: Account, device: str, at: datetime) -> None:
    """Enter what the server itself tells, in its caller's transaction: checked, and all that an act names is replaced.

    Whether the account may is the caller's to ask; `made_at` is as the caller reckoned it.
    """
    appending, here = Appending(cursor, acts), audits.recorded_in(cursor, {act.audit_id for act in acts})
    for act in acts:
        value = checked_value(here[act.audit_id].checklist, act.subject, act.field, act.value)
        appending.add(_said(act, value, by=by, device=device, at=at))
    appending.write()


def _checked(new: NewEvent, here: Recorded | None, *, by: Account, device: str, at: datetime) -> Event:
    if here is None or not by.may_read(new.audit_id):
        raise NotFound("audit_not_found", audit=new.audit_id[:64])
    if not by.may_record(new.audit_id):
        raise Forbidden("forbidden", action="record")
    writers = writers_of(new.subject, new.field)
    if writers == "leaders" and not by.leads:
        raise Forbidden("forbidden", action="conclude")
    if here.cancelled:
        raise Conflict("audit_cancelled", code=here.code)
    if writers == "server":
        raise Forbidden("forbidden", action="photo")
    value = checked_value(here.checklist, new.subject, new.field, new.value)
    return _said(new, value, by=by, device=device, at=at)


def _said(new: NewEvent, value: str | None, *, by: Account, at: datetime, device: str = "") -> Event:
    return Event(
        id=new.id,
        audit_id=new.audit_id,
        subject=new.subject,
        field=new.field,
        value=value,
        account_id=by.id,
        device=device[:64],
        made_at=new.made_at,
        received_at=at,
        replaces=new.replaces,
        tablet_at=new.tablet_at,
    )


def _made_at(cursor: Cursor, new: NewEvent, at: datetime) -> datetime:
    """Return when an event was made: what an older card says of long ago is held against the audit's opening."""
    if new.tablet_at is not None or not questioned(new.made_at, received_at=at):
        return new.made_at
    opened_at = audits.opened_at(cursor, new.audit_id)
    return after_opening(new.made_at, opened_at=opened_at or new.made_at, received_at=at)
