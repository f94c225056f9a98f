"""Planning: the year's programme, agencies, team, and audits with their own copy of the checklist."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from iso_audit.domain.account import Account, Role, must
from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.composition import compose
from iso_audit.domain.errors import Conflict, NotFound, RuleBroken
from iso_audit.domain.programme import (
    Agency,
    Audit,
    AuditForm,
    Decision,
    Member,
    Programme,
    checked,
    checked_code,
    checked_programme,
    required,
)
from iso_audit.storage import accounts, activity, audits, journal, programmes
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.workflow.ids import new_id

T = TypeVar("T", Agency, Member, Programme)


def save_programme(database: Database, programme: Programme, *, by: Account, at: datetime) -> Programme:
    """Add (empty id) or change a year's programme; Conflict `changed_meanwhile` when somebody else changed it first."""
    must(by.leads, "plan")
    asked = checked_programme(programme)
    with database.write() as cursor:
        same_year = programmes.of_year(cursor, asked.year)
        if same_year is not None and same_year.id != asked.id:
            raise Conflict("programme_exists", year=asked.year)
        stored = programmes.programme(cursor, asked.id)
        saved = _keep(cursor, asked, stored, missing="programme_not_found", at=at)
        _log(cursor, "programme_saved", f"programme:{saved.id}", {"year": saved.year}, by=by, at=at)
    return saved


def save_agency(database: Database, agency: Agency, bank: Bank, *, by: Account, at: datetime) -> Agency:
    """Add (empty id) or change an agency; its kind is one of the bank's."""
    must(by.leads, "plan")
    bank.kind(agency.kind)
    asked = checked(agency)
    with database.write() as cursor:
        stored = programmes.agency(cursor, asked.id)
        saved = _keep(cursor, asked, stored, missing="agency_not_found", at=at)
        _log(cursor, "agency_saved", f"agency:{saved.id}", {}, by=by, at=at)
    return saved


def save_member(database: Database, member: Member, *, by: Account, at: datetime) -> Member:
    """Add (empty id) or change a person of a programme's team, linked to an account or not."""
    must(by.leads, "plan")
    asked = checked(member)
    with database.write() as cursor:
        if programmes.programme(cursor, asked.programme_id) is None:
            raise NotFound("programme_not_found")
        if asked.account_id is not None:
            _check_link(cursor, asked)
        stored = programmes.member(cursor, asked.id)
        saved = _keep(cursor, asked, stored, missing="member_not_found", at=at)
        _log(cursor, "member_saved", f"member:{saved.id}", {"role": saved.role.value}, by=by, at=at)
    return saved


def _keep(cursor: Cursor, asked: T, stored: T | None, *, missing: str, at: datetime) -> T:
    """Add what has no id yet, or write it over what is stored; a sample stays one."""
    if not asked.id:
        added = replace(asked, id=new_id(at), revision=0)
        programmes.add(cursor, added)
        return added
    if stored is None:
        raise NotFound(missing)
    changes: dict[str, Any] = {"revision": _next_revision(stored, asked)}
    if not isinstance(stored, Member):
        changes["is_sample"] = stored.is_sample
    saved = replace(asked, **changes)
    programmes.save(cursor, saved)
    return saved


def save_audit(
    database: Database,
    audit: Audit,
    bank: Bank,
    *,
    excluded: Mapping[str, str],
    by: Account,
    at: datetime,
) -> Audit:
    """Add (empty id) or change an audit; its checklist is composed anew only while nothing was recorded."""
    must(by.leads, "plan")
    asked = replace(audit, code=checked_code(audit.code))
    with database.write() as cursor:
        agency = programmes.agency(cursor, asked.agency_id)
        if agency is None or programmes.programme(cursor, asked.programme_id) is None:
            raise NotFound("agency_not_found" if agency is None else "programme_not_found")
        same_code = audits.by_code(cursor, asked.code)
        if same_code is not None and same_code.id != asked.id:
            raise Conflict("audit_code_taken", code=asked.code)
        _check_team(cursor, asked)
        checklist = compose(bank, kind=agency.kind, form=asked.checklist_form, exclusions=excluded)
        if not asked.id:
            saved = replace(asked, id=new_id(at), revision=0, is_sample=agency.is_sample)
            audits.add(cursor, saved)
            audits.set_checklist(cursor, saved.id, checklist, at=at)
        else:
            saved = _change_audit(cursor, asked, checklist, at=at)
        _log(cursor, "audit_saved", f"audit:{saved.id}", {"code": saved.code}, by=by, at=at)
    return saved


