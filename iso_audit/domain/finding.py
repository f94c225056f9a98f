"""Findings: numbered statements of the minutes, written out or drafted from an item; what is to be corrected."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from iso_audit.domain.checklist import Checklist
from iso_audit.domain.completion import Judgement
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import FINDING, Journal

Wording = Literal["grades", "strengths"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement of the minutes; `id` is its subject in the journal, also before anything is written there.

    A draft only repeats the judgement of its item, and keeps its id when it is written out.
    """

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
    is_draft: bool = False


def findings(checklist: Checklist, items: Iterable[Judgement], journal: Journal) -> tuple[Finding, ...]:
    """Return the findings of an audit: those written, then a draft for each other item that calls for one."""
    written = [f for f in (_written(subject, journal) for subject in journal.subjects(FINDING)) if f]
    covered = {item_id for finding in written for item_id in finding.item_ids}
    taken = {finding.id for finding in written}
    drafts = [
        _draft(checklist, item, journal, taken)
        for item in items
        if item.grade is not None and item.grade.worse_than_conforming and item.item_id not in covered
    ]
    order = {item.id: place for place, item in enumerate(checklist.items)}

    def place(finding: Finding) -> tuple[int, int]:
        first = min((order.get(item_id, len(order)) for item_id in finding.item_ids), default=len(order))
        return (_SEVERITY[finding.grade], first)

    return tuple(sorted([*written, *drafts], key=place))


def faults_of(all_findings: Iterable[Finding]) -> dict[str, str]:
    """Return the finding that covers each item: items under one written finding show one and the same fault."""
    faults: dict[str, str] = {}
    for finding in all_findings:
        for item_id in finding.item_ids:
            faults.setdefault(item_id, finding.id)
    return faults


def numbered(all_findings: Sequence[Finding], journal: Journal) -> tuple[Finding, ...]:
    """Return findings in the order of the minutes, each with its number: its own, its place, or the next free one.

    A number that a finding of the audit ever had is no other's, also where that finding is gone.
    """
    taken = {number.strip() for subject in journal.subjects(FINDING) if (number := journal.value(subject, "number"))}
    result = []
    for place, finding in enumerate(all_findings, 1):
        number = finding.number.strip() or next(one for one in _numbers_from(place, len(taken)) if one not in taken)
        taken.add(number)
        result.append(replace(finding, number=number))
    return tuple(result)


def _numbers_from(place: int, others: int) -> Iterable[str]:
    return (f"{one:02}" for one in range(place, place + others + 1))


def is_strength(grade: Grade) -> bool:
    """Tell whether a finding of this grade is told among the strengths."""
    return grade in {Grade.GOOD_PRACTICE, Grade.CONFORMITY}


def is_advice(grade: Grade, wording: Wording) -> bool:
    """Tell whether a finding of this grade is advice in a programme's wording."""
    return grade is Grade.OPPORTUNITY or (grade is Grade.OBSERVATION and wording == "grades")


def is_to_be_corrected(grade: Grade, wording: Wording) -> bool:
    """Tell whether a finding is to be corrected: by grades the nonconformities, by strengths every shortcoming."""
    return not is_strength(grade) and not is_advice(grade, wording)


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


def _draft(checklist: Checklist, judgement: Judgement, journal: Journal, taken: Collection[str]) -> Finding:
    """Return the finding an item calls for; where its subject was written out for others, the next one is its own."""
    assert judgement.grade is not None
    ids = (f"{FINDING}:{judgement.item_id}{'' if count == 1 else f'.{count}'}" for count in range(1, len(taken) + 2))
    subject = next(one for one in ids if one not in taken)
    return Finding(
        id=subject,
        item_ids=(judgement.item_id,),
        grade=judgement.grade,
        criterion=checklist.item(judgement.item_id).clause,
        gap=judgement.value("gap"),
        evidence=judgement.value("evidence"),
        unit=judgement.value("unit"),
        number=journal.value(subject, "number") or "",
        is_draft=True,
    )


_SEVERITY = {
    grade: place for place, grade in enumerate((Grade.MAJOR, Grade.MINOR, Grade.OBSERVATION, Grade.OPPORTUNITY))
} | {Grade.GOOD_PRACTICE: 4, Grade.CONFORMITY: 5, Grade.NOT_APPLICABLE: 6, Grade.NOT_CHECKED: 7}
