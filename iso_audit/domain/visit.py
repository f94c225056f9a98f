"""The visit: people present on both sides, and what must be known of it before minutes are issued."""

from collections.abc import Iterable
from dataclasses import dataclass

from iso_audit.domain.completion import Gap
from iso_audit.domain.conclusion import Proposal
from iso_audit.domain.journal import ATTENDEE, Journal
from iso_audit.domain.subjects import enters_minutes

SIDES = ("team", "agency", "observer")
VISIT, CONCLUSION = "visit:", "conclusion:"


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


def visit_gaps(journal: Journal, people: Iterable[Attendee], proposal: Proposal) -> tuple[Gap, ...]:
    """Return what the visit itself still lacks before its minutes can be issued."""
    codes = [f"{name}_missing" for name in ("opened_at", "place") if not journal.value(VISIT, name)]
    if not any(one.side == "agency" and not one.absent_reason for one in people):
        codes.append("agency_people_missing")
    decided = journal.value(CONCLUSION, "value")
    if decided is None:
        codes.append("conclusion_missing")
    elif proposal.conclusion not in {None, decided} and not journal.value(CONCLUSION, "reason"):
        codes.append("conclusion_reason_missing")
    told = ((subject, state) for (subject, _), state in journal.fields.items() if not subject.startswith("item:"))
    if any(state.disputed and enters_minutes(subject) for subject, state in told):
        codes.append("disagreement")
    return tuple(Gap(code, "") for code in codes)
