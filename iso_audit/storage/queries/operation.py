"""How the installation stands: size of the database, the copy made last, tablets and how far their clocks are off."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from iso_audit.domain.account import Account, must
from iso_audit.storage.engine.database import MEMORY, Database, from_utc


@dataclass(frozen=True, slots=True)
class Operation:
    """The database's bytes on the disk (with its log; 0 in memory), and when and by whom it was last copied."""

    size: int
    copied_at: datetime | None
    copied_by: str
    copied_rows: int


@dataclass(frozen=True, slots=True)
class TabletSeen:
    """A tablet and whose it is; `off_by` is positive where its clock is ahead of the server's."""

    device: str
    person: str
    off_by: timedelta
    seen_at: datetime


LONGEST_UNCOPIED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Uncopied:
    """When the last copy was made, and whether what was recorded since stands in no copy for more than a day."""

    copied_at: datetime | None
    for_too_long: bool


def uncopied(database: Database, *, reader: Account, at: datetime) -> Uncopied:
    """Return whether entries stand in no copy; leaders and deputies only."""
    must(reader.leads, "back_up")
    with database.read() as cursor:
        ((copied_at, recorded_at),) = cursor.execute(
            "with last as (select max(recorded_at) as made from activity where action = 'backup_made') "
            "select last.made, (select min(received_at) from event where last.made is null or received_at > last.made) "
            "from last"
        ).fetchall()
    for_too_long = recorded_at is not None and at - from_utc(recorded_at) > LONGEST_UNCOPIED
    return Uncopied(from_utc(copied_at) if copied_at else None, for_too_long)


def operation(database: Database, *, reader: Account) -> Operation:
    """Return how the installation stands; leaders and deputies only."""
    must(reader.leads, "back_up")
    with database.read() as cursor:
        rows = cursor.execute(
            "select a.recorded_at, coalesce(p.name, ''), a.detail from activity a "
            "left join account p on p.id = a.account_id where a.action = 'backup_made' "
            "order by a.recorded_at desc, a.id desc limit 1"
        ).fetchall()
    size = _size(database.path)
    if not rows:
        return Operation(size, None, "", 0)
    recorded_at, name, detail = rows[0]
    return Operation(size, from_utc(recorded_at), name, int(json.loads(detail).get("rows", 0)))


def tablets(database: Database, *, reader: Account) -> tuple[TabletSeen, ...]:
    """Return the tablets that sent something, the last first; leaders and deputies only."""
    must(reader.leads, "back_up")
    with database.read() as cursor:
        rows = cursor.execute(
            "select t.device, coalesce(p.name, ''), t.off_by_seconds, t.seen_at from tablet t "
            "left join account p on p.id = t.account_id order by t.seen_at desc, t.device, t.account_id limit 500"
        ).fetchall()
    return tuple(TabletSeen(row[0], row[1], timedelta(seconds=row[2]), from_utc(row[3])) for row in rows)


def _size(path: str) -> int:
    if path == MEMORY:
        return 0
    return sum(file.stat().st_size for file in (Path(path), Path(f"{path}.wal")) if file.exists())
