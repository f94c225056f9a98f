"""Copies: whole or not there, refused when a bit is wrong, restored without losing what was there before."""

import os
import shutil
import threading
from pathlib import Path

import duckdb
import pytest

from iso_audit.storage import activity
from iso_audit.storage.engine import schema
from iso_audit.storage.engine.content import contents
from iso_audit.storage.engine.database import Database
from iso_audit.storage.file import copies, restoring
from iso_audit.storage.opening import open_database
from tests.databases import AT, Filled, filled_once
from tests.storage.conftest import WRITER, add, killed_after, refused, rows

pytestmark = pytest.mark.one_zone("copies are bytes, compared with what they are of")

TEXT = "Đã kiểm tra, mục {}; '\"\n\0"


def fill(database: Database) -> None:
    with database.write() as cursor:
        for number in range(299):
            add(database, number, AT, TEXT.format(number))
        cursor.execute("insert into setting values ('empty', ''), ('comma', ','), ('dash', '-')")
        cursor.execute("create table picture (id varchar primary key, bytes blob, taken timestamp, seen boolean)")
        cursor.execute("insert into picture values ('1', ?, null, null)", [os.urandom(700_000)])


@pytest.fixture(scope="module")
def rows_of_every_kind(tmp_path_factory) -> Filled:
    return filled_once(tmp_path_factory, "rows", fill)


@pytest.fixture
def filled(rows_of_every_kind, tmp_path, at):
    """A database in use: 300 rows of every kind of text (one still in the log), a null and a photo's worth of bytes."""
    with rows_of_every_kind.opened(tmp_path / "a.duckdb") as database:
        add(database, 299, at, TEXT.format(299))
        yield database


def copied(database: Database, target: Path, at, **given) -> copies.Manifest:
    with database.outside() as cursor:
        return copies.make(cursor, target, at=at, **given)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


# Making.


def test_a_copy_made_in_use_holds_every_row_of_every_table(filled, tmp_path, at):
    made = copied(filled, tmp_path / "copy.duckdb", at)
    with filled.outside() as cursor:
        assert made.tables == contents(cursor, "a")
    assert {table.name: table.rows for table in made.tables}["activity"] == 300
    assert made.made_at == at
    assert names(tmp_path) == ["a.duckdb", "a.duckdb.acknowledged", "a.duckdb.wal", "copy.duckdb"]


def test_a_copy_keeps_keys_and_defaults(filled, tmp_path, at):
    copied(filled, tmp_path / "copy.duckdb", at)
    for columns, view in (
        ("constraint_text", "duckdb_constraints"),
        ("column_name, data_type, column_default, is_nullable", "duckdb_columns"),
    ):
        ours = "database_name in ('a', 'copy') and table_name <> 'copy_manifest'"
        sql = f"select table_name, {columns} from {view}() where {ours} order by all"
        with filled.outside() as cursor:
            assert rows(tmp_path / "copy.duckdb", sql) == cursor.execute(sql).fetchall()


def test_a_copy_made_while_others_write_is_one_moment(filled, tmp_path, at):
    stopping = threading.Event()

    def write() -> None:
        number = 1000
        while not stopping.is_set():
            with filled.write() as cursor:
                for one in (number, number + 1):
                    activity.add(cursor, activity.Activity(str(one), at, None, "pair", "database:", {}))
            number += 2

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for place in range(3):
            copied(filled, tmp_path / f"copy{place}.duckdb", at)
    finally:
        stopping.set()
        writer.join()
    for place in range(3):
        [(count,)] = rows(tmp_path / f"copy{place}.duckdb", "select count(*) from activity where action = 'pair'")
        assert count % 2 == 0


def test_an_existing_file_is_replaced_only_when_asked(filled, tmp_path, at):
    (tmp_path / "copy.duckdb").write_bytes(b"mine")
    assert refused(copied, filled, tmp_path / "copy.duckdb", at) == "copy_exists"
    assert (tmp_path / "copy.duckdb").read_bytes() == b"mine"
    made = copied(filled, tmp_path / "copy.duckdb", at, replace=True)
    assert copies.verified(tmp_path / "copy.duckdb") == made


def test_a_copy_into_no_folder_is_refused(filled, tmp_path, at):
    assert refused(copied, filled, tmp_path / "none" / "copy.duckdb", at) == "copy_failed"


def test_a_copy_of_a_database_in_memory_is_whole(database, tmp_path, at):
    assert copied(database, tmp_path / "it's a copy.duckdb", at) == copies.verified(tmp_path / "it's a copy.duckdb")


COPIER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from iso_audit.storage.file import copies
from iso_audit.storage.opening import open_database

