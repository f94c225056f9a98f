"""Turns at something scarce: places for all and for each, a queue that is fair between people and has an end."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from iso_audit.domain.errors import TooSoon

SECONDS_TO_COME_BACK = 5


@dataclass(eq=False, slots=True)
class _Waiting:
    size: int
    call: asyncio.Future[None]


class Turns:
    """So much at once in all, so much of it for one; those who wait are called in turn, person by person.

    What is counted is up to the caller: heads, where everybody takes 1, or bytes. Belongs to one event loop.
    """

    def __init__(self, *, all_at_once: int, one_at_once: int, all_waiting: int, one_waiting: int) -> None:
        self._all, self._one = all_at_once, one_at_once
        self._all_waiting, self._one_waiting = all_waiting, one_waiting
        self._taken: Counter[str] = Counter()
        self._queues: dict[str, deque[_Waiting]] = {}

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(len(queue) for queue in self._queues.values())

    @asynccontextmanager
    async def turn(self, who: str, size: int = 1) -> AsyncIterator[None]:
        """Hold `size` of what is scarce; TooSoon `too_busy` where too many wait already."""
        size = min(size, self._one)
        await self._wait(who, size)
        try:
            yield
        finally:
            self._give_back(who, size)

    async def _wait(self, who: str, size: int) -> None:
        if who not in self._queues and self._fits(who, size) and not self._all_full_for_somebody():
            self._taken[who] += size
            return
        queue = self._queues.setdefault(who, deque())
        if len(queue) >= self._one_waiting or self.waiting >= self._all_waiting:
            if not queue:
                del self._queues[who]
            raise TooSoon("too_busy", seconds=SECONDS_TO_COME_BACK)
        mine = _Waiting(size, asyncio.get_running_loop().create_future())
        queue.append(mine)
        self._call()
        try:
            await mine.call
        except asyncio.CancelledError:
            self._leave(who, mine)
            raise

    def _fits(self, who: str, size: int) -> bool:
        return self._taken.total() + size <= self._all and self._taken[who] + size <= self._one

    def _all_full_for_somebody(self) -> bool:
        """Tell whether somebody waits for want of room in all, so that nobody later may take it before them."""
        return any(
            self._taken[who] + queue[0].size <= self._one and not self._fits(who, queue[0].size)
            for who, queue in self._queues.items()
        )

    def _call(self) -> None:
        """Call whoever can be served, each person once in a round; one for whom all is full ends the round."""
        anyone_called = True
        while anyone_called:
            anyone_called = False
            for who in list(self._queues):
                queue = self._queues[who]
                if self._taken[who] + queue[0].size > self._one:
                    continue
                if not self._fits(who, queue[0].size):
                    return
                first = queue.popleft()
                del self._queues[who]
                if queue:
                    self._queues[who] = queue
                anyone_called = True
                if not first.call.done():
                    self._taken[who] += first.size
                    first.call.set_result(None)

    def _leave(self, who: str, mine: _Waiting) -> None:
        if mine.call.done() and not mine.call.cancelled():
            self._give_back(who, mine.size)
            return
        queue = self._queues.get(who)
        if queue is not None and mine in queue:
            queue.remove(mine)
            if not queue:
                del self._queues[who]
        self._call()

    def _give_back(self, who: str, size: int) -> None:
        self._taken[who] -= size
        if not self._taken[who]:
            del self._taken[who]
        self._call()
