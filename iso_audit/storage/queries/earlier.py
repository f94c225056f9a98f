"""What earlier audits found at the same agency, by clause: shown beside the question, repeats flagged."""

from dataclasses import dataclass

from iso_audit.domain.account import Account
from iso_audit.domain.completion import judgements_made
from iso_audit.domain.finding import findings
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import FINDING, NOTHING
from iso_audit.storage import audits, heads
from iso_audit.storage.engine.database import Database

_EARLIER = (
    "select a.id, a.code, p.year from audit a join programme p on p.id = a.programme_id "
    "where a.agency_id = ? and a.cancelled_reason is null and p.year < (select year from programme where id = ?)"
)
_WORSE = ", ".join(f"'{grade.value}'" for grade in Grade if grade.worse_than_conforming)
_STATES = (
    f"audit_id in (select id from ({_EARLIER})) and (subject like '{FINDING}:%' or subject in (select subject "
    f"from field_state where audit_id in (select id from ({_EARLIER})) and field = 'grade' and value in ({_WORSE})))"
)
"""What findings are made of: those written out, and items judged worse than conforming (anywhere, for their texts)."""


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
        chosen = [here.agency_id, here.programme_id]
        sql = f"select id, code, year from ({_EARLIER})"
        listed = {row[0]: (row[1], row[2]) for row in cursor.execute(sql, chosen).fetchall()}
        checklists = audits.checklists(cursor, listed)
        states = heads.chosen(cursor, _STATES, [*chosen, *chosen]) if listed else {}
    found: list[EarlierFinding] = []
    for other_id, checklist in checklists.items():
        (code, year), state = listed[other_id], states.get(other_id, NOTHING)
        clauses = {item.id: item.clause for item in checklist.items}
        for one in findings(checklist, judgements_made(checklist, state), state):
            if one.grade is Grade.GOOD_PRACTICE:
                continue
            found.append(
                EarlierFinding(
                    year=year,
                    code=code,
                    clauses=tuple(dict.fromkeys(clauses[i] for i in one.item_ids if i in clauses)),
                    item_ids=one.item_ids,
                    grade=one.grade,
                    number=one.number,
                    statement=one.gap or one.evidence,
                )
            )
    return tuple(sorted(found, key=lambda one: -one.year))
