"""Rows of account and sign_in_session, and the domain's Account, Credential and SignInSession."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from iso_audit.domain.account import Account, Credential, Role, SignInSession
from iso_audit.storage.database import Cursor, from_utc, to_utc

_COLUMNS = "id, username, name, role, language, active"


def add(cursor: Cursor, account: Account, *, password_hash: str | None, at: datetime) -> None:
    """Add `account`."""
    cursor.execute(
        "insert into account (id, username, name, password_hash, role, language, active, created_at) "
        "values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            account.id,
            account.username,
            account.name,
            password_hash,
            account.role.value,
            account.language,
            account.active,
            to_utc(at),
        ],
    )


def save(cursor: Cursor, account: Account) -> None:
    """Write name, role, language and whether `account` is active."""
    cursor.execute(
        "update account set name = ?, role = ?, language = ?, active = ? where id = ?",
        [account.name, account.role.value, account.language, account.active, account.id],
    )


def set_password_hash(cursor: Cursor, account_id: str, password_hash: str) -> None:
    """Write the hash that a password is checked against."""
    cursor.execute("update account set password_hash = ? where id = ?", [password_hash, account_id])


def by_id(cursor: Cursor, account_id: str) -> Account | None:
    """Return the account with `account_id`, with the audits it takes part in."""
    rows = _read(cursor, "id = ?", [account_id])
    return rows[0] if rows else None


def by_username(cursor: Cursor, username: str) -> tuple[Account, Credential] | None:
    """Return the account signing in as `username` and what its password is checked against."""
    rows = _read(cursor, "username = ?", [username])
    if not rows:
        return None
    stored = cursor.execute("select password_hash from account where id = ?", [rows[0].id]).fetchall()
    return rows[0], Credential(rows[0].id, stored[0][0])


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
    session = "token_hash = ? and ended_at is null"
    account = _WITH_AUDITS.format(where=f"id in (select account_id from sign_in_session where {session})")
    rows = cursor.execute(
        "select s.token_hash, s.account_id, s.created_at, s.last_seen_at, one.* from sign_in_session s "
        f"left join ({account}) one on one.id = s.account_id where s.{session}",
        [token_hash, token_hash],
    ).fetchall()
    if not rows:
        return None
    found = SignInSession(rows[0][0], rows[0][1], from_utc(rows[0][2]), from_utc(rows[0][3]))
    return found, next(iter(_accounts(row[4:] for row in rows if row[4] is not None)), None)


def names(cursor: Cursor, account_ids: Collection[str]) -> dict[str, str]:
    """Return the names of accounts."""
    if not account_ids:
        return {}
    marks = ", ".join("?" for _ in account_ids)
    return dict(cursor.execute(f"select id, name from account where id in ({marks})", sorted(account_ids)).fetchall())


_WITH_AUDITS = (
    f"with chosen as (select {_COLUMNS} from account where {{where}}), "
    "mine as (select id, account_id from team_member where account_id in (select id from chosen)) "
    "select chosen.*, part.audit_id from chosen left join ("
    "select mine.account_id, a.audit_id from mine join audit_member a on a.member_id = mine.id "
    "union all select mine.account_id, a.id from mine join audit a on a.leader_id = mine.id"
    ") part on part.account_id = chosen.id"
)


def _read(cursor: Cursor, where: str, values: list[object]) -> tuple[Account, ...]:
    return _accounts(cursor.execute(f"{_WITH_AUDITS.format(where=where)} order by chosen.username", values).fetchall())


def _accounts(rows: Iterable[tuple[Any, ...]]) -> tuple[Account, ...]:
    """Return the accounts of rows of `_WITH_AUDITS`: one row for each audit of an account."""
    found: dict[str, tuple[Any, ...]] = {}
    audits: dict[str, set[str]] = {}
    for *columns, audit_id in rows:
        found[columns[0]] = tuple(columns)
        audits.setdefault(columns[0], set()).update([audit_id] if audit_id else [])
    return tuple(
        Account(
            id=r[0],
            username=r[1],
            name=r[2],
            role=Role(r[3]),
            language="en" if r[4] == "en" else "vi",
            active=r[5],
            audit_ids=frozenset(audits[r[0]]),
        )
        for r in found.values()
    )


def add_session(cursor: Cursor, session: SignInSession, *, device: str) -> None:
    """Add a live sign-in."""
    cursor.execute(
        "insert into sign_in_session (token_hash, account_id, created_at, last_seen_at, device) values (?, ?, ?, ?, ?)",
        [
            session.token_hash,
            session.account_id,
            to_utc(session.created_at),
            to_utc(session.last_seen_at),
            device[:200],
        ],
    )


def live_session(cursor: Cursor, token_hash: str) -> SignInSession | None:
    """Return the sign-in behind `token_hash` unless it was ended."""
    rows = cursor.execute(
        "select token_hash, account_id, created_at, last_seen_at from sign_in_session "
        "where token_hash = ? and ended_at is null",
        [token_hash],
    ).fetchall()
    return SignInSession(rows[0][0], rows[0][1], from_utc(rows[0][2]), from_utc(rows[0][3])) if rows else None


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
