"""The journal of an audit: events only ever added, their heads, current values and disagreements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

FieldKey = tuple[str, str]

ITEM, FINDING, VISIT, ATTENDEE, CONCLUSION = "item", "finding", "visit", "attendee", "conclusion"
CASE, PROCEDURE, PHOTO = "case", "procedure", "photo"


@dataclass(frozen=True, slots=True)
class Event:
    """One act that set one field of one subject of an audit; a None value clears the field.

    `subject` is a kind and an id (`item:P01`, `finding:<uuid>`, `visit:`), `made_at` the writer's
    corrected clock and `received_at` the server's, both UTC; `replaces` names the events of the
    same field that the writer had seen. `tablet_at` is what the tablet's own clock showed, where it said so.
    """

    id: str
    audit_id: str
    subject: str
    field: str
    value: str | None
    account_id: str
    device: str
    made_at: datetime
    received_at: datetime
    replaces: frozenset[str] = frozenset()
    tablet_at: datetime | None = None

    @property
    def key(self) -> FieldKey:
        """Return the field the event belongs to."""
        return (self.subject, self.field)

    @property
    def order(self) -> tuple[datetime, str]:
        """Return what makes one event newer than another."""
        return (self.made_at, self.id)


@dataclass(frozen=True, slots=True)
class FieldState:
    """The heads of one field, newest first; never empty."""

    heads: tuple[Event, ...]

    @property
    def current(self) -> Event:
        """Return the newest head."""
        return self.heads[0]

    @property
    def value(self) -> str | None:
        """Return the current value, None where the field is clear."""
        return self.current.value

    @property
    def sides(self) -> tuple[Event, ...]:
        """Return the newest head of each account and device, newest first: who stands for what."""
        newest: dict[tuple[str, str], Event] = {}
        for head in self.heads:
            newest.setdefault((head.account_id, head.device), head)
        return tuple(newest.values())

    @property
    def disputed(self) -> bool:
        """Tell whether the sides hold different values."""
        return len(self.heads) > 1 and len({side.value for side in self.sides}) > 1

    def seen_by(self, account_id: str, device: str) -> frozenset[str]:
        """Return the ids an ordinary act replaces: every head, in a disagreement only those of its own side."""
        own = (account_id, device)
        mine = self.heads if not self.disputed else [one for one in self.heads if (one.account_id, one.device) == own]
        return frozenset(head.id for head in mine)


@dataclass(frozen=True, slots=True)
class Journal:
    """The folded events of one audit: every field's heads by subject and field."""

    fields: Mapping[FieldKey, FieldState]

    def value(self, subject: str, name: str) -> str | None:
        """Return the current value of a field, None where it is clear or was never set."""
        state = self.fields.get((subject, name))
        return state.value if state else None

    def disputed(self, subject: str, name: str) -> bool:
        """Tell whether a field is in disagreement."""
        state = self.fields.get((subject, name))
        return state is not None and state.disputed

    def head_ids(self, subject: str, name: str) -> frozenset[str]:
        """Return the ids of a field's heads: what an event that saw them all replaces."""
        state = self.fields.get((subject, name))
        return frozenset(head.id for head in state.heads) if state else frozenset()

    def seen_by(self, subject: str, name: str, *, account_id: str, device: str) -> frozenset[str]:
        """Return the ids that an ordinary act of an account on a device replaces, having seen this journal."""
        state = self.fields.get((subject, name))
        return state.seen_by(account_id, device) if state else frozenset()

    def subjects(self, kind: str) -> tuple[str, ...]:
        """Return the subjects of `kind` in the order of their oldest head's id."""
        seen: dict[str, str] = {}
        for (subject, _), state in self.fields.items():
            if subject.partition(":")[0] == kind:
                oldest = min(head.id for head in state.heads)
                seen[subject] = min(seen.get(subject, oldest), oldest)
        return tuple(sorted(seen, key=lambda subject: (seen[subject], subject)))

    def values(self, subject: str) -> dict[str, str]:
        """Return every set field of one subject with its current value."""
        return {
            name: state.value
            for (owner, name), state in self.fields.items()
            if owner == subject and state.value is not None
        }


def fold(events: Iterable[Event]) -> Journal:
    """Return the journal of `events`; order and repetition of the events do not matter."""
    by_key: dict[FieldKey, dict[str, Event]] = {}
    for event in events:
        by_key.setdefault(event.key, {})[event.id] = event
    return Journal(MappingProxyType({key: FieldState(_heads(known)) for key, known in by_key.items()}))


def _heads(known: Mapping[str, Event]) -> tuple[Event, ...]:
    replaced = {old for event in known.values() for old in event.replaces if old != event.id}
    heads = [event for event in known.values() if event.id not in replaced] or list(known.values())
    return tuple(sorted(heads, key=lambda event: event.order, reverse=True))


def may_settle(state: FieldState, *, account_id: str, leads: bool) -> bool:
    """Tell whether an account may replace every head of a disputed field: a writer of one, or the leader."""
    return leads or any(head.account_id == account_id for head in state.heads)
