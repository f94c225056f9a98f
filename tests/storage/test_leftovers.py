"""What a kill leaves is gone after the next start: ours, nobody else's, and nothing that is in use."""

import os
from pathlib import Path

import pytest

from iso_audit.storage.file import restoring
from iso_audit.storage.file.leftovers import work_folder
from iso_audit.storage.opening import open_database
from tests.storage.conftest import refused
from tests.storage.test_copies import COPIER

pytestmark = pytest.mark.one_zone("files of temporary use have names without a day")


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def start_again(path: Path, at) -> None:
    open_database(path, at=at).close()


OUTSIDE = "with database.outside() as cursor:\n"
IN_THE_WORK_FOLDER = """
with database.workplace() as folder, database.outside() as cursor:
    sys.argv[2] = folder / "copy.duckdb"
"""
COPIER_OF_THE_PAGE = COPIER.replace(OUTSIDE, IN_THE_WORK_FOLDER)


@pytest.mark.parametrize("script", [COPIER, COPIER_OF_THE_PAGE], ids=["command", "page"])
def test_a_copy_in_the_making_is_gone_after_the_next_start(tmp_path, at, start, script):
    path, copies = tmp_path / "a.duckdb", tmp_path / "copies"
    copies.mkdir()
    process = start(script, path, copies / "copy.duckdb")
    assert process.stdout.readline() == "begun\n"
    while process.poll() is None and not list(tmp_path.rglob("copy.duckdb.part")):
        pass
    process.kill()
    process.wait()
    assert list(tmp_path.rglob("copy.duckdb.part"))
    (copies / "mine.duckdb.part").write_bytes(b"a user's")
    start_again(path, at)
    assert names(copies) == ["mine.duckdb.part"]
    assert [name for name in names(tmp_path) if "work" in name or "unfinished" in name] == []


HOLDER_OF_A_FOLDER = """
import sys
from datetime import UTC, datetime
from iso_audit.storage.opening import open_database

database = open_database(sys.argv[1], at=datetime(2017, 7, 11, tzinfo=UTC))
with database.workplace() as folder:
    (folder / "whole.zip").write_bytes(b"minutes")
    print("open", flush=True)
    sys.stdin.read()
"""


def test_what_a_running_process_uses_stays(tmp_path, at, start):
    path = tmp_path / "a.duckdb"
    process = start(HOLDER_OF_A_FOLDER, path)
    assert process.stdout.readline() == "open\n"
    assert refused(open_database, path, at=at) == "database_in_use"
    assert [file.name for file in work_folder(path).rglob("*.zip")] == ["whole.zip"]
    process.kill()
    process.wait()
    start_again(path, at)
    assert not work_folder(path).exists()


RESTORER = """
import sys
import duckdb

with duckdb.connect(sys.argv[1]) as connection:
    connection.execute("create table ballast as select range from range(1000)")
    print("filling", flush=True)
    sys.stdin.read()
"""


def test_a_restoring_that_runs_keeps_its_file_and_a_killed_one_loses_it(tmp_path, at, start):
    path = tmp_path / "a.duckdb"
    part = tmp_path / f"a.duckdb{restoring.RESTORING}"
    process = start(RESTORER, part)
    assert process.stdout.readline() == "filling\n"
    start_again(path, at)
    assert part.exists()
    process.kill()
    process.wait()
    start_again(path, at)
    assert not part.exists()


@pytest.mark.parametrize(
    "left",
    ["a.duckdb.before-0004.part", "a.duckdb.before-0004.part.wal", "a.duckdb.rewriting", "a.duckdb.rewriting.wal"],
)
def test_unfinished_files_of_a_start_are_gone_after_the_next(tmp_path, at, left):
    (tmp_path / left).write_bytes(b"half")
    (tmp_path / left.removesuffix(".wal")).write_bytes(b"half")
    start_again(tmp_path / "a.duckdb", at)
    assert [name for name in names(tmp_path) if "before" in name or "rewriting" in name] == []


def test_what_duckdb_put_on_the_disk_for_want_of_memory_goes_and_other_files_stay(tmp_path, at):
    spilled = tmp_path / "a.duckdb.tmp"
    spilled.mkdir()
    (spilled / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"rows")
    (spilled / "mine").write_bytes(b"a user's")
    start_again(tmp_path / "a.duckdb", at)
    assert names(spilled) == ["mine"]


@pytest.mark.parametrize("other", ["a.duckdb.before-0004", "a.duckdb.replaced-1", "b.duckdb.work", "a.duckdb.zip.part"])
def test_whole_copies_and_files_of_others_stay(tmp_path, at, other):
    (tmp_path / other).write_bytes(b"whole")
    start_again(tmp_path / "a.duckdb", at)
    assert (tmp_path / other).read_bytes() == b"whole"


def test_a_note_never_names_a_whole_file(tmp_path, at):
    (tmp_path / "letter.txt").write_bytes(b"whole")
    (tmp_path / "a.duckdb.unfinished-1").write_text(str(tmp_path / "letter.txt"), "utf-8")
    start_again(tmp_path / "a.duckdb", at)
    assert [name for name in names(tmp_path) if "acknowledged" not in name] == ["a.duckdb", "letter.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_files_of_an_earlier_version_are_left_to_their_owner_alone(tmp_path, at):
    path = tmp_path / "a.duckdb"
    start_again(path, at)
    family = [path, *(tmp_path / f"a.duckdb{ending}" for ending in (".before-0004", ".replaced-1", ".replaced-1.wal"))]
    for file in (*family, tmp_path / "other"):
        file.touch()
        file.chmod(0o644)
    start_again(path, at)
    assert [oct(file.stat().st_mode & 0o777) for file in (*family, tmp_path / "other")] == ["0o600"] * 4 + ["0o644"]
