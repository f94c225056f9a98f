"""A reading room: files of strangers are read in processes of their own, within limits, while nobody else waits."""

import atexit
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from iso_audit.confinement import frames
from iso_audit.confinement.child import FORKS, Child, CutOff, Limits
from iso_audit.confinement.turns import Turns
from iso_audit.domain.errors import Conflict, NotFound, RuleBroken

_KINDS = {one.__name__: one for one in (RuleBroken, NotFound, Conflict)}
_log = logging.getLogger("iso_audit.confinement")
_here = threading.local()


class ReadingRoom:
    """At most `at_once` files are read at a time, one of a person's; a process without forks serves `uses` files.

    Whoever waits longer than `patience` seconds, or finds `line` others waiting, is told so.
    """

    def __init__(
        self, *, at_once: int, uses: int = 1, line: int = 24, patience: float = 20.0, forks: bool = FORKS
    ) -> None:
        self._turns = Turns(at_once=at_once, line=line)
        self._patience, self._uses, self._forks = patience, uses, forks
        self._idle: list[Child] = []
        self._lock = threading.Lock()
        atexit.register(self.close)

    def read(
        self,
        task: Callable[..., Iterable[frames.Piece]],
        *content: frames.Piece,
        limits: Limits,
        damage_code: str,
        person: str = "",
    ) -> list[frames.Piece]:
        """Return the pieces that `task`, a function of a module, yields for `content` in a process of its own.

        What it raises of ours is raised here; for anything else RuleBroken `damage_code`. RuleBroken
        `file_takes_too_long`, `file_needs_too_much`, `file_reading_ended` where the process was ended; Busy
        `files_busy`.
        """
        if getattr(_here, "barred", 0):
            raise RuntimeError("a file is being read while the database waits")
        with self._turns.taken(person, patience=self._patience):
            try:
                pieces, end = self._asked(task, content, limits)
            except CutOff as cut:
                _log.warning("Reading by %s was cut off: late %s, large %s", task.__name__, cut.late, cut.large)
                raise _of(cut, limits) from None
        if end.get("end") == "done":
            return pieces
        raise _refusal(task.__name__, end, damage_code)

    def close(self) -> None:
        """End the processes that wait for files."""
        with self._lock:
            waiting, self._idle = self._idle, []
        for child in waiting:
            child.close()

    def _asked(
        self, task: Callable[..., object], content: tuple[frames.Piece, ...], limits: Limits
    ) -> tuple[list[frames.Piece], frames.End]:
        """Ask a process that waits, or a new one; one that had waited and is gone is replaced once."""
        child = self._kept()
        if child is not None:
            try:
                return self._asked_of(child, task, content, limits)
            except CutOff as cut:
                if cut.late or cut.large:
                    raise
        return self._asked_of(Child(forks=self._forks), task, content, limits)

    def _asked_of(
        self, child: Child, task: Callable[..., object], content: tuple[frames.Piece, ...], limits: Limits
    ) -> tuple[list[frames.Piece], frames.End]:
        keep = False
        try:
            answer = child.ask(task, content, limits)
            keep = self._forks or child.uses < self._uses
            return answer
        finally:
            with self._lock:
                keep = keep and child.usable and not self._idle
                if keep:
                    self._idle.append(child)
            if not keep:
                child.close()

    def _kept(self) -> Child | None:
        with self._lock:
            child = self._idle.pop() if self._idle else None
        if child is not None and not child.usable:
            child.close()
            return None
        return child


@contextmanager
def barred() -> Iterator[None]:
    """Let this thread read no file meanwhile: others wait for what it holds."""
    _here.barred = getattr(_here, "barred", 0) + 1
    try:
        yield
    finally:
        _here.barred -= 1


def _of(cut: CutOff, limits: Limits) -> RuleBroken:
    if cut.late:
        return RuleBroken("file_takes_too_long", seconds=round(limits.seconds))
    return RuleBroken("file_needs_too_much") if cut.large else RuleBroken("file_reading_ended")


def _refusal(name: str, end: frames.End, damage_code: str) -> RuleBroken | NotFound | Conflict:
    """Return what a reading process says against a file."""
    how, details = end.get("end"), end.get("details")
    if how == "memory":
        return RuleBroken("file_needs_too_much")
    if how == "refused" and isinstance(details, dict):
        return _KINDS.get(str(end.get("kind")), RuleBroken)(str(end.get("code")), **details)
    _log.warning("Reading by %s failed: %s at %s", name, str(end.get("kind"))[:80], str(end.get("place"))[:80])
    return RuleBroken(damage_code)
