"""add-account and set-password: passwords from standard input or typed, and who may then sign in."""

from pathlib import Path

from iso_audit.storage.database import open_database
from iso_audit.workflow import accounts
from tests.cli.conftest import process
from tests.conftest import AT

MAKE = ["add-account", "--username", "lan", "--name", "Nguyễn Thị Lan", "--role", "leader", "--password-stdin"]


def signs_in(path: Path, password: str) -> bool:
    database = open_database(path, at=AT)
    try:
        return bool(accounts.sign_in(database, "lan", password, device="", address="", at=AT))
    except accounts.NotSignedIn:
        return False
    finally:
        database.close()


def test_an_account_made_signs_in_with_its_password(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    done = process(*MAKE, "--database", path, given="mật khẩu thử 1\r\nmore".encode())
    assert done.returncode == 0, done.stderr.decode()
    assert "lan" in done.stdout.decode("utf-8")
    assert signs_in(path, "mật khẩu thử 1")


def test_a_new_password_replaces_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    process(*MAKE, "--database", path, given=b"the first password\n")
    arguments = ["set-password", "--username", "Lan", "--password-stdin", "--database", path]
    assert process(*arguments, given=b"the second password\n").returncode == 0
    assert not signs_in(path, "the first password")
    assert signs_in(path, "the second password")


def test_a_refused_account_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    short = process(*MAKE, "--database", path, given=b"short\n")
    assert (short.returncode, short.stdout) == (1, b"")
    assert short.stderr.decode("utf-8").count("\n") == 1
    process(*MAKE, "--database", path, given=b"the first password\n")
    again = process(*MAKE, "--database", path, given=b"the first password\n")
    assert again.returncode == 1
    assert "lan" in again.stderr.decode("utf-8")


def test_a_password_for_nobody_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    process(*MAKE, "--database", path, given=b"the first password\n")
    done = process("set-password", "--username", "nam", "--password-stdin", "--database", path, given=b"x" * 20)
    assert done.returncode == 1
