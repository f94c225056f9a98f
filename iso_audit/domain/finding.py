"""Findings: numbered statements of the minutes, written explicitly or drafted from an item's judgement."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from iso_audit.domain.checklist import Checklist
from iso_audit.domain.completion import Judgement
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import FINDING, Journal


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement of the minutes; `id` is its journal subject, or `draft:<item>` while nobody wrote it out."""

    id: str
    item_ids: tuple[str, ...]
    grade: Grade
    criterion: str
    gap: str
    evidence: str
    unit: str = ""
    deadline: str = ""
    request: str = ""
    opinion: str = ""
    number: str = ""

    @property
    def is_draft(self) -> bool:
        """Tell whether the finding only repeats an item's judgement."""
        return self.id.startswith("draft:")


def findings(checklist: Checklist, items: Iterable[Judgement], journal: Journal) -> tuple[Finding, ...]:
    """Return the findings of an audit: those written, then a draft for each other item that calls for one."""
    written = [f for f in (_written(subject, journal) for subject in journal.subjects(FINDING)) if f]
    covered = {item_id for finding in written for item_id in finding.item_ids}
    drafts = [
        _draft(checklist, item)
        for item in items
        if item.grade is not None and item.grade.worse_than_conforming and item.item_id not in covered
    ]
    order = {item.id: place for place, item in enumerate(checklist.items)}

    def place(finding: Finding) -> tuple[int, int]:
        first = min((order.get(item_id, len(order)) for item_id in finding.item_ids), default=len(order))
        return (_SEVERITY[finding.grade], first)

    return tuple(sorted([*written, *drafts], key=place))


def faults_of(listed: Iterable[Finding]) -> dict[str, str]:
    """Return the finding that covers each item: items under one written finding show one and the same fault."""
    faults: dict[str, str] = {}
    for finding in listed:
        for item_id in finding.item_ids:
            faults.setdefault(item_id, finding.id)
    return faults


def _written(subject: str, journal: Journal) -> Finding | None:
    values = journal.values(subject)
    if values.get("withdrawn") or "grade" not in values:
        return None
    return Finding(
        id=subject,
        item_ids=tuple(json.loads(values.get("items", "[]"))),
        grade=Grade(values["grade"]),
        criterion=values.get("criterion", ""),
        gap=values.get("gap", ""),
        evidence=values.get("evidence", ""),
        unit=values.get("unit", ""),
        deadline=values.get("deadline", ""),
        request=values.get("request", ""),
        opinion=values.get("opinion", ""),
        number=values.get("number", ""),
    )


def _draft(checklist: Checklist, judged: Judgement) -> Finding:
    assert judged.grade is not None
    return Finding(
        id=f"draft:{judged.item_id}",
        item_ids=(judged.item_id,),
        grade=judged.grade,
        criterion=checklist.item(judged.item_id).clause,
        gap=judged.value("gap"),
        evidence=judged.value("evidence"),
        unit=judged.value("unit"),
    )


_SEVERITY = {
    grade: place for place, grade in enumerate((Grade.MAJOR, Grade.MINOR, Grade.OBSERVATION, Grade.OPPORTUNITY))
} | {Grade.GOOD_PRACTICE: 4, Grade.CONFORMITY: 5, Grade.NOT_APPLICABLE: 6, Grade.NOT_CHECKED: 7}
