"""Figures: the on-time rate, the overrun, and reported sums that do not add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso_audit.domain.case_figures import Declared, failed_checks, figures, parts_of, parts_text, sum_faults
from iso_audit.domain.case_file import CaseFile, CaseRecord, CaseState, Measured
from iso_audit.domain.errors import RuleBroken


def test_the_rate_is_early_and_on_time_of_the_settled() -> None:
    states = [CaseState.EARLY, CaseState.ON_TIME, CaseState.ON_TIME, CaseState.PENDING, CaseState.REFUSED]
    measured = [*(Measured(state) for state in states), Measured(CaseState.LATE, overrun=3)]
    assert figures(measured).on_time_rate == 75
    assert figures(measured).mean_overrun == 3


def test_nothing_settled_has_no_rate() -> None:
    none = figures([Measured(CaseState.PENDING_LATE, overrun=9), Measured(None)])
    assert (none.on_time_rate, none.mean_overrun, none.overdue, none.not_measurable) == (None, None, 1, 1)


def test_the_477_of_the_2017_report_do_not_add_up_and_stay_as_reported() -> None:
    reported = Declared(total=477, parts=(("a", 406), ("b", 5), ("c", 64)))
    (fault,) = sum_faults(reported)
    assert (fault.code, fault.stated_sum, fault.computed) == ("total_of_parts", 477, 475)
    assert reported.total == 477


def test_each_sum_is_held_against_its_parts() -> None:
    faulty = Declared(total=100, settled=90, on_time=80, late=5, pending=20)
    assert [one.code for one in sum_faults(faulty)] == ["total_of_settled_and_pending", "settled_of_on_time_and_late"]


@pytest.mark.parametrize("reported", [Declared(), Declared(total=5), Declared(settled=9, on_time=9), Declared(late=0)])
def test_a_sum_with_a_part_missing_is_left_alone(reported: Declared) -> None:
    assert sum_faults(reported) == ()


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6), st.integers(-3, 3))
def test_a_total_is_faulty_exactly_when_it_differs(parts: list[int], off: int) -> None:
    reported = Declared(total=sum(parts) + off, parts=tuple(("x", part) for part in parts))
    assert bool(sum_faults(reported)) == (off != 0)


def test_the_reported_rate_is_of_settled_where_that_was_reported() -> None:
    assert Declared(settled=200, on_time=190, late=5).on_time_rate == 95
    assert Declared(on_time=9, late=1).on_time_rate == 90
    assert Declared(on_time=0).on_time_rate is None
    assert Declared(settled=5).on_time_rate is None


def test_parts_are_read_line_by_line() -> None:
    text = "Khoa học: 406\n\n Sở hữu trí tuệ - 5\nĐo lường 1.064"
    assert parts_of(text) == (("Khoa học", 406), ("Sở hữu trí tuệ", 5), ("Đo lường", 1064))


def test_a_part_without_a_number_is_refused() -> None:
    with pytest.raises(RuleBroken, match="part_without_count"):
        parts_of("Khoa học: nhiều")


def test_no_parts_clear_the_field() -> None:
    assert parts_text(()) is None


def test_a_failed_check_is_counted_of_the_files_it_applied_to() -> None:
    answers = [{"right_fee": "no"}, {"right_fee": "yes"}, {"right_fee": "not_applicable"}, {}]
    files = [CaseFile(f"case:{n}", CaseRecord("A", "P"), "drawn", checks=one) for n, one in enumerate(answers)]
    assert failed_checks(files) == {"right_fee": (1, 2)}
