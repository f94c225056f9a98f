"""Rows of what happened at the places to sign: only ever added."""

import json
from collections.abc import Iterable, Sequence

from iso_audit.domain.signature import Place, SignatureEvent, SignatureKind
from iso_audit.storage.engine.database import Cursor, from_utc, to_utc


def append(cursor: Cursor, events: Iterable[SignatureEvent]) -> None:
    """Add events; one whose id is there already changes nothing."""
    for event in events:
        cursor.execute(
            "insert into signature_event (id, minutes_id, place, kind, attempt, value, text_hash, account_id, device, "
            "made_at, received_at, tablet_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
            [
                event.id,
                event.version_id,
                event.place.value,
                event.kind.value,
                event.attempt,
                json.dumps(dict(event.value), ensure_ascii=False, sort_keys=True, separators=(",", ":")),
                event.text_hash,
                event.account_id,
                event.device,
                to_utc(event.made_at),
                to_utc(event.received_at),
                event.tablet_at and to_utc(event.tablet_at),
            ],
        )


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
    rows = cursor.execute(
        "select id, minutes_id, place, kind, attempt, value, text_hash, account_id, device, made_at, received_at, "
        f"tablet_at from signature_event where {where} order by made_at, id",
        list(values),
    ).fetchall()
    return tuple(
        SignatureEvent(
            id=r[0],
            version_id=r[1],
            place=Place(r[2]),
            kind=SignatureKind(r[3]),
            attempt=r[4],
            value=json.loads(r[5]),
            text_hash=r[6],
            account_id=r[7],
            device=r[8],
            made_at=from_utc(r[9]),
            received_at=from_utc(r[10]),
            tablet_at=r[11] and from_utc(r[11]),
        )
        for r in rows
    )
