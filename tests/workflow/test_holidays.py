"""The calendar: the shipped days, what the leader changes, and who else may not."""

from datetime import date, timedelta

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.errors import Conflict, Forbidden, RuleBroken
from iso_audit.domain.working_days import EditedDay
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.planning import holidays
from tests.conftest import AT, make_account


def test_every_shipped_day_off_is_a_weekday_and_every_make_up_day_a_weekend() -> None:
    for one in holidays.shipped_days():
        assert (one.day.weekday() >= 5) == one.working, one


def test_the_shipped_days_know_tet_and_the_national_days_of_2016_to_2026(database: Database) -> None:
    calendar = holidays.calendar(database)
    assert calendar.years == frozenset(range(2016, 2027))
    for year in calendar.years:
        off = [one.day for one in calendar.special if one.day.year == year and one.certain and not one.working]
        assert sum(1 for day in off if (day.month, day.day) <= (2, 20) and (day.month, day.day) > (1, 19)) == 5
        assert len(off) >= 10


@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        ("2017-01-25", 1, "2017-02-02"),  # Tết 2017
        ("2017-04-05", 1, "2017-04-07"),  # the Hùng Kings' day
        ("2017-09-01", 1, "2017-09-05"),  # 2/9 on a Saturday, Monday off instead
        ("2019-04-26", 1, "2019-05-02"),  # Monday 29/4/2019 off, worked on Saturday 4/5
        ("2019-05-03", 1, "2019-05-04"),
    ],
)
def test_limits_run_on_the_shipped_calendar(database: Database, received: str, limit: int, due: str) -> None:
    calendar = holidays.calendar(database)
    assert calendar.due_on(date.fromisoformat(received), limit) == date.fromisoformat(due)


def worked(database: Database, day: date) -> bool:
    return holidays.calendar(database).working_days(day - timedelta(days=1), day) == 1


def test_an_uncertain_day_counts_once_the_leader_confirms_it(database: Database, leader: Account) -> None:
    day = date(2026, 11, 24)
    assert worked(database, day)
    holidays.save_day(database, EditedDay(day, "off", "confirmed"), by=leader, at=AT)
    assert not worked(database, day)


def test_a_shipped_day_can_be_made_ordinary_and_a_saturday_worked(database: Database, leader: Account) -> None:
    holidays.save_day(database, EditedDay(date(2017, 4, 6), "ordinary"), by=leader, at=AT)
    holidays.save_day(database, EditedDay(date(2017, 4, 8), "work", "make-up"), by=leader, at=AT)
    assert worked(database, date(2017, 4, 6))
    assert worked(database, date(2017, 4, 8))


def test_the_second_of_two_who_edit_one_day_is_told(database: Database, leader: Account) -> None:
    day = EditedDay(date(2027, 2, 8), "off", "Tết")
    kept = holidays.save_day(database, day, by=leader, at=AT)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        holidays.save_day(database, day, by=leader, at=AT)
    assert holidays.save_day(database, kept, by=leader, at=AT).revision == 2


@pytest.mark.parametrize(
    ("day", "kind", "code"),
    [
        (date(2017, 7, 8), "off", "weekend_is_off"),
        (date(2017, 7, 7), "work", "weekday_is_worked"),
        (date(1900, 1, 1), "off", "date_invalid"),
        (date(2017, 7, 7), "half", "value_unknown"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(
    database: Database, leader: Account, day: date, kind: str, code: str
) -> None:
    with pytest.raises(RuleBroken, match=code):
        holidays.save_day(database, EditedDay(day, kind), by=leader, at=AT)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.MEMBER, Role.VIEWER])
def test_only_the_leader_and_deputy_change_the_calendar(database: Database, role: Role) -> None:
    other = make_account(database, "other", role)
    with pytest.raises(Forbidden):
        holidays.save_day(database, EditedDay(date(2017, 7, 7), "off"), by=other, at=AT)
    with pytest.raises(Forbidden):
        holidays.count_first_day(database, True, seen=False, by=other, at=AT)


def test_how_counting_starts_is_a_setting(database: Database, leader: Account) -> None:
    assert not holidays.calendar(database).counts_first_day
    holidays.count_first_day(database, True, seen=False, by=leader, at=AT)
    assert holidays.calendar(database).due_on(date(2017, 7, 3), 1) == date(2017, 7, 3)


def test_the_second_of_two_who_change_how_counting_starts_is_told(database: Database, leader: Account) -> None:
    holidays.count_first_day(database, True, seen=False, by=leader, at=AT)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        holidays.count_first_day(database, True, seen=False, by=leader, at=AT)
    assert holidays.calendar(database).counts_first_day
