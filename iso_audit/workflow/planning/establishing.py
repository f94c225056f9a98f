"""Planning: the year's programme, agencies, team, and audits with their own copy of the checklist."""

from collections.abc import Mapping, Sequence
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
    wish = checked_programme(programme)
    with database.write() as cursor:
        same_year = programmes.of_year(cursor, wish.year)
        if same_year is not None and same_year.id != wish.id:
            raise Conflict("programme_exists", year=wish.year)
        before = programmes.programme(cursor, wish.id)
        result = _keep(cursor, wish, before, missing="programme_not_found", at=at)
        _log(cursor, "programme_saved", f"programme:{result.id}", {"year": result.year}, by=by, at=at)
    return result


def save_agency(database: Database, agency: Agency, bank: Bank, *, by: Account, at: datetime) -> Agency:
    """Add (empty id) or change an agency; its kind is one of the bank's. Conflict `agency_exists` for a name in use."""
    must(by.leads, "plan")
    bank.kind(agency.kind)
    wish = checked(agency)
    with database.write() as cursor:
        before = programmes.agency(cursor, wish.id)
        if before is None or before.name != wish.name:
            _check_name(cursor, wish)
        result = _keep(cursor, wish, before, missing="agency_not_found", at=at)
        _log(cursor, "agency_saved", f"agency:{result.id}", {}, by=by, at=at)
    return result


def remove_agency(database: Database, agency_id: str, *, by: Account, at: datetime) -> None:
    """Take out an agency that no audit was ever planned for; Conflict `agency_in_use` where one was."""
    must(by.leads, "plan")
    with database.write() as cursor:
        agency = programmes.agency(cursor, agency_id)
        if agency is None:
            raise NotFound("agency_not_found")
        used_codes = audits.codes(cursor, agency_id)
        if used_codes:
            raise Conflict("agency_in_use", name=agency.name, codes=", ".join(used_codes))
        programmes.remove_agency(cursor, agency_id)
        _log(cursor, "agency_removed", f"agency:{agency_id}", {"name": agency.name}, by=by, at=at)


def save_member(database: Database, member: Member, *, by: Account, at: datetime) -> Member:
    """Add (empty id) or change a person of a programme's team, linked to an account or not."""
    must(by.leads, "plan")
    wish = checked(member)
    with database.write() as cursor:
        if programmes.programme(cursor, wish.programme_id) is None:
            raise NotFound("programme_not_found")
        if wish.account_id is not None:
            _check_link(cursor, wish)
        before = programmes.member(cursor, wish.id)
        if not wish.id:
            _check_person(cursor, wish)
        result = _keep(cursor, wish, before, missing="member_not_found", at=at)
        _log(cursor, "member_saved", f"member:{result.id}", {"role": result.role.value}, by=by, at=at)
    return result


def _keep(cursor: Cursor, wish: T, before: T | None, *, missing: str, at: datetime) -> T:
    """Add what has no id yet, or write it over what is stored; a sample stays one."""
    if not wish.id:
        addition = replace(wish, id=new_id(at), revision=0)
        programmes.add(cursor, addition)
        return addition
    if before is None:
        raise NotFound(missing)
    changes: dict[str, Any] = {"revision": _next_revision(before, wish)}
    if not isinstance(before, Member):
        changes["is_sample"] = before.is_sample
    result = replace(wish, **changes)
    programmes.save(cursor, result)
    return result


def save_audit(
    database: Database,
    audit: Audit,
    bank: Bank,
    *,
    exclusions: Mapping[str, str],
    by: Account,
    at: datetime,
) -> Audit:
    """Add (empty id) or change an audit; its checklist is composed anew only while nothing was recorded.

    Who leads the visit takes part in it, named among its members or not.
    """
    must(by.leads, "plan")
    wish = replace(audit, code=checked_code(audit.code), member_ids=_with_leader(audit))
    with database.write() as cursor:
        agency = programmes.agency(cursor, wish.agency_id)
        programme = programmes.programme(cursor, wish.programme_id)
        if agency is None or programme is None:
            raise NotFound("agency_not_found" if agency is None else "programme_not_found")
        same_code = audits.by_code(cursor, wish.code)
        if same_code is not None and same_code.id != wish.id:
            raise Conflict("audit_code_taken", code=wish.code)
        _check_team(cursor, wish)
        checklist = compose(bank, kind=agency.kind, form=wish.checklist_form, exclusions=exclusions)
        _check_edition(cursor, wish, checklist.standard, programme.standard)
        if not wish.id:
            result = replace(wish, id=new_id(at), revision=0, is_sample=agency.is_sample)
            audits.add(cursor, result)
            audits.set_checklist(cursor, result.id, checklist, at=at)
        else:
            result = _change_audit(cursor, wish, checklist, at=at)
        _log(cursor, "audit_saved", f"audit:{result.id}", {"code": result.code}, by=by, at=at)
    return result


