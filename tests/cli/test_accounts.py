"""add-account and set-password: passwords from standard input or typed, and who may then sign in."""

from collections.abc import Callable
from pathlib import Path

from iso_audit.domain.errors import NotSignedIn
from iso_audit.storage.opening import open_database
from iso_audit.workflow.accounts import signing_in
from tests.cli.conftest import Run, process
from tests.databases import AT

Typed = Callable[[bytes], None]
MAKE = ["add-account", "--username", "lan", "--name", "Nguyễn Thị Lan", "--role", "leader", "--password-stdin"]


def signs_in(path: Path, password: str) -> bool:
    database = open_database(path, at=AT)
    try:
        return bool(signing_in.sign_in(database, "lan", password, device="", address="", at=AT))
    except NotSignedIn:
        return False
    finally:
        database.close()


def test_an_account_made_signs_in_with_its_password(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    done = process(*MAKE, "--database", path, given="mật khẩu thử 1\r\nmore".encode())
    assert done.returncode == 0, done.stderr.decode()
    assert "lan" in done.stdout.decode("utf-8")
    assert signs_in(path, "mật khẩu thử 1")


def test_a_new_password_replaces_the_old_one(run: Run, typed: Typed, tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    typed(b"the first password\n")
    run(*MAKE, "--database", path)
    typed(b"the second password\n")
    assert run("set-password", "--username", "Lan", "--password-stdin", "--database", path).code == 0
    assert not signs_in(path, "the first password")
    assert signs_in(path, "the second password")


def test_a_refused_account_is_one_sentence(run: Run, typed: Typed, tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    typed(b"short\n")
    short = run(*MAKE, "--database", path)
    assert (short.code, short.out) == (1, "")
    assert short.err.count("\n") == 1
    for code in (0, 1):
        typed(b"the first password\n")
        again = run(*MAKE, "--database", path)
        assert again.code == code
    assert "lan" in again.err


def test_a_password_for_nobody_is_refused(run: Run, typed: Typed, tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    typed(b"the first password\n")
    run(*MAKE, "--database", path)
    typed(b"x" * 20)
    assert run("set-password", "--username", "nam", "--password-stdin", "--database", path).code == 1
