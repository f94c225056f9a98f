"""Whose file is read now: so many at once, one a person, and a line that has an end."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from iso_audit.domain.errors import Busy


class Turns:
    """At most `at_once` hold a turn; a person ("" is nobody in particular) one of them, with one more in line."""

    def __init__(self, *, at_once: int, line: int) -> None:
        self._free = at_once
        self._line = line
        self._changed = threading.Condition()
        self._reading: Counter[str] = Counter()
        self._waiting: Counter[str] = Counter()

    @contextmanager
    def taken(self, person: str, *, patience: float) -> Iterator[None]:
        """Give a turn as soon as there is one; Busy `files_busy` where the line is full or `patience` seconds pass."""
        with self._changed:
            if self._waiting.total() >= self._line or (person and self._waiting[person]):
                raise Busy("files_busy")
            self._waiting[person] += 1
            try:
                has_turn = self._changed.wait_for(lambda: self._may(person), patience)
            finally:
                self._waiting[person] -= 1
            if not has_turn:
                raise Busy("files_busy")
            self._free -= 1
            self._reading[person] += 1
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._reading[person] -= 1
                self._reading, self._waiting = +self._reading, +self._waiting
                self._changed.notify_all()

    def _may(self, person: str) -> bool:
        return self._free > 0 and not (person and self._reading[person])
