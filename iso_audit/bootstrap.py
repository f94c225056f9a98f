"""Composition, once per process: settings, the open database, the question banks, the clock."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from iso_audit.checklists import load_banks
from iso_audit.domain.bank import Banks
from iso_audit.settings import Settings, read_settings
from iso_audit.storage.engine.database import Database
from iso_audit.storage.opening import open_database

Clock = Callable[[], datetime]
Stopwatch = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Installation:
    """What the process runs on; screens, web and commands receive it and make nothing themselves.

    `now` tells the moment, which somebody may set; `stopwatch` counts seconds that only go forward, for every wait.
    """

    settings: Settings
    database: Database
    banks: Banks
    now: Clock
    stopwatch: Stopwatch = time.monotonic


_lock = threading.Lock()
_installations: list[Installation] = []


def clock() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def keep_private() -> None:
    """Let every file that this process makes be its owner's alone; on Windows the rights of the folder decide."""
    os.umask(0o077)


def install(settings: Settings, *, now: Clock = clock) -> Installation:
    """Open what `settings` names and return it, without remembering it."""
    return Installation(settings, open_database(settings.database, at=now()), load_banks(settings.checklists), now)


def installation() -> Installation:
    """Return the process's installation, made from the environment at the first call."""
    with _lock:
        if not _installations:
            keep_private()
            _installations.append(install(read_settings(os.environ)))
        return _installations[0]


def use(replacement: Installation) -> None:
    """Make `replacement` the process's installation, in place of the one there was."""
    with _lock:
        _installations[:] = [replacement]
