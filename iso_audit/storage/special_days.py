"""Rows of special_day: days off and make-up days as people changed them, and how counting starts."""

from iso_audit.domain.working_days import EditedDay
from iso_audit.storage.engine.database import Cursor

COUNTS_FIRST_DAY = "working_days.counts_first_day"


def edited_days(cursor: Cursor) -> tuple[EditedDay, ...]:
    """Return every changed day in order."""
    rows = cursor.execute("select day, kind, name, revision from special_day order by day").fetchall()
    return tuple(EditedDay(*row) for row in rows)


def save(cursor: Cursor, edited: EditedDay) -> None:
    """Write a changed day with the revision it carries."""
    cursor.execute(
        "insert into special_day (day, kind, name, revision) values (?, ?, ?, ?) on conflict (day) do update "
        "set kind = excluded.kind, name = excluded.name, revision = excluded.revision",
        [edited.day, edited.kind, edited.name, edited.revision],
    )


def counts_first_day(cursor: Cursor) -> bool:
    """Tell whether the day of receipt counts; by default counting starts the next working day."""
    rows = cursor.execute("select value from setting where key = ?", [COUNTS_FIRST_DAY]).fetchall()
    return bool(rows) and rows[0][0] == "yes"


def set_counts_first_day(cursor: Cursor, value: bool) -> None:
    """Write how counting starts."""
    cursor.execute(
        "insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
        [COUNTS_FIRST_DAY, "yes" if value else "no"],
    )
