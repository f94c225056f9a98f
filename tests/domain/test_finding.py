"""Findings: those written, and a draft for each item worse than conforming that none covers."""

from datetime import UTC, datetime

from iso_audit.domain.bank import Bank
from iso_audit.domain.completion import judgements
from iso_audit.domain.composition import compose
from iso_audit.domain.finding import Finding, faults_of, findings
from iso_audit.domain.journal import Event, fold

AT = datetime(2017, 7, 11, tzinfo=UTC)


def found(bank: Bank, *fields: tuple[str, str, str]) -> tuple[Finding, ...]:
    checklist = compose(bank, kind="department", form="full")
    events = [Event(str(n), "a", *one, "an", "t", AT, AT) for n, one in enumerate(fields)]
    journal = fold(events)
    return findings(checklist, judgements(checklist, journal), journal)


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
    assert faults_of(listed) == {"P05": "finding:1", "P06": "finding:1", "P08": "draft:P08"}


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
