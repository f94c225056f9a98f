"""What is told of a visit, as changes of the journal: facts, people, judgements, how it ends."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from iso_audit.domain.account import Role
from iso_audit.domain.checklist import Item
from iso_audit.domain.grade import Grade
from iso_audit.domain.subjects import KINDS
from iso_audit.domain.visit import VISIT
from iso_audit.sample.planning import Colleague
from iso_audit.workflow.ids import new_id

Change = tuple[str, str, str]
"""A subject, one of its fields, and the value it is to have."""
AT_THE_END = frozenset(field.name for field in KINDS["visit"].fields if field.part == "closing") | {"closed_at"}


def texts_of_visit(data: Mapping[str, Any], one: Mapping[str, Any], number: int, *, corrects: bool) -> dict[str, str]:
    """Return every text of the visit by its field, chosen by whether there is something to correct."""
    by_case = data["to_correct" if corrects else "nothing_to_correct"]
    day: date = one["day"]
    texts = {
        "opened_at": f"{day.isoformat()}T08:00",
        "closed_at": f"{day.isoformat()}T16:30",
        **data["kinds"].get(one["kind"], {}),
        **data["visit"],
        **{name: text for name, text in by_case.items() if isinstance(text, str)},
        **({"report_due": day_after(one, by_case["days_to_report"])} if corrects else {}),
        **one.get("visit", {}),
    }
    names = {"agency": one["agency"], "number": f"{number:02d}", "year": day.year}
    return {name: text.format(**names) for name, text in texts.items() if text}


def day_after(one: Mapping[str, Any], days: int) -> str:
    """Return the day so many days after the visit."""
    day: date = one["day"]
    return (day + timedelta(days=days)).isoformat()


def facts(texts: Mapping[str, str], *, at_the_end: bool) -> list[Change]:
    """Return what is entered of the visit when it opens, or when it ends."""
    return [(VISIT, name, text) for name, text in texts.items() if (name in AT_THE_END) == at_the_end]


def people(
    team: Sequence[Colleague], data: Mapping[str, Any], one: Mapping[str, Any], number: int, at: datetime
) -> Iterator[Change]:
    """Yield who takes part: the team as planned, then the agency's people and guests as the file names them."""
    absences = one.get("absent", {})
    for place, person in enumerate(team):
        subject, member = f"attendee:{new_id(at)}", person.member
        yield subject, "side", "team"
        yield subject, "name", member.name
        yield subject, "position", f"{member.position}, {member.organisation}"
        yield subject, "role", member.role.value
        if person.account.username in absences:
            yield subject, "absent_reason", absences[person.account.username]
        elif place == 0 or member.role is Role.SECRETARY:
            yield subject, "signs", "yes"
    for texts in one.get("agency_people", data["agency_people"]):
        subject = f"attendee:{new_id(at)}"
        for name, text in {"side": "agency", **texts}.items():
            yield subject, name, text.format(number=f"{number:02d}")


def judgements(data: Mapping[str, Any], one: Mapping[str, Any], items: Sequence[Item]) -> Iterator[Change]:
    """Yield grade and texts of items: what the file says of this visit, else a fault of the file, else conformity."""
    for item in items:
        method = "report" if one.get("form") == "by_report" else item.methods[0]
        usual = {"grade": Grade.CONFORMITY.value, "evidence": data["evidence"][method]}
        fault = data["faults"][item.id] if item.id in one.get("faults", ()) else {}
        texts = one.get("items", {}).get(item.id) or fault or usual
        kept = KINDS["item"].names
        yield from ((f"item:{item.id}", name, text) for name, text in texts.items() if name in kept)
