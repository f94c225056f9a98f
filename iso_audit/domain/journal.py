"""The journal of an audit: events only ever added, their heads, current values and disagreements."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

FieldKey = tuple[str, str]

ITEM, FINDING, VISIT, ATTENDEE, CONCLUSION = "item", "finding", "visit", "attendee", "conclusion"
EARLIER = "earlier"
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
    """The heads of one field, newest first and never empty; ids that its events replace and that have not come yet.

    `circular` says that some of the heads replace one another, which honest devices cannot bring about.
    """

    heads: tuple[Event, ...]
    awaited: frozenset[str] = frozenset()
    circular: bool = False

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
    _of_subject: Mapping[str, dict[str, FieldState]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        of_subject: dict[str, dict[str, FieldState]] = {}
        for (subject, name), state in self.fields.items():
            of_subject.setdefault(subject, {})[name] = state
        object.__setattr__(self, "_of_subject", of_subject)

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
        oldest = {
            subject: min(head.id for state in states.values() for head in state.heads)
            for subject, states in self._of_subject.items()
            if subject.partition(":")[0] == kind
        }
        return tuple(sorted(oldest, key=lambda subject: (oldest[subject], subject)))

    def of(self, subject: str) -> Mapping[str, FieldState]:
        """Return the fields of one subject by name."""
        return self._of_subject.get(subject, {})

    def values(self, subject: str) -> dict[str, str]:
        """Return every set field of one subject with its current value."""
        states = self.of(subject)
        return {name: state.value for name, state in states.items() if state.value is not None}


NOTHING = Journal(MappingProxyType({}))


def fold(events: Iterable[Event]) -> Journal:
    """Return the journal of `events`; order and repetition of the events do not matter."""
    by_key: dict[FieldKey, dict[str, Event]] = {}
    for event in events:
        by_key.setdefault(event.key, {})[event.id] = event
    return Journal(MappingProxyType({key: _folded(known) for key, known in by_key.items()}))


def _folded(known: Mapping[str, Event]) -> FieldState:
    """Return the state of one field: what no event replaces, and circles of events that nothing else replaces."""
    replaced = {old for event in known.values() for old in event.replaces if old != event.id}
    reached = known.keys() - replaced
    heads, waiting = [known[one] for one in reached], list(reached)
    while waiting:
        further = known[waiting.pop()].replaces & known.keys() - reached
        reached |= further
        waiting += further
    circle = [event for event in known.values() if event.id not in reached]
    return FieldState(_newest_first([*heads, *circle]), frozenset(replaced - known.keys()), circular=bool(circle))


def arrived(
    state: FieldState | None, event: Event, *, unknown: frozenset[str], known: Callable[[], Iterable[Event]]
) -> FieldState:
    """Return what a field's `state` becomes when `event`, not known before, arrives: the same as folding anew.

    `unknown` are those of the ids it replaces that have not come. `known` gives every earlier event of the field and is
    asked only where one of them replaces `event` already, or where events replace one another in a circle.
    """
    if state is None:
        return FieldState((event,), unknown - {event.id})
    if state.circular or event.id in state.awaited:
        return _folded({one.id: one for one in (*known(), event)})
    heads = [head for head in state.heads if head.id not in event.replaces]
    return FieldState(_newest_first([event, *heads]), state.awaited | (unknown - {event.id}))


def _newest_first(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: event.order, reverse=True))


def may_settle(state: FieldState, *, account_id: str, leads: bool) -> bool:
    """Tell whether an account may replace every head of a disputed field: a writer of one, or the leader."""
    return leads or any(head.account_id == account_id for head in state.heads)


def granted(event: Event, named: Mapping[str, Event], state: FieldState | None, *, leads: bool) -> frozenset[str]:
    """Return which of the events that `event` names it replaces; `named` holds those that have come, of any field.

    Never one of another field. Whoever leads, or wrote one of the sides, replaces them all, and those that have not
    come as soon as they do. Anybody else replaces what was of one mind when it was seen and is so still; where that
    is in doubt, nothing: no side is swallowed without leave, in whatever order the events arrive.
    """
    seen = [one for one in (named.get(id_) for id_ in event.replaces) if one is not None and same_field(one, event)]
    unknown = event.replaces - named.keys() - {event.id}
    ids = frozenset(one.id for one in seen if one.id != event.id)
    writers = {one.account_id for one in (*seen, *(state.heads if state else ()))}
    if leads or event.account_id in writers:
        return ids | unknown
    doubtful = unknown or (state is not None and state.disputed) or (seen and FieldState(_newest_first(seen)).disputed)
    return frozenset() if doubtful else ids


def same_field(one: Event, other: Event) -> bool:
    """Tell whether two events belong to one field of one audit."""
    return (one.audit_id, one.key) == (other.audit_id, other.key)


def same_act(one: Event, other: Event) -> bool:
    """Tell whether two events of one id are one act: the same account set the same field to the same value."""
    return same_field(one, other) and (one.value, one.account_id) == (other.value, other.account_id)
