"""What every act about an account shares: the row of a new one, passwords checked, the activity row."""

import uuid
from dataclasses import replace
from datetime import datetime

from iso_audit.domain.account import (
    Account,
    checked_password,
)
from iso_audit.domain.errors import Conflict
from iso_audit.storage import accounts, activity
from iso_audit.storage.engine.database import Cursor
from iso_audit.workflow.accounts.passwords import common_passwords
from iso_audit.workflow.ids import new_id

PEOPLE = uuid.UUID("6f0f6c1e-3f0b-5d0a-9a4e-1a5c0a2d7b11")
"""The name space of people: fixed, since every machine must give one person one id."""


def id_of(username: str, name: str) -> str:
    """Return the id of a person, the same on every machine where the account has this username and this name.

    So what somebody entered on two machines that were set up apart is one person's once an audit is carried.
    """
    return str(uuid.uuid5(PEOPLE, f"{username}\n{name.casefold()}"))


def add(cursor: Cursor, account: Account, secret: str, *, by: Account | None, at: datetime) -> Account:
    """Add the row of a new account, with another id where its own is in use; Conflict `username_taken`."""
    if accounts.by_username(cursor, account.username) is not None:
        raise Conflict("username_taken", username=account.username)
    if accounts.by_id(cursor, account.id) is not None:
        account = replace(account, id=new_id(at))
    accounts.add(cursor, account, password_hash=secret, at=at)
    write_activity(cursor, "account_made", account.id, {"role": account.role.value}, by=by, at=at)
    return account


def checked(password: str, username: str) -> str:
    """Return a password that may be used; raises what `checked_password` raises."""
    return checked_password(password, username=username, common=common_passwords())


def write_activity(
    cursor: Cursor, action: str, account_id: str, detail: dict[str, object], *, by: Account | None, at: datetime
) -> None:
    """Write the activity row of an act about an account."""
    actor = by.id if by is not None else None
    activity.add(cursor, activity.Activity(new_id(at), at, actor, action, f"account:{account_id}", detail))
