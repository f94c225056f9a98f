"""Rows of event and event_replacement, and the domain's Event."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from iso_audit.domain.journal import Event
from iso_audit.storage.database import Cursor, from_utc, to_utc

_COLUMNS = "id, audit_id, subject, field, value, account_id, device, made_at, received_at, tablet_at"
_TOGETHER = 200


def append(cursor: Cursor, events: Sequence[Event]) -> None:
    """Append events that are not there yet, each at the next position; an id already there is left as it is."""
    known = present(cursor, [event.id for event in events])
    (position,) = cursor.execute("select coalesce(max(position), 0) from event").fetchall()[0]
    rows: list[tuple[Any, ...]] = []
    replacements: list[tuple[Any, ...]] = []
    for event in events:
        if event.id in known:
            continue
        known.add(event.id)
        position += 1
        rows.append(
            (
                position,
                event.id,
                event.audit_id,
                event.subject,
                event.field,
                event.value,
                event.account_id,
                event.device,
                to_utc(event.made_at),
                to_utc(event.received_at),
                event.tablet_at and to_utc(event.tablet_at),
            )
        )
        replacements += [(event.id, replaced_id, event.audit_id) for replaced_id in sorted(event.replaces)]
    _insert(cursor, f"event (position, {_COLUMNS})", rows)
    _insert(cursor, "event_replacement (event_id, replaced_id, audit_id)", replacements)


def _insert(cursor: Cursor, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, many to a statement: ten times faster than one by one."""
    for start in range(0, len(rows), _TOGETHER):
        some = rows[start : start + _TOGETHER]
        marks = ", ".join(f"({', '.join('?' for _ in row)})" for row in some)
        cursor.execute(f"insert into {columns} values {marks}", [value for row in some for value in row])


def present(cursor: Cursor, ids: Sequence[str]) -> set[str]:
    """Return which of `ids` are in the journal."""
    if not ids:
        return set()
    marks = ", ".join("?" for _ in ids)
    return {row[0] for row in cursor.execute(f"select id from event where id in ({marks})", list(ids)).fetchall()}


def kept_moments(cursor: Cursor, ids: Sequence[str]) -> dict[str, datetime]:
    """Return when each of `ids` that is in the journal was made."""
    if not ids:
        return {}
    marks = ", ".join("?" for _ in ids)
    rows = cursor.execute(f"select id, made_at from event where id in ({marks})", list(ids)).fetchall()
    return {row[0]: from_utc(row[1]) for row in rows}


def of_audit(cursor: Cursor, audit_id: str, *, until: int | None = None) -> tuple[Event, ...]:
    """Return every event of an audit in the order of arrival, up to position `until` where given."""
    limit = "" if until is None else "and position <= ?"
    values: list[Any] = [audit_id] if until is None else [audit_id, until]
    rows = cursor.execute(
        f"select {_COLUMNS} from event where audit_id = ? {limit} order by position", values
    ).fetchall()
    return _events(rows, _replacements(cursor, audit_id))


def of_field(cursor: Cursor, audit_id: str, subject: str, field: str) -> tuple[Event, ...]:
    """Return every event of one field, in the order of arrival."""
    rows = cursor.execute(
        f"select {_COLUMNS} from event where audit_id = ? and subject = ? and field = ? order by position",
        [audit_id, subject, field],
    ).fetchall()
    return _events(rows, _replacements(cursor, audit_id))


def touched_since(cursor: Cursor, audit_id: str, position: int) -> frozenset[tuple[str, str]]:
    """Return the fields that events after `position` belong to."""
    rows = cursor.execute(
        "select distinct subject, field from event where audit_id = ? and position > ?", [audit_id, position]
    ).fetchall()
    return frozenset((row[0], row[1]) for row in rows)


def positions(cursor: Cursor, audit_id: str) -> tuple[int, ...]:
    """Return the positions of an audit's events, in the order of arrival."""
    rows = cursor.execute("select position from event where audit_id = ? order by position", [audit_id]).fetchall()
    return tuple(row[0] for row in rows)


def last_position(cursor: Cursor, audit_id: str) -> int:
    """Return the position of the newest event of an audit, 0 where there is none."""
    rows = cursor.execute("select coalesce(max(position), 0) from event where audit_id = ?", [audit_id]).fetchall()
    return int(rows[0][0])


def _replacements(cursor: Cursor, audit_id: str) -> dict[str, set[str]]:
    replaced: dict[str, set[str]] = {}
    for event_id, replaced_id in cursor.execute(
        "select event_id, replaced_id from event_replacement where audit_id = ?", [audit_id]
    ).fetchall():
        replaced.setdefault(event_id, set()).add(replaced_id)
    return replaced


def _events(rows: Iterable[tuple[Any, ...]], replaced: dict[str, set[str]]) -> tuple[Event, ...]:
    return tuple(
        Event(
            id=r[0],
            audit_id=r[1],
            subject=r[2],
            field=r[3],
            value=r[4],
            account_id=r[5],
            device=r[6],
            made_at=from_utc(r[7]),
            received_at=from_utc(r[8]),
            replaces=frozenset(replaced.get(r[0], ())),
            tablet_at=r[9] and from_utc(r[9]),
        )
        for r in rows
    )
