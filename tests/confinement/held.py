"""A file that is being read for as long as a test wants, in a thread of its own."""

import os
import select
import threading
from pathlib import Path

from iso_audit.confinement import Limits, ReadingRoom
from iso_audit.domain.errors import IsoAuditError
from tests.confinement import tasks

LIMITS = Limits(seconds=120, memory=1 << 30, answer=1_000_000)
PATIENCE = 120_000
"""Milliseconds after which a test that waits for a reading process has failed."""


class Held:
    """While it is open, a file of `person` is being read in `room`."""

    def __init__(self, room: ReadingRoom, folder: Path, person: str) -> None:
        self.path = folder / f"held-{person}"
        os.mkfifo(self.path)
        self.ended_as = ""
        self._thread = threading.Thread(target=self._read, args=(room, person))

    def __enter__(self) -> "Held":
        self.pipe = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        self._thread.start()
        assert begun(self.pipe)
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.pipe)
        self._thread.join()

    def _read(self, room: ReadingRoom, person: str) -> None:
        try:
            room.read(tasks.hold, str(self.path), limits=LIMITS, damage_code="pdf_unreadable", person=person)
            self.ended_as = "done"
        except IsoAuditError as error:
            self.ended_as = error.code


def begun(pipe: int) -> bool:
    """Wait until somebody writes to a named pipe, and tell whether it was the sign that reading has begun."""
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    return bool(waiting.poll(PATIENCE)) and os.read(pipe, 1) == b"."