at = datetime(2017, 7, 11, tzinfo=UTC)
database = open_database(sys.argv[1], at=at)
with database.write() as cursor:
    cursor.execute("create table ballast as select range as id, md5(range::varchar) as text from range(300000)")
print("begun", flush=True)
with database.outside() as cursor:
    copies.make(cursor, Path(sys.argv[2]), at=at)
"""


def test_a_killed_backup_leaves_nothing_under_the_name(tmp_path, at, start):
    target = tmp_path / "copy.duckdb"
    process = start(COPIER, tmp_path / "a.duckdb", target)
    assert process.stdout.readline().strip() == "begun"
    part = tmp_path / "copy.duckdb.part"
    while process.poll() is None and not part.exists():
        pass
    process.kill()
    process.wait()
    assert part.exists()
    assert not target.exists()
    assert refused(copies.verified, part) in {"copy_damaged", "copy_not_ours"}
    database = open_database(tmp_path / "a.duckdb", at=at)
    made = copied(database, target, at)
    database.close()
    assert {table.name: table.rows for table in made.tables}["ballast"] == 300_000
    assert names(tmp_path) == ["a.duckdb", "a.duckdb.acknowledged", "copy.duckdb"]


def test_a_full_disk_leaves_no_copy_and_the_database_in_use(filled, small_disk, at):
    folder = small_disk("1m")
    assert refused(copied, filled, folder / "copy.duckdb", at) == "copy_disk_full"
    assert names(folder) == []
    add(filled, 5000, at)
    with filled.read() as cursor:
        assert len(activity.latest(cursor, limit=1000)) == 301


# Verifying.


@pytest.fixture(scope="module")
def copy_made_once(rows_of_every_kind, tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    with rows_of_every_kind.opened(folder / "a.duckdb") as database:
        add(database, 299, AT, TEXT.format(299))
        copied(database, folder / "copy.duckdb", AT)
    return folder / "copy.duckdb"


@pytest.fixture
def copy(copy_made_once, tmp_path):
    return Path(shutil.copyfile(copy_made_once, tmp_path / "copy.duckdb"))


@pytest.mark.parametrize("place", [0, 9, 15, 5000, 9000, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, -1, -50, -200])
def test_one_wrong_bit_anywhere_is_found(copy, place):
    content = bytearray(copy.read_bytes())
    content[int(place * len(content)) if isinstance(place, float) else place] ^= 1
    copy.write_bytes(content)
    assert refused(copies.verified, copy) in {"copy_damaged", "copy_not_ours"}


@pytest.mark.parametrize("kept", [0, 1, 100, 4096, 0.5, 0.9, -1, -88, -89])
def test_a_copy_cut_short_is_refused(copy, kept):
    content = copy.read_bytes()
    copy.write_bytes(content[: int(kept * len(content)) if isinstance(kept, float) else kept])
    assert refused(copies.verified, copy) in {"copy_damaged", "copy_not_ours"}


def test_a_copy_with_something_behind_it_is_refused(copy):
    copy.write_bytes(copy.read_bytes() + b"\0")
    assert refused(copies.verified, copy) == "copy_damaged"


@pytest.mark.parametrize("content", [b"", b"text", b"%PDF-1.7" * 1000])
def test_a_file_that_is_no_copy_is_refused(tmp_path, content):
    (tmp_path / "other").write_bytes(content)
    assert refused(copies.verified, tmp_path / "other") == "copy_not_ours"


def test_a_plain_database_file_is_no_copy(tmp_path, at):
    open_database(tmp_path / "plain.duckdb", at=at).close()
    with duckdb.connect(str(tmp_path / "theirs.duckdb")) as connection:
        connection.execute("create table theirs (number integer)")
    for name in ("plain.duckdb", "theirs.duckdb"):
        assert refused(copies.verified, tmp_path / name) == "copy_not_ours"


def test_a_copy_that_is_not_there_is_said(tmp_path):
    assert refused(copies.verified, tmp_path / "none.duckdb") == "copy_missing"


def test_a_copy_of_a_newer_version_is_refused(copy):
    assert refused(copies.verified, copy, known_steps={"0001_other.sql": "sum"}) == "database_newer"
    edited = dict.fromkeys(schema.known(), "sum")
    assert refused(copies.verified, copy, known_steps=edited) == "migration_edited"


def test_verifying_changes_nothing(copy, tmp_path):
    folder = tmp_path / "alone"
    folder.mkdir()
    shutil.move(copy, folder / "copy.duckdb")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    copies.verified(folder / "copy.duckdb")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


# Restoring.


def test_a_copy_restores_where_nothing_is(copy, tmp_path, at):
    target = tmp_path / "new" / "b.duckdb"
    manifest, kept = restoring.restore(copy, target, replace=False, at=at)
    assert kept == ()
    assert names(target.parent) == ["b.duckdb"]
    with duckdb.connect(str(target), read_only=True) as connection:
        assert contents(connection, "b") == manifest.tables


def test_a_restored_database_is_migrated_and_copied_again(copy, tmp_path, at):
    restoring.restore(copy, tmp_path / "b.duckdb", replace=False, at=at)
    database = open_database(tmp_path / "b.duckdb", at=at)
    add(database, 9000, at)
    made = copied(database, tmp_path / "again.duckdb", at)
    database.close()
    assert {table.name: table.rows for table in made.tables}["activity"] == 301
    assert "copy_manifest" not in {table.name for table in made.tables}


def test_restoring_over_a_database_needs_to_be_asked(copy, tmp_path, at):
    (tmp_path / "b.duckdb").write_bytes(b"earlier")
    assert refused(restoring.restore, copy, tmp_path / "b.duckdb", replace=False, at=at) == "database_exists"
    assert (tmp_path / "b.duckdb").read_bytes() == b"earlier"


def test_a_replaced_database_and_its_log_are_kept_together(copy, tmp_path, at, start):
    target = tmp_path / "b.duckdb"
    acknowledged = killed_after(start(WRITER, target, 10_000), 20)
    assert target.with_name("b.duckdb.wal").exists()
    _, kept = restoring.restore(copy, target, replace=True, at=at)
    assert [path.name for path in kept] == [
        "b.duckdb.replaced-20170711T010000Z.wal",
        "b.duckdb.replaced-20170711T010000Z",
    ]
    assert {row[0] for row in rows(kept[1], "select id from activity")} >= set(acknowledged)
    assert rows(target, "select count(*) from activity") == [(300,)]


def test_a_second_replacement_keeps_both_earlier_files(copy, tmp_path, at):
    target = tmp_path / "b.duckdb"
    target.write_bytes(b"first")
    _, [first] = restoring.restore(copy, target, replace=True, at=at)
    _, [second] = restoring.restore(copy, target, replace=True, at=at)
    assert first.read_bytes() == b"first"
    assert rows(second, "select count(*) from activity") == [(300,)]


def test_a_log_without_its_database_does_not_mix_with_the_copy(copy, tmp_path, at, start):
    target = tmp_path / "b.duckdb"
    killed_after(start(WRITER, target, 10_000), 20)
    target.unlink()
    _, kept = restoring.restore(copy, target, replace=True, at=at)
    assert len(kept) == 1
    assert rows(target, "select count(*) from activity") == [(300,)]


def test_nothing_is_restored_while_the_app_runs(copy, tmp_path, at, start):
    target = tmp_path / "b.duckdb"
    holder = start(WRITER, target, 1)
    holder.stdout.readline()
    holder.stdout.readline()
    assert refused(restoring.restore, copy, target, replace=True, at=at) == "database_in_use"
    assert not list(tmp_path.glob("*.re*"))


def test_a_damaged_copy_restores_nothing(copy, tmp_path, at):
    target = tmp_path / "b.duckdb"
    target.write_bytes(b"earlier")
    copy.write_bytes(copy.read_bytes()[:-1])
    assert refused(restoring.restore, copy, target, replace=True, at=at) == "copy_damaged"
    assert target.read_bytes() == b"earlier"
    assert names(tmp_path) == ["b.duckdb", "copy.duckdb"]


def test_a_database_is_not_restored_from_itself(copy, at):
    assert refused(restoring.restore, copy, copy, replace=True, at=at) == "copy_is_database"


def test_a_full_disk_leaves_the_earlier_database(copy, small_disk, at):
    folder = small_disk("1m")
    (folder / "b.duckdb").write_bytes(b"earlier")
    assert refused(restoring.restore, copy, folder / "b.duckdb", replace=True, at=at) == "copy_disk_full"
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {"b.duckdb": b"earlier"}


def test_a_copy_from_before_a_step_can_be_restored(tmp_path, at):
    folder = tmp_path / "steps"
    shutil.copytree(schema.MIGRATIONS, folder)
    path = tmp_path / "b.duckdb"
    database = open_database(path, at=at)
    add(database, 1, at)
    database.close()
    (folder / "0900_emptied.sql").write_text("delete from activity", "utf-8")
    open_database(path, at=at, folder=folder).close()
    restoring.restore(tmp_path / "b.duckdb.before-0900", path, replace=True, at=at)
    assert rows(path, "select count(*) from activity") == [(1,)]
