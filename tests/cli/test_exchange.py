"""export-audit and import-audit: from one database to another, in both languages, as real processes too."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from iso_audit.i18n import translate
from tests.cli.conftest import Run, process
from tests.storage.conftest import WRITER, Start, start  # noqa: F401


@pytest.fixture
def source(sample_file: Path, tmp_path: Path) -> Path:
    """The sample year in a database that exporting may write its log line to."""
    return Path(shutil.copy(sample_file, tmp_path / "a.duckdb"))


def test_an_audit_goes_from_one_database_to_another(run: Run, source: Path, tmp_path: Path) -> None:
    file, target = tmp_path / "audit.isoaudit", tmp_path / "b.duckdb"
    out = process("export-audit", "2017-09", file, "--database", source, LC_ALL="C")
    assert out.returncode == 0, out.stderr.decode()
    assert "đã đối chiếu với cơ sở dữ liệu" in out.stdout.decode()
    taken = process("import-audit", file, "--database", target, LC_ALL="C")
    assert taken.returncode == 0, taken.stderr.decode()
    lines = taken.stdout.decode().splitlines()
    assert lines[0] == "Đã nhận cuộc kiểm tra 2017-09 (Cơ quan mẫu 09); trước đây chưa có ở máy này."
    assert "Dữ liệu mẫu" in taken.stderr.decode()
    whole = run("check-database", "--database", target)
    assert whole.code == 0, whole.err
    made = {path.name for path in tmp_path.iterdir() if path.suffix != ".acknowledged"}
    assert made == {"a.duckdb", "audit.isoaudit", "b.duckdb"}


@pytest.mark.parametrize(("language", "said"), [("vi", "không có gì thay đổi"), ("en", "nothing has changed")])
def test_a_second_time_it_says_that_nothing_changed(
    run: Run, source: Path, tmp_path: Path, language: str, said: str
) -> None:
    file, target = tmp_path / "audit.isoaudit", tmp_path / "b.duckdb"
    run("export-audit", "2017-01", file, "--database", source)
    assert run("import-audit", file, "--database", target).code == 0
    again = run("import-audit", file, "--database", target, "--language", language)
    assert again.code == 0
    assert said in again.out


def test_what_the_file_says_otherwise_about_the_plan_is_told(run: Run, source: Path, tmp_path: Path) -> None:
    file, target = tmp_path / "audit.isoaudit", tmp_path / "b.duckdb"
    run("export-audit", "2017-09", file, "--database", source)
    run("import-audit", file, "--database", target)
    with zipfile.ZipFile(file) as unpacked:
        agency = json.loads(unpacked.read("sections/agency.jsonl"))
    import duckdb

    with duckdb.connect(str(target)) as connection:
        connection.execute("update agency set address = '1 Lê Lợi'")
    done = run("import-audit", file, "--database", target, "--language", "en")
    assert f"- Agency: address: here “1 Lê Lợi”, in the file “{agency['address']}”" in done.out.splitlines()


def test_no_file_is_overwritten_unless_asked(run: Run, source: Path, tmp_path: Path) -> None:
    file = tmp_path / "audit.isoaudit"
    assert run("export-audit", "2017-01", file, "--database", source).code == 0
    refused = run("export-audit", "2017-01", file, "--database", source)
    assert (refused.code, refused.out) == (1, "")
    assert "--replace" in refused.err
    assert run("export-audit", "2017-01", file, "--database", source, "--replace").code == 0


def test_a_file_that_cannot_be_taken_makes_no_database(run: Run, tmp_path: Path) -> None:
    (tmp_path / "audit.isoaudit").write_bytes(b"hello")
    refused = run("import-audit", tmp_path / "audit.isoaudit", "--database", tmp_path / "b.duckdb")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert not (tmp_path / "b.duckdb").exists()


def test_an_unknown_code_and_a_missing_database_are_told(run: Run, source: Path, tmp_path: Path) -> None:
    assert "2017-99" in run("export-audit", "2017-99", tmp_path / "x", "--database", source).err
    missing = run("export-audit", "2017-01", tmp_path / "x", "--database", tmp_path / "none.duckdb")
    assert missing.code == 1
    assert {path.name for path in tmp_path.iterdir() if path.suffix != ".acknowledged"} == {"a.duckdb"}


def test_while_the_app_runs_the_page_is_named(run: Run, source: Path, tmp_path: Path, start: Start) -> None:  # noqa: F811
    file = tmp_path / "audit.isoaudit"
    run("export-audit", "2017-01", file, "--database", source)
    app = start(WRITER, source, 0)
    assert app.stdout is not None
    assert app.stdout.readline().strip() == "open"
    for arguments in (("export-audit", "2017-01", tmp_path / "x"), ("import-audit", file)):
        refused = run(*arguments, "--database", source)
        assert refused.code == 1
        assert refused.err.strip() == translate("vi", "errors.carry_while_running", path=source, process=app.pid)
