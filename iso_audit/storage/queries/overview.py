"""Where the year stands: each audit with its completion, findings by grade, conclusion and minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from iso_audit.domain.account import Account
from iso_audit.domain.completion import JUDGED_FIELDS, Completion
from iso_audit.domain.conclusion import COUNTED_AS_MAINTAINED, Conclusion
from iso_audit.domain.grade import Grade
from iso_audit.domain.minutes import MinutesState
from iso_audit.domain.programme import Agency, Audit, Programme
from iso_audit.storage import audits, minutes, programmes
from iso_audit.storage.database import Cursor, Database

_CURRENT = """
with head as (
    select e.audit_id, e.subject, e.field, e.value, e.account_id, e.made_at, e.id
    from event e
    where e.audit_id in ({marks})
      and ((e.subject like 'item:%' and e.field in ({fields}))
           or (e.subject = 'conclusion:' and e.field = 'value'))
      and not exists (
        select 1 from event_replacement r
        join event n on n.id = r.event_id
        where r.audit_id = e.audit_id and r.replaced_id = e.id and r.event_id <> e.id
          and n.subject = e.subject and n.field = e.field)
),
ranked as (
    select *,
           row_number() over (partition by audit_id, subject, field order by made_at desc, id desc) as place,
           row_number() over (partition by audit_id, subject, field, account_id
                              order by made_at desc, id desc) as own_place
    from head
),
field_state as (
    select audit_id, subject, field,
           max(case when place = 1 then value end) as value,
           count(distinct case when own_place = 1 then coalesce(value, '') end) > 1 as disputed
    from ranked group by audit_id, subject, field
)
select audit_id, subject,
       max(case when field in ('grade', 'value') then value end) as value,
       max(case when disputed then 1 else 0 end) = 1 as disputed
from field_state group by audit_id, subject
"""


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
        return Year(programme, _lines(cursor, listed))


def years(database: Database, *, reader: Account) -> tuple[Programme, ...]:
    """Return every programme, the newest year first; a member sees those of their audits."""
    with database.read() as cursor:
        known = programmes.all_programmes(cursor)
        if reader.role.sees_every_audit:
            return known
        mine = {a.programme_id for a in audits.all_audits(cursor) if reader.may_read(a.id)}
        return tuple(programme for programme in known if programme.id in mine)


def _lines(cursor: Cursor, listed: tuple[Audit, ...]) -> tuple[AuditLine, ...]:
    agencies = {agency.id: agency for agency in programmes.all_agencies(cursor)}
    issued: dict[str, str] = {}
    for version in minutes.of_audits(cursor):
        if version.state is MinutesState.ISSUED:
            issued.setdefault(version.audit_id, version.number)
    values: dict[str, dict[str, tuple[str | None, bool]]] = {}
    if listed:
        fields = ", ".join(f"'{name}'" for name in JUDGED_FIELDS)
        query = _CURRENT.format(marks=", ".join("?" for _ in listed), fields=fields)
        for audit_id, subject, value, disputed in cursor.execute(query, [audit.id for audit in listed]).fetchall():
            values.setdefault(audit_id, {})[subject] = (value, disputed)
    return tuple(
        _line(cursor, audit, agencies[audit.agency_id], values.get(audit.id, {}), issued.get(audit.id))
        for audit in listed
    )


def _line(
    cursor: Cursor,
    audit: Audit,
    agency: Agency,
    values: Mapping[str, tuple[str | None, bool]],
    minutes_number: str | None,
) -> AuditLine:
    checklist = audits.checklist(cursor, audit.id)
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
