"""Rows of accounts and sign-ins: written, read back, ended once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from iso_audit.domain.account import Account, Role, SignInSession
from iso_audit.storage import accounts

LAN = Account("a1", "lan", "Nguyễn Thị Lan", Role.SECRETARY)


@pytest.fixture
def kept(database, at):
    with database.write() as cursor:
        accounts.add(cursor, LAN, password_hash="hash", at=at)
        accounts.add_session(cursor, SignInSession("t1", "a1", at, at), device="x" * 500)
    return database


def test_an_account_is_read_as_it_was_written(kept):
    with kept.read() as cursor:
        assert accounts.by_id(cursor, "a1") == LAN
        assert accounts.by_username(cursor, "lan")[1].password_hash == "hash"


def test_a_changed_account_is_read_as_changed(kept):
    changed = replace(LAN, name="Lan", role=Role.VIEWER, language="en", active=False)
    with kept.write() as cursor:
        accounts.save(cursor, changed)
    with kept.read() as cursor:
        assert accounts.all_accounts(cursor) == (changed,)


def test_an_unknown_account_is_none(kept):
    with kept.read() as cursor:
        assert accounts.by_id(cursor, "a2") is None
        assert accounts.by_username(cursor, "' or 1=1 --") is None


def test_a_leader_and_the_members_of_an_audit_take_part_in_it(database, audit, leader):
    with database.read() as cursor:
        assert accounts.by_id(cursor, leader.id).audit_ids == {audit.id}


def test_a_session_is_read_as_it_was_written(kept, at):
    with kept.read() as cursor:
        assert accounts.live_session(cursor, "t1") == SignInSession("t1", "a1", at, at)


def test_the_first_end_of_a_session_counts(kept, at):
    with kept.write() as cursor:
        accounts.end_session(cursor, "t1", reason="expired", at=at)
        accounts.end_sessions_of(cursor, "a1", reason="disabled", at=at)
    with kept.read() as cursor:
        assert accounts.live_session(cursor, "t1") is None
        assert accounts.ended_reason(cursor, "t1") == "expired"


def test_an_ended_session_is_not_touched(kept, at):
    with kept.write() as cursor:
        accounts.end_session(cursor, "t1", reason="expired", at=at)
        accounts.touch_session(cursor, "t1", at=at + timedelta(hours=1))
    with kept.read() as cursor:
        assert cursor.execute("select last_seen_at from sign_in_session").fetchone()[0].hour == at.hour


@pytest.mark.parametrize(
    ("role", "active", "password_hash", "can"),
    [
        (Role.LEADER, True, "hash", True),
        (Role.LEADER, False, "hash", False),
        (Role.LEADER, True, None, False),
        (Role.DEPUTY, True, "hash", False),
    ],
)
def test_only_an_active_leader_with_a_password_can_sign_in_as_leader(database, at, role, active, password_hash, can):
    with database.write() as cursor:
        accounts.add(cursor, Account("a1", "lan", "Lan", role, active=active), password_hash=password_hash, at=at)
        assert accounts.can_sign_in(cursor) is can
