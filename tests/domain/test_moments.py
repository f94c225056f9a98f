"""Moments of acts: what is believed of a tablet's clocks, and that one tablet's acts never change their order."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iso_audit.domain.moments import LONGEST_WAY, Reading, after_opening, moments, noticeable, questioned

TEN = datetime(2017, 7, 11, 3, 0, tzinfo=UTC)
WAY = timedelta(milliseconds=400)
EARLY, LATE = timedelta(days=-17_000), timedelta(days=1)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def one(made_at: datetime, **told: object) -> Reading:
    return Reading(made_at, **told)  # type: ignore[arg-type]


def moment(reading: Reading, *, sent_at: datetime | None, received_at: datetime) -> datetime:
    return moments([reading], sent_at=sent_at, received_at=received_at)[0]


@pytest.mark.parametrize("off", [timedelta(), minutes(-90), timedelta(days=1), EARLY])
def test_a_clock_that_is_wrong_all_the_time_changes_nothing(off: timedelta) -> None:
    reading = one(TEN, tablet_at=TEN + off, waited=minutes(3))
    assert moment(reading, sent_at=TEN + minutes(3) + off, received_at=TEN + minutes(3) + WAY) == TEN


@pytest.mark.parametrize("jump", [minutes(-90), timedelta(days=1), EARLY, minutes(90)])
def test_a_clock_that_is_set_between_act_and_sending_changes_nothing(jump: timedelta) -> None:
    reading = one(TEN, tablet_at=TEN, waited=minutes(3))
    assert moment(reading, sent_at=TEN + minutes(3) + jump, received_at=TEN + minutes(3) + WAY) == TEN


def test_a_tablet_that_slept_before_the_act_is_believed_by_its_own_clock() -> None:
    reading = one(TEN - minutes(40), tablet_at=TEN, waited=minutes(3))
    assert moment(reading, sent_at=TEN + minutes(3), received_at=TEN + minutes(3) + WAY) == TEN + WAY


def test_a_tablet_that_slept_and_whose_clock_was_set_stays_within_what_is_certain() -> None:
    reading = one(TEN - minutes(40), tablet_at=TEN, waited=minutes(3))
    received_at = TEN + minutes(3) + WAY
    for jump in (timedelta(days=1), minutes(-90)):
        found = moment(reading, sent_at=TEN + minutes(3) + jump, received_at=received_at)
        assert TEN - minutes(40) <= found <= received_at - minutes(3)


def test_an_act_of_a_page_that_is_gone_is_never_later_than_its_receipt() -> None:
    reading = one(TEN, tablet_at=TEN)
    assert moment(reading, sent_at=TEN - timedelta(days=1), received_at=TEN + minutes(30)) == TEN


def test_an_older_card_says_one_moment_and_the_future_is_cut() -> None:
    assert moment(one(TEN), sent_at=None, received_at=TEN + minutes(1)) == TEN
    assert moment(one(TEN + timedelta(days=1)), sent_at=None, received_at=TEN) == TEN


def test_an_act_that_is_sent_once_more_keeps_its_moment_and_the_next_follows_it() -> None:
    batch = [one(TEN, kept_at=TEN + minutes(2)), one(TEN + minutes(1))]
    assert moments(batch, sent_at=None, received_at=TEN + minutes(9)) == (TEN + minutes(2),) * 2


def test_acts_of_one_batch_keep_the_order_in_which_they_were_sent() -> None:
    batch = [one(TEN + timedelta(days=1)), one(TEN - minutes(5)), one(TEN - minutes(4))]
    assert moments(batch, sent_at=None, received_at=TEN) == (TEN, TEN, TEN)


def test_a_moment_of_1970_is_lifted_to_the_opening_of_the_audit() -> None:
    past = TEN + EARLY
    assert questioned(past, received_at=TEN)
    assert not questioned(TEN - timedelta(hours=9), received_at=TEN)
    assert after_opening(past, opened_at=TEN - timedelta(days=30), received_at=TEN) == TEN - timedelta(days=30)
    assert after_opening(past, opened_at=TEN + timedelta(days=1), received_at=TEN) == TEN


def test_people_are_told_from_two_minutes_on() -> None:
    assert [noticeable(minutes(off)) for off in (-90, -2.1, -1.9, 0, 1.9, 2.1)] == [
        True,
        True,
        False,
        False,
        False,
        True,
    ]


# A whole tablet: acts, a clock that is set, sleep, pages, requests that take their time and answers that are lost.


@dataclass
class Tablet:
    """What the card does, in true time: reckons from the last answer, keeps order, sends until acknowledged, learns."""

    now: datetime = TEN
    off: timedelta = timedelta()
    slept: timedelta = timedelta()
    page: int = 0
    newest: datetime = TEN
    told: datetime = TEN
    known: tuple[datetime, datetime] = (TEN, TEN)
    acts: list[tuple[datetime, int, datetime, Reading]] = field(default_factory=list)
    first: int = 0
    kept: dict[int, tuple[datetime, datetime]] = field(default_factory=dict)

    @property
    def ticks(self) -> datetime:
        return self.now - self.slept

    def act(self, passed: timedelta) -> None:
        self.now += passed
        moment, at = self.known
        self.newest = max(self.newest, moment + (self.ticks - at))
        self.acts.append((self.now, self.page, self.ticks, one(self.newest, tablet_at=self.now + self.off)))

    def set_clock(self, off: timedelta) -> None:
        self.off = off

    def sleep(self, passed: timedelta) -> None:
        self.now, self.slept = self.now + passed, self.slept + passed

    def open_page(self, way: timedelta) -> None:
        self.page, self.known, self.told = self.page + 1, (self.now, self.ticks + way), TEN
        self.now += way

    def lose(self, there: timedelta) -> datetime:
        """Send what waits, and hear nothing; return when the server received it."""
        batch = []
        for number, (_, page, ticks, said) in enumerate(self.acts[self.first :], start=self.first):
            waited = self.ticks - ticks if page == self.page else None
            kept = self.kept[number][0] if number in self.kept else None
            batch.append(Reading(max(said.made_at, self.told), said.tablet_at, waited, kept))
        sent_at, received_at = self.now + self.off, self.now + there
        for number, made in enumerate(moments(batch, sent_at=sent_at, received_at=received_at), start=self.first):
            self.kept.setdefault(number, (made, received_at))
        self.now = received_at
        return received_at

    def send(self, there: timedelta, back: timedelta) -> None:
        asked = self.ticks
        received_at = self.lose(there)
        self.now += back
        self.first = len(self.acts)
        self.told = max([self.told, *(made for made, _ in self.kept.values())])
        reckoned = self.known[0] + (self.ticks - self.known[1])
        self.known = (min(max(reckoned, received_at), received_at + (self.ticks - asked)), self.ticks)

    def errors(self) -> list[timedelta]:
        return [abs(self.kept[number][0] - true) for number, (true, *_) in enumerate(self.acts)]


SECONDS = st.integers(0, 600).map(lambda number: timedelta(seconds=number))
WAYS = st.integers(0, 7_000).map(lambda number: timedelta(milliseconds=number))
OFF = st.sampled_from(
    [minutes(-90), minutes(90), timedelta(days=1), timedelta(days=-1), EARLY, minutes(3), timedelta()]
)
ACT, SET = st.tuples(st.just(Tablet.act), SECONDS), st.tuples(st.just(Tablet.set_clock), OFF)
SEND, LOSE = st.tuples(st.just(Tablet.send), WAYS, WAYS), st.tuples(st.just(Tablet.lose), WAYS)
PAGE, SLEEP = st.tuples(st.just(Tablet.open_page), WAYS), st.tuples(st.just(Tablet.sleep), SECONDS)
Steps = list[tuple[Any, ...]]


def lived(*steps: tuple[Any, ...]) -> Tablet:
    tablet = Tablet()
    for step, *told in [*steps, (Tablet.send, WAY, WAY)]:
        step(tablet, *told)
    return tablet


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(ACT, SET, SEND, LOSE, PAGE, SLEEP), max_size=25))
def test_whatever_its_clocks_do_a_tablets_acts_keep_their_order(steps: Steps) -> None:
    tablet = lived(*steps)
    made = [tablet.kept[number] for number in range(len(tablet.acts))]
    assert [moment for moment, _ in made] == sorted(moment for moment, _ in made)
    assert all(TEN <= moment <= received_at for moment, received_at in made)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(ACT, SET, SEND, LOSE), max_size=25))
def test_a_page_that_never_slept_is_right_however_often_the_clock_was_set(steps: Steps) -> None:
    assert all(error <= LONGEST_WAY for error in lived(*steps).errors())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(ACT, SET, SEND, LOSE, PAGE), max_size=25))
def test_acts_of_a_page_that_is_gone_are_at_the_worst_as_late_as_their_receipt(steps: Steps) -> None:
    tablet = lived(*steps)
    kept = [(true, *tablet.kept[number]) for number, (true, *_) in enumerate(tablet.acts)]
    assert all(true - LONGEST_WAY <= made <= received_at for true, made, received_at in kept)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(ACT, SEND, LOSE, PAGE, SLEEP), max_size=25), OFF)
def test_a_tablet_whose_clock_is_never_set_is_right_however_often_it_slept(steps: Steps, off: timedelta) -> None:
    assert all(error <= LONGEST_WAY + 2 * WAY for error in lived((Tablet.set_clock, off), *steps).errors())
