"""The rule that proposes a conclusion, and the score and coverage it rests on."""

import pytest

from iso_audit.domain.conclusion import Conclusion, GradedItem, coverage_of, propose, rank_of, score_of
from iso_audit.domain.grade import Grade

OK, MINOR, MAJOR, NOTE = Grade.CONFORMITY, Grade.MINOR, Grade.MAJOR, Grade.OBSERVATION


def plain(*grades: Grade | None) -> list[GradedItem]:
    return [GradedItem(f"4.1-{place}", False, grade) for place, grade in enumerate(grades, start=10)]


@pytest.mark.parametrize(
    ("items", "score"),
    [
        (plain(OK, OK), 100),
        (plain(OK, MAJOR), 50),
        (plain(OK, MINOR), 75),
        (plain(NOTE), 75),
        (plain(Grade.OPPORTUNITY, Grade.GOOD_PRACTICE), 100),
        (plain(OK, Grade.NOT_APPLICABLE, Grade.NOT_CHECKED, None), 100),
        ([GradedItem("a", True, OK), GradedItem("b", False, MAJOR)], 100 * 2 / 3),
        ([GradedItem("a", False, MAJOR, "same"), GradedItem("b", False, MAJOR, "same"), *plain(OK)], 50),
    ],
)
def test_the_score_weighs_grades_stars_and_each_fault_once(items: list[GradedItem], score: float) -> None:
    assert score_of(items) == pytest.approx(score)


def test_nothing_judged_has_no_score_and_no_proposal() -> None:
    proposal = propose(plain(None, Grade.NOT_CHECKED))
    assert (proposal.conclusion, proposal.score, proposal.reason) == (None, None, "nothing_judged")


def test_coverage_is_judged_of_applicable() -> None:
    assert coverage_of(plain(OK, None, Grade.NOT_APPLICABLE, Grade.NOT_CHECKED)) == pytest.approx(1 / 3)


def graded(item_id: str, grade: Grade, role: str = "") -> list[GradedItem]:
    return [GradedItem(item_id, True, grade, role=role), *plain(*[OK] * 60)]


@pytest.mark.parametrize(
    ("items", "conclusion", "reason"),
    [
        (
            [*graded("a", MAJOR, "internal_audit"), GradedItem("b", True, MAJOR, role="management_review")],
            Conclusion.NOT_MAINTAINED,
            "internal_audit_and_review_missing",
        ),
        (graded("a", MAJOR, "internal_audit"), Conclusion.MAINTAINED_NOT_EFFECTIVELY, "starred_nonconformity"),
        (graded("a", MAJOR, "declaration"), Conclusion.NOT_MAINTAINED, "no_valid_declaration"),
        (graded("a", MAJOR, "system_used"), Conclusion.NOT_MAINTAINED, "system_not_used"),
        (plain(MAJOR, MAJOR, OK), Conclusion.NOT_MAINTAINED, "score_under_50"),
        (graded("P13", MINOR), Conclusion.MAINTAINED_NOT_EFFECTIVELY, "starred_nonconformity"),
        (plain(MAJOR, MAJOR, *[OK] * 20), Conclusion.MAINTAINED_NOT_EFFECTIVELY, "two_or_more_majors"),
        (plain(*[MINOR] * 8, OK, OK), Conclusion.MAINTAINED_NOT_EFFECTIVELY, "score_under_65"),
        (plain(MAJOR, *[OK] * 30), Conclusion.MAINTAINED, "otherwise"),
        (plain(*[MINOR] * 6, *[OK] * 60), Conclusion.MAINTAINED, "otherwise"),
        (plain(*[MINOR] * 5, *[OK] * 60), Conclusion.MAINTAINED_EFFECTIVELY, "few_minors_high_score"),
        (plain(*[MINOR] * 4, *[OK] * 6), Conclusion.MAINTAINED, "otherwise"),
    ],
)
def test_the_rule_takes_the_worst_case_first(items: list[GradedItem], conclusion: Conclusion, reason: str) -> None:
    proposal = propose(items)
    assert (proposal.conclusion, proposal.reason) == (conclusion, reason)


@pytest.mark.parametrize("turned", [False, True])
def test_one_fault_counts_by_its_worst_item_and_its_star(turned: bool) -> None:
    pair = [GradedItem("a", True, MINOR, "same"), GradedItem("b", False, MAJOR, "same")]
    assert score_of([*pair[:: -1 if turned else 1], *plain(OK)]) == pytest.approx(100 / 3)


@pytest.mark.parametrize(
    ("items", "score"),
    [
        ([GradedItem("a", False, OK, weight=3), GradedItem("b", False, MAJOR)], 75),
        ([GradedItem("a", True, OK, weight=1), GradedItem("b", False, MAJOR)], 50),
        ([GradedItem("a", False, MAJOR, "same", weight=3), GradedItem("b", True, MAJOR, "same"), *plain(OK)], 25),
        ([GradedItem("a", False, MAJOR, "same", weight=1), GradedItem("b", True, MAJOR, "same"), *plain(OK)], 100 / 3),
    ],
)
def test_a_weight_counts_instead_of_the_star_and_a_fault_by_its_largest(items: list[GradedItem], score: float) -> None:
    assert score_of(items) == pytest.approx(score)


def test_a_star_keeps_its_meaning_beside_a_weight() -> None:
    proposal = propose([GradedItem("a", True, MINOR, weight=1), *plain(*[OK] * 60)])
    assert proposal.reason == "starred_nonconformity"


def test_one_fault_on_two_items_counts_as_one_major() -> None:
    items = [GradedItem("a", False, MAJOR, "same"), GradedItem("b", False, MAJOR, "same"), *plain(*[OK] * 30)]
    assert propose(items).conclusion is Conclusion.MAINTAINED


@pytest.mark.parametrize(
    ("score", "rank"),
    [
        (100, "excellent"),
        (90, "excellent"),
        (89.9, "good"),
        (80, "good"),
        (65, "fair"),
        (50, "average"),
        (49.9, "weak"),
    ],
)
def test_a_score_has_a_rank(score: float, rank: str) -> None:
    assert rank_of(score) == rank
