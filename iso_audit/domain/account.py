"""Accounts, roles and rights: who may do what to which audit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from iso_audit.domain.errors import Forbidden, RuleBroken
from iso_audit.domain.text import Language, tidy

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256
FEWEST_LETTERS = 4
LONGEST_NAME = 120


class Role(StrEnum):
    """What an account is in the team.

    A deputy has the leader's rights; a quality officer is a member who also keeps the question bank.
    """

    LEADER = "leader"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    MEMBER = "member"
    QUALITY_OFFICER = "quality_officer"
    VIEWER = "viewer"

    @property
    def leads(self) -> bool:
        """Tell whether the role plans, decides and settles."""
        return self in {Role.LEADER, Role.DEPUTY}

    @property
    def sees_every_audit(self) -> bool:
        """Tell whether the role reads audits it takes no part in."""
        return self not in {Role.MEMBER, Role.QUALITY_OFFICER}


@dataclass(frozen=True, slots=True)
class Account:
    """A person who signs in; `audit_ids` are the audits of which the account is a member."""

    id: str
    username: str
    name: str
    role: Role
    language: Language = "vi"
    active: bool = True
    audit_ids: frozenset[str] = frozenset()

    @property
    def leads(self) -> bool:
        """Tell whether the account plans, decides and settles."""
        return self.role.leads

    def may_read(self, audit_id: str) -> bool:
        """Tell whether the account may see an audit."""
        return self.role.sees_every_audit or audit_id in self.audit_ids

    def may_record(self, audit_id: str) -> bool:
        """Tell whether the account may judge items and write findings of an audit."""
        if self.role is Role.VIEWER:
            return False
        return self.role in {Role.LEADER, Role.DEPUTY, Role.SECRETARY} or audit_id in self.audit_ids

    def may_administer(self, role: Role) -> bool:
        """Tell whether the account may make and change accounts of `role`: a leader's account is a leader's matter."""
        return self.role is Role.LEADER or (self.role is Role.DEPUTY and role is not Role.LEADER)

    @property
    def keeps_questions(self) -> bool:
        """Tell whether the account may change the question bank and put a version of it in force."""
        return self.leads or self.role is Role.QUALITY_OFFICER

    @property
    def writes_minutes(self) -> bool:
        """Tell whether the account may lock and issue minutes."""
        return self.leads or self.role is Role.SECRETARY


CONSOLE = Account("console", "console", "console", Role.LEADER)
"""Who reads at the server's console: nobody's account, and none that could sign in."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What is kept to check a password: the argon2 hash, never the password."""

    account_id: str
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class SignInSession:
    """A live sign-in; only the hash of its token is stored."""

    token_hash: str
    account_id: str
    created_at: datetime
    last_seen_at: datetime


def checked_name(name: str) -> str:
    """Return a person's name as it is stored."""
    tidy_name = " ".join(tidy(name).split())
    if not tidy_name:
        raise RuleBroken("field_empty", field="name")
    if len(tidy_name) > LONGEST_NAME:
        raise RuleBroken("field_too_long", field="name", longest=LONGEST_NAME)
    return tidy_name


def must(is_allowed: bool, action: str) -> None:
    """Raise Forbidden unless `is_allowed`; `action` is the code of what was tried."""
    if not is_allowed:
        raise Forbidden("forbidden", action=action)


def username_as_stored(text: str) -> str:
    """Return what a person typed as a username in the form it is stored: tablets capitalise the first letter."""
    return tidy(text).lower()


def checked_username(username: str) -> str:
    """Return `username` in the form it is stored: 3 to 40 of a-z, 0-9, dot, dash, underscore."""
    name = username_as_stored(username)
    if not 3 <= len(name) <= 40 or any(c not in "abcdefghijklmnopqrstuvwxyz0123456789.-_" for c in name):
        raise RuleBroken("username_invalid", username=username[:60])
    return name


def checked_password(password: str, *, username: str, common: Collection[str] = ()) -> str:
    """Return `password` when it is long enough, not too long, without the username in it, and not an easy one."""
    if len(password) < SHORTEST_PASSWORD:
        raise RuleBroken("password_too_short", shortest=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise RuleBroken("password_too_long", longest=LONGEST_PASSWORD)
    plain = password.lower()
    if username.lower() in plain or plain in common or len(set(plain)) < FEWEST_LETTERS:
        raise RuleBroken("password_too_easy", fewest=FEWEST_LETTERS)
    return password
