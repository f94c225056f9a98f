"""The activity log: who did what in the app, written in the transaction of the act itself."""

import json
from dataclasses import dataclass
from datetime import datetime

from iso_audit.storage.engine.database import Cursor, from_utc, to_utc


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
    cursor.execute(
        "insert into activity (id, recorded_at, account_id, action, subject, detail) values (?, ?, ?, ?, ?, ?)",
        [
            activity.id,
            to_utc(activity.recorded_at),
            activity.account_id,
            activity.action,
            activity.subject,
            json.dumps(activity.detail, ensure_ascii=False, sort_keys=True),
        ],
    )


def latest(cursor: Cursor, *, limit: int = 100) -> tuple[Activity, ...]:
    """Return the newest activities, newest first."""
    rows = cursor.execute(
        "select id, recorded_at, account_id, action, subject, detail from activity "
        "order by recorded_at desc, id desc limit ?",
        [limit],
    ).fetchall()
    return tuple(Activity(r[0], from_utc(r[1]), r[2], r[3], r[4], json.loads(r[5])) for r in rows)
