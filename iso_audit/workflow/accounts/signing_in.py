"""Signing in and out, and making the account of the first leader; each act with its activity row."""

import hashlib
import logging
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher

from iso_audit.domain.account import (
    Account,
    Role,
    SignInSession,
    checked_name,
    checked_username,
    username_as_stored,
)
from iso_audit.domain.errors import Conflict, NotSignedIn
from iso_audit.domain.text import tidy
from iso_audit.storage import accounts
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.accounts import adding
from iso_audit.workflow.accounts.passwords import HASHER, hashed, matches

LONGEST_SESSION = timedelta(days=30)
TOUCHED_EVERY = timedelta(minutes=1)

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
        detail = {"address": address[:64], "device": tidy(device)[:200]}
        adding.write_activity(cursor, "signed_in", account.id, dict(detail), by=account, at=at)
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
        adding.write_activity(cursor, "signed_out", session.account_id, {}, by=by, at=at)


def set_up(
    database: Database, *, username: str, name: str, password: str, at: datetime, hasher: PasswordHasher = HASHER
) -> Account:
    """Make the first leader's account; Conflict `setup_done` once a leader can sign in."""
    known_as, full_name = checked_username(username), checked_name(name)
    account = Account(adding.id_of(known_as, full_name), known_as, full_name, Role.LEADER)
    secret = hashed(adding.checked(password, account.username), hasher)
    with database.write() as cursor:
        if accounts.can_sign_in(cursor):
            raise Conflict("setup_done")
        return adding.add(cursor, account, secret, by=None, at=at)


def needs_setup(database: Database) -> bool:
    """Tell whether nobody could sign in as leader."""
    with database.read() as cursor:
        return not accounts.can_sign_in(cursor)


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
