"""Completion of a checklist: what is judged, what is only decided, and which gaps block issuing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iso_audit.domain.asking import asked
from iso_audit.domain.checklist import Checklist, Item
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import Journal
from iso_audit.domain.subjects import KINDS


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the journal says of one item, field by field; `grade` is None while nobody has judged it."""

    item_id: str
    starred: bool
    grade: Grade | None
    values: Mapping[str, str]
    disputed: bool
    role: str = ""
    weight: int = 0

    def value(self, name: str) -> str:
        """Return what was written in a field, empty where nothing was."""
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the minutes lack: a code and the item it concerns, or a subject of the journal and what it is called.

    `details` are what its sentence needs: counts, rates in per cent, ISO dates. `place` is where it is mended, where
    the code alone does not say.
    """

    code: str
    item_id: str = ""
    subject: str = ""
    called: str = ""
    place: str = ""
    details: tuple[tuple[str, str | int | float], ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """Counts of items: completion is judged of applicable; not checked stands apart."""

    total: int
    judged: int
    not_applicable: int
    not_checked: int
    unanswered: int
    disputed: int

    @property
    def applicable(self) -> int:
        """Return the items that count: all but those not applicable."""
        return self.total - self.not_applicable

    @property
    def share(self) -> float:
        """Return judged of applicable, 0..1."""
        return self.judged / self.applicable if self.applicable else 0.0


def judgements(checklist: Checklist, journal: Journal) -> tuple[Judgement, ...]:
    """Return one judgement per item of `checklist` that is asked, in its order."""
    return tuple(_judgement(item, checklist.role_of(item), journal) for item in asked(checklist, journal))


def _judgement(item: Item, role: str, journal: Journal) -> Judgement:
    values = journal.values(f"item:{item.id}")
    grade = Grade(values["grade"]) if "grade" in values else None
    disputed = any(state.disputed for state in journal.of(f"item:{item.id}").values())
    return Judgement(item.id, item.starred, grade, values, disputed, role, item.weight)


def completion(items: Iterable[Judgement]) -> Completion:
    """Return the counts of `items`."""
    known = tuple(items)
    return Completion(
        total=len(known),
        judged=sum(1 for j in known if j.grade is not None and j.grade.judges),
        not_applicable=sum(1 for j in known if j.grade is Grade.NOT_APPLICABLE),
        not_checked=sum(1 for j in known if j.grade is Grade.NOT_CHECKED),
        unanswered=sum(1 for j in known if j.grade is None),
        disputed=sum(1 for j in known if j.disputed),
    )


def gaps(items: Iterable[Judgement]) -> tuple[Gap, ...]:
    """Return what is still missing item by item: judgement, evidence, reason, or an agreement."""
    gaps: list[Gap] = []
    for item in items:
        if item.grade is None:
            gaps.append(Gap("unanswered", item.item_id))
        gaps += [
            Gap(f"{field.name}_missing", item.item_id)
            for field in KINDS["item"].fields
            if field.required_at(item.grade) and not item.value(field.name)
        ]
        if item.disputed:
            gaps.append(Gap("disagreement", item.item_id))
    return tuple(gaps)
