"""What the planning forms need: a programme with its team, all agencies, accounts, and one audit as planned."""

from collections.abc import Mapping
from dataclasses import dataclass

from iso_audit.domain.account import Account, must
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.errors import NotFound
from iso_audit.domain.programme import Agency, Audit, Member, Programme
from iso_audit.storage import accounts, audits, programmes
from iso_audit.storage.engine.database import Database


@dataclass(frozen=True, slots=True)
class Plan:
    """A programme as its planners see it."""

    programme: Programme
    team: tuple[Member, ...]
    agencies: tuple[Agency, ...]
    audits: tuple[Audit, ...]
    accounts: tuple[Account, ...]
    audited_ids: frozenset[str]
    """Agencies for which an audit was planned in some year."""
    standards: Mapping[str, str]
    """The edition of the standard that each audit's checklist goes by."""
    newest: Audit | None
    """The audit of the programme that was planned last, whose people and assignment the next one begins with."""


def plan(database: Database, programme_id: str, *, reader: Account) -> Plan:
    """Return everything the planning forms show; leaders and deputies only."""
    must(reader.leads, "plan")
    with database.read() as cursor:
        programme = programmes.programme(cursor, programme_id)
        if programme is None:
            raise NotFound("programme_not_found")
        planned_audits = audits.of_programme(cursor, programme_id)
        return Plan(
            programme,
            programmes.team(cursor, programme_id),
            programmes.all_agencies(cursor),
            planned_audits,
            accounts.all_accounts(cursor),
            frozenset(audits.audited_ids(cursor)),
            {key: one.standard for key, one in audits.checklists(cursor, [a.id for a in planned_audits]).items()},
            max(planned_audits, key=lambda one: one.id, default=None),
        )


def standard_of(plan: Plan, audit_id: str) -> str:
    """Return the edition an audit goes by: that of its checklist, the programme's for one that is planned just now."""
    return plan.standards.get(audit_id, plan.programme.standard)


def checklist_of(database: Database, audit_id: str, *, reader: Account) -> Checklist | None:
    """Return an audit's own copy of its checklist."""
    with database.read() as cursor:
        return audits.checklist(cursor, audit_id) if reader.may_read(audit_id) else None


def audit_by_code(database: Database, code: str, *, reader: Account) -> Audit:
    """Return the audit with `code`; NotFound where there is none or the reader may not see it."""
    with database.read() as cursor:
        audit = audits.by_code(cursor, code)
    if audit is None or not reader.may_read(audit.id):
        raise NotFound("audit_code_unknown", code=code[:60])
    return audit
