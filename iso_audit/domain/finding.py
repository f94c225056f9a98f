"""Findings: numbered statements of the minutes, written out or drafted from an item; what is to be corrected."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from iso_audit.domain.checklist import Checklist
from iso_audit.domain.completion import Judgement
from iso_audit.domain.conclusion import GradedItem
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import FINDING, Journal

Wording = Literal["grades", "strengths"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement of the minutes; `id` is its subject in the journal, also before anything is written there.

    A draft repeats the judgement of its item, with a deadline and a request of its own, and keeps its id once written.
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
    """Return the findings of an audit, the worst first: those written, and drafts of what else calls for one."""
    written = written_findings(journal)
    covered = {item_id for finding in written for item_id in finding.item_ids}
    taken = {finding.id for finding in written}
    drafts = [
        _draft(checklist, item, journal, taken)
        for item in items
        if item.grade is not None and _calls_for_finding(item.grade) and item.item_id not in covered
    ]
    order = {item.id: place for place, item in enumerate(checklist.items)}

    def place(finding: Finding) -> tuple[int, int]:
        first = min((order.get(item_id, len(order)) for item_id in finding.item_ids), default=len(order))
        return (_SEVERITY[finding.grade], first)

    return tuple(sorted([*written, *drafts], key=place))


def written_findings(journal: Journal) -> tuple[Finding, ...]:
    """Return the findings that were written out and not withdrawn."""
    return tuple(one for one in (_written(subject, journal) for subject in journal.subjects(FINDING)) if one)


def graded(items: Iterable[Judgement], all_findings: Iterable[Finding]) -> tuple[GradedItem, ...]:
    """Return what the conclusion's rule reads: an item by the worst written finding that covers it, else as judged.

    Items under one nonconformity show one and the same fault; a nonconformity that no item stands for counts by itself.
    """
    own_findings = [one for one in all_findings if not one.is_draft]
    covering = worst_by_item(own_findings)
    graded_items = [
        GradedItem(item.item_id, item.starred, one.grade, one.id, item.role, item.weight)
        if (one := covering.get(item.item_id))
        else GradedItem(item.item_id, item.starred, item.grade, None, item.role, item.weight)
        for item in items
    ]
    fault_ids = {one.fault for one in graded_items}
    alone = [one for one in own_findings if one.grade.is_nonconformity and one.id not in fault_ids]
    return (*graded_items, *(GradedItem("", starred=False, grade=one.grade, fault=one.id) for one in alone))


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings the worst first, equally bad ones as they come."""
    return sorted(findings, key=lambda one: _SEVERITY[one.grade])


def worst_by_item(all_findings: Iterable[Finding]) -> dict[str, Finding]:
    """Return of each item the worst of the findings that cover it."""
    worst: dict[str, Finding] = {}
    for finding in worst_first(all_findings):
        for item_id in finding.item_ids:
            worst.setdefault(item_id, finding)
    return worst


def numbered(all_findings: Sequence[Finding], journal: Journal) -> tuple[Finding, ...]:
    """Return findings in the order of the minutes, each with its number: its own, its place, or the next free one.

    A strength is told without a number, unless it has one. A number that a finding of the audit ever had is no other's,
    also where that finding is gone.
    """
    taken = {number.strip() for subject in journal.subjects(FINDING) if (number := journal.value(subject, "number"))}
    result = []
    for place, finding in enumerate(all_findings, 1):
        number = finding.number.strip()
        if not number and not is_strength(finding.grade):
            number = next(one for one in _numbers_from(place, len(taken)) if one not in taken)
        taken.add(number)
        result.append(replace(finding, number=number))
    return tuple(result)


def _numbers_from(place: int, others: int) -> Iterable[str]:
    return (f"{one:02}" for one in range(place, place + others + 1))


def typed_criterion(checklist: Checklist, finding: Finding) -> str:
    """Return the criterion that was entered, empty where it only repeats numbers of the checklist's clauses."""
    numbers = {clause.number for clause in checklist.clauses}
    parts = finding.criterion.replace(";", ",").split(",")
    return "" if all(part.strip() in numbers for part in parts) else finding.criterion


def is_strength(grade: Grade) -> bool:
    """Tell whether a finding of this grade is told among the strengths."""
    return grade in {Grade.GOOD_PRACTICE, Grade.CONFORMITY}


def is_advice(grade: Grade, wording: Wording) -> bool:
    """Tell whether a finding of this grade is advice in a programme's wording."""
    return grade is Grade.OPPORTUNITY or (grade is Grade.OBSERVATION and wording == "grades")


def is_to_be_corrected(grade: Grade, wording: Wording) -> bool:
    """Tell whether a finding is to be corrected: by grades the nonconformities, by strengths every shortcoming."""
    return not is_strength(grade) and not is_advice(grade, wording)


def _calls_for_finding(grade: Grade) -> bool:
    return grade.worse_than_conforming or grade is Grade.GOOD_PRACTICE


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
        criterion="",
        gap=judgement.value("gap"),
        evidence=judgement.value("evidence"),
        unit=judgement.value("unit"),
        number=journal.value(subject, "number") or "",
        deadline=journal.value(subject, "deadline") or "",
        request=journal.value(subject, "request") or "",
        is_draft=True,
    )


_SEVERITY = {
    grade: place for place, grade in enumerate((Grade.MAJOR, Grade.MINOR, Grade.OBSERVATION, Grade.OPPORTUNITY))
} | {Grade.GOOD_PRACTICE: 4, Grade.CONFORMITY: 5, Grade.NOT_APPLICABLE: 6, Grade.NOT_CHECKED: 7}
