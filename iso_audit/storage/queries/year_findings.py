"""The issued minutes of a year with their findings, as they stood when they were issued: nothing of any draft."""

from dataclasses import dataclass

from iso_audit.domain.account import Account
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.completion import judgements
from iso_audit.domain.conclusion import Conclusion
from iso_audit.domain.finding import Finding, findings
from iso_audit.domain.journal import fold
from iso_audit.domain.minutes import MinutesVersion, current
from iso_audit.domain.programme import Agency, Audit
from iso_audit.storage import audits, journal, minutes, programmes
from iso_audit.storage.engine.database import Cursor, Database


@dataclass(frozen=True, slots=True)
class IssuedMinutes:
    """The minutes of one audit that are in force, what they conclude and what they found."""

    audit: Audit
    agency: Agency
    checklist: Checklist
    version: MinutesVersion
    conclusion: Conclusion | None
    findings: tuple[Finding, ...]

    def clauses(self, finding: Finding) -> str:
        """Return what a finding goes against: the criterion that was written, else the clauses of its items."""
        clauses = dict.fromkeys(self.checklist.item(item_id).clause for item_id in finding.item_ids)
        return finding.criterion or ", ".join(clauses)


def issued_minutes(database: Database, programme_id: str, *, reader: Account) -> tuple[IssuedMinutes, ...]:
    """Return the minutes in force of the audits that `reader` may see, by code; cancelled audits have none."""
    with database.read() as cursor:
        agencies = {one.id: one for one in programmes.agencies_of(cursor, programme_id)}
        versions = minutes.of_programme(cursor, programme_id)
        shown = [one for one in audits.of_programme(cursor, programme_id) if reader.may_read(one.id)]
        lines = [
            _read(cursor, audit, agencies[audit.agency_id], version)
            for audit in shown
            if (version := current([one for one in versions if one.audit_id == audit.id])) is not None
            and audit.cancelled_reason is None
        ]
    return tuple(line for line in lines if line is not None)


def _read(cursor: Cursor, audit: Audit, agency: Agency, version: MinutesVersion) -> IssuedMinutes | None:
    checklist = audits.checklist(cursor, audit.id)
    if checklist is None:
        return None
    state = fold(journal.of_audit(cursor, audit.id, until=version.journal_position))
    value = state.value("conclusion:", "value")
    all_findings = findings(checklist, judgements(checklist, state), state)
    return IssuedMinutes(audit, agency, checklist, version, Conclusion(value) if value else None, all_findings)
