"""Rows of audit, audit_member and audit_checklist, and the domain's Audit and Checklist."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from iso_audit.domain.checklist import Checklist
from iso_audit.domain.programme import Audit, AuditForm
from iso_audit.storage.database import Cursor, from_utc, to_utc

_COLUMNS = (
    "id, programme_id, agency_id, code, planned_on, form, checklist_form, leader_id, sections, "
    "cancelled_reason, is_sample, revision"
)


def add(cursor: Cursor, audit: Audit) -> None:
    """Add `audit` and its members."""
    marks = ", ".join("?" for _ in range(12))
    cursor.execute(f"insert into audit ({_COLUMNS}) values ({marks})", _values(audit))
    _set_members(cursor, audit)


def save(cursor: Cursor, audit: Audit) -> None:
    """Write `audit` over its row, and its members."""
    names = [name.strip() for name in _COLUMNS.split(",")][1:]
    sets = ", ".join(f"{name} = ?" for name in names)
    values = _values(audit)
    cursor.execute(f"update audit set {sets} where id = ?", [*values[1:], values[0]])
    _set_members(cursor, audit)


def audit(cursor: Cursor, audit_id: str) -> Audit | None:
    """Return the audit with `audit_id`."""
    found = _read(cursor, "where id = ?", [audit_id])
    return found[0] if found else None


def by_code(cursor: Cursor, code: str) -> Audit | None:
    """Return the audit with `code`."""
    found = _read(cursor, "where code = ?", [code])
    return found[0] if found else None


def of_programme(cursor: Cursor, programme_id: str) -> tuple[Audit, ...]:
    """Return the audits of a programme by code."""
    return _read(cursor, "where programme_id = ? order by code, id", [programme_id])


def all_audits(cursor: Cursor) -> tuple[Audit, ...]:
    """Return every audit by code."""
    return _read(cursor, "order by code, id", [])


def set_checklist(cursor: Cursor, audit_id: str, checklist: Checklist, *, at: datetime) -> None:
    """Keep an audit's own copy of its checklist, in place of the one before."""
    values = [checklist.to_json(), checklist.content_hash(), to_utc(at), audit_id]
    kept = cursor.execute("select 1 from audit_checklist where audit_id = ?", [audit_id]).fetchall()
    if kept:
        cursor.execute(
            "update audit_checklist set content = ?, content_hash = ?, taken_at = ? where audit_id = ?",
            values,
        )
    else:
        cursor.execute(
            "insert into audit_checklist (content, content_hash, taken_at, audit_id) values (?, ?, ?, ?)",
            values,
        )


def checklist(cursor: Cursor, audit_id: str) -> Checklist | None:
    """Return an audit's own copy of its checklist."""
    rows = cursor.execute("select content from audit_checklist where audit_id = ?", [audit_id]).fetchall()
    return Checklist.from_data(json.loads(rows[0][0])) if rows else None


def opened_at(cursor: Cursor, audit_id: str) -> datetime | None:
    """Return when an audit got its checklist: nothing of it was judged before."""
    rows = cursor.execute("select taken_at from audit_checklist where audit_id = ?", [audit_id]).fetchall()
    return from_utc(rows[0][0]) if rows else None


def _set_members(cursor: Cursor, audit: Audit) -> None:
    rows = cursor.execute("select member_id from audit_member where audit_id = ?", [audit.id]).fetchall()
    before, after = {row[0] for row in rows}, set(audit.member_ids)
    for member_id in sorted(before - after):
        cursor.execute("delete from audit_member where audit_id = ? and member_id = ?", [audit.id, member_id])
    for member_id in sorted(after - before):
        cursor.execute("insert into audit_member (audit_id, member_id) values (?, ?)", [audit.id, member_id])


def _values(audit: Audit) -> list[Any]:
    return [
        audit.id, audit.programme_id, audit.agency_id, audit.code, audit.planned_on, audit.form.value,
        audit.checklist_form, audit.leader_id, json.dumps(dict(audit.sections), sort_keys=True),
        audit.cancelled_reason, audit.is_sample, audit.revision,
    ]  # fmt: skip


def _read(cursor: Cursor, where: str, values: Sequence[Any]) -> tuple[Audit, ...]:
    rows = cursor.execute(f"select {_COLUMNS} from audit {where}", list(values)).fetchall()
    members: dict[str, list[str]] = {}
    for audit_id, member_id in cursor.execute(
        "select audit_id, member_id from audit_member order by member_id"
    ).fetchall():
        members.setdefault(audit_id, []).append(member_id)
    return tuple(
        Audit(
            id=r[0],
            programme_id=r[1],
            agency_id=r[2],
            code=r[3],
            planned_on=r[4],
            form=AuditForm(r[5]),
            checklist_form=r[6],
            leader_id=r[7],
            member_ids=tuple(members.get(r[0], ())),
            sections=json.loads(r[8]),
            cancelled_reason=r[9],
            is_sample=r[10],
            revision=r[11],
        )
        for r in rows
    )
