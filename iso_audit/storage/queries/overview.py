"""Where the year stands: each audit with its completion, findings by grade, conclusion and minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from iso_audit.domain.account import Account
from iso_audit.domain.asking import asked, conditions
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.completion import Completion
from iso_audit.domain.conclusion import COUNTED_AS_MAINTAINED, Conclusion
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import NOTHING, PHOTO
from iso_audit.domain.programme import Agency, Audit, Programme
from iso_audit.domain.summary import YearCounts
from iso_audit.storage import audits, heads, programmes
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.storage.queries import minutes_lines
from iso_audit.storage.queries.minutes_lines import MinutesLine

_COUNTS = """
with one as (
    select audit_id, subject, split_part(subject, ':', 1) as kind,
           max(case when subject like 'item:%' and field = 'grade' or subject = 'conclusion:' and field = 'value'
               then value end) as value,
           sum(case when disputed then 1 else 0 end) as disputed
    from field_state
    where audit_id in (select id from audit where programme_id = ?)
      and (subject like 'item:%' or subject = 'conclusion:' or disputed)
      and not list_contains(?, audit_id || subject)
    group by audit_id, subject
)
select audit_id, kind, value, count(*), sum(case when disputed > 0 then 1 else 0 end), sum(disputed)
from one
group by audit_id, kind, value
"""
"""Of each audit how many subjects of a kind have each grade or conclusion, how many of them are disputed, in how many
fields; but of the subjects that stand behind their audit's id in a list."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One audit on the overview, with how many of its fields people disagree on, anywhere in it.

    `conclusion` is that of the issued minutes; before that the draft's, for whoever does more than view.
    """

    audit: Audit
    agency: Agency
    completion: Completion
    grades: Mapping[Grade, int]
    conclusion: Conclusion | None
    minutes: MinutesLine
    disputes: int = 0

    @property
    def minutes_number(self) -> str | None:
        """Return the number of the issued minutes."""
        return self.minutes.number

    @property
    def done(self) -> bool:
        """Tell whether minutes were issued."""
        return self.minutes.number is not None

    @property
    def cancelled(self) -> bool:
        """Tell whether the audit was cancelled."""
        return self.audit.cancelled_reason is not None

    @property
    def begun(self) -> bool:
        """Tell whether anything was judged."""
        return self.completion.unanswered < self.completion.total

    @property
    def maintained(self) -> bool | None:
        """Tell whether a done audit counts as maintaining; None while it is not done."""
        return self.conclusion in COUNTED_AS_MAINTAINED if self.done else None


@dataclass(frozen=True, slots=True)
class Year:
    """A programme with its audits; cancelled ones are listed but not counted."""

    programme: Programme
    lines: tuple[AuditLine, ...] = field(default_factory=tuple)

    @property
    def counted(self) -> tuple[AuditLine, ...]:
        """Return the audits that were not cancelled."""
        return tuple(line for line in self.lines if not line.cancelled)

    @property
    def withdrawn(self) -> tuple[AuditLine, ...]:
        """Return one cancelled audit of each agency that was taken off the plan: nothing else is planned there."""
        inspected = {line.agency.id for line in self.counted}
        lines = {line.agency.id: line for line in self.lines if line.agency.id not in inspected}
        return tuple(lines.values())

    @property
    def counts(self) -> YearCounts:
        """Return the year in agencies: one with two audits counts once, by what its last minutes say."""
        agencies = {line.agency.id for line in self.lines}
        done = {line.agency.id: line for line in sorted(self.counted, key=_day) if line.done}
        maintained = [line for line in done.values() if line.maintained]
        return YearCounts(
            planned=len(agencies),
            done=len(done),
            maintained=len(maintained),
            ineffective=sum(1 for line in maintained if line.conclusion is Conclusion.MAINTAINED_NOT_EFFECTIVELY),
            withdrawn=len(self.withdrawn),
        )


@dataclass(slots=True)
class Counts:
    """What is counted of one audit: items by grade, items in disagreement, fields in disagreement, the conclusion."""

    grades: dict[Grade, int] = field(default_factory=dict)
    disputed: int = 0
    disputes: int = 0
    conclusion: Conclusion | None = None

    def add(self, kind: str, value: str | None, subjects: int, disputed: int, disputes: int) -> None:
        """Add what one row of `_COUNTS` says."""
        self.disputes += int(disputes)
        if kind == "conclusion":
            self.conclusion = Conclusion(value) if value else None
        elif kind == "item":
            self.disputed += int(disputed)
            if value:
                self.grades[Grade(value)] = subjects


def year(database: Database, programme_id: str, *, reader: Account) -> Year | None:
    """Return a programme with the audits that `reader` may see."""
    with database.read() as cursor:
        programme = programmes.programme(cursor, programme_id)
        if programme is None:
            return None
        shown_audits = tuple(a for a in audits.of_programme(cursor, programme_id) if reader.may_read(a.id))
        return Year(programme, _lines(cursor, programme_id, shown_audits, reader))


def years(database: Database, *, reader: Account) -> tuple[Programme, ...]:
    """Return every programme, the newest year first; a member sees those of their audits."""
    with database.read() as cursor:
        if reader.role.sees_every_audit:
            return programmes.all_programmes(cursor)
        return programmes.with_audits(cursor, reader.audit_ids)


def _day(line: AuditLine) -> tuple[date, str]:
    return (line.audit.planned_on or date.min, line.audit.code)


def _lines(
    cursor: Cursor, programme_id: str, shown_audits: tuple[Audit, ...], reader: Account
) -> tuple[AuditLine, ...]:
    if not shown_audits:
        return ()
    agencies = {agency.id: agency for agency in programmes.agencies_of(cursor, programme_id)}
    hashes, minutes = minutes_lines.of_programme(cursor, programme_id)
    by_hash = audits.checklists_by_hash(cursor, {one.id: held for one in shown_audits if (held := hashes[one.id])})
    checklists = {one.id: by_hash[held] for one in shown_audits if (held := hashes[one.id])}
    counts: dict[str, Counts] = {one.id: Counts() for one in shown_audits}
    for audit_id, *row in cursor.execute(_COUNTS, [programme_id, _retired(checklists)]).fetchall():
        if audit_id in counts:
            counts[audit_id].add(*row)
    totals = _totals(cursor, checklists)
    for one in shown_audits:
        if minutes[one.id].number is not None or not reader.may_record(one.id):
            counts[one.id].conclusion = minutes[one.id].conclusion
    return tuple(
        _line(one, agencies[one.agency_id], totals.get(one.id, 0), counts[one.id], minutes[one.id])
        for one in shown_audits
    )


def _retired(checklists: Mapping[str, Checklist]) -> list[str]:
    """Return the items that count no more, each behind the id of its audit."""
    return [f"{audit_id}item:{item_id}" for audit_id, one in checklists.items() for item_id in one.retired]


def _totals(cursor: Cursor, checklists: Mapping[str, Checklist]) -> dict[str, int]:
    """Return how many items are asked in each audit; only what conditions hang on is read, and nothing without any."""
    hanging = {audit_id: known for audit_id, checklist in checklists.items() if (known := conditions(checklist))}
    if not hanging:
        return {audit_id: len(checklist.items) for audit_id, checklist in checklists.items()}
    ids = {id_ for known in hanging.values() for own, one in known.items() for id_ in (own, one.item)}
    photographed = f"subject like '{PHOTO}:%' and field in ('item', 'withdrawn')"
    where = f"list_contains(?, audit_id) and (list_contains(?, subject) or {photographed})"
    journals = heads.chosen(cursor, where, [list(hanging), [f"item:{id_}" for id_ in ids]])
    return {
        audit_id: len(asked(checklist, journals.get(audit_id, NOTHING))) for audit_id, checklist in checklists.items()
    }


def _line(audit: Audit, agency: Agency, total: int, counts: Counts, minutes: MinutesLine) -> AuditLine:
    return AuditLine(
        audit=audit,
        agency=agency,
        completion=Completion(
            total=total,
            judged=sum(count for grade, count in counts.grades.items() if grade.judges),
            not_applicable=counts.grades.get(Grade.NOT_APPLICABLE, 0),
            not_checked=counts.grades.get(Grade.NOT_CHECKED, 0),
            unanswered=total - sum(counts.grades.values()),
            disputed=counts.disputed,
        ),
        grades={grade: counts.grades[grade] for grade in Grade if grade in counts.grades},
        conclusion=counts.conclusion,
        minutes=minutes,
        disputes=counts.disputes,
    )
