"""What earlier audits found at the same agency, by clause: shown beside the question, repeats flagged."""

from dataclasses import dataclass

from iso_audit.domain.account import Account
from iso_audit.domain.completion import judgements
from iso_audit.domain.finding import findings
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import fold
from iso_audit.storage import audits, journal, programmes
from iso_audit.storage.database import Database


@dataclass(frozen=True, slots=True)
class EarlierFinding:
    """A finding of an earlier year at the same agency."""

    year: int
    code: str
    clauses: tuple[str, ...]
    item_ids: tuple[str, ...]
    grade: Grade
    number: str
    statement: str


def earlier_findings(database: Database, audit_id: str, *, reader: Account) -> tuple[EarlierFinding, ...]:
    """Return the findings of the agency's audits of earlier years, the latest year first.

    Whoever may see an audit may see what was found at its agency before.
    """
    with database.read() as cursor:
        here = audits.audit(cursor, audit_id)
        if here is None or not reader.may_read(audit_id):
            return ()
        years = {programme.id: programme.year for programme in programmes.all_programmes(cursor)}
        found: list[EarlierFinding] = []
        for other in audits.all_audits(cursor):
            before = years.get(other.programme_id, 0) < years.get(here.programme_id, 0)
            if other.agency_id != here.agency_id or other.cancelled_reason is not None or not before:
                continue
            checklist = audits.checklist(cursor, other.id)
            if checklist is None:
                continue
            state = fold(journal.of_audit(cursor, other.id))
            clauses = {item.id: item.clause for item in checklist.items}
            for one in findings(checklist, judgements(checklist, state), state):
                if one.grade is Grade.GOOD_PRACTICE:
                    continue
                found.append(
                    EarlierFinding(
                        year=years[other.programme_id],
                        code=other.code,
                        clauses=tuple(dict.fromkeys(clauses[i] for i in one.item_ids if i in clauses)),
                        item_ids=one.item_ids,
                        grade=one.grade,
                        number=one.number,
                        statement=one.gap or one.evidence,
                    )
                )
    return tuple(sorted(found, key=lambda one: -one.year))
