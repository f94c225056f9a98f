"""Rows of what is carried: read for the file, looked up and written when it is taken in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb

from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.storage import heads, journal, photos
from iso_audit.storage.engine.database import Cursor, to_utc
from iso_audit.storage.exchange.archive import Writer
from iso_audit.storage.exchange.sections import EVENT, MINUTES, PHOTO
from iso_audit.storage.exchange.values import Row, Section, written

_TOGETHER = 500
Digests = Mapping[tuple[object, ...], Mapping[str, str | None]]


def add_files(cursor: Cursor, writer: Writer, section: Section, audit_id: str) -> Digests:
    """Add the bytes of a section to the file, one at a time; return the SHA-256 of each row's columns by its key."""
    found: dict[tuple[object, ...], dict[str, str | None]] = {}
    if not section.bytes:
        return found
    keys = cursor.execute(
        f"select {', '.join(section.key)} from {section.table} where {section.chosen}", _values(section, audit_id)
    ).fetchall()
    for key in sorted(keys):
        for column in section.bytes:
            data = content(cursor, section, key, column.name)
            found.setdefault(key, {})[column.name] = None if data is None else writer.add_file(data)
    return found


def rows(cursor: Cursor, section: Section, audit_id: str, digests: Digests) -> Iterator[Row]:
    """Yield an audit's rows of a section as the file holds them, in the order of their keys (events: of arrival)."""
    if section is EVENT:
        yield from _events(cursor, audit_id)
        return
    names = [column.name for column in section.plain]
    known = journal.positions(cursor, audit_id) if section is MINUTES else ()
    listed = cursor.execute(
        f"select {', '.join(names)} from {section.table} where {section.chosen} order by {', '.join(section.key)}",
        _values(section, audit_id),
    )
    while some := listed.fetchmany(_TOGETHER):
        for values in some:
            row: dict[str, Any] = dict(zip(names, values, strict=True))
            row |= digests.get(tuple(row[name] for name in section.key), {})
            if section is MINUTES:
                row["journal_position"] = sum(1 for one in known if one <= row["journal_position"])
            yield {name: written(value) for name, value in row.items()}


def count(cursor: Cursor, section: Section, audit_id: str) -> int:
    """Return how many rows of a section an audit has in the database."""
    sql = f"select count(*) from {section.table} where {section.chosen}"
    return int(cursor.execute(sql, _values(section, audit_id)).fetchall()[0][0])


def present(cursor: Cursor, section: Section, key: Sequence[object]) -> Row | None:
    """Return the row with this key without its bytes, None where there is none."""
    names = [column.name for column in section.plain]
    where = " and ".join(f"{name} = ?" for name in section.key)
    found = cursor.execute(f"select {', '.join(names)} from {section.table} where {where}", list(key)).fetchall()
    return dict(zip(names, found[0], strict=True)) if found else None


def content(cursor: Cursor, section: Section, key: Sequence[object], name: str) -> bytes | None:
    """Return the bytes of one column of a row that is there; a photograph's are put together from their parts."""
    if section is PHOTO and name == "picture":
        return photos.jpeg(cursor, str(key[0]), str(key[1])) or b""
    where = " and ".join(f"{column} = ?" for column in section.key)
    found = cursor.execute(f"select {name} from {section.table} where {where}", list(key)).fetchall()
    return None if found[0][0] is None else bytes(found[0][0])


def matching(cursor: Cursor, section: Section, **values: object) -> list[Row]:
    """Return the rows with these values, without their bytes, in the order of their keys."""
    names = [column.name for column in section.plain]
    where = " and ".join(f"{name} = ?" for name in values)
    found = cursor.execute(
        f"select {', '.join(names)} from {section.table} where {where} order by {', '.join(section.key)}",
        list(values.values()),
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]


def insert(cursor: Cursor, table: str, values: Mapping[str, object]) -> None:
    """Insert a row; raises `carry_damaged` where the table does not take it."""
    marks = ", ".join("?" for _ in values)
    try:
        cursor.execute(f"insert into {table} ({', '.join(values)}) values ({marks})", list(values.values()))
    except (duckdb.ConversionException, duckdb.ConstraintException, duckdb.InvalidInputException) as error:
        raise RuleBroken("carry_damaged") from error


def update(cursor: Cursor, section: Section, key: Sequence[object], values: Mapping[str, object]) -> None:
    """Write `values` over a row."""
    sets = ", ".join(f"{name} = ?" for name in values)
    where = " and ".join(f"{name} = ?" for name in section.key)
    cursor.execute(f"update {section.table} set {sets} where {where}", [*values.values(), *key])


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
    listed = cursor.execute(
        "select id, position from event where audit_id = ? order by position", [audit_id]
    ).fetchall()
    last = max((position for event_id, position in listed if event_id in known), default=0)
    (end,) = cursor.execute("select coalesce(max(position), 0) from event").fetchall()[0]
    for event_id, position in listed:
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
        yield {
            "id": event.id,
            "audit_id": event.audit_id,
            "subject": event.subject,
            "field": event.field,
            "value": event.value,
            "account_id": event.account_id,
            "device": event.device,
            "made_at": written(to_utc(event.made_at)),
            "received_at": written(to_utc(event.received_at)),
            "replaces": sorted(event.replaces),
            "tablet_at": written(event.tablet_at and to_utc(event.tablet_at)),
        }


def _values(section: Section, audit_id: str) -> list[str]:
    return [audit_id] * section.chosen.count("?")
