"""Accounts: signing in and out, making, disabling and changing them; each act with its activity row.

Leader and deputy administer accounts; a leader's account is made, changed, disabled and given a new password
by a leader only, since whoever can do that could become one. `by=None` is the person at the server's console.
"""

import hashlib
import logging
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from argon2 import PasswordHasher

from iso_audit.domain.account import (
    Account,
    Role,
    SignInSession,
    checked_name,
    checked_password,
    checked_username,
    must,
    username_as_stored,
)
from iso_audit.domain.errors import Conflict, NotFound, NotSignedIn, RuleBroken
from iso_audit.domain.text import LANGUAGES, Language, tidy
from iso_audit.storage import accounts, activity
from iso_audit.storage.database import Cursor, Database
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.passwords import HASHER, common_passwords, hashed, matches

LONGEST_SESSION = timedelta(days=30)
TOUCHED_EVERY = timedelta(minutes=1)
LONGEST_REASON = 500

_journal = logging.getLogger("iso_audit.accounts")


def sign_in(
    database: Database,
    username: str,
    password: str,
    *,
    device: str,
    address: str,
    at: datetime,
    hasher: PasswordHasher = HASHER,
) -> str:
    """Return the token of a new sign-in, of which only the hash is kept; NotSignedIn `sign_in_failed` says no more."""
    with database.read() as cursor:
        account, credential = accounts.by_username(cursor, username_as_stored(username)) or (None, None)
    right = matches(credential.password_hash if credential else None, password, hasher)
    if account is None or credential is None or not right:
        _journal.warning("Sign-in refused, account %s", account.id if account else "unknown")
        raise NotSignedIn("sign_in_failed")
    token = secrets.token_urlsafe(32)
    with database.write() as cursor:
        now = accounts.by_username(cursor, account.username)
        if now is None or not now[0].active or now[1] != credential:
            _journal.warning("Sign-in refused, account %s disabled or changed", account.id)
            raise NotSignedIn("sign_in_failed")
        accounts.add_session(cursor, SignInSession(token_hash(token), account.id, at, at), device=tidy(device))
        told = {"address": address[:64], "device": tidy(device)[:200]}
        _log(cursor, "signed_in", account.id, dict(told), by=account, at=at)
    return token


def account_of(database: Database, token: str, *, at: datetime, idle: timedelta, person: bool = False) -> Account:
    """Return whose live sign-in `token` is; NotSignedIn tells the reason: none, signed_out, expired, disabled ...

    `person` says that somebody is at work, which puts off the end after `idle`; it is written once a minute.
    """
    key = token_hash(token)
    with database.read() as cursor:
        signed_in = accounts.sign_in_of(cursor, key)
        if signed_in is None:
            raise NotSignedIn("not_signed_in", reason=accounts.ended_reason(cursor, key) or "none")
    session, account = signed_in
    if account is None or not account.active:
        raise NotSignedIn("not_signed_in", reason="disabled")
    if at - session.last_seen_at > idle or abs(at - session.created_at) > LONGEST_SESSION:
        raise NotSignedIn("not_signed_in", reason="expired")
    # A moment before the sign-in comes from a clock that is behind: written down, it would end the session later.
    if person and at >= session.created_at and abs(at - session.last_seen_at) >= TOUCHED_EVERY:
        with database.write() as cursor:
            accounts.touch_session(cursor, key, at=at)
    return account


def has_signed_in(database: Database, token: str, username: str) -> bool:
    """Tell whether `token` is, or once was, a sign-in of the account called `username`."""
    with database.read() as cursor:
        return accounts.was_signed_in(cursor, token_hash(token), username)


def sign_out(database: Database, token: str, *, at: datetime) -> None:
    """End the sign-in behind `token`; one that has ended already, or never was, is left as it is."""
    key = token_hash(token)
    with database.write() as cursor:
        session = accounts.live_session(cursor, key)
        if session is None:
            return
        accounts.end_session(cursor, key, reason="signed_out", at=at)
        by = accounts.by_id(cursor, session.account_id)
        _log(cursor, "signed_out", session.account_id, {}, by=by, at=at)


def set_up(
    database: Database, *, username: str, name: str, password: str, at: datetime, hasher: PasswordHasher = HASHER
) -> Account:
    """Make the first leader's account; Conflict `setup_done` once a leader can sign in."""
    account = Account(new_id(at), checked_username(username), checked_name(name), Role.LEADER)
    secret = hashed(_checked(password, account.username), hasher)
    with database.write() as cursor:
        if accounts.can_sign_in(cursor):
            raise Conflict("setup_done")
        _add(cursor, account, secret, by=None, at=at)
    return account


def needs_setup(database: Database) -> bool:
    """Tell whether nobody could sign in as leader."""
    with database.read() as cursor:
        return not accounts.can_sign_in(cursor)


def make_account(
    database: Database,
    *,
    username: str,
    name: str,
    role: Role,
    password: str,
    by: Account | None,
    at: datetime,
    hasher: PasswordHasher = HASHER,
) -> Account:
    """Make an account that can sign in; Conflict `username_taken` where the username is in use."""
    _may(by, role)
    account = Account(new_id(at), checked_username(username), checked_name(name), role)
    secret = hashed(_checked(password, account.username), hasher)
    with database.write() as cursor:
        _add(cursor, account, secret, by=by, at=at)
    return account


