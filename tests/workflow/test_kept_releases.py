"""What each release wrote is opened, migrated and imported by this version, and nothing of it is missing."""

import lzma
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from iso_audit.domain.account import CONSOLE
from iso_audit.domain.journal import Event, fold
from iso_audit.domain.programme import Audit
from iso_audit.domain.signature import Place, SignatureState
from iso_audit.domain.working_days import Calendar
from iso_audit.minutes import fingerprint
from iso_audit.storage import audits, journal, minutes
from iso_audit.storage.engine.database import Database
from iso_audit.storage.file import checking
from iso_audit.storage.opening import open_database
from iso_audit.storage.queries import overview, photos
from iso_audit.storage.queries.conducting import open_audit
from iso_audit.storage.queries.sampling import sampling
from iso_audit.workflow.exchange import import_audit
from iso_audit.workflow.reporting.reading import locked_text, versions
from iso_audit.workflow.reporting.signing import signatures_of
from iso_audit.workflow.reporting.verifying import verify
from tests.conftest import ROOT

DATA = ROOT / "tests" / "data"
AT = datetime(2018, 1, 8, 1, 0, tzinfo=UTC)
APART = {"first-release": "gap", "second-release": "unit"}
"""The field of P02 about which two devices disagree."""
FULL, AT_WORK = "2017-10", "2017-09"


@pytest.fixture(scope="module", params=["first-release", "second-release"])
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def file(release: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database file as the release left it."""
    path = tmp_path_factory.mktemp("release") / "audits.duckdb"
    path.write_bytes(lzma.decompress((DATA / f"{release}.duckdb.xz").read_bytes()))
    return path


@pytest.fixture(scope="module")
def opened(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A copy of it, opened and so migrated by this version; only read by the tests."""
    path = tmp_path_factory.mktemp("opened") / "audits.duckdb"
    shutil.copyfile(file, path)
    database = open_database(path, at=AT)
    yield database
    database.close()


@pytest.fixture
def imported(database: Database, release: str) -> Database:
    """An empty database of this version that took in the audit the release exported."""
    import_audit(database, DATA / f"{release}.isoaudit", by=None, at=AT)
    return database


def audit(database: Database, code: str) -> Audit:
    with database.read() as cursor:
        found = audits.by_code(cursor, code)
    assert found is not None
    return found


def events(database: Database, audit_id: str) -> tuple[Event, ...]:
    with database.read() as cursor:
        return journal.of_audit(cursor, audit_id)


def columns(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, column in connection.execute(
        "select table_name, column_name from information_schema.columns where table_schema = 'main' "
        "and table_name <> 'schema_migration' order by table_name, column_name"
    ).fetchall():
        found.setdefault(table, []).append(column)
    return found


def test_every_value_is_there_after_migrating(file: Path, opened: Database) -> None:
    with duckdb.connect(str(file), read_only=True) as before, opened.read() as after:
        for table, names in columns(before).items():
            wanted = "where key <> 'rewrite_wanted'" if table == "setting" else ""
            sql = f'select {", ".join(names)} from "{table}" {wanted} order by all'
            assert before.execute(sql).fetchall() == after.execute(sql).fetchall(), table


def test_the_year_stands_where_it_stood(opened: Database) -> None:
    (programme,) = overview.years(opened, reader=CONSOLE)
    year = overview.year(opened, programme.id, reader=CONSOLE)
    assert year is not None
    assert (year.counts.planned, year.counts.done, year.counts.maintained) == (10, 9, 9)
    at_work = next(line for line in year.lines if line.audit.code == AT_WORK)
    assert (at_work.completion.judged, at_work.completion.disputed > 1) == (34, True)


@pytest.mark.parametrize("carried", ["opened", "imported"])
def test_its_journal_reads_the_same_and_nothing_is_at_fault(
    carried: str, release: str, request: pytest.FixtureRequest
) -> None:
    database: Database = request.getfixturevalue(carried)
    assert checking.faults(database) == ()
    one = audit(database, FULL)
    kept, folded = open_audit(database, one.id, reader=CONSOLE).journal, fold(events(database, one.id))
    assert {key: [head.id for head in state.heads] for key, state in kept.fields.items()} == {
        key: [head.id for head in state.heads] for key, state in folded.fields.items()
    }
    disputed = {key for key, state in kept.fields.items() if state.disputed}
    assert disputed == {("item:P01", "grade"), ("item:P01", "evidence"), ("item:P02", APART[release])}


@pytest.mark.usefixtures("release")
@pytest.mark.parametrize("carried", ["opened", "imported"])
def test_judgements_signatures_photographs_and_case_files_are_found(
    carried: str, request: pytest.FixtureRequest
) -> None:
    database: Database = request.getfixturevalue(carried)
    one = audit(database, FULL)
    state = open_audit(database, one.id, reader=CONSOLE).journal
    assert state.value("item:4.2.3-3", "grade") == "minor_nonconformity"
    assert state.value("item:P03", "evidence") == "02 bản"
    assert {head.value for head in state.fields["item:P01", "evidence"].heads} == {"sổ tay lần 3", "sổ tay lần 2"}
    shown = photos.listed(database, one.id, reader=CONSOLE)
    assert (shown.taken, shown.received) == (3, 2)
    for photo in shown.photos:
        if photo.received:
            assert photos.picture(database, photo.id, reader=CONSOLE).jpeg.startswith(b"\xff\xd8")
    sampled = sampling(database, one.id, calendar=Calendar(), today=date(2017, 6, 30), reader=CONSOLE)
    assert (len(sampled.files), sampled.draw is not None) == (10, True)
    (issued,) = versions(database, one.id, reader=CONSOLE)
    signed = signatures_of(database, issued.id, reader=CONSOLE)
    assert [signed[place].state for place in (Place.LEADER, Place.AGENCY, Place.SECRETARY)] == [
        SignatureState.DRAWN, SignatureState.REFUSED, SignatureState.PAPER,
    ]  # fmt: skip
    assert fingerprint.text_hash(locked_text(database, issued, reader=CONSOLE)) == issued.text_hash
    with database.read() as cursor:
        assert verify(database, minutes.pdf(cursor, issued.id) or b"").genuine_and_current


def test_the_imported_journal_is_the_exported_one(opened: Database, imported: Database) -> None:
    there, here = (events(one, audit(one, FULL).id) for one in (opened, imported))
    assert [event.id for event in there] == [event.id for event in here]
    assert there == here
