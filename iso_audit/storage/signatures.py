"""Rows of what happened at the places to sign: only ever added."""

import json
from collections.abc import Iterable, Mapping, Sequence

from iso_audit.domain.signature import SignatureEvent
from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.tables import SIGNATURE_EVENT


def append(cursor: Cursor, events: Iterable[SignatureEvent]) -> None:
    """Add events; one whose id is there already changes nothing."""
    rows = [SIGNATURE_EVENT.row_of(event) | {"value": _packed(event.value)} for event in events]
    SIGNATURE_EVENT.insert(cursor, rows, present="stays")


def of_version(cursor: Cursor, version_id: str) -> tuple[SignatureEvent, ...]:
    """Return every event of one version, in the order they were made."""
    return _read(cursor, "minutes_id = ?", [version_id])


def count(cursor: Cursor, version_id: str) -> int:
    """Return how many events one version has."""
    rows = cursor.execute("select count(*) from signature_event where minutes_id = ?", [version_id]).fetchall()
    return int(rows[0][0])


def by_ids(cursor: Cursor, ids: Sequence[str]) -> dict[str, SignatureEvent]:
    """Return those of `ids` that are kept already, by id."""
    if not ids:
        return {}
    marks = ", ".join("?" for _ in ids)
    return {event.id: event for event in _read(cursor, f"id in ({marks})", ids)}


def _read(cursor: Cursor, where: str, values: Sequence[str]) -> tuple[SignatureEvent, ...]:
    return SIGNATURE_EVENT.read(cursor, SignatureEvent, f"where {where} order by made_at, id", values)


def _packed(value: Mapping[str, object]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