def disable_account(database: Database, account_id: str, *, reason: str, by: Account | None, at: datetime) -> Account:
    """Disable an account and end its sign-ins; Conflict `last_leader` when nobody could lead afterwards."""
    why = tidy(reason)
    if not why:
        raise RuleBroken("field_empty", field="reason")
    if len(why) > LONGEST_REASON:
        raise RuleBroken("field_too_long", field="reason", longest=LONGEST_REASON)
    with database.write() as cursor:
        account = _administered(cursor, account_id, by)
        _keep_a_leader(cursor, account)
        changed = replace(account, active=False)
        accounts.save(cursor, changed)
        accounts.end_sessions_of(cursor, account_id, reason="disabled", at=at)
        _log(cursor, "account_disabled", account_id, {"reason": why}, by=by, at=at)
    return changed


def enable_account(database: Database, account_id: str, *, by: Account | None, at: datetime) -> Account:
    """Let a disabled account sign in again."""
    with database.write() as cursor:
        changed = replace(_administered(cursor, account_id, by), active=True)
        accounts.save(cursor, changed)
        _log(cursor, "account_enabled", account_id, {}, by=by, at=at)
    return changed


def change_role(
    database: Database, account_id: str, role: Role, *, seen: Role, by: Account | None, at: datetime
) -> Account:
    """Give an account another role; Conflict `changed_meanwhile` when it no longer has the role that was `seen`."""
    _may(by, role)
    with database.write() as cursor:
        account = _administered(cursor, account_id, by)
        if account.role is not seen:
            raise Conflict("changed_meanwhile")
        if role is not Role.LEADER:
            _keep_a_leader(cursor, account)
        changed = replace(account, role=role)
        accounts.save(cursor, changed)
        _log(cursor, "role_changed", account_id, {"before": seen.value, "after": role.value}, by=by, at=at)
    return changed


def reset_password(
    database: Database,
    account_id: str,
    password: str,
    *,
    by: Account | None,
    at: datetime,
    hasher: PasswordHasher = HASHER,
) -> None:
    """Give an account a new password and end its sign-ins."""
    with database.read() as cursor:
        account = _administered(cursor, account_id, by)
    secret = hashed(_checked(password, account.username), hasher)
    with database.write() as cursor:
        _administered(cursor, account_id, by)
        _set_secret(cursor, account_id, secret, "password_reset", by=by, at=at)


def change_password(
    database: Database, current: str, new: str, *, by: Account, at: datetime, hasher: PasswordHasher = HASHER
) -> None:
    """Let a person change their own password, knowing the current one; every sign-in of theirs ends."""
    with database.read() as cursor:
        found = accounts.by_username(cursor, by.username)
    if found is None or not matches(found[1].password_hash, current, hasher):
        raise RuleBroken("password_wrong")
    secret = hashed(_checked(new, by.username), hasher)
    with database.write() as cursor:
        _set_secret(cursor, by.id, secret, "password_changed", by=by, at=at)


def set_password(
    database: Database, username: str, password: str, *, at: datetime, hasher: PasswordHasher = HASHER
) -> None:
    """Give the account called `username` a new password, from the server's console."""
    with database.read() as cursor:
        found = accounts.by_username(cursor, username_as_stored(username))
    if found is None:
        raise NotFound("account_not_found")
    reset_password(database, found[0].id, password, by=None, at=at, hasher=hasher)


def set_language(database: Database, language: str, *, by: Account, at: datetime) -> Account:
    """Choose the language in which the account reads the app."""
    chosen: Language | None = next((known for known in LANGUAGES if known == language), None)
    if chosen is None:
        raise RuleBroken("language_unknown", language=language[:20])
    with database.write() as cursor:
        changed = replace(_found(cursor, by.id), language=chosen)
        accounts.save(cursor, changed)
        _log(cursor, "language_set", by.id, {"language": chosen}, by=by, at=at)
    return changed


def all_accounts(database: Database, *, reader: Account) -> tuple[Account, ...]:
    """Return every account by username, for those who administer them."""
    must(reader.leads, "administer_accounts")
    with database.read() as cursor:
        return accounts.all_accounts(cursor)


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _may(by: Account | None, role: Role) -> None:
    must(by is None or by.may_administer(role), "administer_accounts")


def _checked(password: str, username: str) -> str:
    return checked_password(password, username=username, common=common_passwords())


def _found(cursor: Cursor, account_id: str) -> Account:
    account = accounts.by_id(cursor, account_id)
    if account is None:
        raise NotFound("account_not_found")
    return account


def _administered(cursor: Cursor, account_id: str, by: Account | None) -> Account:
    must(by is None or by.leads, "administer_accounts")
    account = _found(cursor, account_id)
    _may(by, account.role)
    return account


def _add(cursor: Cursor, account: Account, secret: str, *, by: Account | None, at: datetime) -> None:
    if accounts.by_username(cursor, account.username) is not None:
        raise Conflict("username_taken", username=account.username)
    accounts.add(cursor, account, password_hash=secret, at=at)
    _log(cursor, "account_made", account.id, {"role": account.role.value}, by=by, at=at)


def _keep_a_leader(cursor: Cursor, account: Account) -> None:
    if accounts.leaders_who_can_sign_in(cursor) == {account.id}:
        raise Conflict("last_leader")


def _set_secret(cursor: Cursor, account_id: str, secret: str, action: str, *, by: Account | None, at: datetime) -> None:
    accounts.set_password_hash(cursor, account_id, secret)
    accounts.end_sessions_of(cursor, account_id, reason="password_changed", at=at)
    _log(cursor, action, account_id, {}, by=by, at=at)


def _log(
    cursor: Cursor, action: str, account_id: str, detail: dict[str, object], *, by: Account | None, at: datetime
) -> None:
    actor = by.id if by is not None else None
    activity.add(cursor, activity.Activity(new_id(at), at, actor, action, f"account:{account_id}", detail))
