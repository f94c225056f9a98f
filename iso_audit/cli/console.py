"""What a command works with: settings, language, clock, the open database, output in UTF-8, whole files."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from iso_audit.bootstrap import Clock
from iso_audit.domain.errors import NotFound
from iso_audit.domain.text import Language
from iso_audit.i18n import translate
from iso_audit.settings import Settings
from iso_audit.storage.engine.database import Database
from iso_audit.storage.opening import open_database, open_to_read

_PART = ".iso-audit-part"
_OLD = 3600


@dataclass(frozen=True, slots=True)
class Console:
    """One run of one command."""

    settings: Settings
    language: Language
    now: Clock

    def say(self, key: str, **values: object) -> None:
        """Print the words under `key`."""
        self.print(translate(self.language, key, **values))

    def print(self, text: str) -> None:
        """Print `text`."""
        print(text)

    def complain(self, text: str) -> None:
        """Print `text` where errors go."""
        print(text, file=sys.stderr)

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Give the existing database, of which nothing is changed, and close it afterwards."""
        database = open_to_read(self.settings.database)
        try:
            yield database
        finally:
            database.close()

    @contextmanager
    def database(self, *, existing: bool = True) -> Iterator[Database]:
        """Give the database and close it afterwards; NotFound `database_missing` where an existing one is needed."""
        path = self.settings.database
        if existing and not path.exists():
            raise NotFound("database_missing", path=path)
        database = open_database(path, at=self.now())
        try:
            yield database
        finally:
            database.close()


def write_utf8() -> None:
    """Let everything printed be UTF-8, whatever the locale; what cannot be encoded is shown by its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file for its owner alone, whose name shows the earlier content or all of `content`, never a part.

    What a killed command left there more than an hour ago is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for leftover in path.parent.glob(f".*{_PART}"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _OLD:
                leftover.unlink()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_PART)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
