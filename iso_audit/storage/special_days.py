"""Rows of special_day: days off and make-up days as people changed them, and how counting starts."""

from iso_audit.domain.working_days import EditedDay
from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.tables import SETTING, SPECIAL_DAY

COUNTS_FIRST_DAY = "working_days.counts_first_day"


def edited_days(cursor: Cursor) -> tuple[EditedDay, ...]:
    """Return every changed day in order."""
    return SPECIAL_DAY.read(cursor, EditedDay, "order by day")


def save(cursor: Cursor, edited_day: EditedDay) -> None:
    """Write a changed day with the revision it carries."""
    SPECIAL_DAY.add(cursor, edited_day, present="replaced")


def counts_first_day(cursor: Cursor) -> bool:
    """Tell whether the day of receipt counts; by default counting starts the next working day."""
    return bool(SETTING.value(cursor, [COUNTS_FIRST_DAY], "value") == "yes")


def set_counts_first_day(cursor: Cursor, value: bool) -> None:
    """Write how counting starts."""
    SETTING.insert(cursor, [{"key": COUNTS_FIRST_DAY, "value": "yes" if value else "no"}], present="replaced")
