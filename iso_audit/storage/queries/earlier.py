"""What earlier audits found at the same agency, by clause: shown beside the question, repeats flagged."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from iso_audit.domain.account import Account
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.completion import Judgement
from iso_audit.domain.counterparts import Counterparts
from iso_audit.domain.earlier import EarlierMinutes, subject_of
from iso_audit.domain.finding import findings
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import FINDING, NOTHING
from iso_audit.domain.minutes import current
from iso_audit.domain.visit import VISIT
from iso_audit.storage import audits, heads, minutes
from iso_audit.storage.engine.database import Cursor, Database

_EARLIER = (
    "select a.id, a.code, p.year, c.content_hash from audit a join programme p on p.id = a.programme_id "
    "join audit_checklist c on c.audit_id = a.id where a.agency_id = (select agency_id from audit where id = ?) "
    "and a.cancelled_reason is null "
    "and p.year < (select year from programme join audit b on b.programme_id = programme.id where b.id = ?)"
)
_WORSE = ", ".join(f"'{grade.value}'" for grade in Grade if grade.worse_than_conforming)
_JUDGED = f"((field = 'grade' and value in ({_WORSE})) or field in ('evidence', 'gap'))"
"""What drafts of findings are made of: what was judged worse than conforming, and the texts of anything."""


@dataclass(frozen=True, slots=True)
class EarlierFinding:
    """A finding of an earlier year at the same agency; `subject` is where this audit tells what became of it.

    `clauses` are those of its own checklist, by the edition `standard`; `here` are their counterparts in this audit's
    checklist, and `item_ids` the items that ask the same in it.
    """

    subject: str
    audit_id: str
    year: int
    code: str
    standard: str
    clauses: tuple[str, ...]
    here: tuple[str, ...]
    item_ids: tuple[str, ...]
    grade: Grade
    number: str
    statement: str


def earlier_findings(database: Database, audit_id: str, *, reader: Account) -> tuple[EarlierFinding, ...]:
    """Return the findings of the agency's audits of earlier years, the latest year first.

    Whoever may see an audit may see what was found at its agency before.
    """
    if not reader.may_read(audit_id):
        return ()
    with database.read() as cursor:
        return before(cursor, audit_id)


def last_time(findings: Sequence[EarlierFinding]) -> tuple[EarlierFinding, ...]:
    """Return the nonconformities of the latest earlier audit that had any."""
    nonconformities = [one for one in findings if one.grade.is_nonconformity]
    return tuple(one for one in nonconformities if one.audit_id == nonconformities[0].audit_id)


def repeated(findings: Sequence[EarlierFinding], grade: Grade, item_ids: Iterable[str]) -> tuple[EarlierFinding, ...]:
    """Return the earlier nonconformities that a nonconformity of `grade` on the items repeats."""
    items = set(item_ids) if grade.is_nonconformity else set()
    return tuple(one for one in findings if one.grade.is_nonconformity and items.intersection(one.item_ids))


def minutes_of(database: Database, finding: EarlierFinding) -> EarlierMinutes:
    """Return the minutes that an earlier finding stands in."""
    with database.read() as cursor:
        version = current(minutes.of_audit(cursor, finding.audit_id))
        opened_at = heads.of_subject(cursor, finding.audit_id, VISIT).value(VISIT, "opened_at")
        audit = audits.audit(cursor, finding.audit_id)
    planned_on = audit.planned_on if audit else None
    day = datetime.fromisoformat(opened_at).date() if opened_at else planned_on
    return EarlierMinutes(finding.year, version.number if version else "", day)


def before(cursor: Cursor, audit_id: str) -> tuple[EarlierFinding, ...]:
    """Return what `earlier_findings` does, as one moment of the database holds it, whoever asks."""
    rows = cursor.execute(_EARLIER, [audit_id, audit_id]).fetchall()
    if not rows:
        return ()
    own = audits.checklist(cursor, audit_id)
    checklists = audits.checklists_by_hash(cursor, {row[0]: row[3] for row in rows})
    ids = [row[0] for row in rows]
    written = heads.chosen(cursor, f"list_contains(?, audit_id) and subject like '{FINDING}:%'", [ids]) if ids else {}
    judged = _judged(cursor, ids) if ids else {}
    result: list[EarlierFinding] = []
    for other_id, code, year, content_hash in rows:
        checklist = checklists[content_hash]
        clauses = {item.id: item.clause for item in checklist.items}
        counterparts = Counterparts.between(checklist, own or checklist)
        items = _judgements(checklist, judged.get(other_id, {}))
        for one in findings(checklist, items, written.get(other_id, NOTHING)):
            if one.grade is Grade.GOOD_PRACTICE:
                continue
            numbers = tuple(dict.fromkeys(clauses[i] for i in one.item_ids if i in clauses))
            result.append(
                EarlierFinding(
                    subject=subject_of(other_id, one.id),
                    audit_id=other_id,
                    year=year,
                    code=code,
                    standard=checklist.standard,
                    clauses=numbers,
                    here=counterparts.clauses(numbers),
                    item_ids=counterparts.items(one.item_ids),
                    grade=one.grade,
                    number=one.number,
                    statement=one.gap or one.evidence,
                )
            )
    return tuple(sorted(result, key=lambda one: -one.year))


def _judged(cursor: Cursor, ids: list[str]) -> dict[str, dict[str, dict[str, str]]]:
    """Return the values of the fields in `_JUDGED` by audit, item and name of the field."""
    # `audit_id in (...)` becomes a join after which the texts of every audit are read: five times slower here.
    sql = f"select audit_id, subject, field, value from field_state where list_contains(?, audit_id) and {_JUDGED}"
    values: dict[str, dict[str, dict[str, str]]] = {}
    for audit_id, subject, name, value in cursor.execute(sql, [ids]).fetchall():
        kind, _, item_id = subject.partition(":")
        if kind == "item":
            values.setdefault(audit_id, {}).setdefault(item_id, {})[name] = value
    return values


def _judgements(checklist: Checklist, judged: dict[str, dict[str, str]]) -> Iterator[Judgement]:
    """Yield what is said of the items that were judged worse than conforming."""
    for item in checklist.items:
        told = judged.get(item.id, {})
        if "grade" in told:
            yield Judgement(item.id, item.starred, Grade(told["grade"]), told, disputed=False)
