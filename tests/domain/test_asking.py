"""Which items are asked, by the cases that the overview and the card share; where a condition does not count."""

from dataclasses import replace

import pytest

from iso_audit.domain.asking import asked, conditions, in_circles
from iso_audit.domain.checklist import Checklist, Clause, Condition
from iso_audit.domain.completion import completion, gaps, judgements
from iso_audit.domain.journal import NOTHING, fold
from iso_audit.domain.text import Text
from tests.asked_cases import ASKED, NAMES, checklist, checklist_of, events_of

CONFORMS = ("conformity",)


def ids(one: Checklist) -> list[str]:
    return [item.id for item in asked(one, NOTHING)]


@pytest.mark.parametrize("case", ASKED, ids=NAMES)
def test_the_items_asked_are_those_of_the_case(case) -> None:
    journal = fold(events_of(case))
    assert [item.id for item in asked(checklist_of(case), journal)] == case["asked"]


@pytest.mark.parametrize("case", ASKED, ids=NAMES)
def test_what_is_not_asked_is_in_no_count_and_no_gap(case) -> None:
    judged = judgements(checklist_of(case), fold(events_of(case)))
    assert [one.item_id for one in judged] == case["asked"]
    assert completion(judged).total == len(case["asked"])
    assert {gap.item_id for gap in gaps(judged)} <= set(case["asked"])


def test_what_hangs_on_an_item_outside_the_checklist_is_asked() -> None:
    assert ids(checklist({"B": Condition("A", CONFORMS)}, "B")) == ["B"]


def test_what_judges_the_reason_of_an_exclusion_is_asked() -> None:
    clause = Clause("4.1", Text("a", "a"), None, "iso")
    one = replace(checklist({"B": Condition("A", CONFORMS)}), clauses=(clause,), excluded={"4.1": "không có"})
    assert ids(one) == ["A", "B", "C"]
    assert conditions(one) == {}


@pytest.mark.parametrize(
    ("hanging", "circle"),
    [
        ({}, ()),
        ({"B": "A", "C": "B"}, ()),
        ({"A": "A"}, ("A",)),
        ({"A": "B", "B": "C", "C": "B", "D": "A"}, ("B", "C")),
    ],
)
def test_a_circle_is_found(hanging: dict[str, str], circle: tuple[str, ...]) -> None:
    assert in_circles(hanging) == circle
