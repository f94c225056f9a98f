"""The activity log as leaders read it: the newest acts, each with who did it and what it concerned, by name."""

from dataclasses import dataclass

from iso_audit.domain.account import Account, must
from iso_audit.storage import activity
from iso_audit.storage.activity import Activity
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.storage.queries.conducting import names_of

_NAMES = {
    "account": "select id, name || ' (' || username || ')' from account",
    "agency": "select id, name from agency",
    "audit": "select a.id, a.code || ' · ' || g.name from audit a join agency g on g.id = a.agency_id",
    "member": "select id, name from team_member",
    "programme": "select id, cast(year as varchar) from programme",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the log: `by` is empty for the console, `about` for what has no name of its own."""

    activity: Activity
    by: str
    about: str


def latest(database: Database, *, reader: Account, limit: int = 200) -> tuple[Act, ...]:
    """Return the newest acts, newest first; leaders and deputies only."""
    must(reader.leads, "administer_accounts")
    with database.read() as cursor:
        acts = activity.latest(cursor, limit=limit)
        writers = names_of(cursor, {act.account_id for act in acts if act.account_id})
        subjects = _subjects(cursor, {act.subject for act in acts})
    return tuple(Act(act, writers.get(act.account_id or "", ""), subjects.get(act.subject, "")) for act in acts)


def _subjects(cursor: Cursor, subjects: set[str]) -> dict[str, str]:
    """Return what subjects are called, in one statement."""
    parts, values = [], []
    for kind, sql in _NAMES.items():
        ids = sorted(one.partition(":")[2] for one in subjects if one.startswith(f"{kind}:"))
        if ids:
            marks = ", ".join("?" for _ in ids)
            parts.append(f"select '{kind}:' || id, name from ({sql}) as named(id, name) where id in ({marks})")
            values += ids
    return dict(cursor.execute(" union all ".join(parts), values).fetchall()) if parts else {}
