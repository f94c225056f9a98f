"""Conclusions about an agency's system: the score, the rule's proposal, and the leader's decision."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from iso_audit.domain.checklist import times_counted
from iso_audit.domain.grade import Grade


class Conclusion(StrEnum):
    """What the team says of the system, worst first."""

    NOT_MAINTAINED = "not_maintained"
    MAINTAINED_NOT_EFFECTIVELY = "maintained_not_effectively"
    MAINTAINED = "maintained"
    MAINTAINED_EFFECTIVELY = "maintained_effectively"


_RANKS = ((90, "excellent"), (80, "good"), (65, "fair"), (50, "average"))
COUNTED_AS_MAINTAINED = frozenset(
    {Conclusion.MAINTAINED_NOT_EFFECTIVELY, Conclusion.MAINTAINED, Conclusion.MAINTAINED_EFFECTIVELY}
)
RANKED = frozenset({Conclusion.MAINTAINED, Conclusion.MAINTAINED_EFFECTIVELY})
"""The conclusions beside which a score has a rank: none stands above what is concluded."""


@dataclass(frozen=True, slots=True)
class GradedItem:
    """An applicable item with its current grade; `fault` groups items that show one and the same fault.

    A fault that no item shows has no `item_id`. `role` is what the item decides by itself: one of
    the roles of `domain.checklist`, or empty. `weight` is 0 where how often it counts follows from its star.
    """

    item_id: str
    starred: bool
    grade: Grade | None
    fault: str | None = None
    role: str = ""
    weight: int = 0

    @property
    def counts(self) -> int:
        """Return how often the item counts in the score."""
        return times_counted(self.weight, starred=self.starred)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rule proposes: conclusion, score 0..100, coverage 0..1, and the reason's code."""

    conclusion: Conclusion | None
    score: float | None
    coverage: float
    reason: str


def score_of(items: Iterable[GradedItem]) -> float | None:
    """Return the weighted score 0..100 of the judged items, each fault once."""
    points = full = 0.0
    for item in each_fault_once(items):
        if item.grade is None or item.grade.score is None:
            continue
        points += item.counts * item.grade.score
        full += item.counts
    return None if full == 0 else 100 * points / full


def each_fault_once(items: Iterable[GradedItem]) -> tuple[GradedItem, ...]:
    """Return `items` with the nonconforming ones of one fault as one.

    It has the worst grade and the largest weight of them, and is starred where one of them is.
    """
    item_of: dict[str, GradedItem] = {}
    for item in items:
        bad = item.grade is not None and item.grade.is_nonconformity
        key = f"fault {item.fault}" if bad and item.fault else f"item {item.item_id}"
        other = item_of.get(key)
        if other is None:
            item_of[key] = item
            continue
        worst = item if item.grade is Grade.MAJOR else other
        item_of[key] = replace(worst, starred=item.starred or other.starred, weight=max(item.counts, other.counts))
    return tuple(item_of.values())


def rank_of(score: float) -> str:
    """Return the rank of a score 0..100: excellent from 90, good 80, fair 65, average 50, else weak (a proposal)."""
    return next((rank for least, rank in _RANKS if score >= least), "weak")


def coverage_of(items: Iterable[GradedItem]) -> float:
    """Return judged of applicable, 0..1; an empty checklist covers nothing."""
    applicable = [item for item in items if item.item_id and item.grade is not Grade.NOT_APPLICABLE]
    judged_count = sum(1 for item in applicable if item.grade is not None and item.grade.judges)
    return judged_count / len(applicable) if applicable else 0.0


def propose(items: Iterable[GradedItem]) -> Proposal:
    """Return the conclusion the default rule proposes for `items`; the leader decides."""
    all_items = tuple(items)
    score, coverage = score_of(all_items), coverage_of(all_items)
    if score is None:
        return Proposal(None, None, coverage, "nothing_judged")
    conclusion, reason = _by_rule(all_items, score)
    return Proposal(conclusion, score, coverage, reason)


def _by_rule(items: tuple[GradedItem, ...], score: float) -> tuple[Conclusion, str]:
    missing = {item.role for item in items if item.role and item.grade is Grade.MAJOR}
    faults = each_fault_once(items)
    majors = sum(1 for one in faults if one.grade is Grade.MAJOR)
    minors = sum(1 for one in faults if one.grade is Grade.MINOR)
    rules: tuple[tuple[bool, Conclusion, str], ...] = (
        (
            missing >= {"internal_audit", "management_review"},
            Conclusion.NOT_MAINTAINED,
            "internal_audit_and_review_missing",
        ),
        ("declaration" in missing, Conclusion.NOT_MAINTAINED, "no_valid_declaration"),
        ("system_used" in missing, Conclusion.NOT_MAINTAINED, "system_not_used"),
        (score < 50, Conclusion.NOT_MAINTAINED, "score_under_50"),
        (
            any(i.starred and i.grade is not None and i.grade.is_nonconformity for i in items),
            Conclusion.MAINTAINED_NOT_EFFECTIVELY,
            "starred_nonconformity",
        ),
        (majors >= 2, Conclusion.MAINTAINED_NOT_EFFECTIVELY, "two_or_more_majors"),
        (score < 65, Conclusion.MAINTAINED_NOT_EFFECTIVELY, "score_under_65"),
        (
            majors == 0 and minors <= 5 and score >= 85,
            Conclusion.MAINTAINED_EFFECTIVELY,
            "few_minors_high_score",
        ),
    )
    for holds, conclusion, reason in rules:
        if holds:
            return conclusion, reason
    return Conclusion.MAINTAINED, "otherwise"
