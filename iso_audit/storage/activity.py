"""Rows of activity: who did what, apart from the journal; only ever added."""

from dataclasses import dataclass
from datetime import datetime

from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.tables import ACTIVITY


@dataclass(frozen=True, slots=True)
class Activity:
    """One act: an action's code, the subject it concerned (kind and id) and its details."""

    id: str
    recorded_at: datetime
    account_id: str | None
    action: str
    subject: str
    detail: dict[str, object]


def add(cursor: Cursor, activity: Activity) -> None:
    """Append `activity`."""
    ACTIVITY.add(cursor, activity)


def latest(cursor: Cursor, *, limit: int = 100) -> tuple[Activity, ...]:
    """Return the newest activities, newest first."""
    return ACTIVITY.read(cursor, Activity, "order by recorded_at desc, id desc limit ?", [limit])
