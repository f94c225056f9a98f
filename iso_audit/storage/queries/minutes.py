"""What the page of the minutes needs beside the text: names of those who locked, issued and reopened."""

from iso_audit.domain.account import Account
from iso_audit.domain.errors import NotFound
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.conducting import names_of


def names(database: Database, audit_id: str, account_ids: set[str], *, reader: Account) -> dict[str, str]:
    """Return the names of accounts that acted on an audit's minutes."""
    if not reader.may_read(audit_id):
        raise NotFound("audit_not_found", audit=audit_id)
    with database.read() as cursor:
        return names_of(cursor, account_ids)
