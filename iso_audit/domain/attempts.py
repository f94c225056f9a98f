"""Slowing those who try passwords: a growing wait per account and address, and a budget of attempts per address.

Moments here are seconds of a clock that only goes forward, so that setting the machine's clock locks nobody out.
"""

import threading
from dataclasses import dataclass
from math import ceil
from typing import TypeVar

FREE_ATTEMPTS = 4
LONGEST_WAIT = 30
FORGOTTEN_AFTER = 3_600
FREE_FROM_ADDRESS = 60
SECONDS_PER_ATTEMPT = 5
MOST_REMEMBERED = 10_000

Key = tuple[str, str]
Anything = TypeVar("Anything")


@dataclass(frozen=True, slots=True)
class _Tries:
    count: float
    last_at: float


class Attempts:
    """What one process remembers of sign-ins that did not succeed, by username and address, and by address alone."""

    def __init__(self) -> None:
        self._tries: dict[Key, _Tries] = {}
        self._spent: dict[str, _Tries] = {}
        self._changing = threading.Lock()

    def seconds_to_wait(self, username: str, address: str, *, at: float, signed_in_before: bool = False) -> int:
        """Count an attempt and return 0, or return how many seconds to wait for one, at most half a minute.

        It counts as failed from its start, so that many at once gain nothing. `signed_in_before` says that
        the browser has been signed in as this username before: others at its address, who guess, then do not slow it.
        """
        key = (username, address)
        with self._changing:
            count = _remembered(self._tries.get(key), at)
            spent = _left_of(self._spent.get(address), at)
            wait = _rest(self._tries.get(key), wait_after(count), at)
            if not signed_in_before and spent > FREE_FROM_ADDRESS - 1:
                wait = max(wait, ceil((spent - FREE_FROM_ADDRESS + 1) * SECONDS_PER_ATTEMPT))
            if wait:
                return min(wait, LONGEST_WAIT)
            self._tries = _with_room(self._tries, at)
            self._spent = _with_room(self._spent, at)
            self._tries[key] = _Tries(count + 1, at)
            if not signed_in_before:
                self._spent[address] = _Tries(spent + 1, at)
            return 0

    def succeeded(self, username: str, address: str, *, at: float, signed_in_before: bool = False) -> None:
        """Forget the attempts of one who then signed in, and give the address back what this one took."""
        with self._changing:
            self._tries.pop((username, address), None)
            if not signed_in_before:
                self._spent[address] = _Tries(max(0.0, _left_of(self._spent.get(address), at) - 1), at)


def wait_after(failures: int) -> int:
    """Return the wait after so many failures, in seconds: none after the first few, then 1, 2, 4 ... and at most 30."""
    if failures < FREE_ATTEMPTS:
        return 0
    return min(LONGEST_WAIT, 1 << min(failures - FREE_ATTEMPTS, 10))


def _remembered(tries: _Tries | None, at: float) -> int:
    return 0 if tries is None or at - tries.last_at > FORGOTTEN_AFTER else int(tries.count)


def _left_of(spent: _Tries | None, at: float) -> float:
    """Return how much of an address's budget is spent: one attempt comes back every few seconds."""
    return 0.0 if spent is None else max(0.0, spent.count - max(0.0, at - spent.last_at) / SECONDS_PER_ATTEMPT)


def _rest(tries: _Tries | None, wait: int, at: float) -> int:
    return 0 if tries is None else max(0, ceil(tries.last_at + wait - at))


def _with_room(entries: dict[Anything, _Tries], at: float) -> dict[Anything, _Tries]:
    """Return `entries` itself, or once it is full only its newest half."""
    if len(entries) < MOST_REMEMBERED:
        return entries
    fresh = [entry for entry in entries.items() if at - entry[1].last_at <= FORGOTTEN_AFTER]
    return dict(sorted(fresh, key=lambda entry: entry[1].last_at)[-MOST_REMEMBERED // 2 :])
