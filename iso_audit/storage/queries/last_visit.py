"""What the visit before at the same agency leaves to propose: its people, the place, copies and recipients."""

from collections.abc import Mapping
from dataclasses import dataclass

from iso_audit.domain.account import Account
from iso_audit.domain.journal import ATTENDEE, NOTHING
from iso_audit.domain.visit import VISIT, Attendee, attendees
from iso_audit.storage import heads
from iso_audit.storage.engine.database import Database

_LAST = (
    "select a.id, a.code from audit a join programme p on p.id = a.programme_id "
    "where a.agency_id = (select agency_id from audit where id = ?) and a.cancelled_reason is null "
    "and p.year < (select year from programme join audit b on b.programme_id = programme.id where b.id = ?) "
    "and exists (select 1 from field_state s where s.audit_id = a.id and s.subject = ?) "
    "order by p.year desc, a.planned_on desc limit 1"
)


@dataclass(frozen=True, slots=True)
class LastVisit:
    """The audit's code, the agency's people who were there, and the facts of the visit as entered."""

    code: str
    people: tuple[Attendee, ...] = ()
    facts: Mapping[str, str] | None = None

    def fact(self, name: str) -> str:
        """Return a fact of that visit, empty where nobody wrote it down."""
        return (self.facts or {}).get(name, "")


NO_VISIT = LastVisit("")


def last_visit(database: Database, audit_id: str, *, reader: Account) -> LastVisit:
    """Return the latest visit of an earlier year at the agency, an empty one where there was none.

    Whoever may see an audit may see who was at its agency before.
    """
    if not reader.may_read(audit_id):
        return NO_VISIT
    with database.read() as cursor:
        rows = cursor.execute(_LAST, [audit_id, audit_id, VISIT]).fetchall()
        if not rows:
            return NO_VISIT
        ((last_id, code),) = rows
        where = f"audit_id = ? and (subject = '{VISIT}' or subject like '{ATTENDEE}:%')"
        journal = heads.chosen(cursor, where, [last_id]).get(last_id, NOTHING)
    people = tuple(one for one in attendees(journal) if one.side == "agency")
    return LastVisit(code, people, journal.values(VISIT))
