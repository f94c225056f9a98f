"""The doors: how many connections are open, of whom, and which of them give way or have waited long enough.

A connection that has not said what it wants costs an open file, and open files are few. So nobody is turned away for
those: where there is no room, the unfinished one that has waited longest gives way, of the fullest address first.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

LARGEST_IN_ALL = 4_000
LONGEST_QUEUE = 2_048
OTHER_OPEN_FILES = 128


class Phase(Enum):
    """What a connection is at."""

    HEAD = "waits for the head of a request, or the rest of it"
    BODY = "waits for the rest of a body"
    WORK = "is being answered"
    SOCKET = "has become a WebSocket, idle by design"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many connections there may be, and for how many seconds one may wait; `slowest` is bytes a second."""

    in_all: int = LARGEST_IN_ALL
    of_one_address: int = 400
    head: float = 20
    silence: float = 30
    slowest: float = 1_000
    unread: float = 60
    between_looks: float = 1


class Connection(Protocol):
    """What the doors ask of a connection."""

    address: str
    phase: Phase

    def gone(self) -> bool:
        """Tell whether it has ended and nothing of it waits to be sent."""

    def overdue(self, limits: Limits, now: float) -> bool:
        """Tell whether the other side has kept us waiting too long, at `now` of the loop's clock."""

    def drop(self) -> None:
        """End it at once."""


class Doors:
    """Every open connection of a process, by address; belongs to one event loop."""

    def __init__(self, limits: Limits, *, is_proxy: Callable[[str], bool] = lambda address: False) -> None:
        self._limits, self._is_proxy = limits, is_proxy
        self._open: dict[str, dict[Connection, None]] = {}
        self._looking: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        """Return how many connections are open."""
        return sum(len(there) for there in self._open.values())

    def admit(self, connection: Connection) -> bool:
        """Take a new connection in, in place of an unfinished one where there is no room; False where there is none."""
        there = self._open.get(connection.address, {})
        full = len(there) >= self._limits.of_one_address and not self._is_proxy(connection.address)
        if full and not self._make_room([there]):
            return False
        if len(self) >= self._limits.in_all and not self._make_room(sorted(self._open.values(), key=len, reverse=True)):
            return False
        self._open.setdefault(connection.address, {})[connection] = None
        if self._looking is None:
            self._look_later()
        return True

    def leave(self, connection: Connection) -> None:
        """Forget a connection, known or not."""
        there = self._open.get(connection.address, {})
        there.pop(connection, None)
        if not there:
            self._open.pop(connection.address, None)

    def look(self, now: float) -> None:
        """Forget what has ended, and end what has kept us waiting too long."""
        for connection in [one for there in self._open.values() for one in there]:
            if connection.gone():
                self.leave(connection)
            elif connection.overdue(self._limits, now):
                self._drop(connection)

    def _make_room(self, addresses: Iterable[dict[Connection, None]]) -> bool:
        for there in addresses:
            for phase in (Phase.HEAD, Phase.BODY):
                oldest = next((one for one in there if one.phase is phase), None)
                if oldest is not None:
                    self._drop(oldest)
                    return True
        return False

    def _drop(self, connection: Connection) -> None:
        self.leave(connection)
        connection.drop()

    def _look_later(self) -> None:
        loop = asyncio.get_running_loop()
        self._looking = loop.call_later(self._limits.between_looks, self._look_and_go_on)

    def _look_and_go_on(self) -> None:
        self._looking = None
        self.look(asyncio.get_running_loop().time())
        if self._open:
            self._look_later()


def queue_for(open_files: int) -> int:
    """Return how many new connections may queue: asyncio takes them all at once, before one can be turned away."""
    return min(LONGEST_QUEUE, open_files // 4)


def room_for(open_files: int) -> int:
    """Return how many connections fit into so many open files, a queue of new ones and the app's own files beside."""
    return min(LARGEST_IN_ALL, max(open_files // 2, open_files - queue_for(open_files) - OTHER_OPEN_FILES))
