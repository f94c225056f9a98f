"""Findings: those written, and a draft for each item worse than conforming that none covers."""

from datetime import UTC, datetime

import pytest

from iso_audit.domain.agreement import difference_gaps
from iso_audit.domain.bank import Bank
from iso_audit.domain.completion import judgements
from iso_audit.domain.composition import compose
from iso_audit.domain.conclusion import GradedItem, Proposal, propose
from iso_audit.domain.finding import (
    Finding,
    Wording,
    findings,
    graded,
    is_to_be_corrected,
    numbered,
    typed_criterion,
)
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import Event, Journal, fold

AT = datetime(2017, 7, 11, tzinfo=UTC)


def journal(*fields: tuple[str, str, str]) -> Journal:
    return fold(Event(str(n), "a", *one, "an", "t", AT, AT) for n, one in enumerate(fields))


def found(bank: Bank, *fields: tuple[str, str, str]) -> tuple[Finding, ...]:
    checklist, state = compose(bank, kind="department", form="full"), journal(*fields)
    return findings(checklist, judgements(checklist, state), state)


def test_an_item_worse_than_conforming_makes_a_draft(bank: Bank) -> None:
    (finding,) = found(bank, ("item:P05", "grade", "observation"), ("item:P05", "evidence", "chưa niêm yết"))
    assert (finding.is_draft, finding.item_ids, finding.evidence) == (True, ("P05",), "chưa niêm yết")


def test_a_draft_says_the_gap_and_the_unit_of_its_item(bank: Bank) -> None:
    (finding,) = found(
        bank,
        ("item:P05", "grade", "minor_nonconformity"),
        ("item:P05", "gap", "thiếu chữ ký"),
        ("item:P05", "unit", "Văn phòng"),
    )
    assert (finding.gap, finding.unit) == ("thiếu chữ ký", "Văn phòng")


def rule(bank: Bank, *fields: tuple[str, str, str]) -> tuple[tuple[GradedItem, ...], Proposal]:
    """What the rule reads of an audit, but for what nobody judged and no finding covers, and what it proposes."""
    checklist, state = compose(bank, kind="department", form="full"), journal(*fields)
    items = judgements(checklist, state)
    read = graded(items, findings(checklist, items, state))
    return tuple(one for one in read if one.grade), propose(read)


def written(number: int, grade: str, *items: str) -> tuple[tuple[str, str, str], ...]:
    listed = ", ".join(f'"{one}"' for one in items)
    return ((f"finding:{number}", "grade", grade), (f"finding:{number}", "items", f"[{listed}]"))


def test_items_under_one_written_finding_show_one_fault_with_its_grade(bank: Bank) -> None:
    judged = [(f"item:{one}", "grade", "minor_nonconformity") for one in ("P05", "P06", "P08")]
    read, proposal = rule(bank, *judged, *written(1, "major_nonconformity", "P05", "P06"))
    assert [(one.item_id, one.grade, one.fault) for one in read] == [
        ("P05", Grade.MAJOR, "finding:1"), ("P06", Grade.MAJOR, "finding:1"), ("P08", Grade.MINOR, None),
    ]  # fmt: skip
    assert proposal.score == 25


def test_an_item_that_conforms_meanwhile_counts_as_its_finding_says(bank: Bank) -> None:
    _, proposal = rule(bank, ("item:P05", "grade", "conformity"), *written(1, "major_nonconformity", "P05"))
    assert proposal.score == 0


def test_a_finding_no_item_stands_for_counts_without_making_the_checklist_longer(bank: Bank) -> None:
    judged = ("item:P05", "grade", "conformity")
    _, without = rule(bank, judged)
    _, proposal = rule(bank, judged, *written(1, "major_nonconformity"))
    assert (proposal.score, proposal.coverage) == (50, without.coverage)


def test_two_findings_on_one_item_are_two_faults(bank: Bank) -> None:
    judged = [("item:P05", "grade", "minor_nonconformity"), ("item:P06", "grade", "conformity")]
    two = [*written(1, "minor_nonconformity", "P05"), *written(2, "minor_nonconformity", "P05")]
    assert rule(bank, *judged, *two)[1].score == pytest.approx(100 * 2 / 3)


@pytest.mark.parametrize(
    ("item", "finding", "gaps"),
    [
        ("conformity", "minor_nonconformity", ["P05"]),
        ("minor_nonconformity", "observation", ["P05"]),
        ("minor_nonconformity", "minor_nonconformity", []),
        ("conformity", "good_practice", []),
        ("not_checked", "major_nonconformity", ["P05"]),
    ],
)
def test_an_item_and_its_written_finding_that_differ_are_a_gap(
    bank: Bank, item: str, finding: str, gaps: list[str]
) -> None:
    checklist, state = (
        compose(bank, kind="department", form="full"),
        journal(("item:P05", "grade", item), *written(1, finding, "P05")),
    )
    items = judgements(checklist, state)
    told = difference_gaps(findings(checklist, items, state), items)
    assert [(one.code, one.item_id) for one in told] == [("finding_differs", one) for one in gaps]


