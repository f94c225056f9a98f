"""Rows of carried_minutes: which versions of minutes did not come about here, and who took them in."""

from iso_audit.domain.minutes import Carried
from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.tables import CARRIED_MINUTES


def save(cursor: Cursor, carried: Carried) -> None:
    """Write how a version came here, in place of what was known before: a locked one may have been issued since."""
    CARRIED_MINUTES.add(cursor, carried, present="replaced")


def of_version(cursor: Cursor, version_id: str) -> Carried | None:
    """Return how a version came here, None where it came about here."""
    rows = CARRIED_MINUTES.read(cursor, Carried, "where minutes_id = ?", [version_id])
    return rows[0] if rows else None
