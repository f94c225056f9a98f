"""The database file: opened, migrated, shared, killed in mid-sentence, on a full disk."""

import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from iso_audit.domain.errors import IsoAuditError
from iso_audit.i18n import sentence
from iso_audit.storage import activity
from iso_audit.storage.engine import schema
from iso_audit.storage.opening import open_database, open_to_read
from tests.storage.conftest import WRITER, add, killed_after, refused, rows

pytestmark = pytest.mark.one_zone("rows are counted, and disks are full in every zone")


def test_a_new_file_has_every_step_and_opens_again(tmp_path, at):
    for _ in range(2):
        open_database(tmp_path / "a.duckdb", at=at).close()
    assert rows(tmp_path / "a.duckdb", "select name from schema_migration order by 1") == [
        (name,) for name in sorted(schema.known())
    ]


def test_what_fails_in_the_middle_of_a_write_leaves_nothing(database, at):
    def half() -> None:
        with database.write() as cursor:
            add(database, 1, at)
            cursor.execute("select no_such_column")

    with pytest.raises(duckdb.Error):
        half()
    with database.read() as cursor:
        assert activity.latest(cursor) == ()


def test_a_read_sees_one_moment(database, at):
    with database.read() as cursor:
        before = activity.latest(cursor)
        with database._connection.cursor() as other:
            other.execute("insert into activity values ('1', now()::timestamp, null, 'tried', 'database:', '{}')")
        assert activity.latest(cursor) == before


def test_another_process_is_told_who_holds_the_file(tmp_path, at, start):
    held = tmp_path / "a.duckdb"
    holder = start(WRITER, held, 1)
    assert [holder.stdout.readline().strip() for _ in range(2)] == ["open", "1"]
    for opening in (lambda: open_database(held, at=at), lambda: open_to_read(held)):
        with pytest.raises(IsoAuditError) as error:
            opening()
        assert error.value.code == "database_in_use"
        assert str(holder.pid) in sentence("en", error.value)


@pytest.mark.parametrize("content", [b"no database at all" * 1000, b"\0" * 100_000, b"x"])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, at, content):
    (tmp_path / "a.duckdb").write_bytes(content)
    assert refused(open_database, tmp_path / "a.duckdb", at=at) == "database_unreadable"
    assert (tmp_path / "a.duckdb").read_bytes() == content


def test_a_database_of_other_software_is_refused_and_left_alone(tmp_path, at):
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table theirs (number integer)")
    assert refused(open_database, path, at=at) == "database_foreign"
    assert refused(open_to_read, path) == "database_foreign"
    assert rows(path, "select table_name from duckdb_tables()") == [("theirs",)]


def test_a_database_of_a_newer_version_is_refused(tmp_path, at):
    with open_database(tmp_path / "a.duckdb", at=at).write() as cursor:
        cursor.execute("insert into schema_migration values ('9999_later.sql', 'sum', now()::timestamp)")
    assert refused(open_database, tmp_path / "a.duckdb", at=at) == "database_newer"


def test_a_step_that_was_edited_is_refused(tmp_path, at):
    with open_database(tmp_path / "a.duckdb", at=at).write() as cursor:
        cursor.execute("update schema_migration set checksum = 'other'")
    assert refused(open_database, tmp_path / "a.duckdb", at=at) == "migration_edited"


def test_reading_makes_no_file(tmp_path):
    assert refused(open_to_read, tmp_path / "none.duckdb") == "database_missing"
    assert list(tmp_path.iterdir()) == []


def test_reading_changes_no_byte_even_after_a_kill(tmp_path, start):
    path = tmp_path / "a.duckdb"
    killed_after(start(WRITER, path, 1000), 5)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    database = open_to_read(path)
    with database.read() as cursor:
        assert len(activity.latest(cursor)) >= 5
    database.close()
    assert sorted(before) == ["a.duckdb", "a.duckdb.acknowledged", "a.duckdb.wal"]
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


# Migrating.


@pytest.fixture
def folder(tmp_path):
    """A folder with the steps that there are, to which a test adds its own."""
    made = tmp_path / "steps"
    made.mkdir()
    for script in schema.MIGRATIONS.glob("*.sql"):
        (made / script.name).write_bytes(script.read_bytes())
    return made


RESHAPED = """
create table activity_new (
    id varchar primary key, recorded_at timestamp not null, action varchar not null, words varchar
);
insert into activity_new select id, recorded_at, upper(action), detail from activity;
drop table activity;
alter table activity_new rename to activity;
alter table activity add column weight integer default 3;
"""


def test_a_filled_busy_table_changes_its_shape_and_keeps_every_row(tmp_path, at, folder, start):
    path = tmp_path / "a.duckdb"
    acknowledged = killed_after(start(WRITER, path, 10_000), 200)
    (folder / "0900_reshaped.sql").write_text(RESHAPED, "utf-8")
    open_database(path, at=at, folder=folder).close()
    found = rows(path, "select id, action, weight, length(words) > 500 from activity")
    assert {row[0] for row in found} >= set(acknowledged)
    assert {row[1:] for row in found} == {("TRIED", 3, True)}


