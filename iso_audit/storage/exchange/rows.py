"""Rows of what is carried: read for the file, looked up and written when it is taken in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb

from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.storage import heads, journal, photos
from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.engine.table import Row, Table
from iso_audit.storage.exchange.archive import Writer
from iso_audit.storage.exchange.values import written
from iso_audit.storage.tables import EVENT, MINUTES, PHOTO

_TOGETHER = 500
Digests = Mapping[tuple[object, ...], Mapping[str, str | None]]


def add_files(cursor: Cursor, writer: Writer, section: Table, audit_id: str) -> Digests:
    """Add the bytes of a section to the file, one at a time; return the SHA-256 of each row's columns by its key."""
    values: dict[tuple[object, ...], dict[str, str | None]] = {}
    if not section.bytes:
        return values
    keys = cursor.execute(
        f"select {', '.join(section.key)} from {section.name} where {section.chosen}", _values(section, audit_id)
    ).fetchall()
    for key in sorted(keys):
        for column in section.bytes:
            data = content(cursor, section, key, column.name)
            values.setdefault(key, {})[column.name] = None if data is None else writer.add_file(data)
    return values


def rows(cursor: Cursor, section: Table, audit_id: str, digests: Digests) -> Iterator[Row]:
    """Yield an audit's rows of a section as the file holds them, in the order of their keys (events: of arrival)."""
    if section is EVENT:
        yield from _events(cursor, audit_id)
        return
    names = [column.name for column in section.plain]
    known = journal.positions(cursor, audit_id) if section is MINUTES else ()
    result = cursor.execute(
        f"select {', '.join(names)} from {section.name} where {section.chosen} order by {', '.join(section.key)}",
        _values(section, audit_id),
    )
    while some := result.fetchmany(_TOGETHER):
        for values in some:
            row: dict[str, Any] = dict(zip(names, values, strict=True))
            row |= digests.get(tuple(row[name] for name in section.key), {})
            if section is MINUTES:
                row["journal_position"] = sum(1 for one in known if one <= row["journal_position"])
            yield {name: written(value) for name, value in row.items()}


def count(cursor: Cursor, section: Table, audit_id: str) -> int:
    """Return how many rows of a section an audit has in the database."""
    sql = f"select count(*) from {section.name} where {section.chosen}"
    return int(cursor.execute(sql, _values(section, audit_id)).fetchall()[0][0])


def content(cursor: Cursor, section: Table, key: Sequence[object], name: str) -> bytes | None:
    """Return the bytes of one column of a row that is there; a photograph's are put together from their parts."""
    if section is PHOTO and name == "picture":
        return photos.jpeg(cursor, str(key[0]), str(key[1])) or b""
    data = section.value(cursor, key, name)
    return None if data is None else bytes(data)


def insert(cursor: Cursor, table: Table, values: Mapping[str, object]) -> None:
    """Insert a row; raises `carry_damaged` where the table does not take it."""
    try:
        table.insert(cursor, [values])
    except (duckdb.ConversionException, duckdb.ConstraintException, duckdb.InvalidInputException) as error:
        raise RuleBroken("carry_damaged") from error


def account_ids(cursor: Cursor) -> set[str]:
    """Return the ids of every account."""
    return {row[0] for row in cursor.execute("select id from account").fetchall()}


def usernames(cursor: Cursor) -> set[str]:
    """Return every username."""
    return {row[0] for row in cursor.execute("select username from account").fetchall()}


def move_behind(cursor: Cursor, audit_id: str, known: set[str]) -> int:
    """Let the audit's events that are not among `known` follow all that are; return the last position of `known`.

    Positions are each database's own, and a version of minutes names one: what it did not know stands behind it.
    """
    result = cursor.execute(
        "select id, position from event where audit_id = ? order by position", [audit_id]
    ).fetchall()
    last = max((position for event_id, position in result if event_id in known), default=0)
    (end,) = cursor.execute("select coalesce(max(position), 0) from event").fetchall()[0]
    for event_id, position in result:
        if event_id not in known and position < last:
            end += 1
            cursor.execute("update event set position = ? where id = ?", [end, event_id])
    heads.follow_positions(cursor, audit_id)
    return int(last)


def _events(cursor: Cursor, audit_id: str) -> Iterator[Row]:
    events = journal.of_audit(cursor, audit_id)
    sql = "select count(*) from event_replacement where audit_id = ?"
    ((there,),) = cursor.execute(sql, [audit_id]).fetchall()
    told = sum(len(event.replaces) for event in events)
    if told != there:
        raise Conflict("carry_count_differs", table="event_replacement", written=told, counted=there)
    for event in events:
        row = {name: written(value) for name, value in EVENT.row_of(event).items()}
        yield {**row, "replaces": sorted(event.replaces)}


def _values(section: Table, audit_id: str) -> list[str]:
    return [audit_id] * section.chosen.count("?")
