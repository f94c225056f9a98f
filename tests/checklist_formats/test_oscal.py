"""Issued minutes as assessment results of OSCAL: its names and forms, what was found, sample data marked."""

import json
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from iso_audit.checklist_formats.oscal import METHODS, IssuedFindings, oscal_document
from iso_audit.checklist_formats.oscal_values import token
from iso_audit.domain import checklist as checklists
from iso_audit.domain.bank import Bank
from iso_audit.domain.composition import compose
from iso_audit.domain.journal import Event, fold
from iso_audit.domain.minutes import MinutesState, MinutesVersion
from iso_audit.domain.programme import Agency, Audit, AuditForm
from tests.checklist_formats.oscal_rules import faults, identifiers, told

JUDGED = datetime(2017, 7, 11, 2, 30, tzinfo=UTC)
ISSUED = datetime(2017, 7, 12, 3, 0, tzinfo=UTC)
VISIT = (("visit:", "opened_at", "2017-07-11T08:00"), ("visit:", "closed_at", "2017-07-11T16:30"))
MINOR = (
    ("item:4.2.3-1", "grade", "minor_nonconformity"),
    ("item:4.2.3-1", "evidence", "sổ *văn thư*\n02 trang"),
    ("item:4.2.3-1", "gap", "thiếu dấu kiểm soát"),
    ("item:4.2.3-1", "unit", "Văn thư"),
    ("finding:4.2.3-1", "deadline", "2017-08-10"),
    ("finding:4.2.3-1", "request", "đóng dấu"),
)


def results(bank: Bank, *fields: tuple[str, str, str], language: str = "vi", is_sample: bool = False) -> dict[str, Any]:
    events = [Event(str(n), "a", *one, "an", "t", JUDGED, JUDGED) for n, one in enumerate((*VISIT, *fields))]
    planned = date(2017, 7, 11)
    audit = Audit("a", "p", "g", "2017-01", planned, AuditForm.ON_SITE, "full", None, is_sample=is_sample)
    version = MinutesVersion(
        "v", "a", "01/BB-ĐKT", 2, MinutesState.ISSUED, language, "t", "c", "AAAA-BBBB", "f" * 64, 9, 7, JUDGED,
        issued_at=ISSUED,
    )  # fmt: skip
    checklist = compose(bank, kind="department", form="full")
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    agency = Agency("g", "Sở Thử nghiệm", "department")
    return oscal_document(IssuedFindings(audit, agency, checklist, version, fold(events), zone))


def result_of(document: dict[str, Any]) -> dict[str, Any]:
    (result,) = document["assessment-results"]["results"]
    return result


EVERYTHING = (
    *MINOR,
    ("item:5.1-1", "grade", "good_practice"),
    ("item:P02", "grade", "conformity"),
    ("finding:1", "grade", "major_nonconformity"),
    ("finding:1", "items", '["4.1-3", "P04"]'),
    ("finding:2", "grade", "observation"),
    ("finding:2", "criterion", "Nội quy cơ quan"),
    ("finding:2", "evidence", "bảng tin"),
)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("is_sample", [False, True])
@pytest.mark.parametrize("fields", [(), MINOR, EVERYTHING])
def test_the_document_keeps_the_names_and_forms_of_the_model(
    bank: Bank, fields: tuple[tuple[str, str, str], ...], language: str, is_sample: bool
) -> None:
    document = results(bank, *fields, language=language, is_sample=is_sample)
    assert faults(document) == []
    own = identifiers(document, "uuid")
    assert len(own) == len(set(own))
    referred = [*identifiers(document, "subject-uuid"), *identifiers(document, "observation-uuid")]
    assert set(referred) <= set(own)


def test_the_same_minutes_give_the_same_document(bank: Bank) -> None:
    first, again = (json.dumps(results(bank, *EVERYTHING)) for _ in range(2))
    assert first == again


def test_a_finding_tells_what_the_minutes_tell(bank: Bank) -> None:
    (finding,) = result_of(results(bank, *MINOR))["findings"]
    assert finding["title"] == "Số 01: Không phù hợp nhẹ"
    assert finding["description"] == "thiếu dấu kiểm soát"
    assert finding["remarks"] == "Đề nghị: đóng dấu"
    assert finding["target"] == {
        "type": "objective-id",
        "target-id": "iso9001-2008_4.2.3",
        "title": "4.2.3 Kiểm soát tài liệu",
        "status": {"state": "not-satisfied", "reason": "fail"},
    }
    assert told(finding["props"]) == {
        "number": ["01"],
        "grade": ["minor_nonconformity"],
        "clause": ["4.2.3"],
        "unit": ["Văn thư"],
        "deadline": ["2017-08-10"],
    }


def test_an_observation_tells_what_was_seen_how_and_when_as_it_was_entered(bank: Bank) -> None:
    (observation,) = result_of(results(bank, *MINOR))["observations"]
    assert observation["description"] == "sổ \\*văn thư\\*\n02 trang"
    assert observation["collected"] == "2017-07-11T02:30:00Z"
    assert told(observation["props"])["item"] == ["4.2.3-1"]
    methods = told(observation["props"])["method"]
    assert observation["methods"] == list(dict.fromkeys(METHODS[one] for one in methods))