def test_before_a_step_a_copy_keeps_what_a_killed_process_had_written(tmp_path, at, folder, start):
    path = tmp_path / "a.duckdb"
    acknowledged = killed_after(start(WRITER, path, 10_000), 50)
    (folder / "0900_emptied.sql").write_text("delete from activity", "utf-8")
    open_database(path, at=at, folder=folder).close()
    assert rows(path, "select count(*) from activity") == [(0,)]
    copied = rows(tmp_path / "a.duckdb.before-0900", "select id from activity")
    assert {row[0] for row in copied} >= set(acknowledged)


def test_an_earlier_copy_is_not_overwritten(tmp_path, at, folder):
    path = tmp_path / "a.duckdb"
    open_database(path, at=at).close()
    (tmp_path / "a.duckdb.before-0900").write_bytes(b"earlier")
    (folder / "0900_more.sql").write_text("create table more (id varchar primary key)", "utf-8")
    open_database(path, at=at, folder=folder).close()
    assert (tmp_path / "a.duckdb.before-0900").read_bytes() == b"earlier"
    assert (tmp_path / "a.duckdb.before-0900-2").exists()


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path, at, folder):
    path = tmp_path / "a.duckdb"
    database = open_database(path, at=at)
    add(database, 1, at)
    database.close()
    (folder / "0900_wrong.sql").write_text("delete from activity; select no_such_column", "utf-8")
    assert refused(open_database, path, at=at, folder=folder) == "migration_failed"
    assert rows(path, "select count(*) from activity") == [(1,)]
    open_database(path, at=at).close()


def test_a_database_that_lacks_a_step_is_not_read(tmp_path, at, folder):
    open_database(tmp_path / "a.duckdb", at=at).close()
    (folder / "0900_more.sql").write_text("create table more (id varchar primary key)", "utf-8")
    assert refused(open_to_read, tmp_path / "a.duckdb", folder=folder) == "database_older"


# Killed.


@pytest.mark.parametrize("acknowledged", [1, 40, 400])
def test_a_killed_process_loses_no_acknowledged_row(tmp_path, at, start, acknowledged):
    path = tmp_path / "a.duckdb"
    told = killed_after(start(WRITER, path, 100_000), acknowledged)
    assert len(told) >= acknowledged
    database = open_database(path, at=at)
    with database.read() as cursor:
        assert {act.id for act in activity.latest(cursor, limit=100_000)} >= set(told)
    database.close()


# A full disk.

FILLER = """
import sys
from datetime import UTC, datetime
from iso_audit.domain.errors import IsoAuditError
from iso_audit.storage import activity
from iso_audit.storage.opening import open_database

at, number = datetime(2017, 7, 11, tzinfo=UTC), 0
database = open_database(sys.argv[1], at=at)
try:
    while True:
        with database.write() as cursor:
            detail = {"text": "x" * 50_000}
            activity.add(cursor, activity.Activity(str(number), at, None, "tried", "database:", detail))
        number += 1
except IsoAuditError as error:
    print(number, error.code)
with database.read() as cursor:
    print(len(activity.latest(cursor, limit=100_000)))
"""


def filled(path: Path, *, limit: int | None = None) -> None:
    def small() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, "-c", FILLER, str(path)]
    root = Path(__file__).parents[2]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=True, preexec_fn=small if limit else None
    )
    written, code, seen = done.stdout.split()
    assert code == "disk_full"
    assert int(written) == int(seen) > 10
    assert rows(path, "select count(*) from activity") == [(int(written),)]


@pytest.mark.parametrize("size", ["3m", "40m"])
def test_a_full_disk_is_said_and_leaves_what_was_acknowledged(small_disk, size):
    filled(small_disk(size) / "a.duckdb")


def test_a_file_that_may_not_grow_is_a_full_disk(tmp_path):
    filled(tmp_path / "a.duckdb", limit=3_000_000)


def test_a_long_log_is_moved_into_the_file(tmp_path, at):
    database = open_database(tmp_path / "a.duckdb", at=at)
    for number in range(20):
        add(database, number, at, "x" * 1_000_000)
    log = tmp_path / "a.duckdb.wal"
    assert not log.exists() or log.stat().st_size < 16 * 1024 * 1024
    database.close()


def test_threads_that_ask_at_once_for_the_folder_of_temporary_files_share_one(database, monkeypatch):
    """The first waits in its making for a second one, which must not come."""
    made = []
    second = threading.Event()

    class Slow(tempfile.TemporaryDirectory):
        def __init__(self, **values):
            made.append(self)
            if len(made) > 1:
                second.set()
            second.wait(0.2)
            super().__init__(**values)

    monkeypatch.setattr(tempfile, "TemporaryDirectory", Slow)
    with ThreadPoolExecutor(4) as threads:
        folders = set(threads.map(lambda _: database.work_folder(), range(4)))
    assert (len(folders), len(made)) == (1, 1)