def _check_edition(cursor: Cursor, audit: Audit, standard: str, of_programme: str) -> None:
    """Raise Conflict `edition_differs` where a checklist is not by the edition of the year, or of what was recorded."""
    if audit.id and journal.last_position(cursor, audit.id) > 0:
        recorded_by = audits.checklist(cursor, audit.id)
        of_programme = recorded_by.standard if recorded_by else of_programme
    if standard != of_programme:
        raise Conflict("edition_differs", audit=standard, programme=of_programme)


def _change_audit(cursor: Cursor, audit: Audit, checklist: Checklist, *, at: datetime) -> Audit:
    before, old_checklist = audits.audit(cursor, audit.id), audits.checklist(cursor, audit.id)
    if before is None or old_checklist is None:
        raise NotFound("audit_not_found", audit=audit.id)
    result = replace(audit, revision=_next_revision(before, audit), is_sample=before.is_sample)
    asks_otherwise = (old_checklist.id, dict(old_checklist.excluded)) != (checklist.id, dict(checklist.excluded))
    if journal.last_position(cursor, result.id) == 0:
        audits.set_checklist(cursor, result.id, checklist, at=at)
    elif asks_otherwise or before.agency_id != result.agency_id:
        raise Conflict("checklist_in_use", code=result.code)
    audits.save(cursor, result)
    return result


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


def new_programme(year: int, former: Programme | None = None) -> Programme:
    """Return a programme for `year`, to be filled by a form; names and manners are those of a `former` one."""
    nothing = Decision("", None, "", "")
    if former is None:
        return Programme("", year, "", "", "", nothing, nothing)
    plan, team = (replace(nothing, issuer=one.issuer) for one in (former.plan, former.team))
    return replace(former, id="", year=year, plan=plan, team=team, is_sample=False, revision=0)


def new_audit(programme_id: str, agency_id: str, *, code: str, checklist_form: str, planned_on: date | None) -> Audit:
    """Return an audit on site, to be filled by a form."""
    return Audit("", programme_id, agency_id, code, planned_on, AuditForm.ON_SITE, checklist_form, None)


def with_people(audit: Audit, team: Sequence[Member], former: Audit | None) -> Audit:
    """Return a new audit with leader, members and assignment of the `former` one; without one, with the whole team.

    Nothing else is taken over: a clause is excluded for one agency, with its reason.
    """
    if former is not None:
        return replace(audit, leader_id=former.leader_id, member_ids=former.member_ids, sections=former.sections)
    leader = next((one.id for one in team if one.role is Role.LEADER), None)
    return replace(audit, leader_id=leader, member_ids=tuple(one.id for one in team if one.role is not Role.VIEWER))


def next_code(year: int, codes: set[str]) -> str:
    """Return the first free audit code of `year`, like 2017-09."""
    number = 1
    while f"{year}-{number:02d}" in codes:
        number += 1
    return f"{year}-{number:02d}"


def free_year(years: set[int], today: date) -> int:
    """Return the first year from today's on that has no programme."""
    year = today.year
    while year in years:
        year += 1
    return year


def _with_leader(audit: Audit) -> tuple[str, ...]:
    leads = (audit.leader_id,) if audit.leader_id and audit.leader_id not in audit.member_ids else ()
    return (*leads, *audit.member_ids)


def _check_name(cursor: Cursor, agency: Agency) -> None:
    others = (one for one in programmes.all_agencies(cursor) if one.id != agency.id)
    if any(one.name.casefold() == agency.name.casefold() for one in others):
        raise Conflict("agency_exists", name=agency.name)


def _check_person(cursor: Cursor, member: Member) -> None:
    said = (member.name, member.position, member.organisation)
    if any((one.name, one.position, one.organisation) == said for one in programmes.team(cursor, member.programme_id)):
        raise Conflict("member_exists", name=member.name)


def _check_link(cursor: Cursor, member: Member) -> None:
    if member.account_id is not None and accounts.by_id(cursor, member.account_id) is None:
        raise NotFound("account_not_found")
    for other in programmes.team(cursor, member.programme_id):
        if other.account_id == member.account_id and other.id != member.id:
            raise Conflict("account_linked", name=other.name)


def _check_team(cursor: Cursor, audit: Audit) -> None:
    team = {member.id: member for member in programmes.team(cursor, audit.programme_id)}
    member_ids = [*audit.member_ids, *([audit.leader_id] if audit.leader_id else [])]
    if any(member_id not in team for member_id in member_ids):
        raise NotFound("member_not_found")
    if audit.leader_id and team[audit.leader_id].role is Role.VIEWER:
        raise RuleBroken("viewer_cannot_lead")


def _next_revision(before: Programme | Agency | Member | Audit, wish: Programme | Agency | Member | Audit) -> int:
    if before.revision != wish.revision:
        raise Conflict("changed_meanwhile")
    return before.revision + 1


def _log(cursor: Cursor, action: str, subject: str, detail: dict[str, object], *, by: Account, at: datetime) -> None:
    activity.add(cursor, activity.Activity(new_id(at), at, by.id, action, subject, detail))
