"""Rows of audit, audit_member and audit_checklist, and the domain's Audit and Checklist."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from iso_audit.domain.checklist import Checklist, hash_of
from iso_audit.domain.programme import Audit
from iso_audit.storage.engine.cursor import Cursor, from_utc, to_utc
from iso_audit.storage.engine.parsed import ParsedByHash
from iso_audit.storage.tables import AUDIT, AUDIT_CHECKLIST, AUDIT_MEMBER

_parsed = ParsedByHash[Checklist](most=256)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording in an audit needs to know of it."""

    code: str
    cancelled: bool
    checklist: Checklist


def add(cursor: Cursor, audit: Audit) -> None:
    """Add `audit` and its members."""
    AUDIT.add(cursor, audit)
    _set_members(cursor, audit)


def save(cursor: Cursor, audit: Audit) -> None:
    """Write `audit` over its row, and its members."""
    AUDIT.save(cursor, audit)
    _set_members(cursor, audit)


def audit(cursor: Cursor, audit_id: str) -> Audit | None:
    """Return the audit with `audit_id`."""
    rows = _read(cursor, "id = ?", [audit_id])
    return rows[0] if rows else None


def by_code(cursor: Cursor, code: str) -> Audit | None:
    """Return the audit with `code`."""
    rows = _read(cursor, "code = ?", [code])
    return rows[0] if rows else None


def of_programme(cursor: Cursor, programme_id: str) -> tuple[Audit, ...]:
    """Return the audits of a programme by code."""
    return _read(cursor, "programme_id = ?", [programme_id])


def audited_ids(cursor: Cursor) -> tuple[str, ...]:
    """Return the agencies that have an audit, in whichever year."""
    return tuple(row[0] for row in cursor.execute("select distinct agency_id from audit").fetchall())


def codes(cursor: Cursor, agency_id: str | None = None) -> tuple[str, ...]:
    """Return the codes of all audits, or of those of one agency, in their order."""
    where, values = ("", []) if agency_id is None else (" where agency_id = ?", [agency_id])
    return tuple(row[0] for row in cursor.execute(f"select code from audit{where} order by code", values).fetchall())


def recorded_in(cursor: Cursor, audit_ids: Collection[str]) -> dict[str, Recorded]:
    """Return what recording needs of audits, by audit; one without a checklist is left out."""
    if not audit_ids:
        return {}
    marks = ", ".join("?" for _ in audit_ids)
    rows = cursor.execute(
        "select a.id, a.code, a.cancelled_reason, c.content_hash from audit a "
        f"join audit_checklist c on c.audit_id = a.id where a.id in ({marks})",
        list(audit_ids),
    ).fetchall()
    by_hash = checklists_by_hash(cursor, {row[0]: row[3] for row in rows})
    return {row[0]: Recorded(row[1], row[2] is not None, by_hash[row[3]]) for row in rows}


def set_checklist(cursor: Cursor, audit_id: str, checklist: Checklist, *, at: datetime) -> None:
    """Keep an audit's own copy of its checklist, in place of the one before."""
    content = checklist.to_json()
    row = {"audit_id": audit_id, "content": content, "content_hash": hash_of(content)}
    AUDIT_CHECKLIST.insert(cursor, [{**row, "taken_at": to_utc(at)}], present="replaced")


def checklist(cursor: Cursor, audit_id: str) -> Checklist | None:
    """Return an audit's own copy of its checklist."""
    return checklists(cursor, [audit_id]).get(audit_id)


def checklists(cursor: Cursor, audit_ids: Collection[str]) -> dict[str, Checklist]:
    """Return the checklists of audits, by audit."""
    if not audit_ids:
        return {}
    marks = ", ".join("?" for _ in audit_ids)
    sql = f"select audit_id, content_hash from audit_checklist where audit_id in ({marks})"
    hashes = dict(cursor.execute(sql, list(audit_ids)).fetchall())
    by_hash = checklists_by_hash(cursor, hashes)
    return {audit_id: by_hash[content_hash] for audit_id, content_hash in hashes.items()}


def checklists_by_hash(cursor: Cursor, hashes: Mapping[str, str]) -> dict[str, Checklist]:
    """Return the checklists that audits have, by content hash; a text is read and parsed once per process.

    `hashes` are content hashes by audit. A text that is not what its hash says is never kept for another audit.
    """
    by_hash = {content_hash: one for content_hash in hashes.values() if (one := _parsed.get(content_hash)) is not None}
    unread = {content_hash: audit_id for audit_id, content_hash in hashes.items() if content_hash not in by_hash}
    if not unread:
        return by_hash
    marks = ", ".join("?" for _ in unread)
    sql = f"select content_hash, content from audit_checklist where audit_id in ({marks})"
    for content_hash, content in cursor.execute(sql, list(unread.values())).fetchall():
        by_hash[content_hash] = parsed = Checklist.from_data(json.loads(content))
        if parsed.content_hash() == content_hash:
            _parsed.keep(content_hash, parsed)
    return by_hash


def forget_checklists() -> None:
    """Forget what was parsed, as a process that has just begun."""
    _parsed.forget()


def opened_at(cursor: Cursor, audit_id: str) -> datetime | None:
    """Return when an audit got its checklist: nothing of it was judged before."""
    taken_at = AUDIT_CHECKLIST.value(cursor, [audit_id], "taken_at")
    return from_utc(taken_at) if taken_at else None


def _set_members(cursor: Cursor, audit: Audit) -> None:
    rows = cursor.execute("select member_id from audit_member where audit_id = ?", [audit.id]).fetchall()
    before, after = {row[0] for row in rows}, set(audit.member_ids)
    for member_id in sorted(before - after):
        AUDIT_MEMBER.delete(cursor, [audit.id, member_id])
    AUDIT_MEMBER.insert(cursor, ({"audit_id": audit.id, "member_id": one} for one in sorted(after - before)))


def _read(cursor: Cursor, where: str, values: Sequence[Any]) -> tuple[Audit, ...]:
    rows = cursor.execute(
        f"select {AUDIT.selected(Audit)}, part.member_id from audit left join audit_member part on part.audit_id = id "
        f"where {where} order by code, id, part.member_id",
        list(values),
    ).fetchall()
    members: dict[tuple[Any, ...], list[str]] = {}
    for *columns, member_id in rows:
        members.setdefault(tuple(columns), []).extend([member_id] if member_id else [])
    return tuple(AUDIT.made(Audit, columns, member_ids=tuple(listed)) for columns, listed in members.items())
