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
from iso_audit.storage.file import losses, marker
from iso_audit.storage.rebuilding import wrong_states

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
    ("event_replacement", "audit_id", "audit"),
    ("field_state", "audit_id", "audit"),
    ("field_state", "event_id", "event"),
    ("field_state", "account_id", "account"),
    ("minutes", "audit_id", "audit"),
    ("minutes", "locked_by", "account"),
    ("minutes", "issued_by", "account"),
    ("minutes", "voided_by", "account"),
    ("carried_minutes", "minutes_id", "minutes"),
    ("carried_minutes", "taken_by", "account"),
    ("minutes_rendering", "minutes_id", "minutes"),
    ("minutes_reopening", "audit_id", "audit"),
    ("minutes_reopening", "account_id", "account"),
    ("minutes_attachment", "minutes_id", "minutes"),
    ("minutes_attachment", "added_by", "account"),
    ("signature_event", "minutes_id", "minutes"),
    ("signature_event", "account_id", "account"),
    ("photo", "audit_id", "audit"),
    ("photo", "received_by", "account"),
    ("photo_part", "audit_id", "audit"),
    ("case_list", "audit_id", "audit"),
    ("case_list", "imported_by", "account"),
    ("tablet", "account_id", "account"),
    ("activity", "account_id", "account"),
)
"""Table, column, and the table whose `id` it names; a column may be empty where the schema lets it."""

OPEN: tuple[tuple[str, str], ...] = (("event_replacement", "replaced_id"),)
"""Columns that may name what never came: a device says what its writer had seen, wherever that was."""

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
    ("signature_event", "id", "value"),
    ("case_list", "id", "left_out"),
    ("activity", "id", "detail"),
)
HASHES: tuple[tuple[str, str, str, str, str], ...] = (
    ("minutes", "id", "content", "content_hash", "true"),
    ("minutes", "id", "pdf", "pdf_hash", "state = 'issued'"),
    ("minutes_image", "sha256", "data", "sha256", "true"),
    ("minutes_attachment", "id", "data", "sha256", "true"),
)
"""Table, what names a row, the column whose SHA-256 the next column holds, and the rows of which that is so."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the code names its sentence, the details fill it."""

    code: str
    details: dict[str, object] = field(default_factory=dict)


Check = Callable[[Cursor], Iterator[Fault]]


def faults(database: Database) -> tuple[Fault, ...]:
    """Return everything that is wrong with the database; nothing is changed."""
    found: list[Fault] = []
    for check in (*_reading_of_each_table(database), _losses(database.path), *_CHECKS):
        try:
            with database.read() as cursor:
                found += check(cursor)
        except duckdb.Error as error:
            told = {"check": check.__name__.strip("_"), "reason": reason(error)}
            found.append(Fault("unreadable", dict(told)))
    return tuple(found)


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
        for one in (losses.pending(cursor), now):
            for name in ("events", "acts"):
                if one is not None and one.counts[name]:
                    yield Fault(f"lost_{name}", {"count": one.counts[name]})

    return lost


def _references(cursor: Cursor) -> Iterator[Fault]:
    for table, column, target in REFERENCES:
        rows = cursor.execute(
            f"select distinct one.{column} from {table} one "
            f"where one.{column} is not null and one.{column} not in (select id from {target}) order by 1"
        ).fetchall()
        for (value,) in rows:
            yield Fault("reference", {"table": table, "column": column, "value": value, "target": target})


def _same_audit(cursor: Cursor) -> Iterator[Fault]:
    """Find replacements kept under another audit than the event that replaces."""
    rows = cursor.execute(
        "select r.event_id, r.replaced_id from event_replacement r join event n on n.id = r.event_id "
        "where n.audit_id <> r.audit_id order by 1, 2"
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


def _hashes(cursor: Cursor) -> Iterator[Fault]:
    """Find what is not what it was when its hash was taken; row by row, since files are large."""
    for table, key, column, hash_column, where in HASHES:
        for (identity,) in cursor.execute(f"select {key} from {table} where {where} order by 1").fetchall():
            found = cursor.execute(
                f"select {column}, {hash_column} from {table} where {key} = ?", [identity]
            ).fetchall()[0]
            content = found[0].encode() if isinstance(found[0], str) else bytes(found[0] or b"")
            if hashlib.sha256(content).hexdigest() != found[1]:
                yield Fault("hash", {"table": table, "column": column, "value": identity})


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
            named: dict[str, object] = {"number": number, "version": version, "position": position, "last": last}
            yield Fault("minutes_position", named)


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
