"""Rows of tablet: whose it is, how far its clock is off, when it was last heard of."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from iso_audit.storage.engine.database import Cursor, from_utc, to_utc

MOST_OF_ONE = 50


@dataclass(frozen=True, slots=True)
class TabletRow:
    """A device of an account; `off_by` is positive where its clock is ahead."""

    account_id: str
    device: str
    off_by: timedelta
    seen_at: datetime


def find(cursor: Cursor, account_id: str, device: str) -> TabletRow | None:
    """Return what was last noted of a device, None where it was never heard of."""
    rows = cursor.execute(
        "select off_by_seconds, seen_at from tablet where account_id = ? and device = ?", [account_id, device]
    ).fetchall()
    return TabletRow(account_id, device, timedelta(seconds=rows[0][0]), from_utc(rows[0][1])) if rows else None


def save(cursor: Cursor, row: TabletRow) -> None:
    """Note a device; of one account only the newest `MOST_OF_ONE` stay."""
    cursor.execute(
        "insert into tablet (account_id, device, off_by_seconds, seen_at) values (?, ?, ?, ?) "
        "on conflict (account_id, device) do update set off_by_seconds = excluded.off_by_seconds, "
        "seen_at = excluded.seen_at",
        [row.account_id, row.device, round(row.off_by.total_seconds()), to_utc(row.seen_at)],
    )
    rows = cursor.execute(
        "select device from tablet where account_id = ? order by seen_at desc, device", [row.account_id]
    ).fetchall()
    for (device,) in rows[MOST_OF_ONE:]:
        cursor.execute("delete from tablet where account_id = ? and device = ?", [row.account_id, device])
