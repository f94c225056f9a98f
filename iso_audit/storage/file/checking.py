"""Whether the database is whole: references (it has no foreign keys), hashes, positions, JSON; all faults at once."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from iso_audit.domain.checklist import Checklist
from iso_audit.storage.engine.content import name_of, tables
from iso_audit.storage.engine.database import MEMORY, Cursor, Database
from iso_audit.storage.engine.failures import reason
from iso_audit.storage.engine.table import Kind
from iso_audit.storage.file import losses, marker
from iso_audit.storage.rebuilding import wrong_states
from iso_audit.storage.tables import TABLES


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the code names its sentence, the details fill it."""

    code: str
    details: dict[str, object] = field(default_factory=dict)


Check = Callable[[Cursor], Iterator[Fault]]


def faults(database: Database) -> tuple[Fault, ...]:
    """Return everything that is wrong with the database; nothing is changed."""
    fault_list: list[Fault] = []
    for check in (*_reading_of_each_table(database), _losses(database.path), *_CHECKS):
        try:
            with database.read() as cursor:
                fault_list += check(cursor)
        except duckdb.Error as error:
            detail = {"check": check.__name__.strip("_"), "reason": reason(error)}
            fault_list.append(Fault("unreadable", dict(detail)))
    return tuple(fault_list)


def _reading_of_each_table(database: Database) -> Iterator[Check]:
    """Return a check for each table that reads every value of it."""
    with database.read() as cursor:
        names = tables(cursor, name_of(cursor))
    for table in names:

        def read(cursor: Cursor, table: str = table) -> Iterator[Fault]:
            cursor.execute(f'select sum(length(cast(columns(*) as varchar))) from "{table}"').fetchall()
            yield from ()

        read.__name__ = table
        yield read


def _losses(path: str) -> Check:
    """Return a check that finds what was acknowledged and is gone: noted at a start, or seen from the mark now."""

    def lost(cursor: Cursor) -> Iterator[Fault]:
        now = losses.found(cursor, None if path == MEMORY else marker.read(Path(path)))
        for loss in (losses.pending(cursor), now):
            for name in ("events", "acts"):
                if loss is not None and loss.counts[name]:
                    yield Fault(f"lost_{name}", {"count": loss.counts[name]})

    return lost


def _references(cursor: Cursor) -> Iterator[Fault]:
    for table in TABLES:
        for column, target in table.parents.items():
            rows = cursor.execute(
                f"select distinct one.{column} from {table.name} one "
                f"where one.{column} is not null and one.{column} not in (select id from {target}) order by 1"
            ).fetchall()
            for (value,) in rows:
                yield Fault("reference", {"table": table.name, "column": column, "value": value, "target": target})


def _same_audit(cursor: Cursor) -> Iterator[Fault]:
    """Find replacements kept under another audit than the event that replaces."""
    rows = cursor.execute(
        "select r.event_id, r.replaced_id from event_replacement r join event n on n.id = r.event_id "
        "where n.audit_id <> r.audit_id order by 1, 2"
    ).fetchall()
    for event, replaced_id in rows:
        yield Fault("replaces_elsewhere", {"event": event, "replaced": replaced_id})


def _unique(cursor: Cursor) -> Iterator[Fault]:
    for table in TABLES:
        for names in table.unique:
            columns = ", ".join(names)
            rows = cursor.execute(
                f"select {columns}, count(*) from {table.name} group by {columns} having count(*) > 1 order by all"
            ).fetchall()
            for row in rows:
                value = ", ".join(str(one) for one in row[:-1])
                yield Fault("not_unique", {"table": table.name, "column": columns, "value": value, "count": row[-1]})


def _json(cursor: Cursor) -> Iterator[Fault]:
    for table, column in ((each, one.name) for each in TABLES for one in each.columns if one.kind is Kind.JSON):
        there = f"where {column} is not null order by all"
        rows = cursor.execute(f"select {', '.join(table.key)}, {column} from {table.name} {there}").fetchall()
        for *key, text in rows:
            try:
                json.loads(text)
            except ValueError:
                yield Fault("not_json", {"table": table.name, "column": column, "value": ", ".join(map(str, key))})


def _sections(cursor: Cursor) -> Iterator[Fault]:
    """Find sections of an audit that are given to nobody's member."""
    members = {row[0] for row in cursor.execute("select id from team_member").fetchall()}
    for code, text in cursor.execute("select code, sections from audit order by code").fetchall():
        try:
            assignment = json.loads(text)
        except ValueError:
            continue
        for section, member in sorted(assignment.items()):
            if member not in members:
                yield Fault("section_member", {"audit": code, "section": section, "value": member})


