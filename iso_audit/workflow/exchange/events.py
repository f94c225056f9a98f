"""Taking in the journal: the union of events by id; what each of them says was checked before.

They are events already, with the account, the moments and the replacements that another server granted: recording would
grant anew and receive anew, so that two servers that take in each other's files would never be the same.
"""

from collections.abc import Mapping, Sequence
from typing import cast

from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.domain.journal import Event
from iso_audit.storage import journal
from iso_audit.storage.engine.table import Row
from iso_audit.storage.tables import EVENT
from iso_audit.workflow.exchange.taking import Taking

_TOGETHER = 500


def take_events(taking: Taking) -> list[str]:
    """Add the events that are not here, in the file's order, and return the ids of all that the file holds.

    Conflict `carry_event_differs` where an id stands for another event here; RuleBroken `carry_damaged` where events
    replace what they cannot. When a server received an event is its own affair; one that is replaced may come later.
    """
    here = {event.id: event for event in journal.of_audit(taking.cursor, taking.audit_id)}
    there = [_event(row) for row in taking.rows(EVENT)]
    by_id = {**here, **{event.id: event for event in there}}
    _check_replaced(taking, by_id, there)
    new = []
    for event in there:
        if event.id not in here:
            new.append(event)
        elif not _alike(event, here[event.id], by_id):
            raise Conflict("carry_event_differs", subject=event.subject, event=event.id)
    for start in range(0, len(new), _TOGETHER):
        _append(taking, new[start : start + _TOGETHER])
    taking.entries_of.update(event.account_id for event in new)
    taking.new["event"], taking.known["event"] = len(new), len(there) - len(new)
    return [event.id for event in there]


def _append(taking: Taking, events: Sequence[Event]) -> None:
    elsewhere = journal.present(taking.cursor, [event.id for event in events])
    for event in events:
        if event.id in elsewhere:
            raise Conflict("carry_event_differs", subject=event.subject, event=event.id)
    journal.append(taking.cursor, events)


def _alike(one: Event, other: Event, by_id: Mapping[str, Event]) -> bool:
    """Tell whether two events of one id say the same; what they replace counts only where that is there at all.

    Each server reckons the moment of what it receives: where both know the tablet's own reading, that is compared.
    """
    read = one.tablet_at is not None and other.tablet_at is not None
    same_moment = one.tablet_at == other.tablet_at if read else one.made_at == other.made_at
    return same_moment and _said(one, by_id) == _said(other, by_id)


def _said(event: Event, by_id: Mapping[str, Event]) -> tuple[object, ...]:
    replaced_ids = event.replaces & by_id.keys()
    return event.key, event.value, event.account_id, event.device, replaced_ids


def _check_replaced(taking: Taking, by_id: dict[str, Event], there: Sequence[Event]) -> None:
    """Raise `carry_damaged` where an event replaces one of another field or another audit."""
    missing = set()
    for event in there:
        for event_id in event.replaces:
            if event_id not in by_id:
                missing.add(event_id)
            elif by_id[event_id].key != event.key:
                raise RuleBroken("carry_damaged")
    missing_ids = sorted(missing)
    for start in range(0, len(missing_ids), _TOGETHER):
        if journal.present(taking.cursor, missing_ids[start : start + _TOGETHER]):
            raise RuleBroken("carry_damaged")


def _event(row: Row) -> Event:
    return EVENT.thing(Event, row, replaces=frozenset(cast(list[str], row["replaces"])))
