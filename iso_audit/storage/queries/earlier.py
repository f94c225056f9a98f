"""What earlier audits found at the same agency, by clause: shown beside the question, repeats flagged."""

from collections.abc import Collection
from dataclasses import dataclass

from iso_audit.domain.account import Account
from iso_audit.domain.completion import judgements
from iso_audit.domain.finding import findings
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import FINDING, NOTHING, Journal
from iso_audit.storage import audits, heads
from iso_audit.storage.database import Cursor, Database


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
        listed = {other.id: (year, other) for year, other in audits.earlier_of_agency(cursor, here)}
        checklists = audits.checklists(cursor, listed)
        states = _states(cursor, checklists)
    found: list[EarlierFinding] = []
    for other_id, checklist in checklists.items():
        (year, other), state = listed[other_id], states.get(other_id, NOTHING)
        clauses = {item.id: item.clause for item in checklist.items}
        for one in findings(checklist, judgements(checklist, state), state):
            if one.grade is Grade.GOOD_PRACTICE:
                continue
            found.append(
                EarlierFinding(
                    year=year,
                    code=other.code,
                    clauses=tuple(dict.fromkeys(clauses[i] for i in one.item_ids if i in clauses)),
                    item_ids=one.item_ids,
                    grade=one.grade,
                    number=one.number,
                    statement=one.gap or one.evidence,
                )
            )
    return tuple(sorted(found, key=lambda one: -one.year))


def _states(cursor: Cursor, audit_ids: Collection[str]) -> dict[str, Journal]:
    """Return what findings are made of: those written out, and items judged worse than conforming."""
    if not audit_ids:
        return {}
    marks = ", ".join("?" for _ in audit_ids)
    worse = [grade.value for grade in Grade if grade.worse_than_conforming]
    where = (
        f"audit_id in ({marks}) and (subject like '{FINDING}:%' or (audit_id, subject) in "
        f"(select audit_id, subject from field_state where audit_id in ({marks}) and field = 'grade' "
        f"and value in ({', '.join('?' for _ in worse)})))"
    )
    return heads.chosen(cursor, where, [*audit_ids, *audit_ids, *worse])
