"""The issued minutes of a year with their findings, as they stood when they were issued: nothing of any draft."""

from collections.abc import Mapping
from dataclasses import dataclass

from iso_audit.domain.account import Account
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.completion import judgements
from iso_audit.domain.conclusion import Conclusion
from iso_audit.domain.finding import Finding, findings
from iso_audit.domain.journal import FINDING, NOTHING, Event, Journal, fold
from iso_audit.domain.minutes import MinutesVersion, current
from iso_audit.domain.programme import Agency, Audit
from iso_audit.storage import audits, heads, journal, minutes, programmes
from iso_audit.storage.engine.database import Cursor, Database

_LAST = "select audit_id, max(position) from field_state where list_contains(?, audit_id) group by audit_id"
_TOLD = f"subject like 'item:%' or subject like '{FINDING}:%' or subject = 'conclusion:'"


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
        clause_of = {item.id: item.clause for item in self.checklist.items}
        clauses = dict.fromkeys(clause_of[item_id] for item_id in finding.item_ids if item_id in clause_of)
        return finding.criterion or ", ".join(clauses)


def issued_minutes(database: Database, programme_id: str, *, reader: Account) -> tuple[IssuedMinutes, ...]:
    """Return the minutes in force of the audits that `reader` may see, by code; cancelled audits have none."""
    with database.read() as cursor:
        agencies = {one.id: one for one in programmes.agencies_of(cursor, programme_id)}
        versions = _in_force(cursor, programme_id)
        shown = [
            one
            for one in audits.of_programme(cursor, programme_id)
            if one.id in versions and one.cancelled_reason is None and reader.may_read(one.id)
        ]
        checklists = audits.checklists(cursor, [one.id for one in shown])
        states = _as_issued(cursor, {one.id: versions[one.id].journal_position for one in shown})
    return tuple(
        _line(one, agencies[one.agency_id], checklists[one.id], versions[one.id], states[one.id])
        for one in shown
        if one.id in checklists
    )


def _in_force(cursor: Cursor, programme_id: str) -> dict[str, MinutesVersion]:
    versions: dict[str, list[MinutesVersion]] = {}
    for one in minutes.of_programme(cursor, programme_id):
        versions.setdefault(one.audit_id, []).append(one)
    newest = ((audit_id, current(of_audit)) for audit_id, of_audit in versions.items())
    return {audit_id: version for audit_id, version in newest if version is not None}


def _as_issued(cursor: Cursor, positions: Mapping[str, int]) -> dict[str, Journal]:
    """Return the state of each audit at a position: what stands now, folded anew only where something came later."""
    last = dict(cursor.execute(_LAST, [list(positions)]).fetchall())
    unchanged = [audit_id for audit_id, position in positions.items() if last.get(audit_id, 0) <= position]
    now = heads.chosen(cursor, f"list_contains(?, audit_id) and ({_TOLD})", [unchanged])
    changed = {audit_id: position for audit_id, position in positions.items() if audit_id not in unchanged}
    events: dict[str, list[Event]] = {audit_id: [] for audit_id in changed}
    for event in journal.until(cursor, changed):
        events[event.audit_id].append(event)
    then = {audit_id: fold(of_audit) for audit_id, of_audit in events.items()}
    return {audit_id: now.get(audit_id, NOTHING) for audit_id in unchanged} | then


def _line(audit: Audit, agency: Agency, checklist: Checklist, version: MinutesVersion, state: Journal) -> IssuedMinutes:
    value = state.value("conclusion:", "value")
    all_findings = findings(checklist, judgements(checklist, state), state)
    return IssuedMinutes(audit, agency, checklist, version, Conclusion(value) if value else None, all_findings)
