"""The calendar of working days: the days this project ships, and what the team leader changes on screen."""

import tomllib
from dataclasses import replace
from datetime import date, datetime
from functools import cache

from iso_audit.data import FOLDER as DATA
from iso_audit.domain.account import Account, must
from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.domain.programme import within
from iso_audit.domain.text import Text
from iso_audit.domain.working_days import (
    EARLIEST_DAY,
    LATEST_DAY,
    OFF,
    ORDINARY,
    WORK,
    Calendar,
    EditedDay,
    SpecialDay,
    overlaid,
)
from iso_audit.storage import activity, special_days
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.ids import new_id

FILE = DATA / "holidays.toml"


@cache
def shipped_days() -> tuple[SpecialDay, ...]:
    """Return the days of holidays.toml."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["holiday"]
    return tuple(
        SpecialDay(day, kind == WORK, Text(**one["name"]), one.get("certain", True))
        for one in entries
        for kind in (OFF, WORK)
        for day in one.get(kind, ())
    )


def calendar(database: Database) -> Calendar:
    """Return the calendar in use."""
    with database.read() as cursor:
        changes = (one.change for one in special_days.edited_days(cursor))
        return Calendar(overlaid(shipped_days(), changes), special_days.counts_first_day(cursor))


def edited_days(database: Database) -> dict[date, EditedDay]:
    """Return the days that were changed on screen."""
    with database.read() as cursor:
        return {one.day: one for one in special_days.edited_days(cursor)}


def save_day(database: Database, edited_day: EditedDay, *, by: Account, at: datetime) -> EditedDay:
    """Make a day off, worked or ordinary; Conflict `changed_meanwhile` where its revision is not the latest."""
    must(by.leads, "edit_calendar")
    valid_day = checked_day(edited_day)
    with database.write() as cursor:
        revisions = {one.day: one.revision for one in special_days.edited_days(cursor)}
        if revisions.get(edited_day.day, 0) != edited_day.revision:
            raise Conflict("changed_meanwhile")
        new_day = replace(valid_day, revision=edited_day.revision + 1)
        special_days.save(cursor, new_day)
        detail: dict[str, object] = {"kind": new_day.kind, "name": new_day.name}
        subject = f"special_day:{new_day.day.isoformat()}"
        activity.add(cursor, activity.Activity(new_id(at), at, by.id, "calendar_changed", subject, detail))
    return new_day


def checked_day(edited_day: EditedDay) -> EditedDay:
    """Return a day with its name as it is kept, or raise RuleBroken where it cannot be what it says."""
    if edited_day.kind not in {OFF, WORK, ORDINARY}:
        raise RuleBroken("value_unknown", value=edited_day.kind[:60])
    if not EARLIEST_DAY <= edited_day.day <= LATEST_DAY:
        raise RuleBroken("date_invalid", value=edited_day.day.isoformat())
    if edited_day.kind == OFF and edited_day.day.weekday() >= 5:
        raise RuleBroken("weekend_is_off", day=edited_day.day)
    if edited_day.kind == WORK and edited_day.day.weekday() < 5:
        raise RuleBroken("weekday_is_worked", day=edited_day.day)
    return replace(edited_day, name=within(edited_day.name, "name", longest=200))


def count_first_day(database: Database, value: bool, *, seen: bool, by: Account, at: datetime) -> None:
    """Set whether the day of receipt counts; Conflict `changed_meanwhile` when it is no longer as it was `seen`."""
    must(by.leads, "edit_calendar")
    with database.write() as cursor:
        if special_days.counts_first_day(cursor) is not seen:
            raise Conflict("changed_meanwhile")
        special_days.set_counts_first_day(cursor, value)
        detail: dict[str, object] = {"counts_first_day": value}
        activity.add(cursor, activity.Activity(new_id(at), at, by.id, "calendar_changed", "setting:counting", detail))
