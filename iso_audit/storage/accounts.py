"""Rows of account and sign_in_session, and the domain's Account, Credential and SignInSession."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from iso_audit.domain.account import Account, Credential, SignInSession
from iso_audit.storage.engine.cursor import Cursor, to_utc
from iso_audit.storage.tables import ACCOUNT, SIGN_IN_SESSION

_COLUMNS = ACCOUNT.selected(Account, "one.")
_AUDITS = (
    "(select string_agg(part.audit_id, ' ') from team_member m join (select audit_id, member_id from audit_member "
    "union all select id, leader_id from audit) part on part.member_id = m.id where m.account_id = one.id)"
)
"""The audits an account takes part in, as one text: one row an account, however many audits there are."""


def add(cursor: Cursor, account: Account, *, password_hash: str | None, at: datetime) -> None:
    """Add `account`."""
    ACCOUNT.add(cursor, account, password_hash=password_hash, created_at=to_utc(at))


def save(cursor: Cursor, account: Account) -> None:
    """Write name, role, language and whether `account` is active."""
    row = ACCOUNT.row_of(account)
    ACCOUNT.update(cursor, [row.pop("id")], {name: row[name] for name in ("name", "role", "language", "active")})


def set_password_hash(cursor: Cursor, account_id: str, password_hash: str) -> None:
    """Write the hash that a password is checked against."""
    ACCOUNT.update(cursor, [account_id], {"password_hash": password_hash})


def by_id(cursor: Cursor, account_id: str) -> Account | None:
    """Return the account with `account_id`, with the audits it takes part in."""
    rows = _read(cursor, "one.id = ?", [account_id])
    return rows[0] if rows else None


def by_username(cursor: Cursor, username: str) -> tuple[Account, Credential] | None:
    """Return the account signing in as `username` and what its password is checked against."""
    rows = _read(cursor, "one.username = ?", [username])
    if not rows:
        return None
    return rows[0], Credential(rows[0].id, ACCOUNT.value(cursor, [rows[0].id], "password_hash"))


def all_accounts(cursor: Cursor) -> tuple[Account, ...]:
    """Return every account by username."""
    return _read(cursor, "true", [])


def leaders_who_can_sign_in(cursor: Cursor) -> frozenset[str]:
    """Return the ids of the active leaders' accounts that have a password, or signed in some other way before."""
    rows = cursor.execute(
        "select id from account where active and role = 'leader' and (password_hash is not null "
        "or exists (select 1 from sign_in_session where sign_in_session.account_id = account.id))"
    ).fetchall()
    return frozenset(row[0] for row in rows)


def can_sign_in(cursor: Cursor) -> bool:
    """Tell whether anybody could sign in as leader, with a password or in another way."""
    return bool(leaders_who_can_sign_in(cursor))


def sign_in_of(cursor: Cursor, token_hash: str) -> tuple[SignInSession, Account | None] | None:
    """Return the sign-in behind `token_hash` unless it was ended, with its account: one statement for every request."""
    rows = cursor.execute(
        f"select {SIGN_IN_SESSION.selected(SignInSession, 's.')}, {_COLUMNS}, {_AUDITS} "
        "from sign_in_session s left join account one on one.id = s.account_id "
        "where s.token_hash = ? and s.ended_at is null",
        [token_hash],
    ).fetchall()
    if not rows:
        return None
    (row,) = rows
    session = SIGN_IN_SESSION.made(SignInSession, row[:4])
    return session, None if row[4] is None else _account(row[4:])


def names(cursor: Cursor, account_ids: Collection[str]) -> dict[str, str]:
    """Return the names of accounts."""
    if not account_ids:
        return {}
    marks = ", ".join("?" for _ in account_ids)
    return dict(cursor.execute(f"select id, name from account where id in ({marks})", sorted(account_ids)).fetchall())


def _read(cursor: Cursor, where: str, values: list[object]) -> tuple[Account, ...]:
    sql = f"select {_COLUMNS}, {_AUDITS} from account one where {where} order by one.username"
    return tuple(_account(row) for row in cursor.execute(sql, values).fetchall())


def _account(row: Sequence[Any]) -> Account:
    *values, audit_ids = row
    return ACCOUNT.made(Account, values, audit_ids=frozenset((audit_ids or "").split()))


def add_session(cursor: Cursor, session: SignInSession, *, device: str) -> None:
    """Add a live sign-in."""
    SIGN_IN_SESSION.add(cursor, session, device=device[:200])


def live_session(cursor: Cursor, token_hash: str) -> SignInSession | None:
    """Return the sign-in behind `token_hash` unless it was ended."""
    sessions = SIGN_IN_SESSION.read(cursor, SignInSession, "where token_hash = ? and ended_at is null", [token_hash])
    return sessions[0] if sessions else None


def was_signed_in(cursor: Cursor, token_hash: str, username: str) -> bool:
    """Tell whether the sign-in behind `token_hash`, living or ended, is one of the account called `username`."""
    rows = cursor.execute(
        "select 1 from sign_in_session s join account a on a.id = s.account_id "
        "where s.token_hash = ? and a.username = ?",
        [token_hash, username],
    ).fetchall()
    return bool(rows)


def ended_reason(cursor: Cursor, token_hash: str) -> str | None:
    """Return why the sign-in behind `token_hash` ended, None where it lives or never was."""
    rows = cursor.execute(
        "select ended_reason from sign_in_session where token_hash = ? and ended_at is not null", [token_hash]
    ).fetchall()
    return rows[0][0] if rows else None


def touch_session(cursor: Cursor, token_hash: str, *, at: datetime) -> None:
    """Write that a person was active."""
    cursor.execute(
        "update sign_in_session set last_seen_at = ? where token_hash = ? and ended_at is null",
        [to_utc(at), token_hash],
    )


def end_session(cursor: Cursor, token_hash: str, *, reason: str, at: datetime) -> None:
    """End one sign-in."""
    cursor.execute(
        "update sign_in_session set ended_at = ?, ended_reason = ? where token_hash = ? and ended_at is null",
        [to_utc(at), reason, token_hash],
    )


def end_sessions_of(cursor: Cursor, account_id: str, *, reason: str, at: datetime) -> None:
    """End every sign-in of an account."""
    cursor.execute(
        "update sign_in_session set ended_at = ?, ended_reason = ? where account_id = ? and ended_at is null",
        [to_utc(at), reason, account_id],
    )
