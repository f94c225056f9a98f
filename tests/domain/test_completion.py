"""Completion: an item nobody judged is neither conforming nor failing, and gaps say what is missing."""

from collections.abc import Mapping

import pytest

from iso_audit.domain.completion import Gap, Judgement, completion, gaps
from iso_audit.domain.grade import Grade
from tests.journal_cases import GAPS


def judged(grade: Grade | None, values: Mapping[str, str] = {}, *, disputed: bool = False) -> Judgement:
    return Judgement("P01", False, grade, values, disputed)


def test_not_applicable_leaves_both_counts_and_not_checked_stands_apart() -> None:
    items = [judged(Grade.CONFORMITY), judged(Grade.NOT_APPLICABLE), judged(Grade.NOT_CHECKED), judged(None)]
    counts = completion(items)
    assert (counts.judged, counts.applicable, counts.not_checked, counts.unanswered) == (1, 3, 1, 1)


def test_an_empty_checklist_is_not_complete() -> None:
    assert completion([]).share == 0


@pytest.mark.parametrize("case", GAPS, ids=lambda case: case["name"])
def test_what_is_missing_at_an_item_is_as_the_case_says(case) -> None:
    grade = case["values"].get("grade")
    assert [gap.code for gap in gaps([judged(grade and Grade(grade), case["values"])])] == case["gaps"]


def test_a_disagreement_is_a_gap() -> None:
    assert gaps([judged(Grade.CONFORMITY, disputed=True)]) == (Gap("disagreement", "P01"),)
