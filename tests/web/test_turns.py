"""Turns: so many at once, person by person, and a queue that ends."""

import asyncio

import pytest

from iso_audit.domain.errors import TooSoon
from iso_audit.web.turns import Turns


class Visit:
    """Somebody who takes a turn and keeps it until told to go."""

    def __init__(self, turns: Turns, who: str, came: list[str], size: int = 1) -> None:
        self.who, self.came = who, came
        self.leave = asyncio.Event()
        self.task = asyncio.create_task(self._stay(turns, size))

    async def _stay(self, turns: Turns, size: int) -> None:
        async with turns.turn(self.who, size):
            self.came.append(self.who)
            await self.leave.wait()

    async def go(self) -> None:
        self.leave.set()
        await self.task


def turns(*, at_once=1, one=None, waiting=100, one_waiting=100) -> Turns:
    return Turns(all_at_once=at_once, one_at_once=one or at_once, all_waiting=waiting, one_waiting=one_waiting)


async def settled() -> None:
    """Let every task run as far as it can."""
    for _ in range(20):
        await asyncio.sleep(0)


async def came_in_order(queue: Turns, *names: str) -> list[str]:
    """Return in which order they were served who all came while the first was still there."""
    came: list[str] = []
    visits = [Visit(queue, name, came) for name in names]
    await settled()
    for one in visits:
        one.leave.set()
    await asyncio.gather(*(one.task for one in visits))
    return came


def test_one_who_sends_much_does_not_keep_the_others_waiting():
    order = asyncio.run(came_in_order(turns(), *["flood"] * 50, "lan", "minh"))
    assert order.index("lan") <= 3
    assert order.index("minh") <= 3
    assert len(order) == 52


def test_no_more_are_served_at_once_than_there_are_places():
    async def most() -> tuple[list[str], int]:
        queue, came = turns(at_once=2), []
        visits = [Visit(queue, str(number), came) for number in range(5)]
        await settled()
        seen, waiting = list(came), queue.waiting
        for one in visits:
            await one.go()
        return seen, waiting

    assert asyncio.run(most()) == (["0", "1"], 3)


def test_one_person_never_takes_every_place():
    async def run() -> list[str]:
        queue, came = turns(at_once=3, one=2), []
        visits = [Visit(queue, who, came) for who in ("flood", "flood", "flood", "lan")]
        await settled()
        seen = list(came)
        for one in visits:
            one.leave.set()
        await asyncio.gather(*(one.task for one in visits))
        return seen

    assert asyncio.run(run()) == ["flood", "flood", "lan"]


def test_the_queue_ends_for_one_and_for_all():
    async def run(queue: Turns, *names: str) -> str:
        came: list[str] = []
        visits = [Visit(queue, name, came) for name in names]
        await settled()
        with pytest.raises(TooSoon) as refused:
            async with queue.turn(names[-1]):
                pass
        for one in visits:
            one.leave.set()
        await asyncio.gather(*(one.task for one in visits))
        return refused.value.code

    assert asyncio.run(run(turns(one_waiting=2), "lan", "lan", "lan")) == "too_busy"
    assert asyncio.run(run(turns(waiting=2), "lan", "minh", "hoa")) == "too_busy"


def test_who_gives_up_waiting_leaves_no_gap():
    async def run() -> list[str]:
        queue, came = turns(), []
        first, second, third = (Visit(queue, who, came) for who in ("lan", "minh", "hoa"))
        await settled()
        second.task.cancel()
        await first.go()
        await third.go()
        assert queue.waiting == 0
        return await came_in_order(queue, "last")

    assert asyncio.run(run()) == ["last"]


def test_who_gives_up_just_as_they_are_called_gives_the_place_on():
    async def run() -> list[str]:
        queue, came = turns(), []
        first, second = Visit(queue, "lan", came), Visit(queue, "minh", came)
        await settled()
        first.leave.set()
        await first.task
        second.task.cancel()
        await settled()
        return await came_in_order(queue, "hoa")

    assert asyncio.run(run()) == ["hoa"]


def test_a_large_one_is_not_passed_by_small_ones_for_ever():
    async def run() -> list[str]:
        queue, came = turns(at_once=10), []
        small = Visit(queue, "small", came, 6)
        await settled()
        large = Visit(queue, "large", came, 10)
        await settled()
        later = Visit(queue, "later", came, 1)
        await settled()
        for one in (small, large, later):
            await one.go()
        return came

    assert asyncio.run(run()) == ["small", "large", "later"]


def test_one_larger_than_everything_is_served_alone():
    async def run() -> list[str]:
        queue, came = turns(at_once=10), []
        huge, small = Visit(queue, "huge", came, 99), Visit(queue, "small", came)
        await settled()
        seen = list(came)
        await huge.go()
        await small.go()
        return seen

    assert asyncio.run(run()) == ["huge"]
