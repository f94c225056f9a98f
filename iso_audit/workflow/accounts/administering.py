"""Accounts: making, disabling and changing them; each act with its activity row.

Leader and deputy administer accounts; a leader's account is made, changed, disabled and given a new password
by a leader only, since whoever can do that could become one. `by=None` is the person at the server's console.
"""

from dataclasses import replace
from datetime import datetime

from argon2 import PasswordHasher

from iso_audit.domain.account import (
    Account,
    Role,
    checked_name,
    checked_username,
    must,
    username_as_stored,
)
from iso_audit.domain.errors import Conflict, NotFound, RuleBroken
from iso_audit.domain.text import LANGUAGES, Language, tidy
from iso_audit.storage import accounts
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.workflow.accounts import adding
from iso_audit.workflow.accounts.passwords import HASHER, hashed, matches

LONGEST_REASON = 500


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
    known_as, full_name = checked_username(username), checked_name(name)
    account = Account(adding.id_of(known_as, full_name), known_as, full_name, role)
    secret = hashed(adding.checked(password, account.username), hasher)
    with database.write() as cursor:
        return adding.add(cursor, account, secret, by=by, at=at)


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
        disabled_account = replace(account, active=False)
        accounts.save(cursor, disabled_account)
        accounts.end_sessions_of(cursor, account_id, reason="disabled", at=at)
        adding.write_activity(cursor, "account_disabled", account_id, {"reason": why}, by=by, at=at)
    return disabled_account


def enable_account(database: Database, account_id: str, *, by: Account | None, at: datetime) -> Account:
    """Let a disabled account sign in again."""
    with database.write() as cursor:
        account = replace(_administered(cursor, account_id, by), active=True)
        accounts.save(cursor, account)
        adding.write_activity(cursor, "account_enabled", account_id, {}, by=by, at=at)
    return account


def change_role(
    database: Database, account_id: str, role: Role, *, role_before: Role, by: Account | None, at: datetime
) -> Account:
    """Give an account another role; Conflict `changed_meanwhile` when it no longer has `role_before`."""
    _may(by, role)
    with database.write() as cursor:
        account = _administered(cursor, account_id, by)
        if account.role is not role_before:
            raise Conflict("changed_meanwhile")
        if role is not Role.LEADER:
            _keep_a_leader(cursor, account)
        updated_account = replace(account, role=role)
        accounts.save(cursor, updated_account)
        roles: dict[str, object] = {"before": role_before.value, "after": role.value}
        adding.write_activity(cursor, "role_changed", account_id, roles, by=by, at=at)
    return updated_account


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
    secret = hashed(adding.checked(password, account.username), hasher)
    with database.write() as cursor:
        _administered(cursor, account_id, by)
        _set_secret(cursor, account_id, secret, "password_reset", by=by, at=at)


def change_password(
    database: Database, current: str, new: str, *, by: Account, at: datetime, hasher: PasswordHasher = HASHER
) -> None:
    """Let a person change their own password, knowing the current one; every sign-in of theirs ends."""
    with database.read() as cursor:
        entry = accounts.by_username(cursor, by.username)
    if entry is None or not matches(entry[1].password_hash, current, hasher):
        raise RuleBroken("password_wrong")
    secret = hashed(adding.checked(new, by.username), hasher)
    with database.write() as cursor:
        _set_secret(cursor, by.id, secret, "password_changed", by=by, at=at)


def set_password(
    database: Database, username: str, password: str, *, at: datetime, hasher: PasswordHasher = HASHER
) -> None:
    """Give the account called `username` a new password, from the server's console."""
    with database.read() as cursor:
        entry = accounts.by_username(cursor, username_as_stored(username))
    if entry is None:
        raise NotFound("account_not_found")
    reset_password(database, entry[0].id, password, by=None, at=at, hasher=hasher)


def set_language(database: Database, language: str, *, by: Account, at: datetime) -> Account:
    """Choose the language in which the account reads the app."""
    choice: Language | None = next((one for one in LANGUAGES if one == language), None)
    if choice is None:
        raise RuleBroken("language_unknown", language=language[:20])
    with database.write() as cursor:
        account = replace(_found(cursor, by.id), language=choice)
        accounts.save(cursor, account)
        adding.write_activity(cursor, "language_set", by.id, {"language": choice}, by=by, at=at)
    return account


def all_accounts(database: Database, *, reader: Account) -> tuple[Account, ...]:
    """Return every account by username, for those who administer them."""
    must(reader.leads, "administer_accounts")
    with database.read() as cursor:
        return accounts.all_accounts(cursor)


def _may(by: Account | None, role: Role) -> None:
    must(by is None or by.may_administer(role), "administer_accounts")


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


def _keep_a_leader(cursor: Cursor, account: Account) -> None:
    if accounts.leaders_who_can_sign_in(cursor) == {account.id}:
        raise Conflict("last_leader")


def _set_secret(cursor: Cursor, account_id: str, secret: str, action: str, *, by: Account | None, at: datetime) -> None:
    accounts.set_password_hash(cursor, account_id, secret)
    accounts.end_sessions_of(cursor, account_id, reason="password_changed", at=at)
    adding.write_activity(cursor, action, account_id, {}, by=by, at=at)
