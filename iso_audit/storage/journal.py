"""Rows of event and event_replacement, and the domain's Event; with every event the state of its field is kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from iso_audit.domain.journal import Event, FieldKey, FieldState, arrived, same_field
from iso_audit.domain.subjects import enters_minutes
from iso_audit.storage import heads
from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.heads import StateKey
from iso_audit.storage.tables import EVENT, EVENT_REPLACEMENT

_SHARED = "id, audit_id, subject, field, value, account_id, device, made_at, received_at"
_COLUMNS = EVENT.selected(Event)


class Asked(Protocol):
    """What is known of an event before it is taken: an Event, or what a device sent."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def audit_id(self) -> str: ...  # noqa: D102
    @property
    def subject(self) -> str: ...  # noqa: D102
    @property
    def field(self) -> str: ...  # noqa: D102
    @property
    def replaces(self) -> frozenset[str]: ...  # noqa: D102


class Appending:
    """Events on their way into the journal: what it holds of them, and the states of their fields as each is added.

    One statement reads all that is needed for `asked`; nothing is written before `write`.
    """

    def __init__(self, cursor: Cursor, asked: Sequence[Asked]) -> None:
        self._cursor = cursor
        self._added: list[Event] = []
        self.known: dict[str, Event] = {}
        self.states: dict[StateKey, FieldState] = {}
        self._position = 0
        self._rowids: dict[StateKey, int] = {}
        if asked:
            self._read(asked)

    def _read(self, asked: Sequence[Asked]) -> None:
        ids = sorted({one.id for one in asked}.union(*(one.replaces for one in asked)))
        wanted = {(one.audit_id, one.subject, one.field) for one in asked}
        parts = [sorted(set(part)) for part in zip(*wanted, strict=True)]
        marks = [", ".join("?" for _ in part) for part in (ids, *parts)]
        empty = ", ".join("null" for _ in heads.COLUMNS[1:])
        rows = self._cursor.execute(
            f"select null, {_SHARED}, null, null, null, tablet_at, null from event where id in ({marks[0]}) "
            f"union all select position, {heads.SELECTED}, null, rowid from field_state "
            f"where audit_id in ({marks[1]}) and subject in ({marks[2]}) and field in ({marks[3]}) "
            f"union all select max(position), null, {empty}, null, null from event",
            [value for part in (ids, *parts) for value in part],
        ).fetchall()
        for position, *row, tablet_at, place in rows:
            if position is None and row[0] is not None:
                self.known[row[0]] = EVENT.made(Event, [*row[:9], tablet_at])
            elif row[0] is not None:
                self.states[row[1], row[2], row[3]] = heads.state_of(row)
                self._rowids[row[1], row[2], row[3]] = place
            else:
                self._position = position or 0

    def add(self, event: Event) -> None:
        """Add an event whose id is not known."""
        key = heads.key_of(event)
        self.states[key] = arrived(
            self.states.get(key),
            event,
            unknown=frozenset(one for one in event.replaces if not self._came(one, event)),
            known=lambda: [*of_field(self._cursor, *key), *(one for one in self._added if heads.key_of(one) == key)],
        )
        self.known[event.id] = event
        self._added.append(event)

    def _came(self, event_id: str, successor: Event) -> bool:
        known = self.known.get(event_id)
        return known is not None and same_field(known, successor)

    def write(self) -> None:
        """Write what was added, each event at the next position, and the states of its fields."""
        placed = list(enumerate(self._added, start=self._position + 1))
        EVENT.insert(self._cursor, ({"position": position, **EVENT.row_of(event)} for position, event in placed))
        EVENT_REPLACEMENT.insert(
            self._cursor,
            (
                {"event_id": event.id, "replaced_id": replaced, "audit_id": event.audit_id}
                for event in self._added
                for replaced in sorted(event.replaces)
            ),
        )
        last = {heads.key_of(event): position for position, event in placed}
        states = {key: (self.states[key], position) for key, position in last.items()}
        heads.save(self._cursor, states, rowids={key: place for key, place in self._rowids.items() if key in states})
        self._added.clear()


def append(cursor: Cursor, events: Sequence[Event]) -> None:
    """Append events that are not there yet, each at the next position; an id already there is left as it is."""
    appending = Appending(cursor, events)
    for event in events:
        if event.id not in appending.known:
            appending.add(event)
    appending.write()


def present(cursor: Cursor, ids: Sequence[str]) -> set[str]:
    """Return which of `ids` are in the journal."""
    if not ids:
        return set()
    marks = ", ".join("?" for _ in ids)
    return {row[0] for row in cursor.execute(f"select id from event where id in ({marks})", list(ids)).fetchall()}


