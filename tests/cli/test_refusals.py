"""What commands refuse in one sentence each, and leave as it was."""

import getpass
from pathlib import Path

import pytest

from iso_audit.i18n import translate
from iso_audit.storage.opening import open_database
from tests.cli.conftest import Run
from tests.databases import AT, Filled


def test_a_folder_is_no_file_and_a_file_no_folder(run: Run, year_2017: Filled, tmp_path: Path) -> None:
    sample_file = year_2017.as_file(tmp_path / "a.duckdb")
    file = tmp_path / "a.pdf"
    file.write_bytes(b"mine")
    told = run("minutes", "--audit", "2017-01", "--out", tmp_path, "--database", sample_file)
    assert (told.code, told.err.strip()) == (1, translate("vi", "errors.file_is_folder", path=tmp_path))
    told = run("minutes", "--all", "--out", file, "--database", sample_file)
    assert (told.code, told.err.strip()) == (1, translate("vi", "errors.folder_is_file", path=file))
    assert file.read_bytes() == b"mine"


def test_a_year_that_is_not_planned_is_said(run: Run, year_2017: Filled, tmp_path: Path) -> None:
    sample_file = year_2017.as_file(tmp_path / "a.duckdb")
    told = run("summary", "--year", 2016, "--database", sample_file)
    assert (told.code, told.err.strip()) == (1, translate("vi", "errors.year_not_planned", year=2016))


def test_a_password_typed_differently_the_second_time_makes_no_account(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["bốn con mèo nhỏ", "bốn con mèo to"])
    monkeypatch.setattr(getpass, "getpass", lambda _: next(typed))
    file = tmp_path / "a.duckdb"
    told = run("add-account", "--username", "lan", "--name", "Lan", "--role", "leader", "--database", file)
    assert (told.code, told.err.strip()) == (1, translate("vi", "errors.passwords_differ"))
    database = open_database(file, at=AT)
    with database.read() as cursor:
        assert cursor.execute("select count(*) from account").fetchall() == [(0,)]
    database.close()


@pytest.mark.parametrize(
    ("name", "value"), [("ISO_AUDIT_TIME_ZONE", "Mars/Olympus"), ("ISO_AUDIT_SESSION_HOURS", "never")]
)
def test_a_setting_that_cannot_be_is_named(run: Run, sample_file: Path, name: str, value: str) -> None:
    told = run("summary", "--database", sample_file, **{name: value})
    assert (told.code, told.err.strip()) == (1, translate("vi", "errors.setting_invalid", name=name, value=value))
