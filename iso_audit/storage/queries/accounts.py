"""Who is signed in, as screens ask for it."""

from iso_audit.domain.account import Account
from iso_audit.storage import accounts
from iso_audit.storage.engine.database import Database


def account(database: Database, account_id: object) -> Account | None:
    """Return the account of that id; None for an unknown id or no id."""
    if not account_id:
        return None
    with database.read() as cursor:
        return accounts.by_id(cursor, str(account_id))