def of_audit(cursor: Cursor, audit_id: str) -> tuple[Event, ...]:
    """Return every event of an audit in the order of arrival."""
    rows = cursor.execute(f"select {_COLUMNS} from event where audit_id = ? order by position", [audit_id]).fetchall()
    return _events(rows, _replacements(cursor, "audit_id = ?", [audit_id]))


def until(cursor: Cursor, positions: Mapping[str, int]) -> tuple[Event, ...]:
    """Return every event of some audits in the order of arrival, of each up to its position."""
    if not positions:
        return ()
    each = " or ".join("audit_id = ? and position <= ?" for _ in positions)
    values = [value for pair in positions.items() for value in pair]
    rows = cursor.execute(f"select {_COLUMNS} from event where {each} order by position", values).fetchall()
    return _events(rows, _replacements(cursor, "list_contains(?, audit_id)", [list(positions)]))


def after(cursor: Cursor, audit_id: str, position: int) -> tuple[Event, ...]:
    """Return the events of an audit after a position in the order of arrival, without what they replace."""
    rows = cursor.execute(
        f"select {_COLUMNS} from event where audit_id = ? and position > ? order by position", [audit_id, position]
    ).fetchall()
    return _events(rows, {})


def of_field(cursor: Cursor, audit_id: str, subject: str, field: str) -> tuple[Event, ...]:
    """Return every event of one field, in the order of arrival."""
    return _some(cursor, "audit_id = ? and subject = ? and field = ?", [audit_id, subject, field])


def of_subject(cursor: Cursor, audit_id: str, subject: str) -> tuple[Event, ...]:
    """Return every event of one subject, in the order of arrival."""
    return _some(cursor, "audit_id = ? and subject = ?", [audit_id, subject])


def last_of(cursor: Cursor, audit_id: str, *, field: str, account_id: str) -> tuple[Event, ...]:
    """Return of each subject the last event by which an account set one field, without what it replaced."""
    rows = cursor.execute(
        f"select {_COLUMNS} from event where audit_id = ? and field = ? and account_id = ? order by position",
        [audit_id, field, account_id],
    ).fetchall()
    return tuple({event.subject: event for event in _events(rows, {})}.values())


def _some(cursor: Cursor, where: str, values: Sequence[str]) -> tuple[Event, ...]:
    rows = cursor.execute(f"select {_COLUMNS} from event where {where} order by position", list(values)).fetchall()
    if not rows:
        return ()
    marks = ", ".join("?" for _ in rows)
    return _events(rows, _replacements(cursor, f"event_id in ({marks})", [row[0] for row in rows]))


def positions(cursor: Cursor, audit_id: str) -> tuple[int, ...]:
    """Return the positions of an audit's events, in the order of arrival."""
    rows = cursor.execute("select position from event where audit_id = ? order by position", [audit_id]).fetchall()
    return tuple(row[0] for row in rows)


def positions_for_minutes(cursor: Cursor, audit_id: str, *, since: int | None = None) -> tuple[int, ...]:
    """Return the positions of events after `since` (none: after the audit's first minutes) that minutes tell of."""
    first = "(select min(journal_position) from minutes where audit_id = ?)"
    rows = cursor.execute(
        f"select position, subject from event where audit_id = ? and position > coalesce(?, {first}) order by position",
        [audit_id, since, audit_id],
    ).fetchall()
    return tuple(position for position, subject in rows if enters_minutes(subject))


def last_positions(cursor: Cursor, audit_id: str) -> dict[FieldKey, int]:
    """Return the position of the newest event of each field of an audit."""
    rows = cursor.execute(
        "select subject, field, max(position) from event where audit_id = ? group by subject, field", [audit_id]
    ).fetchall()
    return {(row[0], row[1]): row[2] for row in rows}


def last_position(cursor: Cursor, audit_id: str) -> int:
    """Return the position of the newest event of an audit, 0 where there is none."""
    rows = cursor.execute("select coalesce(max(position), 0) from event where audit_id = ?", [audit_id]).fetchall()
    return int(rows[0][0])


def _replacements(cursor: Cursor, where: str, values: Sequence[Any]) -> dict[str, set[str]]:
    replaced: dict[str, set[str]] = {}
    for event_id, replaced_id in cursor.execute(
        f"select event_id, replaced_id from event_replacement where {where}", list(values)
    ).fetchall():
        replaced.setdefault(event_id, set()).add(replaced_id)
    return replaced


def _events(rows: Iterable[tuple[Any, ...]], replaced: dict[str, set[str]]) -> tuple[Event, ...]:
    return tuple(EVENT.made(Event, row, replaces=frozenset(replaced.get(row[0], ()))) for row in rows)
