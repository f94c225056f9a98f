"""What the visit's page and the minutes need: facts, people present, findings, gaps and the conclusion."""

from dataclasses import dataclass

from iso_audit.domain.account import Account
from iso_audit.domain.agreement import difference_gaps, earlier_gaps, tells_corrected
from iso_audit.domain.completion import Completion, Gap, Judgement, completion, gaps, judgements
from iso_audit.domain.conclusion import Conclusion, Proposal, propose
from iso_audit.domain.earlier import state_of
from iso_audit.domain.errors import NotFound
from iso_audit.domain.finding import Finding, Wording, findings, graded
from iso_audit.domain.programme import Member, Programme
from iso_audit.domain.readiness import bracket_gaps, finding_gaps
from iso_audit.domain.visit import Attendee, people, visit_gaps
from iso_audit.storage import journal, programmes
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import conducting, earlier
from iso_audit.storage.queries.conducting import OpenAudit


@dataclass(frozen=True, slots=True)
class Visit:
    """An audit as its minutes will tell it; `positions` are those of what came after its first minutes for the next."""

    opened: OpenAudit
    programme: Programme
    team: tuple[Member, ...]
    attendees: tuple[Attendee, ...]
    judgements: tuple[Judgement, ...]
    completion: Completion
    findings: tuple[Finding, ...]
    proposal: Proposal
    conclusion: Conclusion | None
    gaps: tuple[Gap, ...]
    positions: tuple[int, ...]

    def changes_since_issue(self, position: int) -> int:
        """Return how many events that minutes tell of arrived after the journal position a version names."""
        return sum(1 for one in self.positions if one > position)

    @property
    def wording(self) -> Wording:
        """Return whether the programme's minutes go by grades or by strengths."""
        return wording_of(self.programme)

    def fact(self, name: str) -> str:
        """Return a fact of the visit as entered, empty where there is none."""
        return self.opened.journal.value("visit:", name) or ""


def wording_of(programme: Programme) -> Wording:
    """Return whether a programme's minutes go by grades or by strengths."""
    return "strengths" if programme.wording == "strengths" else "grades"


def visit(database: Database, audit_id: str, *, reader: Account) -> Visit:
    """Return everything known of an audit; NotFound where the reader may not see it."""
    with database.read() as cursor:
        opened = conducting.opened(cursor, audit_id, reader=reader)
        programme = programmes.programme(cursor, opened.audit.programme_id)
        team = programmes.team(cursor, opened.audit.programme_id)
        positions = journal.positions_for_minutes(cursor, audit_id)
        judged = judgements(opened.checklist, opened.journal)
        before = earlier.before(cursor, audit_id) if any(map(tells_corrected, judged)) else ()
    if programme is None:
        raise NotFound("programme_not_found")
    all_findings = findings(opened.checklist, judged, opened.journal)
    proposal = propose(graded(judged, all_findings))
    decided = opened.journal.value("conclusion:", "value")
    present = people(opened.journal, opened.audit, team)
    return Visit(
        opened=opened,
        programme=programme,
        team=team,
        attendees=present,
        judgements=judged,
        completion=completion(judged),
        findings=all_findings,
        proposal=proposal,
        conclusion=Conclusion(decided) if decided else None,
        gaps=(
            *visit_gaps(opened.journal, present, proposal),
            *finding_gaps(all_findings, opened.journal, wording_of(programme)),
            *bracket_gaps(judged, all_findings, opened.journal),
            *gaps(judged),
            *difference_gaps(all_findings, judged),
            *earlier_gaps(judged, [state_of(opened.journal, one.subject) for one in earlier.last_time(before)]),
        ),
        positions=positions,
    )
