"""The visit: people present on both sides, and what must be known of it before minutes are issued."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from iso_audit.domain.account import Role
from iso_audit.domain.completion import Gap
from iso_audit.domain.conclusion import Proposal
from iso_audit.domain.journal import ATTENDEE, Journal
from iso_audit.domain.programme import Audit, Member
from iso_audit.domain.subjects import enters_minutes

SIDES = ("team", "agency", "observer")
VISIT, CONCLUSION = "visit:", "conclusion:"
LEAST_COPIES = 2
"""The agency keeps at least one copy of the minutes, and so does the team."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person at the visit (or absent with a reason); `id` is the journal subject."""

    id: str
    side: str
    name: str
    position: str
    role: str
    absent_reason: str
    signs: bool


def attendees(journal: Journal) -> tuple[Attendee, ...]:
    """Return the people of the visit in the order they were written down, the team first."""
    listed = []
    for subject in journal.subjects(ATTENDEE):
        values = journal.values(subject)
        if values.get("withdrawn") or not values.get("name"):
            continue
        listed.append(
            Attendee(
                id=subject,
                side=values.get("side", "agency"),
                name=values["name"],
                position=values.get("position", ""),
                role=values.get("role", ""),
                absent_reason=values.get("absent_reason", ""),
                signs=values.get("signs") == "yes",
            )
        )
    return tuple(sorted(listed, key=lambda one: SIDES.index(one.side)))


def team_of(audit: Audit, members: Iterable[Member]) -> tuple[Attendee, ...]:
    """Return the audit's own team as people of its visit: who was there as long as nobody wrote down anything else."""
    present = []
    for member in members:
        leads = member.id == audit.leader_id
        if leads or member.id in audit.member_ids:
            role = Role.LEADER if leads and member.role is not Role.DEPUTY else member.role
            position = ", ".join(part for part in (member.position, member.organisation) if part)
            signs = leads or member.role is Role.SECRETARY
            present.append(Attendee(f"{ATTENDEE}:{member.id}", "team", member.name, position, role.value, "", signs))
    return tuple(present)


def people(journal: Journal, audit: Audit, members: Iterable[Member]) -> tuple[Attendee, ...]:
    """Return who was at the visit: those written down, and the audit's team where nobody was written down of it."""
    written_people = attendees(journal)
    if any(journal.value(subject, "side") == "team" for subject in journal.subjects(ATTENDEE)):
        return written_people
    return (*team_of(audit, members), *written_people)


def agency_signatory(everybody: Iterable[Attendee]) -> Attendee | None:
    """Return who signs for the agency: whoever is marked, else its first person; None where that one is absent."""
    of_agency = [one for one in everybody if one.side == "agency"]
    present = [one for one in of_agency if not one.absent_reason]
    candidates = [one for one in present if one.signs] if any(one.signs for one in of_agency) else present
    return next(iter(candidates), None)


def visit_gaps(journal: Journal, everybody: Iterable[Attendee], proposal: Proposal) -> tuple[Gap, ...]:
    """Return what the visit itself still lacks before its minutes can be issued."""
    codes = [*_time_gaps(journal), *_people_gaps(tuple(everybody))]
    if not journal.value(VISIT, "agrees") and not journal.value(VISIT, "agency_opinion"):
        codes.append("agency_not_asked")
    copies = journal.value(VISIT, "copies")
    if copies is not None and int(copies) < LEAST_COPIES:
        codes.append("copies_too_few")
    decided = journal.value(CONCLUSION, "value")
    if decided is None:
        codes.append("conclusion_missing")
    elif proposal.conclusion not in {None, decided} and not journal.value(CONCLUSION, "reason"):
        codes.append("conclusion_reason_missing")
    told = ((subject, state) for (subject, _), state in journal.fields.items() if not subject.startswith("item:"))
    if any(state.disputed and enters_minutes(subject) for subject, state in told):
        codes.append("visit_disagreement")
    return tuple(Gap(code) for code in codes)


def future_gaps(journal: Journal, today: date) -> tuple[Gap, ...]:
    """Return the gap of a visit that would begin or end on a day after `today`."""
    moments = (journal.value(VISIT, name) for name in ("opened_at", "closed_at"))
    is_ahead = any(moment and datetime.fromisoformat(moment).date() > today for moment in moments)
    return (Gap("visit_in_future"),) if is_ahead else ()


def _time_gaps(journal: Journal) -> list[str]:
    names = ("opened_at", "place", "closed_at")
    opened_at, place, closed_at = (journal.value(VISIT, name) for name in names)
    codes = [f"{name}_missing" for name, value in zip(names, (opened_at, place, closed_at), strict=True) if not value]
    if opened_at and closed_at and datetime.fromisoformat(closed_at) <= datetime.fromisoformat(opened_at):
        codes.append("closed_before_opened")
    return codes


def _people_gaps(everybody: tuple[Attendee, ...]) -> list[str]:
    sides = {one.side for one in everybody if not one.absent_reason}
    codes = [f"{side}_people_missing" for side in ("team", "agency") if side not in sides]
    if "agency" in sides and agency_signatory(everybody) is None:
        codes.append("agency_signatory_missing")
    return codes