def _checklists(cursor: Cursor) -> Iterator[Fault]:
    """Find audits without a checklist, and checklists that are not what their hash says."""
    for (code,) in cursor.execute(
        "select code from audit where id not in (select audit_id from audit_checklist) order by code"
    ).fetchall():
        yield Fault("no_checklist", {"audit": code})
    rows = cursor.execute("select audit_id, content, content_hash from audit_checklist order by audit_id").fetchall()
    for audit_id, content, stored_hash in rows:
        try:
            actual = Checklist.from_data(json.loads(content)).content_hash()
        except (ValueError, KeyError, TypeError, AttributeError):
            actual = ""
        if actual != stored_hash:
            yield Fault("checklist_hash", {"audit": audit_id})


def _hashes(cursor: Cursor) -> Iterator[Fault]:
    """Find what is not what it was when its hash was taken; row by row, since files are large."""
    for table, one in ((each, held) for each in TABLES for held in each.hashes if held.content in each.names):
        where = f"where {one.where}" if one.where else ""
        (key,) = table.key
        for (identity,) in cursor.execute(f"select {key} from {table.name} {where} order by 1").fetchall():
            content, digest = (table.value(cursor, [identity], name) for name in (one.content, one.digest))
            kept = content.encode() if isinstance(content, str) else bytes(content or b"")
            if hashlib.sha256(kept).hexdigest() != digest:
                yield Fault("hash", {"table": table.name, "column": one.content, "value": identity})


def _photos(cursor: Cursor) -> Iterator[Fault]:
    """Find pictures that are not what their SHA-256 says, and photographs whose picture is not there."""
    for audit_id, sha256 in cursor.execute("select audit_id, sha256 from photo order by 1, 2").fetchall():
        parts = cursor.execute(
            "select data from photo_part where audit_id = ? and sha256 = ? order by part", [audit_id, sha256]
        ).fetchall()
        if hashlib.sha256(b"".join(bytes(part[0]) for part in parts)).hexdigest() != sha256:
            yield Fault("hash", {"table": "photo_part", "column": "data", "value": sha256})
    rows = cursor.execute(
        "select e.subject, e.value from event e where e.field = 'sha256' and e.subject like 'photo:%' "
        "and e.value is not null and e.id not in (select replaced_id from event_replacement) "
        "and not exists (select 1 from photo p where p.audit_id = e.audit_id and p.sha256 = e.value) order by 1"
    ).fetchall()
    for subject, sha256 in rows:
        yield Fault("reference", {"table": "event", "column": subject, "value": sha256, "target": "photo"})


def _field_states(cursor: Cursor) -> Iterator[Fault]:
    """Find fields whose kept state is not what the journal says; `rebuild-heads` mends them."""
    for one in wrong_states(cursor):
        audit_id, subject, name = one.key
        yield Fault("field_state", {"audit": audit_id, "subject": subject, "field": name})


def _minutes_positions(cursor: Cursor) -> Iterator[Fault]:
    """Find minutes that name a journal position yet to come."""
    rows = cursor.execute(
        "select m.number, m.version, m.journal_position, "
        "(select coalesce(max(e.position), 0) from event e where e.audit_id = m.audit_id) as last "
        "from minutes m order by 1, 2"
    ).fetchall()
    for number, version, position, last in rows:
        if position > last:
            detail: dict[str, object] = {"number": number, "version": version, "position": position, "last": last}
            yield Fault("minutes_position", detail)


def _renderings(cursor: Cursor) -> Iterator[Fault]:
    """Find minutes whose bytes are not among the renderings kept, or of which others are kept as the issued ones."""
    rows = cursor.execute(
        "select number, version from minutes m where pdf_hash not in (select sha256 from minutes_rendering) "
        "or exists (select 1 from minutes_rendering r where r.minutes_id = m.id and r.purpose = 'issued' "
        "and r.sha256 <> m.pdf_hash) order by 1, 2"
    ).fetchall()
    for number, version in rows:
        yield Fault("rendering", {"number": number, "version": version})


_CHECKS: tuple[Check, ...] = (
    _references,
    _same_audit,
    _unique,
    _json,
    _sections,
    _checklists,
    _hashes,
    _photos,
    _field_states,
    _minutes_positions,
    _renderings,
)
