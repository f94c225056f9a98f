"""Findings: those written, and a draft for each item worse than conforming that none covers."""

from datetime import UTC, datetime

import pytest

from iso_audit.domain.bank import Bank
from iso_audit.domain.completion import judgements
from iso_audit.domain.composition import compose
from iso_audit.domain.finding import Finding, Wording, faults_of, findings, is_to_be_corrected, numbered
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


def test_items_under_one_written_finding_show_one_fault(bank: Bank) -> None:
    listed = found(
        bank,
        ("finding:1", "grade", "minor_nonconformity"),
        ("finding:1", "items", '["P05", "P06"]'),
        ("item:P08", "grade", "minor_nonconformity"),
    )
    assert faults_of(listed) == {"P05": "finding:1", "P06": "finding:1", "P08": "finding:P08"}


def test_conforming_and_unjudged_items_make_none(bank: Bank) -> None:
    assert found(bank, ("item:P05", "grade", "conformity"), ("item:P06", "evidence", "x")) == ()


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
