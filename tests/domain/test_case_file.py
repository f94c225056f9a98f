"""Case files: their states, their journal fields, and how they are known by one name on every copy."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from iso_audit.domain.case_file import (
    CaseRecord,
    CaseState,
    Measured,
    case_files,
    case_subject,
    code_key,
    fields_of,
    measure,
    record_of,
    suspensions_of,
    suspensions_text,
)
from iso_audit.domain.journal import Event, fold
from iso_audit.domain.working_days import Calendar, Suspension

MONDAY = date(2017, 7, 3)
DUE = date(2017, 7, 10)
AS_OF = date(2017, 7, 31)


def record(**changed: object) -> CaseRecord:
    return CaseRecord(**{"code": "A-1", "procedure": "P", "received_on": MONDAY, "legal_days": 5, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({"returned_on": date(2017, 7, 7)}, CaseState.EARLY),
        ({"returned_on": DUE}, CaseState.ON_TIME),
        ({"returned_on": date(2017, 7, 11)}, CaseState.LATE),
        ({"finished_on": DUE, "returned_on": date(2017, 7, 20)}, CaseState.ON_TIME),
        ({}, CaseState.PENDING_LATE),
        ({"legal_days": 50}, CaseState.PENDING),
        ({"suspensions": (Suspension(date(2017, 7, 5)),)}, CaseState.SUPPLEMENT),
        ({"outcome": "refused", "returned_on": AS_OF}, CaseState.REFUSED),
        ({"outcome": "withdrawn"}, CaseState.WITHDRAWN),
        ({"outcome": "supplement"}, CaseState.SUPPLEMENT),
        ({"outcome": "supplement", "returned_on": DUE}, CaseState.ON_TIME),
        ({"legal_days": None}, None),
        ({"legal_days": None, "due_on": DUE, "returned_on": DUE}, CaseState.ON_TIME),
        ({"received_on": None}, None),
    ],
)
def test_a_file_is_in_the_state_its_days_say(changed: dict[str, object], state: CaseState | None) -> None:
    assert measure(record(**changed), Calendar(), AS_OF).state is state


def test_a_promise_beyond_the_legal_limit_does_not_make_a_late_file_punctual() -> None:
    measured = measure(record(due_on=date(2017, 7, 12), returned_on=date(2017, 7, 12)), Calendar(), AS_OF)
    assert (measured.state, measured.overrun, measured.promised_over) == (CaseState.LATE, 2, 2)


def test_a_stop_that_was_never_ended_ends_with_the_result() -> None:
    stopped = record(suspensions=(Suspension(date(2017, 7, 5)),), returned_on=date(2017, 7, 20))
    assert measure(stopped, Calendar(), AS_OF).state is CaseState.EARLY


def test_a_result_before_the_papers_were_asked_for_is_measured_all_the_same() -> None:
    odd = record(suspensions=(Suspension(date(2017, 7, 20)),), returned_on=date(2017, 7, 6))
    assert measure(odd, Calendar(), AS_OF).state is CaseState.EARLY


@pytest.mark.parametrize("other", ["tđ-2017-001", " TĐ - 2017 - 001 ", "TĐ-2017-001", "TD-2017-001"])
def test_a_code_is_one_subject_however_it_is_typed(other: str) -> None:
    assert case_subject(other) == case_subject("TĐ-2017-001")
    assert len(case_subject(other)) <= 64


def test_different_codes_are_different_subjects() -> None:
    assert code_key("A-1") != code_key("A-11")


def test_a_record_goes_into_fields_and_comes_back() -> None:
    full = record(
        sector="S",
        channel="online",
        due_on=DUE,
        finished_on=DUE,
        returned_on=DUE,
        suspensions=(Suspension(MONDAY, DUE), Suspension(DUE)),
        outcome="refused",
    )
    assert record_of(fields_of(full)) == full


def test_suspensions_go_into_a_text_and_come_back() -> None:
    stops = (Suspension(MONDAY, DUE), Suspension(DUE))
    assert suspensions_of(suspensions_text(stops)) == stops
    assert suspensions_of("") == ()


def event(number: int, subject: str, field: str, value: str) -> Event:
    at = datetime(2017, 7, 11, tzinfo=UTC)
    return Event(f"{number:03}", "audit", subject, field, value, "somebody", "tablet", at, at)


def test_the_sample_lists_random_files_first_and_leaves_out_those_taken_out() -> None:
    told = [("b", "selection", "purposeful"), ("b", "code", "B"), ("a", "selection", "drawn"), ("a", "code", "A")]
    told += [("c", "selection", "drawn"), ("c", "code", "C"), ("c", "withdrawn", "twice in the list")]
    journal = fold(event(n, f"case:{name}", field, value) for n, (name, field, value) in enumerate(told))
    assert [(one.record.code, one.selection) for one in case_files(journal)] == [("A", "drawn"), ("B", "purposeful")]


@pytest.mark.parametrize(
    ("received_at", "done_on", "done_at", "state"),
    [
        ("08:00", date(2017, 3, 6), "11:30", CaseState.ON_TIME),
        ("10:00", date(2017, 3, 6), "16:00", CaseState.ON_TIME),
        ("10:00", date(2017, 3, 6), "16:31", CaseState.LATE),
        ("16:00", date(2017, 3, 7), "09:30", CaseState.ON_TIME),
        ("16:00", date(2017, 3, 7), "10:01", CaseState.LATE),
    ],
)
def test_a_limit_of_four_hours_is_judged_by_hours_of_work(
    received_at: str, done_on: date, done_at: str, state: CaseState
) -> None:
    record = CaseRecord(
        "A-1",
        "x",
        received_on=date(2017, 3, 6),
        returned_on=done_on,
        limit_text="4 giờ",
        limit_hours="4",
        received_at=received_at,
        done_at=done_at,
    )
    assert measure(record, Calendar(), date(2017, 3, 31)) == Measured(state)


def test_a_limit_that_is_no_count_of_days_leaves_a_file_unjudged_or_judged_by_the_promise() -> None:
    record = CaseRecord("A-1", "x", received_on=date(2017, 3, 6), returned_on=date(2017, 3, 9), limit_text="20-40 ngày")
    promised = replace(record, due_on=date(2017, 3, 8))
    assert measure(record, Calendar(), date(2017, 3, 31)).state is None
    assert measure(promised, Calendar(), date(2017, 3, 31)).state is CaseState.LATE
