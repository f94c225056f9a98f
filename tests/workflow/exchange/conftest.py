"""Two laptops that began with one plan: an audit made at the office, carried to a second, empty database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.errors import IsoAuditError
from iso_audit.domain.journal import Event, Journal, fold
from iso_audit.domain.programme import Audit
from iso_audit.i18n import sentence
from iso_audit.storage import accounts, audits, journal
from iso_audit.storage.engine.database import Database
from iso_audit.storage.file import checking
from iso_audit.storage.opening import open_database
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.exchange import Taken, export_audit, import_audit
from iso_audit.workflow.ids import new_id
from tests.conftest import AT, make_account, plan_audit
from tests.databases import Filled, filled_once

LATER = AT + timedelta(minutes=5)


@dataclass(frozen=True)
class Laptop:
    """A database and the people of the plan; `folder` takes the files."""

    database: Database
    folder: Path
    audit: Audit

    def person(self, username: str) -> Account:
        with self.database.read() as cursor:
            found = accounts.by_username(cursor, username)
        assert found is not None
        return found[0]

    def say(
        self,
        username: str,
        value: str | None,
        *,
        subject: str = "item:P01",
        field: str = "grade",
        at: datetime = AT,
        tablet_at: datetime | None = None,
    ) -> str:
        """Record what a person sets, having seen everything that is here; return the event's id."""
        heads = self.journal().head_ids(subject, field)
        event = NewEvent(new_id(at), self.audit.id, subject, field, value, at, heads, tablet_at)
        receipt = record(self.database, [event], by=self.person(username), device="tablet", at=at)
        assert not receipt.refused
        return event.id

    def events(self) -> tuple[Event, ...]:
        with self.database.read() as cursor:
            return journal.of_audit(cursor, self.audit.id)

    def journal(self) -> Journal:
        return fold(self.events())

    def file(self, at: datetime = AT) -> Path:
        """Export the audit and return the file."""
        target = self.folder / "audit.isoaudit"
        export_audit(self.database, self.audit.code, target, by=None, at=at, replace=True)
        return target

    def take(self, source: "Path | Laptop", at: datetime = AT, *, by: str = "") -> Taken:
        """Take in another laptop's audit, or a file, as a person of the plan or at the console."""
        path = source if isinstance(source, Path) else source.file(at)
        return import_audit(self.database, path, by=self.person(by) if by else None, at=at)

    def counted(self) -> dict[str, int]:
        """Return the number of rows of every table but the activity log."""
        with self.database.read() as cursor:
            names = [
                row[0]
                for row in cursor.execute("select table_name from information_schema.tables order by 1").fetchall()
                if row[0] not in {"activity", "schema_migration"}
            ]
            return {name: cursor.execute(f'select count(*) from "{name}"').fetchall()[0][0] for name in names}

    def whole(self) -> bool:
        return checking.faults(self.database) == ()


def said(events: tuple[Event, ...]) -> set[tuple[object, ...]]:
    """Return events as they were said: without when each server received them."""
    return {(e.id, e.key, e.value, e.account_id, e.device, e.made_at, e.replaces) for e in events}


def refused(call, *arguments, **named) -> str:
    with pytest.raises(IsoAuditError) as error:
        call(*arguments, **named)
    assert sentence("vi", error.value)
    assert sentence("en", error.value)
    return error.value.code


@pytest.fixture(scope="session")
def office_plan(bank: Bank, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Audit 2017-01 of a leader with Lan and Minh, nothing recorded yet."""

    def fill(database: Database) -> None:
        people = [make_account(database, "leader", Role.LEADER)]
        people += [make_account(database, name, Role.MEMBER) for name in ("lan", "minh")]
        plan_audit(database, bank, *people, form="half-day")

    return filled_once(tmp_path_factory, "office", fill)


@pytest.fixture(scope="session")
def road_plan(office_plan: Filled, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """What an empty laptop holds that took in the office's plan."""

    def fill(database: Database) -> None:
        with office_plan.in_memory() as office:
            file = tmp_path_factory.mktemp("plan") / "audit.isoaudit"
            export_audit(office, "2017-01", file, by=None, at=AT)
        import_audit(database, file, by=None, at=AT)

    return filled_once(tmp_path_factory, "road", fill)


@pytest.fixture
def starts_from(request: pytest.FixtureRequest, office_plan: Filled) -> Filled | None:
    return office_plan if "office" in request.fixturenames else None


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Laptop:
    """The office's laptop."""
    return _laptop(database, tmp_path / "office")


def _laptop(database: Database, folder: Path) -> Laptop:
    folder.mkdir()
    with database.read() as cursor:
        return Laptop(database, folder, audits.by_code(cursor, "2017-01"))


@contextmanager
def beginning(plan: Filled, folder: Path) -> Iterator[Laptop]:
    """Give a new laptop that begins with `plan`, a database of one audit."""
    with plan.in_memory() as database:
        yield _laptop(database, folder)


@contextmanager
def copy_of(laptop: Laptop, folder: Path, *files: Path) -> Iterator[Laptop]:
    """Give a new laptop that took in `files`."""
    database = open_database(":memory:", at=AT)
    own = folder / new_id(AT)
    own.mkdir()
    made = Laptop(database, own, laptop.audit)
    for file in files:
        made.take(file)
    yield made
    database.close()


@pytest.fixture
def empty(office: Laptop, tmp_path: Path) -> Iterator[Laptop]:
    """A laptop that knows nothing yet."""
    with copy_of(office, tmp_path) as laptop:
        yield laptop


@pytest.fixture
def road(road_plan: Filled, office: Laptop, tmp_path: Path) -> Iterator[Laptop]:
    """A second laptop that began with the office's plan."""
    with beginning(road_plan, tmp_path / "road") as laptop:
        yield laptop
