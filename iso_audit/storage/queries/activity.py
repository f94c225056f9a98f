"""The activity log as leaders read it: the newest acts with the names of who did them."""

from iso_audit.domain.account import Account, must
from iso_audit.storage import activity
from iso_audit.storage.activity import Activity
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.conducting import names_of


def latest(database: Database, *, reader: Account, limit: int = 200) -> tuple[tuple[Activity, str], ...]:
    """Return the newest acts, newest first, each with the name of who did it (empty: the console)."""
    must(reader.leads, "administer_accounts")
    with database.read() as cursor:
        acts = activity.latest(cursor, limit=limit)
        names = names_of(cursor, {act.account_id for act in acts if act.account_id})
    return tuple((act, names.get(act.account_id or "", "")) for act in acts)
