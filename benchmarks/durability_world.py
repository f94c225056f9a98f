"""What is killed: a year with an audit to tap on, one to sign, one to issue; fresh files to import and migrate."""

import lzma
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.server import ids_in
from benchmarks.world import CHEAP, PASSWORD, ROOT, World, make
from iso_audit.domain.account import Role
from iso_audit.domain.minutes import MinutesVersion
from iso_audit.storage.opening import open_database
from iso_audit.workflow.accounts import administering
from iso_audit.workflow.exchange.exporting import export_audit
from tests.workflow.minutes_ready import fill, lock

EARLIER = ROOT / "tests" / "data" / "first-release.duckdb.xz"


@dataclass(frozen=True, slots=True)
class Prepared:
    """The files of one run; `earlier` are the events of the file of an earlier shape: all were acknowledged once."""

    world: World
    locked: MinutesVersion
    carried: tuple[Path, ...]
    empty: Path
    earlier: tuple[str, ...]

    @property
    def file(self) -> Path:
        """Return the database that most rounds work on."""
        return self.world.file

    def fresh(self, kind: str, folder: Path) -> Path:
        """Return a database for one round: empty with carried audits beside it, or of an earlier shape."""
        place = folder / kind
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        file = place / "audits.duckdb"
        if kind == "migrating":
            return _unpacked(EARLIER, file)
        shutil.copy(self.empty, file)
        for source in self.carried:
            shutil.copy(source, place)
        return file


def prepare(folder: Path) -> Prepared:
    """Make everything the rounds need."""
    world = make(folder / "audits.duckdb", inspectors=3, audits=3)
    database, leader, at = open_database(world.file, at=datetime.now(UTC)), world.leader.account, datetime.now(UTC)
    for audit in world.audits[1:]:
        fill(database, audit, leader)
    locked = lock(database, world.audits[1], leader)
    carried = tuple(folder / f"{audit.code}.isoaudit" for audit in world.audits)
    for audit, target in zip(world.audits, carried, strict=True):
        export_audit(database, audit.code, target, by=leader, at=at)
    database.close()
    empty = folder / "empty.duckdb"
    database = open_database(empty, at=at)
    administering.make_account(
        database, username="leader", name="leader", role=Role.LEADER, password=PASSWORD, by=None, at=at, hasher=CHEAP
    )
    database.close()
    return Prepared(world, locked, carried, empty, _events_of(EARLIER, folder))


def _events_of(packed: Path, folder: Path) -> tuple[str, ...]:
    file = _unpacked(packed, folder / "earlier.duckdb")
    found = ids_in(file, "event")["event"]
    return tuple(sorted(found))


def _unpacked(packed: Path, file: Path) -> Path:
    with lzma.open(packed, "rb") as source, file.open("wb") as target:
        shutil.copyfileobj(source, target)
    return file
