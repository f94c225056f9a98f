"""Changes to the people of a visit: the planned team is written down before anything of it is changed."""

from collections.abc import Iterable

from iso_audit.domain.journal import ATTENDEE, Journal
from iso_audit.domain.visit import Attendee
from iso_audit.workflow.conducting.recording import Change


def with_team(present: Iterable[Attendee], journal: Journal, changes: Iterable[Change]) -> list[Change]:
    """Return `changes`, and where they touch the team with them what writes down those nobody wrote down yet."""
    all_changes = list(changes)
    unwritten = [one for one in present if one.side == "team" and not journal.of(one.id)]
    ids = {one.id for one in unwritten}
    if not any(subject in ids or (name, value) == ("side", "team") for subject, name, value in all_changes):
        return all_changes
    team_changes = [change for one in unwritten for change in written_down(one.id, one)]
    values = {(subject, name): value for subject, name, value in (*team_changes, *all_changes)}
    return [(subject, name, value) for (subject, name), value in values.items()]


def written_down(subject: str, person: Attendee) -> list[Change]:
    """Return the changes that write a person down under a subject."""
    texts = {"side": person.side, "name": person.name, "position": person.position, "role": person.role}
    texts |= {"absent_reason": person.absent_reason, "signs": "yes" if person.signs else ""}
    return [(subject, name, text) for name, text in texts.items() if text]


def from_last_visit(person: Attendee, subject_id: str) -> list[Change]:
    """Return the changes that write down somebody of the visit before as present at this one."""
    subject = f"{ATTENDEE}:{subject_id}"
    return [change for change in written_down(subject, person) if change[1] != "absent_reason"]
