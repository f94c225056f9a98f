"""The states of all fields, held against the journal and made anew from it."""

from collections.abc import Iterator
from dataclasses import dataclass

from iso_audit.domain.journal import FieldState, fold
from iso_audit.storage import heads, journal
from iso_audit.storage.engine.content import name_of, tables
from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.heads import StateKey

WANTED = "field_states_wanted"
"""The setting by which a step of the schema asks for the states to be made anew."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field whose kept state is not what the journal says: what it ought to be, None where there is no event."""

    key: StateKey
    state: FieldState | None = None
    position: int = 0


def wrong_states(cursor: Cursor) -> Iterator[Wrong]:
    """Yield the fields whose kept state is missing, stale or too much, audit by audit."""
    rows = cursor.execute("select audit_id from event union select audit_id from field_state order by 1").fetchall()
    for (audit_id,) in rows:
        kept = heads.kept(cursor, audit_id)
        last = journal.last_positions(cursor, audit_id)
        for (subject, field), state in fold(journal.of_audit(cursor, audit_id)).fields.items():
            key, position = (audit_id, subject, field), last[subject, field]
            if kept.pop(key, None) != heads.row_of(key, state, position):
                yield Wrong(key, state, position)
        yield from (Wrong(key) for key in kept)


def rebuild(cursor: Cursor) -> int:
    """Make the states of all fields what the journal says; return how many were not."""
    wrong = list(wrong_states(cursor))
    heads.save(cursor, {one.key: (one.state, one.position) for one in wrong if one.state is not None})
    heads.remove(cursor, [one.key for one in wrong if one.state is None])
    return len(wrong)


def rebuild_where_wanted(connection: Cursor) -> None:
    """Make the states from the journal where a step of the schema asked for it, in one transaction."""
    if "setting" not in tables(connection, name_of(connection)):
        return
    if not connection.execute("select 1 from setting where key = ?", [WANTED]).fetchall():
        return
    connection.execute("begin transaction")
    try:
        rebuild(connection)
        connection.execute("delete from setting where key = ?", [WANTED])
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
