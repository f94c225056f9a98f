"""Where the year stands: each audit with its completion, findings by grade, conclusion and minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from iso_audit.domain.account import Account
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.completion import Completion
from iso_audit.domain.conclusion import COUNTED_AS_MAINTAINED, Conclusion
from iso_audit.domain.grade import Grade
from iso_audit.domain.programme import Agency, Audit, Programme
from iso_audit.storage import audits, programmes
from iso_audit.storage.engine.database import Cursor, Database

_COUNTS = """
with one as (
    select audit_id, subject,
           max(case when field in ('grade', 'value') then value end) as value,
           max(case when disputed then 1 else 0 end) as disputed
    from field_state
    where audit_id in (select id from audit where programme_id = ?)
      and (subject like 'item:%' or (subject = 'conclusion:' and field = 'value'))
    group by audit_id, subject
)
select audit_id, subject = 'conclusion:', value, count(*), sum(disputed)
from one
group by audit_id, subject = 'conclusion:', value
"""
"""Of each audit how many items have each grade (or none) and how many of those are disputed; and its conclusion."""

_PAPERS = """
select a.id, c.content_hash, m.number
from audit a
left join audit_checklist c on c.audit_id = a.id
left join minutes m on m.audit_id = a.id and m.state = 'issued'
where a.programme_id = ?
order by a.id, m.version
"""
"""Of each audit the hash of its checklist and the number of its issued minutes, the newest version last."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One audit on the overview; `done` means that its minutes were issued."""

    audit: Audit
    agency: Agency
    completion: Completion
    grades: Mapping[Grade, int]
    conclusion: Conclusion | None
    minutes_number: str | None
    done: bool

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
        return tuple(line for line in self.lines if line.audit.cancelled_reason is None)

    @property
    def planned(self) -> int:
        """Return the number of agencies to inspect."""
        return len(self.counted)

    @property
    def done(self) -> int:
        """Return the number of audits whose minutes were issued."""
        return sum(1 for line in self.counted if line.done)

    @property
    def maintained(self) -> int:
        """Return the number of done audits whose system is maintained."""
        return sum(1 for line in self.counted if line.maintained)

    @property
    def remaining(self) -> int:
        """Return the number of audits still to do."""
        return self.planned - self.done


@dataclass(slots=True)
class Counts:
    """What is counted of one audit: items by grade, items in disagreement, the conclusion."""

    grades: dict[Grade, int] = field(default_factory=dict)
    disputed: int = 0
    conclusion: Conclusion | None = None

    def add(self, value: str | None, items: int, disputed: int, *, concludes: bool) -> None:
        """Add what one row of `_COUNTS` says."""
        if concludes:
            self.conclusion = Conclusion(value) if value else None
            return
        self.disputed += int(disputed)
        if value:
            self.grades[Grade(value)] = items


def year(database: Database, programme_id: str, *, reader: Account) -> Year | None:
    """Return a programme with the audits that `reader` may see."""
    with database.read() as cursor:
        programme = programmes.programme(cursor, programme_id)
        if programme is None:
            return None
        shown_audits = tuple(a for a in audits.of_programme(cursor, programme_id) if reader.may_read(a.id))
        return Year(programme, _lines(cursor, programme_id, shown_audits))


def years(database: Database, *, reader: Account) -> tuple[Programme, ...]:
    """Return every programme, the newest year first; a member sees those of their audits."""
    with database.read() as cursor:
        if reader.role.sees_every_audit:
            return programmes.all_programmes(cursor)
        return programmes.with_audits(cursor, reader.audit_ids)


def _lines(cursor: Cursor, programme_id: str, shown_audits: tuple[Audit, ...]) -> tuple[AuditLine, ...]:
    if not shown_audits:
        return ()
    agencies = {agency.id: agency for agency in programmes.agencies_of(cursor, programme_id)}
    papers = {row[0]: (row[1], row[2]) for row in cursor.execute(_PAPERS, [programme_id]).fetchall()}
    checklists = audits.checklists_by_hash(
        cursor, {one.id: held for one in shown_audits if (held := papers[one.id][0])}
    )
    counts: dict[str, Counts] = {one.id: Counts() for one in shown_audits}
    for audit_id, concludes, value, items, disputed in cursor.execute(_COUNTS, [programme_id]).fetchall():
        if audit_id in counts:
            counts[audit_id].add(value, items, disputed, concludes=concludes)
    return tuple(
        _line(
            audit,
            agencies[audit.agency_id],
            checklists.get(papers[audit.id][0]),
            counts[audit.id],
            papers[audit.id][1],
        )
        for audit in shown_audits
    )


def _line(
    audit: Audit, agency: Agency, checklist: Checklist | None, counts: Counts, minutes_number: str | None
) -> AuditLine:
    total = len(checklist.items) if checklist else 0
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
        minutes_number=minutes_number,
        done=minutes_number is not None,
    )
