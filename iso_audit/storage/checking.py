"""Whether the database is whole: references (it has no foreign keys), hashes, positions, JSON; all faults at once."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import duckdb

from iso_audit.domain.checklist import Checklist
from iso_audit.storage.content import name_of, tables
from iso_audit.storage.database import Cursor, Database
from iso_audit.storage.failures import reason

REFERENCES: tuple[tuple[str, str, str], ...] = (
    ("sign_in_session", "account_id", "account"),
    ("team_member", "programme_id", "programme"),
    ("team_member", "account_id", "account"),
    ("audit", "programme_id", "programme"),
    ("audit", "agency_id", "agency"),
    ("audit", "leader_id", "team_member"),
    ("audit_member", "audit_id", "audit"),
    ("audit_member", "member_id", "team_member"),
    ("audit_checklist", "audit_id", "audit"),
    ("event", "audit_id", "audit"),
    ("event", "account_id", "account"),
    ("event_replacement", "event_id", "event"),
    ("event_replacement", "replaced_id", "event"),
    ("event_replacement", "audit_id", "audit"),
    ("minutes", "audit_id", "audit"),
    ("minutes", "issued_by", "account"),
    ("activity", "account_id", "account"),
)
"""Table, column, and the table whose `id` it names; a column may be empty where the schema lets it."""

UNIQUE: tuple[tuple[str, str], ...] = (
    ("account", "username"),
    ("programme", "year"),
    ("audit", "code"),
    ("event", "position"),
    ("minutes", "audit_id, version"),
)
JSON_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("audit", "id", "sections"),
    ("audit_checklist", "audit_id", "content"),
    ("minutes", "id", "content"),
    ("activity", "id", "detail"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the code names its sentence, the details fill it."""

    code: str
    details: dict[str, object] = field(default_factory=dict)


def faults(database: Database) -> tuple[Fault, ...]:
    """Return everything that is wrong with the database; nothing is changed."""
    found: list[Fault] = []
    with database.read() as cursor:
        for check in _CHECKS:
            try:
                found += check(cursor)
            except duckdb.Error as error:
                told = {"check": check.__name__.strip("_"), "reason": reason(error)}
                found.append(Fault("unreadable", dict(told)))
    return tuple(found)


def _every_block(cursor: Cursor) -> Iterator[Fault]:
    """Read every value of every table."""
    for table in tables(cursor, name_of(cursor)):
        try:
            cursor.execute(f'select sum(length(cast(columns(*) as varchar))) from "{table}"').fetchall()
        except duckdb.Error as error:
            yield Fault("table_unreadable", {"table": table, "reason": reason(error)})


def _references(cursor: Cursor) -> Iterator[Fault]:
    for table, column, target in REFERENCES:
        rows = cursor.execute(
            f"select distinct one.{column} from {table} one "
            f"where one.{column} is not null and one.{column} not in (select id from {target}) order by 1"
        ).fetchall()
        for (value,) in rows:
            yield Fault("reference", {"table": table, "column": column, "value": value, "target": target})


def _same_audit(cursor: Cursor) -> Iterator[Fault]:
    """Find replacements that cross audits."""
    rows = cursor.execute(
        "select r.event_id, r.replaced_id from event_replacement r join event n on n.id = r.event_id "
        "join event o on o.id = r.replaced_id "
        "where n.audit_id <> r.audit_id or o.audit_id <> r.audit_id order by 1, 2"
    ).fetchall()
    for event, replaced in rows:
        yield Fault("replaces_elsewhere", {"event": event, "replaced": replaced})


def _unique(cursor: Cursor) -> Iterator[Fault]:
    for table, columns in UNIQUE:
        rows = cursor.execute(
            f"select {columns}, count(*) from {table} group by {columns} having count(*) > 1 order by all"
        ).fetchall()
        for row in rows:
            value = ", ".join(str(one) for one in row[:-1])
            yield Fault("not_unique", {"table": table, "column": columns, "value": value, "count": row[-1]})


def _json(cursor: Cursor) -> Iterator[Fault]:
    for table, key, column in JSON_COLUMNS:
        for identity, text in cursor.execute(f"select {key}, {column} from {table} order by 1").fetchall():
            try:
                json.loads(text)
            except ValueError:
                yield Fault("not_json", {"table": table, "column": column, "value": identity})


def _sections(cursor: Cursor) -> Iterator[Fault]:
    """Find sections of an audit that are given to nobody's member."""
    members = {row[0] for row in cursor.execute("select id from team_member").fetchall()}
    for code, text in cursor.execute("select code, sections from audit order by code").fetchall():
        try:
            given = json.loads(text)
        except ValueError:
            continue
        for section, member in sorted(given.items()):
            if member not in members:
                yield Fault("section_member", {"audit": code, "section": section, "value": member})


def _checklists(cursor: Cursor) -> Iterator[Fault]:
    """Find audits without a checklist, and checklists that are not what their hash says."""
    for (code,) in cursor.execute(
        "select code from audit where id not in (select audit_id from audit_checklist) order by code"
    ).fetchall():
        yield Fault("no_checklist", {"audit": code})
    rows = cursor.execute("select audit_id, content, content_hash from audit_checklist order by audit_id").fetchall()
    for audit_id, content, expected in rows:
        try:
            actual = Checklist.from_data(json.loads(content)).content_hash()
        except (ValueError, KeyError, TypeError, AttributeError):
            actual = ""
        if actual != expected:
            yield Fault("checklist_hash", {"audit": audit_id})


def _minutes(cursor: Cursor) -> Iterator[Fault]:
    """Find minutes whose bytes or text are not what was issued, or that name a journal position yet to come."""
    listed = cursor.execute("select id, number, version from minutes order by number, version").fetchall()
    for identity, number, version in listed:
        pdf, pdf_hash, text, text_hash, position, last = cursor.execute(
            "select m.pdf, m.pdf_hash, m.content, m.text_hash, m.journal_position, "
            "(select coalesce(max(e.position), 0) from event e where e.audit_id = m.audit_id) "
            "from minutes m where m.id = ?",
            [identity],
        ).fetchall()[0]
        named: dict[str, object] = {"number": number, "version": version}
        if hashlib.sha256(pdf or b"").hexdigest() != pdf_hash:
            yield Fault("minutes_bytes", named)
        if hashlib.sha256(text.encode()).hexdigest() != text_hash:
            yield Fault("minutes_text", named)
        if position > last:
            yield Fault("minutes_position", {**named, "position": position, "last": last})


_CHECKS: tuple[Callable[[Cursor], Iterator[Fault]], ...] = (
    _every_block,
    _references,
    _same_audit,
    _unique,
    _json,
    _sections,
    _checklists,
    _minutes,
)
