"""What was recorded of an audit after its minutes were locked or issued: which field, by whom, when."""

from iso_audit.domain.account import Account
from iso_audit.domain.journal import Event
from iso_audit.domain.subjects import enters_minutes
from iso_audit.storage import journal
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import conducting


def later_changes(
    database: Database, audit_id: str, position: int, *, reader: Account
) -> tuple[tuple[Event, str], ...]:
    """Return what minutes tell of and was recorded after a position, with its writer's name, the newest first.

    NotFound where the reader may not see the audit.
    """
    with database.read() as cursor:
        conducting.readable(cursor, audit_id, reader)
        events = [one for one in journal.after(cursor, audit_id, position) if enters_minutes(one.subject)]
        names = conducting.names_of(cursor, {one.account_id for one in events})
    return tuple((one, names.get(one.account_id, "")) for one in reversed(events))