def test_conforming_and_unjudged_items_make_none(bank: Bank) -> None:
    assert found(bank, ("item:P05", "grade", "conformity"), ("item:P06", "evidence", "x")) == ()


def test_good_practice_makes_a_draft_that_is_told_last_and_without_a_number(bank: Bank) -> None:
    judged = (("item:P05", "grade", "good_practice"), ("item:P06", "grade", "minor_nonconformity"))
    listed = [(one.item_ids, one.number) for one in numbered(found(bank, *judged), journal(*judged))]
    assert listed == [(("P06",), "01"), (("P05",), "")]


@pytest.mark.parametrize(("entered", "criterion"), [("P.4", ""), ("P.4; 4.2.3", ""), ("Điều 4", "Điều 4")])
def test_a_criterion_that_only_repeats_our_numbers_is_none(bank: Bank, entered: str, criterion: str) -> None:
    fields = (*written(1, "minor_nonconformity", "P05"), ("finding:1", "criterion", entered))
    (finding,) = found(bank, *fields)
    assert typed_criterion(compose(bank, kind="department", form="full"), finding) == criterion


def test_a_written_finding_covers_its_items(bank: Bank) -> None:
    (finding,) = found(
        bank,
        ("item:P05", "grade", "minor_nonconformity"),
        ("item:P06", "grade", "minor_nonconformity"),
        ("finding:1", "grade", "minor_nonconformity"),
        ("finding:1", "items", '["P05", "P06"]'),
    )
    assert finding.item_ids == ("P05", "P06")


def test_a_withdrawn_finding_gives_its_item_back(bank: Bank) -> None:
    (finding,) = found(
        bank,
        ("item:P05", "grade", "minor_nonconformity"),
        ("finding:1", "grade", "minor_nonconformity"),
        ("finding:1", "items", '["P05"]'),
        ("finding:1", "withdrawn", "gộp vào điểm khác"),
    )
    assert finding.is_draft


def test_the_worst_come_first(bank: Bank) -> None:
    grades = [
        f.grade.value
        for f in found(bank, ("item:P05", "grade", "observation"), ("item:P06", "grade", "major_nonconformity"))
    ]
    assert grades == ["major_nonconformity", "observation"]


MINOR = ("grade", "minor_nonconformity")


def test_a_draft_keeps_its_id_when_it_is_written_out_and_when_it_is_withdrawn(bank: Bank) -> None:
    judged = ("item:P05", *MINOR)
    written = (("finding:P05", "items", '["P05"]'), ("finding:P05", *MINOR))
    withdrawn = ("finding:P05", "withdrawn", "gộp")
    for fields, is_draft in (((judged,), True), ((judged, *written), False), ((judged, *written, withdrawn), True)):
        assert [(one.id, one.is_draft) for one in found(bank, *fields)] == [("finding:P05", is_draft)]


def test_a_draft_whose_subject_was_written_out_for_another_item_gets_one_of_its_own(bank: Bank) -> None:
    fields = [("item:P05", *MINOR), ("finding:P05", *MINOR), ("finding:P05", "items", '["P06"]')]
    assert {one.id for one in found(bank, *fields)} == {"finding:P05", "finding:P05.2"}


def test_findings_are_numbered_in_their_order_and_keep_the_number_they_have(bank: Bank) -> None:
    judged = [(f"item:{item}", *MINOR) for item in ("P05", "P06", "P08")]
    assert [one.number for one in numbered(found(bank, *judged), journal(*judged))] == ["01", "02", "03"]
    known = [*judged, ("finding:P06", "number", "01"), ("finding:P09", "number", "03")]
    listed = [(one.item_ids[0], one.number) for one in numbered(found(bank, *known), journal(*known))]
    assert listed == [("P05", "02"), ("P06", "01"), ("P08", "04")]


@pytest.mark.parametrize(
    ("wording", "grades"),
    [
        ("grades", {Grade.MINOR, Grade.MAJOR}),
        ("strengths", {Grade.MINOR, Grade.MAJOR, Grade.OBSERVATION}),
    ],
)
def test_what_is_to_be_corrected_goes_by_the_wording(wording: Wording, grades: set[Grade]) -> None:
    findable = [one for one in Grade if one.worse_than_conforming or one.judges]
    assert {one for one in findable if is_to_be_corrected(one, wording)} == grades
