"""Slowing those who try passwords: a growing wait per account and address, never longer than half a minute."""

import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FREE_ATTEMPTS = 4
LONGEST_WAIT = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(hours=1)
MOST_REMEMBERED = 10_000

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Tries:
    count: int
    last_at: datetime


class Attempts:
    """What one process remembers of sign-ins that did not succeed, by username and address."""

    def __init__(self) -> None:
        self._tries: dict[Key, _Tries] = {}
        self._changing = threading.Lock()

    def seconds_to_wait(self, username: str, address: str, *, at: datetime) -> int:
        """Count an attempt and return 0, or return how many seconds to wait before one is allowed.

        It counts as failed from its start, so that many at once gain nothing.
        """
        key = (username, address)
        with self._changing:
            tries = self._tries.get(key)
            if tries is None or at - tries.last_at > FORGOTTEN_AFTER:
                tries = _Tries(0, at)
            allowed_at = tries.last_at + wait_after(tries.count)
            if at < allowed_at:
                return max(1, -int((at - allowed_at).total_seconds() // 1))
            self._make_room(at)
            self._tries[key] = replace(tries, count=tries.count + 1, last_at=at)
            return 0

    def succeeded(self, username: str, address: str) -> None:
        """Forget the attempts of one who then signed in."""
        with self._changing:
            self._tries.pop((username, address), None)

    def _make_room(self, at: datetime) -> None:
        if len(self._tries) < MOST_REMEMBERED:
            return
        fresh = {key: tries for key, tries in self._tries.items() if at - tries.last_at <= FORGOTTEN_AFTER}
        newest = sorted(fresh.items(), key=lambda entry: entry[1].last_at)[-MOST_REMEMBERED // 2 :]
        self._tries = dict(newest)


def wait_after(failures: int) -> timedelta:
    """Return the wait after so many failures: none after the first few, then 1, 2, 4 ... seconds."""
    if failures < FREE_ATTEMPTS:
        return timedelta(0)
    return min(LONGEST_WAIT, timedelta(seconds=2 ** min(failures - FREE_ATTEMPTS, 10)))