def _change_audit(cursor: Cursor, audit: Audit, checklist: Checklist, *, at: datetime) -> Audit:
    stored, kept = audits.audit(cursor, audit.id), audits.checklist(cursor, audit.id)
    if stored is None or kept is None:
        raise NotFound("audit_not_found", audit=audit.id)
    saved = replace(audit, revision=_next_revision(stored, audit), is_sample=stored.is_sample)
    asks_otherwise = (kept.id, dict(kept.excluded)) != (checklist.id, dict(checklist.excluded))
    if journal.last_position(cursor, saved.id) == 0:
        audits.set_checklist(cursor, saved.id, checklist, at=at)
    elif asks_otherwise or stored.agency_id != saved.agency_id:
        raise Conflict("checklist_in_use", code=saved.code)
    audits.save(cursor, saved)
    return saved


def cancel_audit(database: Database, audit_id: str, *, reason: str, by: Account, at: datetime) -> None:
    """Cancel an audit with a reason; everything recorded in it stays. Conflict `audit_cancelled` once it is."""
    must(by.leads, "plan")
    why = required(reason, "reason")
    with database.write() as cursor:
        audit = audits.audit(cursor, audit_id)
        if audit is None:
            raise NotFound("audit_not_found", audit=audit_id)
        if audit.cancelled_reason is not None:
            raise Conflict("audit_cancelled", code=audit.code)
        audits.save(cursor, replace(audit, cancelled_reason=why, revision=audit.revision + 1))
        detail: dict[str, object] = {"code": audit.code, "reason": why}
        _log(cursor, "audit_cancelled", f"audit:{audit_id}", detail, by=by, at=at)


def new_programme(year: int) -> Programme:
    """Return an empty programme for `year`, to be filled by a form."""
    nothing = Decision("", None, "", "")
    return Programme("", year, "", "", "", nothing, nothing)


def new_audit(programme_id: str, agency_id: str, *, code: str, checklist_form: str, planned_on: date | None) -> Audit:
    """Return an audit on site, to be filled by a form."""
    return Audit("", programme_id, agency_id, code, planned_on, AuditForm.ON_SITE, checklist_form, None)


def next_code(year: int, taken: set[str]) -> str:
    """Return the first free audit code of `year`, like 2017-09."""
    number = 1
    while f"{year}-{number:02d}" in taken:
        number += 1
    return f"{year}-{number:02d}"


def _check_link(cursor: Cursor, member: Member) -> None:
    if member.account_id is not None and accounts.by_id(cursor, member.account_id) is None:
        raise NotFound("account_not_found")
    for other in programmes.team(cursor, member.programme_id):
        if other.account_id == member.account_id and other.id != member.id:
            raise Conflict("account_linked", name=other.name)


def _check_team(cursor: Cursor, audit: Audit) -> None:
    team = {member.id: member for member in programmes.team(cursor, audit.programme_id)}
    chosen = [*audit.member_ids, *([audit.leader_id] if audit.leader_id else [])]
    if any(member_id not in team for member_id in chosen):
        raise NotFound("member_not_found")
    if audit.leader_id and team[audit.leader_id].role is Role.VIEWER:
        raise RuleBroken("viewer_cannot_lead")


def _next_revision(stored: Programme | Agency | Member | Audit, given: Programme | Agency | Member | Audit) -> int:
    if stored.revision != given.revision:
        raise Conflict("changed_meanwhile")
    return stored.revision + 1


def _log(cursor: Cursor, action: str, subject: str, detail: dict[str, object], *, by: Account, at: datetime) -> None:
    activity.add(cursor, activity.Activity(new_id(at), at, by.id, action, subject, detail))
