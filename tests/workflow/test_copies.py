"""Copying and restoring as people do them: who may, and what the activity log says afterwards."""

from pathlib import Path

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.errors import Conflict, Forbidden
from iso_audit.storage import activity
from iso_audit.storage.activity import Activity
from iso_audit.storage.engine.database import Database
from iso_audit.storage.opening import open_database
from iso_audit.storage.queries.operation import operation
from iso_audit.workflow.operation import copies
from tests.conftest import AT, make_account


def acts(database: Database) -> list[Activity]:
    with database.read() as cursor:
        return [act for act in activity.latest(cursor) if act.action.startswith("backup_")]


@pytest.mark.parametrize("role", [Role.LEADER, Role.DEPUTY])
def test_leaders_make_copies_and_the_log_says_so(database: Database, tmp_path: Path, role: Role) -> None:
    by = make_account(database, "an", role)
    made = copies.make_copy(database, tmp_path / "copy", by=by, at=AT)
    [act] = acts(database)
    assert (act.action, act.account_id, act.detail["rows"]) == ("backup_made", by.id, made.rows)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.MEMBER, Role.VIEWER])
def test_others_make_none(database: Database, tmp_path: Path, role: Role) -> None:
    by = make_account(database, "an", role)
    with pytest.raises(Forbidden):
        copies.make_copy(database, tmp_path / "copy", by=by, at=AT)
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_failed_is_not_in_the_log(database: Database, leader: Account, tmp_path: Path) -> None:
    with pytest.raises(Conflict):
        copies.make_copy(database, tmp_path / "none" / "copy", by=leader, at=AT)
    assert acts(database) == []


def test_the_database_is_not_its_own_copy(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.duckdb", at=AT)
    for name in ("a.duckdb", "a.duckdb.wal"):
        with pytest.raises(Conflict, match="copy_is_database"):
            copies.make_copy(database, tmp_path / name, by=None, at=AT, replace=True)
    database.close()


def test_the_page_is_told_of_the_last_copy(database: Database, leader: Account, tmp_path: Path) -> None:
    assert operation(database, reader=leader).copied_at is None
    made = copies.make_copy(database, tmp_path / "copy", by=leader, at=AT)
    told = operation(database, reader=leader)
    assert (told.copied_at, told.copied_by, told.copied_rows) == (AT, "Leader", made.rows)


def test_how_the_installation_stands_is_for_leaders(database: Database) -> None:
    with pytest.raises(Forbidden):
        operation(database, reader=make_account(database, "an", Role.SECRETARY))


def test_a_restored_database_remembers_that_it_was_restored(
    database: Database, leader: Account, tmp_path: Path
) -> None:
    made = copies.make_copy(database, tmp_path / "copy", by=leader, at=AT)
    restored, kept = copies.restore_copy(tmp_path / "copy", tmp_path / "b.duckdb", replace=False, at=AT)
    assert (restored, kept) == (made, ())
    opened = open_database(tmp_path / "b.duckdb", at=AT)
    [act] = acts(opened)
    assert (act.action, act.account_id, act.detail["made_at"]) == ("backup_restored", None, AT.isoformat())
    assert operation(opened, reader=leader).size > 0
    opened.close()


def test_checking_a_copy_says_what_it_holds(database: Database, tmp_path: Path) -> None:
    made = copies.make_copy(database, tmp_path / "copy", by=None, at=AT)
    assert copies.check_copy(tmp_path / "copy") == made


def test_an_empty_database_is_whole(database: Database) -> None:
    assert copies.check_database(database) == ()
