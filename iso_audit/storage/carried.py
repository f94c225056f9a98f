"""Rows of carried_minutes: which versions of minutes did not come about here, and who took them in."""

from iso_audit.domain.minutes import Carried
from iso_audit.storage.engine.database import Cursor, from_utc, to_utc


def save(cursor: Cursor, carried: Carried) -> None:
    """Write how a version came here, in place of what was known before: a locked one may have been issued since."""
    cursor.execute(
        "insert into carried_minutes (minutes_id, made_at, app, taken_by, taken_at, made_again) "
        "values (?, ?, ?, ?, ?, ?) on conflict (minutes_id) do update set made_at = excluded.made_at, "
        "app = excluded.app, taken_by = excluded.taken_by, taken_at = excluded.taken_at, "
        "made_again = excluded.made_again",
        [
            carried.version_id,
            to_utc(carried.made_at),
            carried.app,
            carried.taken_by,
            to_utc(carried.taken_at),
            carried.made_again,
        ],
    )


def of_version(cursor: Cursor, version_id: str) -> Carried | None:
    """Return how a version came here, None where it came about here."""
    rows = cursor.execute(
        "select minutes_id, made_at, app, taken_by, taken_at, made_again from carried_minutes where minutes_id = ?",
        [version_id],
    ).fetchall()
    found = [Carried(r[0], from_utc(r[1]), r[2], r[3], from_utc(r[4]), r[5]) for r in rows]
    return found[0] if found else None
