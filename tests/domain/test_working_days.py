"""Working days: weekends, days off, make-up days, the clock that stops, and what must hold for every date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso_audit.domain.text import Text
from iso_audit.domain.working_days import Calendar, SpecialDay, Suspension, overlaid

TET = tuple(
    SpecialDay(date.fromisoformat(day), False)
    for day in ("2017-01-26", "2017-01-27", "2017-01-30", "2017-01-31", "2017-02-01")
)
SWAP = (SpecialDay(date(2019, 4, 29), False), SpecialDay(date(2019, 5, 4), True))


@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        ("2017-07-03", 1, "2017-07-04"),  # a Monday: counting starts on Tuesday
        ("2017-07-07", 1, "2017-07-10"),  # a Friday
        ("2017-07-08", 1, "2017-07-10"),  # a Saturday
        ("2017-07-03", 10, "2017-07-17"),
        ("2017-01-24", 1, "2017-01-25"),
        ("2017-01-24", 2, "2017-02-02"),  # Tết lies between
        ("2017-01-26", 5, "2017-02-08"),  # received on a day off
        ("2017-07-03", 0, "2017-07-03"),  # the same day
        ("2017-07-08", 0, "2017-07-10"),
    ],
)
def test_a_limit_counts_working_days_from_the_next_one(received: str, limit: int, due: str) -> None:
    assert Calendar(TET).due_on(date.fromisoformat(received), limit) == date.fromisoformat(due)


def test_a_make_up_saturday_counts_and_the_day_it_makes_up_for_does_not() -> None:
    calendar = Calendar(SWAP)
    assert calendar.due_on(date(2019, 4, 26), 5) == date(2019, 5, 4)
    assert calendar.working_days(date(2019, 4, 28), date(2019, 4, 29)) == 0


def test_the_day_of_receipt_counts_where_the_setting_says_so() -> None:
    assert Calendar(counts_first_day=True).due_on(date(2017, 7, 3), 1) == date(2017, 7, 3)
    assert Calendar(counts_first_day=True).due_on(date(2017, 7, 8), 1) == date(2017, 7, 10)


def test_the_clock_stops_from_the_request_until_the_papers_come() -> None:
    stop = Suspension(date(2017, 7, 5), date(2017, 7, 12))
    assert Calendar().due_on(date(2017, 7, 3), 10, [stop]) == date(2017, 7, 24)


def test_two_overlapping_stops_are_one() -> None:
    stops = [Suspension(date(2017, 7, 5), date(2017, 7, 10)), Suspension(date(2017, 7, 7), date(2017, 7, 12))]
    assert Calendar().due_on(date(2017, 7, 3), 10, stops) == date(2017, 7, 24)


def test_there_is_no_due_day_while_the_clock_stands_still() -> None:
    assert Calendar().due_on(date(2017, 7, 3), 10, [Suspension(date(2017, 7, 5))]) is None


def test_a_result_on_the_weekend_after_the_due_friday_is_one_day_late() -> None:
    assert Calendar().overrun(date(2017, 7, 7), date(2017, 7, 8)) == 1


def test_an_overrun_skips_the_days_off() -> None:
    assert Calendar(TET).overrun(date(2017, 1, 25), date(2017, 2, 3)) == 2


def test_a_day_that_nobody_confirmed_is_not_counted() -> None:
    unsure = SpecialDay(date(2026, 11, 24), False, certain=False)
    assert Calendar((unsure,)).working_days(date(2026, 11, 23), date(2026, 11, 24)) == 1


def test_an_edited_day_replaces_the_shipped_one_and_a_bare_date_takes_it_out() -> None:
    changed = SpecialDay(date(2017, 1, 26), False, Text("changed", ""))
    days = overlaid(TET, [changed, date(2017, 1, 27)])
    assert days[0] == changed
    assert date(2017, 1, 27) not in {one.day for one in days}


DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
SPECIAL = st.lists(
    st.tuples(st.dates(date(2016, 1, 1), date(2018, 12, 31)), st.booleans()), max_size=30, unique_by=lambda one: one[0]
).map(lambda listed: tuple(SpecialDay(day, working) for day, working in listed))


def counted_one_by_one(calendar: Calendar, after: date, until: date) -> int:
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    off = {one.day for one in calendar.special if not one.working}
    made_up = {one.day for one in calendar.special if one.working}
    return sum(1 for day in days if (day.weekday() < 5 and day not in off) or (day.weekday() >= 5 and day in made_up))


@given(special=SPECIAL, after=st.dates(date(2016, 1, 1), date(2018, 6, 1)), length=st.integers(0, 200))
def test_counting_by_formula_is_counting_one_by_one(special: tuple[SpecialDay, ...], after: date, length: int) -> None:
    calendar, until = Calendar(special), after + timedelta(days=length)
    assert calendar.working_days(after, until) == counted_one_by_one(calendar, after, until)


@given(special=SPECIAL, received=DAYS, limit=st.integers(1, 120), first=st.booleans())
def test_a_due_day_is_worked_and_closes_exactly_the_limit(
    special: tuple[SpecialDay, ...], received: date, limit: int, first: bool
) -> None:
    calendar = Calendar(special, counts_first_day=first)
    due = calendar.due_on(received, limit)
    assert due is not None
    assert calendar.working_days(due - timedelta(days=1), due) == 1
    assert calendar.working_days(received - timedelta(days=1) if first else received, due) == limit


@given(received=DAYS, limit=st.integers(1, 60), asked=st.integers(0, 40), length=st.integers(0, 60))
def test_a_stop_moves_the_due_day_by_the_working_days_it_took(
    received: date, limit: int, asked: int, length: int
) -> None:
    calendar, start = Calendar(TET), received + timedelta(days=asked)
    due = calendar.due_on(received, limit)
    moved = calendar.due_on(received, limit, [Suspension(start, start + timedelta(days=length))])
    assert due is not None
    assert moved is not None
    assert moved >= due
    if start < due:
        assert calendar.working_days(due, moved) == calendar.working_days(start, start + timedelta(days=length))
    else:
        assert moved == due


@given(due=DAYS, done=DAYS)
def test_late_is_exactly_what_overruns(due: date, done: date) -> None:
    assert (Calendar().overrun(due, done) > 0) == (done > due)
