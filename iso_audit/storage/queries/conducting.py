"""What the checklist card needs: an audit's checklist, and the heads of the fields that changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from iso_audit.domain.account import Account
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.errors import NotFound
from iso_audit.domain.journal import Event, Journal
from iso_audit.domain.programme import Agency, Audit, Member
from iso_audit.storage import accounts, audits, heads, journal, minutes, programmes
from iso_audit.storage.engine.database import Cursor, Database


@dataclass(frozen=True, slots=True)
class OpenAudit:
    """An audit opened for work: where, its own checklist, its journal and the journal's position."""

    audit: Audit
    agency: Agency
    checklist: Checklist
    journal: Journal
    position: int


@dataclass(frozen=True, slots=True)
class FixedMinutes:
    """The version of an audit's minutes whose text is fixed, so that what is recorded now enters only the next one."""

    version_id: str
    state: str
    number: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Fields that changed after a position, each with its heads; the writers' names; the minutes that are fixed."""

    position: int
    fields: tuple[tuple[Event, ...], ...]
    names: dict[str, str]
    minutes: FixedMinutes | None = None


def open_audit(database: Database, audit_id: str, *, reader: Account) -> OpenAudit:
    """Return an audit with everything that was recorded; NotFound where the reader may not see it."""
    with database.read() as cursor:
        return opened(cursor, audit_id, reader=reader)


def opened(cursor: Cursor, audit_id: str, *, reader: Account) -> OpenAudit:
    """Return an audit as one moment of the database holds it, for what else is read of that moment."""
    audit = readable(cursor, audit_id, reader)
    agency, checklist = programmes.agency(cursor, audit.agency_id), audits.checklist(cursor, audit_id)
    if agency is None or checklist is None:
        raise NotFound("audit_not_found", audit=audit_id)
    state, position = heads.of_audit(cursor, audit_id)
    return OpenAudit(audit, agency, checklist, state, position)


def changes(database: Database, audit_id: str, *, since: int, reader: Account) -> Changes:
    """Return the fields that changed after position `since` (0: every field)."""
    if not reader.may_read(audit_id):
        raise NotFound("audit_not_found", audit=audit_id)
    with database.read() as cursor:
        state, position, version = heads.news(cursor, audit_id, since=since, beside=minutes.FIXED, values=[audit_id])
        if not position:
            position, version = _position(cursor, audit_id, reader)
        fields = tuple(state.fields[key].heads for key in sorted(state.fields))
        writers = {event.account_id for listed in fields for event in listed}
        return Changes(position, fields, names_of(cursor, writers) if writers else {}, _fixed(version))


def _fixed(version: str | None) -> FixedMinutes | None:
    return FixedMinutes(*version.split(" ", 2)) if version else None


def sections(database: Database, audit: Audit) -> dict[str, Member]:
    """Return the sections of an audit that are given to somebody, each with its member."""
    with database.read() as cursor:
        team = {member.id: member for member in programmes.team(cursor, audit.programme_id)}
    return {section: team[member_id] for section, member_id in audit.sections.items() if member_id in team}


def replaced_grades(database: Database, opened: OpenAudit, *, reader: Account) -> tuple[Event, ...]:
    """Return the grades of an audit that its reader gave last and that somebody else's other grade replaced."""
    with database.read() as cursor:
        last = journal.last_of(cursor, opened.audit.id, field="grade", account_id=reader.id)
    states = opened.journal.fields
    return tuple(
        own
        for own in last
        if (state := states.get(own.key)) is not None
        and own.value not in {None, state.value}
        and all(head.account_id != reader.id for head in state.heads)
    )


def history(database: Database, audit_id: str, subject: str, *, reader: Account) -> tuple[tuple[Event, str], ...]:
    """Return every event of one subject with its writer's name, the newest first."""
    with database.read() as cursor:
        _position(cursor, audit_id, reader)
        events = journal.of_subject(cursor, audit_id, subject)
        names = names_of(cursor, {event.account_id for event in events})
    return tuple((event, names.get(event.account_id, "")) for event in sorted(events, key=_newest, reverse=True))


def _newest(event: Event) -> tuple[object, str]:
    return event.order


def names_of(cursor: Cursor, account_ids: set[str]) -> dict[str, str]:
    """Return the names of accounts."""
    return accounts.names(cursor, account_ids)


def field_data(heads: tuple[Event, ...], names: dict[str, str]) -> dict[str, Any]:
    """Return one field's heads as plain data: what the card and the web API exchange."""
    return {
        "subject": heads[0].subject,
        "field": heads[0].field,
        "heads": [
            {
                "id": head.id,
                "value": head.value,
                "account": head.account_id,
                "name": names.get(head.account_id, ""),
                "device": head.device,
                "made_at": milliseconds(head.made_at),
                "received_at": milliseconds(head.received_at),
            }
            for head in heads
        ],
    }


def minutes_data(minutes: FixedMinutes | None) -> dict[str, str] | None:
    """Return the fixed minutes as plain data, None where the text is still open."""
    return None if minutes is None else {"id": minutes.version_id, "state": minutes.state, "number": minutes.number}


def milliseconds(moment: datetime) -> int:
    """Return a moment in milliseconds since the epoch."""
    return int(moment.timestamp() * 1000)


def _position(cursor: Cursor, audit_id: str, reader: Account) -> tuple[int, str | None]:
    """Return the position of an audit's newest event (0: none) and what `minutes.FIXED` tells.

    NotFound where the reader may not see the audit.
    """
    rows = cursor.execute(
        f"select (select max(position) from field_state where audit_id = ?), {minutes.FIXED} from audit where id = ?",
        [audit_id, audit_id, audit_id],
    ).fetchall()
    if not rows or not reader.may_read(audit_id):
        raise NotFound("audit_not_found", audit=audit_id)
    return rows[0][0] or 0, rows[0][1]


def readable(cursor: Cursor, audit_id: str, reader: Account) -> Audit:
    """Return an audit as planned; NotFound where the reader may not see it."""
    audit = audits.audit(cursor, audit_id)
    if audit is None or not reader.may_read(audit.id):
        raise NotFound("audit_not_found", audit=audit_id)
    return audit
