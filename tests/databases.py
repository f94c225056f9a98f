"""Databases filled once a run, whoever asks first; a test that changes one gets a copy of its own."""

import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from iso_audit.storage.engine.database import MEMORY, Database
from iso_audit.storage.opening import open_database
from tests.patience import SECONDS

AT = datetime(2017, 7, 11, 1, 0, tzinfo=UTC)
NO_STEPS = Path("no steps")
TABLES = "select table_name from duckdb_tables() where database_name = 'memory'"


@dataclass(frozen=True)
class Filled:
    """A database file that nobody writes to any more."""

    file: Path

    @contextmanager
    def in_memory(self) -> Iterator[Database]:
        """Give a copy in memory, made the way the app copies a database in use.

        To start DuckDB costs more than to copy: it is kept with what it copies from, for the next test of this process.
        """
        kept = _KEPT[self.file].pop() if _KEPT[self.file] else self._start()
        for (table,) in kept.execute(TABLES).fetchall():
            kept.execute(f'drop table "{table}"')
        kept.execute("copy from database filled to memory")
        database = Database(kept.cursor(), MEMORY)
        try:
            yield database
        finally:
            database.close()
            _KEPT[self.file].append(kept)

    def _start(self) -> duckdb.DuckDBPyConnection:
        """Return a connection to a database in memory that holds this one beside it, as `filled`."""
        kept = open_database(MEMORY, at=AT, folder=NO_STEPS)._connection
        kept.execute("attach ':memory:' as filled")
        kept.execute(f"attach '{self.file}' as source (read_only)")
        kept.execute("copy from database source to filled")
        kept.execute("detach source")
        return kept

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


_KEPT: defaultdict[Path, list[duckdb.DuckDBPyConnection]] = defaultdict(list)


def filled_once(
    factory: pytest.TempPathFactory, name: str, fill: Callable[[Database], object], *, after: Filled | None = None
) -> Filled:
    """Return the database `name` of this run, filled by `fill` (on top of `after`) by the worker that asks first.

    Others wait for it, and fill it themselves when that worker failed.
    """
    base = factory.getbasetemp()
    shared = (base.parent if base.name.startswith("popen-") else base) / f"filled-{name}"
    claim, ends = shared.with_suffix(".claimed"), time.monotonic() + SECONDS
    while not shared.exists():
        try:
            claim.mkdir()
        except FileExistsError:
            if time.monotonic() < ends:
                time.sleep(0.05)
                continue
        try:
            _fill(factory.mktemp(name), fill, after).rename(shared)
        finally:
            claim.rmdir()
    return Filled(shared / "audits.duckdb")


def _fill(folder: Path, fill: Callable[[Database], object], after: Filled | None) -> Path:
    if after is not None:
        after.as_file(folder / "audits.duckdb")
    database = open_database(folder / "audits.duckdb", at=AT)
    try:
        fill(database)
    finally:
        database.close()
    return folder
