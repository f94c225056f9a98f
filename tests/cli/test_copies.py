"""backup, restore and check-database, and what they say while the app runs."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from iso_audit.i18n import translate
from iso_audit.storage.file import copies, marker
from iso_audit.storage.opening import open_database
from tests.cli.conftest import ROOT, Run, process
from tests.databases import AT, Filled
from tests.storage.conftest import WRITER, Start, small_disk, start  # noqa: F401


@pytest.fixture(scope="module")
def copy_made_once(year_2017: Filled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    with year_2017.opened(folder / "a.duckdb") as database, database.outside() as cursor:
        copies.make(cursor, folder / "first.copy", at=AT)
    return folder / "first.copy"


@pytest.fixture
def copy(copy_made_once: Path, year_2017: Filled, tmp_path: Path) -> Path:
    """The sample year in `a.duckdb`, and a copy of it."""
    year_2017.as_file(tmp_path / "a.duckdb")
    return Path(shutil.copyfile(copy_made_once, tmp_path / "first.copy"))


def test_a_database_goes_through_backup_and_restore(run: Run, sample_file: Path, tmp_path: Path) -> None:
    summary = run("summary", "--database", sample_file).out
    assert "10 cơ quan" in summary
    done = run("backup", tmp_path / "first.copy", "--database", sample_file)
    assert (done.code, done.err) == (0, "")
    assert run("restore", tmp_path / "first.copy", "--database", tmp_path / "a.duckdb").code == 0
    assert run("backup", tmp_path / "second.copy", "--database", tmp_path / "a.duckdb").code == 0
    assert run("restore", tmp_path / "second.copy", "--database", tmp_path / "b.duckdb").code == 0
    assert run("summary", "--database", tmp_path / "b.duckdb").out == summary
    assert run("check-database", "--database", tmp_path / "b.duckdb").code == 0


def test_a_copy_is_checked_without_touching_anything(run: Run, copy: Path, tmp_path: Path) -> None:
    before = sorted(file.name for file in tmp_path.iterdir())
    done = run("restore", "--check", copy, "--database", tmp_path / "none.duckdb")
    assert done.code == 0
    assert "  audit: 10" in done.out.splitlines()
    assert sorted(file.name for file in tmp_path.iterdir()) == before


def test_restoring_over_a_database_needs_replace(run: Run, copy: Path, tmp_path: Path) -> None:
    refused = run("restore", copy, "--database", tmp_path / "a.duckdb")
    assert refused.code == 1
    assert "--replace" in refused.err
    done = run("restore", copy, "--replace", "--database", tmp_path / "a.duckdb")
    assert done.code == 0
    assert "a.duckdb.replaced-20170711T010000Z" in done.out


def test_a_copy_is_not_overwritten_unless_asked(run: Run, copy: Path, tmp_path: Path) -> None:
    arguments = ["backup", copy, "--database", tmp_path / "a.duckdb"]
    assert run(*arguments).code == 1
    assert run(*arguments, "--replace").code == 0


@pytest.mark.parametrize("target", ["a.duckdb", "a.duckdb.wal", "./a.duckdb"])
def test_the_database_is_not_its_own_copy(run: Run, copy: Path, tmp_path: Path, target: str) -> None:
    before = (tmp_path / "a.duckdb").read_bytes()
    done = run("backup", f"{tmp_path}/{target}", "--replace", "--database", tmp_path / "a.duckdb")
    assert done.code == 1
    assert (tmp_path / "a.duckdb").read_bytes() == before


def test_a_damaged_copy_is_one_sentence(run: Run, copy: Path, tmp_path: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-1000])
    for arguments in (["--check"], ["--replace", "--database", tmp_path / "a.duckdb"]):
        done = run("restore", copy, *arguments)
        assert (done.code, done.out) == (1, "")
        assert done.err.count("\n") == 1


@pytest.mark.one_zone("who holds a file is told by the number of a process")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["backup", "copy"], "backup_while_running"),
        (["restore", "{copy}", "--replace"], "restore_while_running"),
        (["summary"], "database_in_use"),
        (["check-database"], "database_in_use"),
    ],
)
def test_while_the_app_runs_it_is_said_who_holds_the_file(
    copy: Path,
    tmp_path: Path,
    start: Start,  # noqa: F811
    arguments: list[str],
    code: str,
) -> None:
    path = tmp_path / "a.duckdb"
    holder = start(WRITER, path, 0)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"
    given = [one.format(copy=copy) for one in arguments]
    done = process(*given, "--database", path, "--language", "en")
    assert done.returncode == 1
    sentence = translate("en", f"errors.{code}", path=path, process=holder.pid)
    assert done.stderr.decode("utf-8").strip() == sentence
    assert done.stderr.count(b"\n") == 1


def test_every_fault_of_a_database_is_listed(run: Run, copy: Path, tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.duckdb", at=AT)
    with database.write() as cursor:
        cursor.execute("update audit set agency_id = 'nobody' where code = '2017-01'")
        cursor.execute("update minutes set pdf = 'other'::blob where number like '01/%'")
    database.close()
    done = run("check-database", "--database", tmp_path / "a.duckdb")
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 3
    assert done.err.endswith("Có 2 lỗi.\n")


def test_what_a_damaged_log_lost_is_a_fault_before_and_after_a_start(run: Run, copy: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    open_database(path, at=AT).close()
    mark = marker.read(path)
    assert mark is not None
    marker.write(path, replace(mark, position=mark.position + 5, event="gone"))
    before = run("check-database", "--database", path, "--language", "en")
    open_database(path, at=AT).close()
    after = run("check-database", "--database", path, "--language", "en")
    for done in (before, after):
        assert (done.code, len(done.err.splitlines())) == (1, 2)
        assert "are gone: at least 5." in done.err


@pytest.fixture
def read_only(copy: Path, tmp_path: Path, small_disk: Callable[[str], Path]) -> Path:  # noqa: F811
    """A disk that can only be read, with the sample year and a copy of it."""
    disk = small_disk("60m")
    shutil.copy(tmp_path / "a.duckdb", disk)
    shutil.copy(copy, disk)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    return disk


def test_a_database_on_a_read_only_disk_is_copied_and_restored(run: Run, read_only: Path, tmp_path: Path) -> None:
    done = run("backup", tmp_path / "copy", "--database", read_only / "a.duckdb")
    assert (done.code, done.err) == (0, "")
    assert run("restore", tmp_path / "copy", "--database", tmp_path / "b.duckdb").code == 0
    there, here = (run("summary", "--database", path) for path in (read_only / "a.duckdb", tmp_path / "b.duckdb"))
    assert there == here


def test_a_copy_on_a_read_only_disk_is_checked_and_restored(run: Run, read_only: Path, tmp_path: Path) -> None:
    assert run("restore", "--check", read_only / "first.copy").code == 0
    assert run("restore", read_only / "first.copy", "--database", tmp_path / "b.duckdb").code == 0


def test_what_would_write_on_a_read_only_disk_is_told_so(run: Run, read_only: Path) -> None:
    done = run("export-audit", "2017-01", "out.isoaudit", "--database", read_only / "a.duckdb", "--language", "en")
    assert done.code == 1
    assert "is on a read-only disk" in done.err


AS_NOBODY = """
import os, sys
from iso_audit.cli import main

os.setgid(65534)
os.setuid(65534)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can start a command as somebody else")
@pytest.mark.parametrize("command", ["summary", "backup copy"])
def test_anothers_database_is_told_as_such(command: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "a.duckdb"
        open_database(path, at=AT).close()
        path.chmod(0o600)
        given = [sys.executable, "-c", AS_NOBODY, *command.split(), "--database", str(path), "--language", "en"]
        done = subprocess.run(given, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "This user may not read or write the database file" in done.stderr


def test_values_that_are_not_what_the_journal_says_are_found_and_made_anew(
    run: Run, sample_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.duckdb"
    path.write_bytes(sample_file.read_bytes())
    database = open_database(path, at=AT)
    with database.write() as cursor:
        cursor.execute("update field_state set value = 'other' where position in (7, 8)")
    database.close()
    assert run("check-database", "--database", path).err.count("rebuild-heads") == 2
    assert "2" in run("rebuild-heads", "--database", path).out
    assert run("check-database", "--database", path).code == 0
    assert "0" in run("rebuild-heads", "--database", path).out
