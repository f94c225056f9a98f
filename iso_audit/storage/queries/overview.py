"""Where the year stands: each audit with its completion, findings by grade, conclusion and minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from iso_audit.domain.account import Account
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.completion import JUDGED_FIELDS, Completion
from iso_audit.domain.conclusion import COUNTED_AS_MAINTAINED, Conclusion
from iso_audit.domain.grade import Grade
from iso_audit.domain.programme import Agency, Audit, Programme
from iso_audit.storage import audits, programmes
from iso_audit.storage.database import Cursor, Database

_COUNTS = """
select audit_id, subject,
       max(case when field in ('grade', 'value') then value end) as value,
       max(case when disputed then 1 else 0 end) = 1 as disputed
from field_state
where audit_id in ({marks})
  and ((subject like 'item:%' and field in ({fields})) or (subject = 'conclusion:' and field = 'value'))
group by audit_id, subject
"""
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


def year(database: Database, programme_id: str, *, reader: Account) -> Year | None:
    """Return a programme with the audits that `reader` may see."""
    with database.read() as cursor:
        programme = programmes.programme(cursor, programme_id)
        if programme is None:
            return None
        listed = tuple(a for a in audits.of_programme(cursor, programme_id) if reader.may_read(a.id))
        return Year(programme, _lines(cursor, programme_id, listed))


def years(database: Database, *, reader: Account) -> tuple[Programme, ...]:
    """Return every programme, the newest year first; a member sees those of their audits."""
    with database.read() as cursor:
        if reader.role.sees_every_audit:
            return programmes.all_programmes(cursor)
        return programmes.with_audits(cursor, reader.audit_ids)


def _lines(cursor: Cursor, programme_id: str, listed: tuple[Audit, ...]) -> tuple[AuditLine, ...]:
    if not listed:
        return ()
    agencies = {agency.id: agency for agency in programmes.agencies_of(cursor, programme_id)}
    papers = {row[0]: (row[1], row[2]) for row in cursor.execute(_PAPERS, [programme_id]).fetchall()}
    checklists = audits.checklists_by_hash(cursor, {one.id: held for one in listed if (held := papers[one.id][0])})
    values: dict[str, dict[str, tuple[str | None, bool]]] = {}
    fields = ", ".join(f"'{name}'" for name in JUDGED_FIELDS)
    counts = _COUNTS.format(marks=", ".join("?" for _ in listed), fields=fields)
    for audit_id, subject, value, disputed in cursor.execute(counts, [one.id for one in listed]).fetchall():
        values.setdefault(audit_id, {})[subject] = (value, disputed)
    return tuple(
        _line(
            audit,
            agencies[audit.agency_id],
            checklists.get(papers[audit.id][0]),
            values.get(audit.id, {}),
            papers[audit.id][1],
        )
        for audit in listed
    )


def _line(
    audit: Audit,
    agency: Agency,
    checklist: Checklist | None,
    values: Mapping[str, tuple[str | None, bool]],
    minutes_number: str | None,
) -> AuditLine:
    subjects = [f"item:{item.id}" for item in checklist.items] if checklist else []
    grades = [Grade(value) for subject in subjects if (value := values.get(subject, (None, False))[0])]
    conclusion = values.get("conclusion:", (None, False))[0]
    return AuditLine(
        audit=audit,
        agency=agency,
        completion=Completion(
            total=len(subjects),
            judged=sum(1 for grade in grades if grade.judges),
            not_applicable=grades.count(Grade.NOT_APPLICABLE),
            not_checked=grades.count(Grade.NOT_CHECKED),
            unanswered=len(subjects) - len(grades),
            disputed=sum(1 for subject in subjects if values.get(subject, (None, False))[1]),
        ),
        grades={grade: grades.count(grade) for grade in Grade if grades.count(grade)},
        conclusion=Conclusion(conclusion) if conclusion else None,
        minutes_number=minutes_number,
        done=minutes_number is not None,
    )
