"""Rows of field_state: the heads of every field of every audit, and the domain's FieldState.

The journal is the truth. A row holds the newest head of its field in columns, further heads and awaited ids as JSON;
`position` is that of the event of the field which arrived last.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from iso_audit.domain.journal import Event, FieldKey, FieldState, Journal
from iso_audit.storage.engine.cursor import Cursor, from_utc, to_utc
from iso_audit.storage.tables import FIELD_STATE

COLUMNS = (
    "event_id", "audit_id", "subject", "field", "value", "account_id", "device", "made_at", "received_at", "others",
    "awaited", "circular",
)  # fmt: skip
SELECTED = ", ".join(COLUMNS)

StateKey = tuple[str, str, str]


def key_of(event: Event) -> StateKey:
    """Return the audit and the field an event belongs to."""
    return (event.audit_id, event.subject, event.field)


def of_audit(cursor: Cursor, audit_id: str) -> tuple[Journal, int]:
    """Return every field of an audit, and the position that changed last (or 0)."""
    return changed(cursor, audit_id, since=0)


def changed(cursor: Cursor, audit_id: str, *, since: int) -> tuple[Journal, int]:
    """Return the fields of an audit that changed after position `since`, and the position that changed last.

    It is 0 where nothing changed at `since` or later: then `since` is no position of this audit.
    """
    journal, position, _ = news(cursor, audit_id, since=since)
    return journal, position


def news(
    cursor: Cursor, audit_id: str, *, since: int, beside: str = "null", values: Sequence[object] = ()
) -> tuple[Journal, int, Any]:
    """Return what `changed` does, and what the expression `beside` with its `values` is in the same statement."""
    rows = cursor.execute(
        f"select position, {beside}, {SELECTED} from field_state where audit_id = ? and position >= ?",
        [*values, audit_id, since],
    ).fetchall()
    journal = _journal(row[2:] for row in rows if row[0] > since)
    return journal, max((row[0] for row in rows), default=0), rows[0][1] if rows else None


def of_subject(cursor: Cursor, audit_id: str, subject: str) -> Journal:
    """Return the fields of one subject."""
    rows = cursor.execute(
        f"select {SELECTED} from field_state where audit_id = ? and subject = ?", [audit_id, subject]
    ).fetchall()
    return _journal(rows)


def of_kinds(cursor: Cursor, audit_id: str, kinds: Collection[str]) -> Journal:
    """Return the fields of all subjects of some kinds."""
    likes = " or ".join("subject like ?" for _ in kinds)
    rows = cursor.execute(
        f"select {SELECTED} from field_state where audit_id = ? and ({likes})",
        [audit_id, *(f"{kind}:%" for kind in kinds)],
    ).fetchall()
    return _journal(rows)


def chosen(cursor: Cursor, where: str, values: Sequence[object]) -> dict[str, Journal]:
    """Return the fields that `where` chooses, by audit."""
    rows = cursor.execute(f"select {SELECTED} from field_state where {where}", list(values)).fetchall()
    by_audit: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        by_audit.setdefault(row[1], []).append(row)
    return {audit_id: _journal(listed) for audit_id, listed in by_audit.items()}


def save(
    cursor: Cursor, states: Mapping[StateKey, tuple[FieldState, int]], *, rowids: Mapping[StateKey, int] | None = None
) -> None:
    """Write states, each with the position of the event of its field that arrived last.

    `rowids` are those, read in this transaction, of those that have a row already: a plain statement costs half, and
    looks for no row.
    """
    rows = [row_of(key, state, position) for key, (state, position) in states.items()]
    if rowids is not None and len(rows) == 1 and states.keys() == rowids.keys():
        changes = {name: value for name, value in rows[0].items() if name not in FIELD_STATE.key}
        sets = ", ".join(f"{name} = ?" for name in changes)
        rowid = next(iter(rowids.values()))
        cursor.execute(f"update field_state set {sets} where rowid = ?", [*changes.values(), rowid])
        return
    FIELD_STATE.insert(cursor, rows, present="refused" if rowids is not None and not rowids else "replaced")


def follow_positions(cursor: Cursor, audit_id: str) -> None:
    """Let the states of an audit name the positions that its events have now."""
    cursor.execute(
        "update field_state set position = (select max(e.position) from event e "
        "where e.audit_id = field_state.audit_id and e.subject = field_state.subject and e.field = field_state.field) "
        "where audit_id = ?",
        [audit_id],
    )


def kept(cursor: Cursor, audit_id: str) -> dict[StateKey, dict[str, Any]]:
    """Return the rows of an audit as `row_of` writes them."""
    names = FIELD_STATE.names
    listed = cursor.execute(f"select {', '.join(names)} from field_state where audit_id = ?", [audit_id]).fetchall()
    rows = (dict(zip(names, values, strict=True)) for values in listed)
    return {(row["audit_id"], row["subject"], row["field"]): row for row in rows}


def remove(cursor: Cursor, keys: Iterable[StateKey]) -> None:
    """Remove states of fields that have no events."""
    for key in keys:
        FIELD_STATE.delete(cursor, key)


def row_of(key: StateKey, state: FieldState, position: int) -> dict[str, Any]:
    """Return what is written of a state."""
    newest, *others = state.heads
    rows = [
        {
            "id": head.id,
            "value": head.value,
            "account_id": head.account_id,
            "device": head.device,
            "made_at": to_utc(head.made_at).isoformat(),
            "received_at": to_utc(head.received_at).isoformat(),
        }
        for head in others
    ]
    return {
        "event_id": newest.id,
        **dict(zip(FIELD_STATE.key, key, strict=True)),
        "value": newest.value,
        "account_id": newest.account_id,
        "device": newest.device,
        "made_at": to_utc(newest.made_at),
        "received_at": to_utc(newest.received_at),
        "others": json.dumps(rows, ensure_ascii=False),
        "awaited": json.dumps(sorted(state.awaited)),
        "circular": state.circular,
        "position": position,
        "disputed": state.disputed,
    }


def state_of(row: Sequence[Any]) -> FieldState:
    """Return the state that the columns `COLUMNS` of a row hold; what its heads replace stands in the journal."""
    event_id, audit_id, subject, field, value, account_id, device, made_at, received_at, others, awaited, circular = row
    heads = [
        Event(event_id, audit_id, subject, field, value, account_id, device, from_utc(made_at), from_utc(received_at))
    ]
    if others != "[]":
        heads += (_head(audit_id, subject, field, one) for one in json.loads(others))
    return FieldState(tuple(heads), frozenset(json.loads(awaited)) if awaited != "[]" else frozenset(), circular)


def _head(audit_id: str, subject: str, field: str, told: dict[str, Any]) -> Event:
    made_at, received_at = (from_utc(datetime.fromisoformat(told[name])) for name in ("made_at", "received_at"))
    return Event(
        told["id"], audit_id, subject, field, told["value"], told["account_id"], told["device"], made_at, received_at
    )


def _journal(rows: Iterable[Sequence[Any]]) -> Journal:
    states: dict[FieldKey, FieldState] = {(row[2], row[3]): state_of(row) for row in rows}
    return Journal(MappingProxyType(states))