@pytest.mark.parametrize(
    ("grade", "status"),
    [
        ("good_practice", {"state": "satisfied", "reason": "pass"}),
        ("observation", {"state": "satisfied", "reason": "other"}),
        ("opportunity_for_improvement", {"state": "satisfied", "reason": "other"}),
        ("minor_nonconformity", {"state": "not-satisfied", "reason": "fail"}),
        ("major_nonconformity", {"state": "not-satisfied", "reason": "fail"}),
    ],
)
def test_only_a_nonconformity_is_not_satisfied(bank: Bank, grade: str, status: dict[str, str]) -> None:
    (finding,) = result_of(results(bank, ("item:P02", "grade", grade)))["findings"]
    assert finding["target"]["status"] == status


def test_a_finding_of_several_items_has_an_observation_of_each_and_every_clause(bank: Bank) -> None:
    written = (("finding:1", "grade", "major_nonconformity"), ("finding:1", "items", '["4.1-3", "P04"]'))
    result = result_of(results(bank, *written))
    (finding,) = result["findings"]
    assert [told(one["props"])["item"] for one in result["observations"]] == [["P04"], ["4.1-3"]]
    assert len(finding["related-observations"]) == 2
    assert "4.1" in told(finding["props"])["clause"]


def test_a_finding_without_items_goes_against_the_standard_as_a_whole_with_its_criterion(bank: Bank) -> None:
    written = (("grade", "observation"), ("criterion", "Nội quy cơ quan"), ("evidence", "bảng tin"))
    result = result_of(results(bank, *(("finding:2", *one) for one in written)))
    (finding,), (observation,) = result["findings"], result["observations"]
    assert finding["target"]["target-id"] == "TCVN_ISO_9001_2008"
    assert told(finding["props"])["criterion"] == ["Nội quy cơ quan"]
    assert (observation["title"], observation["methods"]) == ("Ghi ngoài các nội dung của phiếu kiểm tra", ["UNKNOWN"])


def test_a_criterion_that_is_a_clause_is_the_target_of_a_finding_without_items(bank: Bank) -> None:
    written = (("finding:2", "grade", "minor_nonconformity"), ("finding:2", "criterion", "7.5.1"))
    (finding,) = result_of(results(bank, *written))["findings"]
    assert finding["target"]["target-id"] == "iso9001-2008_7.5.1"


def test_only_clauses_of_judged_items_were_reviewed(bank: Bank) -> None:
    fields = (("item:5.1-1", "grade", "conformity"), ("item:7.6-1", "grade", "not_applicable"))
    (selection,) = result_of(results(bank, *fields))["reviewed-controls"]["control-selections"]
    assert selection["include-controls"] == [{"control-id": "iso9001-2008_5.1"}]


def test_the_visit_is_told_in_utc_and_the_conclusion_beside_the_coverage(bank: Bank) -> None:
    fields = (("conclusion:", "value", "maintained"), ("item:P02", "grade", "conformity"))
    result = result_of(results(bank, *fields))
    assert (result["start"], result["end"]) == ("2017-07-11T01:00:00Z", "2017-07-11T09:30:00Z")
    assert told(result["props"])["conclusion"] == ["maintained"]
    assert told(result["props"])["items-judged"] == ["1"]


@pytest.mark.parametrize(
    ("language", "mark", "note"), [("vi", "DỮ LIỆU MẪU – ", "Dữ liệu mẫu: "), ("en", "SAMPLE DATA – ", "Sample data: ")]
)
def test_sample_data_says_so_in_titles_remarks_and_properties(bank: Bank, language: str, mark: str, note: str) -> None:
    document = results(bank, *MINOR, language=language, is_sample=True)
    for part in (document["assessment-results"]["metadata"], result_of(document)):
        assert part["title"].startswith(mark)
        assert part["remarks"].startswith(note)
        assert told(part["props"])["sample-data"] == ["yes"]
    assert "sample-data" not in json.dumps(results(bank, *MINOR, language=language))


def test_english_minutes_are_told_in_english(bank: Bank) -> None:
    document = results(bank, *MINOR, language="en")
    assert document["assessment-results"]["metadata"]["title"] == (
        "Findings of minutes No. 01/BB-ĐKT: inspection of Sở Thử nghiệm"
    )
    (finding,) = result_of(document)["findings"]
    assert (finding["title"], finding["target"]["title"]) == (
        "No. 01: Minor nonconformity",
        "4.2.3 Control of documents",
    )


def test_every_method_of_ours_is_one_of_theirs() -> None:
    assert list(METHODS) == list(checklists.METHODS)


@pytest.mark.parametrize(
    ("parts", "made"),
    [(("TCVN ISO 9001:2015", "7.1"), "TCVN_ISO_9001_2015_7.1"), (("9001", "đ 4"), "_9001_d_4"), (("…",), "x")],
)
def test_any_text_becomes_a_token(parts: tuple[str, ...], made: str) -> None:
    assert token(*parts) == made
