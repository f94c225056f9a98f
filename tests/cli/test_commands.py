"""The command line: languages, UTF-8, exit codes, and one sentence where something is refused."""

import pytest

from iso_audit.cli import parsers
from tests.cli.conftest import Run, process

COMMANDS = [
    "check-checklists",
    "summary",
    "demo",
    "minutes",
    "add-account",
    "set-password",
    "backup",
    "restore",
    "check-database",
    "rebuild-heads",
    "export-audit",
    "import-audit",
    "verify",
    "sign",
]


def test_there_are_these_commands() -> None:
    assert list(parsers("vi").commands) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_the_database_after_its_name(name: str) -> None:
    assert "--database PATH" in parsers("en").commands[name].format_help()


@pytest.mark.parametrize(("language", "said"), [("vi", "cách dùng: "), ("en", "usage: ")])
def test_help_is_in_the_language_of_the_environment(run: Run, language: str, said: str) -> None:
    done = run("--help", ISO_AUDIT_LANGUAGE=language)
    assert done.code == 0
    assert done.out.startswith(said)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["no-such-command"],
        ["minutes"],
        ["minutes", "--audit", "2017-01", "--all", "--out", "x"],
        ["summary", "--year", "soon"],
        ["add-account", "--username", "an", "--name", "An", "--role", "king"],
        ["restore", "a", "--check", "--replace"],
        ["summary", "--data", "x"],
        ["--database", "x", "summary"],
    ],
)
def test_wrong_arguments_end_with_2(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert "--help" in done.err


@pytest.mark.parametrize("name", ["summary", "minutes --all --out out", "set-password --username an", "check-database"])
def test_what_needs_a_database_makes_none(run: Run, tmp_path, name: str) -> None:
    done = run(*name.split(), "--database", tmp_path / "none.duckdb")
    assert done.code == 1
    assert "none.duckdb" in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("locale", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "cp1252"}])
def test_what_is_written_is_utf8_whatever_the_locale(tmp_path, locale: dict[str, str]) -> None:
    done = process("summary", "--database", tmp_path / "chưa có.duckdb", **locale)
    assert done.returncode == 1
    assert done.stderr.decode("utf-8").startswith("Chưa có tệp dữ liệu")


def test_the_database_comes_from_the_environment(run: Run, tmp_path) -> None:
    done = run("summary", ISO_AUDIT_DATABASE=str(tmp_path / "mine.duckdb"), ISO_AUDIT_LANGUAGE="en")
    assert "mine.duckdb" in done.err


def test_a_setting_that_is_wrong_is_named(run: Run) -> None:
    done = run("summary", ISO_AUDIT_TIME_ZONE="Mars/North")
    assert done.code == 1
    assert "Mars/North" in done.err


def test_a_file_that_is_no_database_is_one_sentence(run: Run, tmp_path) -> None:
    (tmp_path / "text").write_text("text")
    done = run("summary", "--database", tmp_path / "text", "--language", "en")
    assert done.code == 1
    assert len(done.err.strip().splitlines()) == 1


def test_no_argument_shows_a_trace(run: Run, tmp_path) -> None:
    for path in ("", "\0", tmp_path, "/proc/none/x", "x" * 5000):
        done = run("demo", "--database", path)
        assert "Traceback" not in done.err
