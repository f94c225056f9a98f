"""Readiness: what blocks locking, what is only to be looked at, and where each is mended."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count

import pytest

from iso_audit.domain.account import Role
from iso_audit.domain.case_cautions import case_cautions
from iso_audit.domain.case_figures import Declared, Figures
from iso_audit.domain.case_file import CHECKS, CaseFile, CaseRecord, CaseState, Measured
from iso_audit.domain.checklist import APOLOGIES, ON_TIME_RATE
from iso_audit.domain.completion import Gap, Judgement
from iso_audit.domain.conclusion import Proposal
from iso_audit.domain.finding import Finding
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import Event, Journal, fold
from iso_audit.domain.programme import Audit, AuditForm, Member
from iso_audit.domain.readiness import (
    BRACKET_LEFT,
    CAUTION_PLACES,
    PLACES,
    bracket_gaps,
    closing_cautions,
    finding_gaps,
    photo_cautions,
    place_of,
)
from iso_audit.domain.text import LANGUAGES
from iso_audit.domain.visit import agency_signatory, future_gaps, people, visit_gaps
from iso_audit.i18n import words

AT = datetime(2017, 7, 11, 1, tzinfo=UTC)
NOTHING_PROPOSED = Proposal(None, None, 0, "nothing_judged")
READY = {
    "visit:": {"opened_at": "2017-07-11T08:00", "closed_at": "2017-07-11T16:00", "place": "phòng họp", "agrees": "yes"},
    "attendee:1": {"side": "agency", "name": "Bà A", "position": "Giám đốc"},
    "conclusion:": {"value": "maintained"},
}
LEADER = Member("m1", "p", "Ông B", "Trưởng phòng", "Sở", Role.LEADER)
SECRETARY = Member("m2", "p", "Bà C", "Chuyên viên", "Sở", Role.SECRETARY)
AUDIT = Audit("a", "p", "g", "2017-01", None, AuditForm.ON_SITE, "full", "m1", ("m2",))


def told(**subjects: Mapping[str, str | None]) -> Journal:
    """Return the journal of a ready visit with fields changed: `visit`, `attendee_1`, …; None clears a field."""
    merged = {name: dict(values) for name, values in READY.items()}
    for name, values in subjects.items():
        subject = name.replace("_", ":", 1) if "_" in name else f"{name}:"
        merged.setdefault(subject, {}).update(values)
    fields = [(subject, *one) for subject, values in merged.items() for one in values.items()]
    return fold(Event(f"{n:03}", "a", *one, "an", "t", AT, AT) for n, one in enumerate(fields))


def codes(known: Journal) -> list[str]:
    return [gap.code for gap in visit_gaps(known, people(known, AUDIT, (LEADER, SECRETARY)), NOTHING_PROPOSED)]


def finding(**changes: str) -> Finding:
    given = {"gap": "thiếu", "request": "sửa", "deadline": "2017-08-11", "number": "01", **changes}
    return Finding("finding:1", ("P01",), Grade.MINOR, "P.1", evidence="sổ", **given)  # type: ignore[arg-type]


def test_a_visit_with_everything_has_no_gap_though_nobody_wrote_the_team_down() -> None:
    assert codes(told()) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"visit": {"closed_at": None}}, "closed_at_missing"),
        ({"visit": {"closed_at": "2017-07-11T08:00"}}, "closed_before_opened"),
        ({"visit": {"closed_at": "2017-07-10T16:00"}}, "closed_before_opened"),
        ({"visit": {"agrees": None}}, "agency_not_asked"),
        ({"visit": {"copies": "1"}}, "copies_too_few"),
        ({"attendee_1": {"withdrawn": "yes"}}, "agency_people_missing"),
        (
            {"attendee_1": {"signs": "yes", "absent_reason": "ốm"}, "attendee_2": {"name": "Ông D"}},
            "agency_signatory_missing",
        ),
        ({"attendee_3": {"side": "team", "name": "Ông B", "withdrawn": "yes"}}, "team_people_missing"),
        ({"attendee_3": {"side": "team", "name": "Ông B", "absent_reason": "ốm"}}, "team_people_missing"),
    ],
)  # fmt: skip
def test_what_is_missing_at_the_visit_blocks(changed: dict[str, dict[str, str | None]], code: str) -> None:
    assert codes(told(**changed)) == [code]


def test_the_agency_was_asked_where_its_words_are_written_down() -> None:
    assert codes(told(visit={"agrees": None, "agency_opinion": "không có ý kiến"})) == []


def test_the_team_is_the_audits_own_until_somebody_writes_people_down() -> None:
    present = people(told(), AUDIT, (LEADER, SECRETARY, Member("m3", "p", "Ông E", "", "", Role.MEMBER)))
    team = [(one.name, one.position, one.role, one.signs) for one in present if one.side == "team"]
    assert team == [
        ("Ông B", "Trưởng phòng, Sở", "leader", True), ("Bà C", "Chuyên viên, Sở", "secretary", True),
    ]  # fmt: skip


def test_the_first_person_of_the_agency_signs_until_another_is_marked() -> None:
    two = {"attendee_1": {}, "attendee_2": {"side": "agency", "name": "Bà F"}}
    assert agency_signatory(people(told(**two), AUDIT, ())).name == "Bà A"  # type: ignore[union-attr]
    marked = told(**{**two, "attendee_2": {"side": "agency", "name": "Bà F", "signs": "yes"}})
    assert agency_signatory(people(marked, AUDIT, ())).name == "Bà F"  # type: ignore[union-attr]


@pytest.mark.parametrize(("today", "is_ahead"), [(date(2017, 7, 10), True), (date(2017, 7, 11), False)])
def test_a_visit_after_today_blocks(today: date, is_ahead: bool) -> None:
    assert bool(future_gaps(told(), today)) is is_ahead


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"gap": " "}, "statement_missing"),
        ({"request": ""}, "request_missing"),
        ({"deadline": ""}, "deadline_missing"),
        ({"deadline": "2017-07-11"}, "deadline_not_after_visit"),
        ({"deadline": "2017-07-01"}, "deadline_not_after_visit"),
    ],
)
def test_a_point_to_be_corrected_says_what_until_when(changed: dict[str, str], code: str) -> None:
    assert finding_gaps([finding(**changed)], told(), "grades") == (Gap(code, subject="finding:1", called="01"),)


def test_two_findings_do_not_have_one_number() -> None:
    twice = [finding(number="1"), finding(number="01"), finding(number="02")]
    assert [(gap.code, gap.called) for gap in finding_gaps(twice, told(), "grades")] == [
        ("number_twice", "1"), ("number_twice", "01"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "gap"),
    [
        ({"attendee_1": {"name": "Bà [A]"}}, Gap(BRACKET_LEFT, subject="attendee:1", called="Bà [A]", place="people")),
        ({"visit": {"place": "Tại [phòng]"}}, Gap(BRACKET_LEFT, subject="visit:", place="facts.place")),
        ({"conclusion": {"reason": "[số …]"}}, Gap(BRACKET_LEFT, subject="conclusion:", place="conclusion")),
        ({"item_P01": {"gap": "còn [số]"}}, Gap(BRACKET_LEFT, "P01", place="conducting")),
    ],
)
def test_a_place_of_a_ready_sentence_left_open_blocks(changed: dict[str, dict[str, str | None]], gap: Gap) -> None:
    judged = [Judgement("P01", False, Grade.MINOR, {}, disputed=False)]
    assert bracket_gaps(judged, [finding()], told(**changed)) == (gap,)


@pytest.mark.parametrize("is_draft", [False, True])
def test_a_place_left_open_in_what_a_finding_says_blocks_also_while_it_is_a_draft(is_draft: bool) -> None:
    open_request = "trước ngày [ngày]"
    one = replace(finding(request=open_request, number=""), is_draft=is_draft)
    known = told(finding_1={"request": open_request, "opinion": "[cũ]"})
    assert bracket_gaps([], [one], known) == (Gap(BRACKET_LEFT, subject="finding:1", called="01", place="caucus"),)


def test_what_is_not_printed_may_hold_brackets() -> None:
    hidden = told(
        item_P01={"gap": "còn [số]"},
        finding_1={"gap": "[ngày]", "withdrawn": "[sai]", "items": '["P01"]'},
        photo_1={"item": "P01", "caption": "[ảnh chưa đến]"},
        case_1={"code": "1", "procedure": "Cấp phép [mới]", "suspensions": '[["2017-03-06", null]]'},
    )
    conforming = [Judgement("P01", False, Grade.CONFORMITY, {}, disputed=False)]
    assert bracket_gaps(conforming, [], hidden) == ()


@pytest.mark.parametrize(
    ("changed", "address", "cautions"),
    [
        ({"period": "năm 2016", "report_due": "2017-08-11"}, "Số 1", []),
        ({"period": "năm 2016", "report_due": "2017-08-10"}, "Số 1", ["report_before_deadline"]),
        ({"period": "năm 2016"}, "Số 1", ["report_due_missing"]),
        ({"report_due": "2017-08-11"}, "", ["address_missing", "period_missing"]),
    ],
)
def test_what_looks_forgotten_is_a_caution(changed: dict[str, str | None], address: str, cautions: list[str]) -> None:
    found = closing_cautions([finding()], told(visit=changed), "grades", address=address)
    assert [one.code for one in found] == cautions


def test_a_report_is_not_asked_for_where_nothing_is_to_be_corrected() -> None:
    known = told(visit={"period": "năm 2016", "report_to": "Sở"})
    assert [one.code for one in closing_cautions([], known, "grades", address="Số 1")] == ["report_not_needed"]


def test_every_picture_is_looked_at_and_a_bare_one_is_named() -> None:
    known = told(
        photo_1={"item": "P01", "sha256": "a" * 64, "caption": "bảng"},
        photo_2={"item": "P02", "sha256": "b" * 64},
        photo_3={"item": "P03", "sha256": "c" * 64, "withdrawn": "mờ"},
    )
    assert photo_cautions(known) == (
        Gap("caption_missing", "P02", "photo:2", "2"),
        Gap("photo_names_unchecked", details=(("count", 2),)),
    )


ALL_MET = {name: "yes" for name in CHECKS if name != "apology"}
ON_TIME, LATE = Measured(CaseState.ON_TIME), Measured(CaseState.LATE, overrun=3)
numbers = count(1)


def case_file(checks: Mapping[str, str] = ALL_MET, selection: str = "drawn") -> CaseFile:
    code = f"HS-{next(numbers)}"
    return CaseFile(f"case:{code}", CaseRecord(code, "Cấp phép"), selection, checks=checks)


def conforming(item_id: str, role: str) -> list[Judgement]:
    return [Judgement(item_id, True, Grade.CONFORMITY, {}, disputed=False, role=role)]


def test_files_that_nobody_checked_or_only_half_are_named() -> None:
    files = [case_file({}), case_file({"stored": "yes"}), case_file()]
    found = case_cautions([(one, ON_TIME) for one in files], Declared(), None, [])
    assert [(one.code, one.called) for one in found] == [
        ("case_unchecked", files[0].record.code), ("case_half_checked", files[1].record.code),
    ]  # fmt: skip


def test_a_late_file_is_asked_for_its_apology_too() -> None:
    (half,) = case_cautions([(case_file(), LATE)], Declared(), None, [])
    assert half.code == "case_half_checked"
    apologised = [(case_file({**ALL_MET, "apology": "yes"}), LATE)]
    assert case_cautions(apologised, Declared(), None, conforming("M03", APOLOGIES)) == ()


def test_figures_that_say_otherwise_than_their_items_are_told() -> None:
    files = [(case_file(), ON_TIME), (case_file({**ALL_MET, "apology": "no"}), LATE)]
    declared = Declared(settled=30, on_time=30)
    (rate,) = case_cautions(files, declared, None, conforming("7.5.1-3", ON_TIME_RATE))
    assert (rate.code, rate.item_id, rate.details) == (
        "rate_differs_from_item", "7.5.1-3", (("declared", 100.0), ("measured", 50.0)),
    )  # fmt: skip
    (late,) = case_cautions(files, declared, None, conforming("M03", APOLOGIES))
    assert (late.code, late.details) == ("late_differs_from_item", (("count", 1),))
    assert case_cautions(files, declared, None, []) == ()


def test_a_list_that_differs_from_what_was_reported_and_sums_that_do_not_add_up_are_told() -> None:
    listed = Figures(30, {CaseState.ON_TIME: 30}, 0, 0)
    found = case_cautions([], Declared(total=477, settled=470, pending=5), listed, [])
    assert [(one.code, one.details) for one in found] == [
        ("list_differs_from_declared", (("listed", 30), ("declared", 477))),
        ("declared_sums_differ", (("stated", 477), ("computed", 475))),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_missing_has_its_words(language: str) -> None:
    known = words(language)  # type: ignore[arg-type]
    assert {f"words.gap.{code}" for code in (*PLACES, BRACKET_LEFT)} <= set(known)
    assert {f"words.caution.{code}" for code in CAUTION_PLACES} <= set(known)
    assert {key for key in known if key.startswith("words.caution_told.")} <= {
        f"words.caution_told.{code}" for code in CAUTION_PLACES
    }


def test_everything_that_is_missing_says_where_it_is_mended() -> None:
    assert [place_of(Gap(code)) for code in (*PLACES, *CAUTION_PLACES)] == [*PLACES.values(), *CAUTION_PLACES.values()]
