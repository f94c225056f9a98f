"""What had been acknowledged and is gone, found at the start and kept until a leader has taken notice of it.

DuckDB replays a damaged write-ahead log as far as it can and says nothing; the mark beside the database tells.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from iso_audit.storage.engine.content import name_of, tables
from iso_audit.storage.engine.failures import disk_is_full
from iso_audit.storage.engine.schema import STEPS
from iso_audit.storage.file import marker
from iso_audit.storage.file.marker import NOTHING, Mark

KEY = "journal_loss"


@dataclass(frozen=True, slots=True)
class Lost:
    """At least so many journal events and other acts are gone, so many positions of the journal stand there twice."""

    events: int
    acts: int
    twice: int

    @property
    def counts(self) -> Mapping[str, int]:
        """Return the numbers by name, as sentences take them."""
        return {"events": self.events, "acts": self.acts, "twice": self.twice}


@dataclass(frozen=True, slots=True)
class Loss(Lost):
    """What was found to be lost at a start, and when that was."""

    found_at: datetime


def note(connection: duckdb.DuckDBPyConnection, path: Path, loss: Lost | None, *, at: datetime) -> bool:
    """Note what was found to be lost, unless it is known, and set the mark beside the database to what is there.

    False where that could not be noted for want of disk: the mark then stays, for the next start to tell.
    """
    setting = _setting(connection) or {}
    earlier = int(setting.get("twice", 0))
    if loss is not None and (loss.events or loss.acts or loss.twice > earlier):
        try:
            _save(connection, {**_together(loss, setting), "found_at": at.isoformat(), "seen": False})
        except duckdb.Error as error:
            if disk_is_full(error):
                return False
            raise
    here = marker.present(connection)
    if here != marker.read(path):
        marker.write(path, here)
    return True


def found(cursor: duckdb.DuckDBPyConnection, mark: Mark | None) -> Lost | None:
    """Return what is gone that `mark` knows of, and how many positions are not unique; None where all is well."""
    if STEPS not in tables(cursor, name_of(cursor)):
        return Lost(mark.position, mark.acts, 0) if mark is not None and mark != NOTHING else None
    here = marker.present(cursor)
    total = cursor.execute("select count(*) from event").fetchall()[0][0]
    twice = 0
    if total != here.position:
        twice = cursor.execute("select count(*) - count(distinct position) from event").fetchall()[0][0]
    events = acts = 0
    if mark is not None:
        events, acts = max(0, mark.position - here.position), max(0, mark.acts - here.acts)
        there = cursor.execute("select count(*) from event where id = ?", [mark.event]).fetchall()[0][0]
        if mark.event and not there:
            events = max(1, events)
    return Lost(events, acts, int(twice)) if events or acts or twice else None


def pending(cursor: duckdb.DuckDBPyConnection) -> Loss | None:
    """Return what was noted and nobody has taken notice of yet."""
    setting = _setting(cursor)
    if setting is None or setting["seen"]:
        return None
    return Loss(setting["events"], setting["acts"], setting["twice"], datetime.fromisoformat(setting["found_at"]))


def seen(cursor: duckdb.DuckDBPyConnection) -> None:
    """Note that a leader has taken notice."""
    setting = _setting(cursor)
    if setting is not None:
        _save(cursor, {**setting, "events": 0, "acts": 0, "seen": True})


def _together(loss: Lost, setting: Mapping[str, Any]) -> dict[str, int]:
    """Return the numbers of `loss` with what is still pending from an earlier start."""
    events, acts = int(setting.get("events", 0)), int(setting.get("acts", 0))
    return {"events": loss.events + events, "acts": loss.acts + acts, "twice": loss.twice}


def _setting(cursor: duckdb.DuckDBPyConnection) -> dict[str, Any] | None:
    rows = cursor.execute("select value from setting where key = ?", [KEY]).fetchall()
    return dict(json.loads(rows[0][0])) if rows else None


def _save(cursor: duckdb.DuckDBPyConnection, setting: Mapping[str, Any]) -> None:
    cursor.execute(
        "insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
        [KEY, json.dumps(setting)],
    )
