"""Databases filled once a run, whoever asks first; a test that changes one gets a copy of its own."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iso_audit.storage.database import Database, open_database

AT = datetime(2017, 7, 11, 1, 0, tzinfo=UTC)
NO_STEPS = Path("no steps")


@dataclass(frozen=True)
class Filled:
    """A database file that nobody writes to any more."""

    file: Path

    @contextmanager
    def in_memory(self) -> Iterator[Database]:
        """Give a copy in memory, made the way the app copies a database in use."""
        database = open_database(":memory:", at=AT, folder=NO_STEPS)
        with database.outside() as cursor:
            cursor.execute("drop table schema_migration")
            cursor.execute(f"attach '{self.file}' as filled (read_only)")
            cursor.execute("copy from database filled to memory")
            cursor.execute("detach filled")
        try:
            yield database
        finally:
            database.close()

    def as_file(self, path: Path) -> Path:
        """Copy it to `path` and return that."""
        return Path(shutil.copyfile(self.file, path))

    @contextmanager
    def opened(self, path: Path) -> Iterator[Database]:
        """Copy it to `path` and give that open."""
        database = open_database(self.as_file(path), at=AT)
        try:
            yield database
        finally:
            database.close()


def filled_once(
    factory: pytest.TempPathFactory, name: str, fill: Callable[[Database], object], *, after: Filled | None = None
) -> Filled:
    """Return the database `name` of this run, filled by `fill` (on top of `after`) unless a worker has done it.

    Two workers that need it in the same moment both fill one, and the first to be done is used: nobody waits for a
    lock that a killed worker would hold for ever.
    """
    base = factory.getbasetemp()
    shared = (base.parent if base.name.startswith("popen-") else base) / f"filled-{name}"
    if not shared.exists():
        own = factory.mktemp(name)
        if after is not None:
            after.as_file(own / "audits.duckdb")
        database = open_database(own / "audits.duckdb", at=AT)
        fill(database)
        database.close()
        with suppress(OSError):
            own.rename(shared)
    return Filled(shared / "audits.duckdb")
