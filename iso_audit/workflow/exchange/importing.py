"""Taking in an audit from a file: everything checked first, then one transaction, then what is to be told."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from iso_audit.domain.account import CONSOLE, Account, must
from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.domain.journal import FieldKey
from iso_audit.domain.minutes import MinutesState
from iso_audit.domain.signature import fold as fold_signatures
from iso_audit.storage import activity, attachments, case_lists, heads, minutes, signatures, special_days
from iso_audit.storage import photos as stored_photos
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.storage.engine.table import Row, Table
from iso_audit.storage.exchange.archive import Manifest, opened
from iso_audit.storage.queries.conducting import names_of
from iso_audit.storage.queries.visit import Visit, visit
from iso_audit.storage.tables import (
    ACTIVITY,
    CASE_LIST,
    MINUTES_ATTACHMENT,
    MINUTES_IMAGE,
    MINUTES_REOPENING,
    SECTIONS,
    SETTING,
    SIGNATURE_EVENT,
    SPECIAL_DAY,
)
from iso_audit.workflow.exchange.checked_entries import check_entries
from iso_audit.workflow.exchange.checked_minutes import MadeAgain, check_minutes
from iso_audit.workflow.exchange.checked_plan import check_plan
from iso_audit.workflow.exchange.content import Content, read
from iso_audit.workflow.exchange.events import take_events
from iso_audit.workflow.exchange.minutes import take_minutes, take_renderings
from iso_audit.workflow.exchange.photos import take_photos
from iso_audit.workflow.exchange.plan import take_plan
from iso_audit.workflow.exchange.rights import acts_taken, check_writers, settled_versions, without_what_waits
from iso_audit.workflow.exchange.taking import Taking, union
from iso_audit.workflow.exchange.told import Taken
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.reporting.locking import read_document

CLOCKS_APART = timedelta(minutes=2)


def look(source: Path | BinaryIO) -> Manifest:
    """Return what a file says of itself, every byte of it having been checked; nothing is written.

    Raises `carry_missing`, `carry_not_ours`, `carry_newer`, `carry_too_large`, `carry_damaged`.
    """
    with opened(source, SECTIONS) as archive:
        return archive.manifest


def import_audit(database: Database, source: Path | BinaryIO, *, by: Account | None, at: datetime) -> Taken:
    """Take in the audit of a file by union and tell what became of it; all of it is taken in, or nothing.

    Leaders, deputies and the secretary; `by=None` is the person at the server's console. What only leaders do waits
    for one and is told. Raises what `look` raises, `carry_value_invalid`, `carry_event_unknown`, `carry_moment_ahead`,
    `carry_audit_new`, `carry_people_unknown`, `carry_writer_forbidden`, `carry_sample_mixed`, `carry_code_taken`,
    `carry_checklist_differs`, `carry_event_differs`, `carry_row_differs`.
    """
    with prepared(database, source, by=by, at=at) as take:
        return take()


@contextmanager
def prepared(
    database: Database, source: Path | BinaryIO, *, by: Account | None, at: datetime
) -> Iterator[Callable[[], Taken]]:
    """Give what takes a file in, every value of it checked before anything is locked; raises as `import_audit`."""
    must(by is None or by.writes_minutes, "carry")
    with opened(source, SECTIONS) as archive:
        content, waits, made_again = _checked(database, read(archive), by=by, at=at)

        def take() -> Taken:
            with database.write() as cursor:
                taking = Taking(cursor, content, at, by, waits=waits)
                outcome = _take(database, taking, made_again=made_again)
                _log(taking, outcome)
            return outcome

        yield take


def _checked(
    database: Database, content: Content, *, by: Account | None, at: datetime
) -> tuple[Content, Counter[str], MadeAgain]:
    """Return what may be taken in, every value checked as if typed here, before anything is locked or written.

    Also how much waits for a leader, by table, and what of the minutes their text gives again.
    """
    waits: Counter[str] = Counter()
    check_plan(content)
    with database.read() as cursor:
        if by is not None and not by.leads:
            content, waits = without_what_waits(cursor, content)
        pictures = [one.sha256 for one in stored_photos.of_audit(cursor, content.audit_id)]
        settled_ids = settled_versions(cursor, content)
    check_entries(content, at=at, pictures_here=pictures)
    return content, waits, check_minutes(content, settled_ids=settled_ids)


def _log(taking: Taking, outcome: Taken) -> None:
    """Write the act with what could matter later: whose entries came in, what differed, what waits for a leader."""
    detail: dict[str, object] = {
        "code": outcome.code,
        "made_at": taking.manifest.made_at.isoformat(),
        "new": dict(outcome.new),
        "entries_of": dict(taking.entries_of),
        "waits": dict(taking.waits),
        "disagreements": len(outcome.disagreements),
        "differences": [asdict(one) for one in outcome.differences],
        "notes": [one.code for one in outcome.notes],
    }
    actor = taking.by.id if taking.by is not None else None
    subject = f"audit:{outcome.audit_id}"
    activity.add(
        taking.cursor, activity.Activity(new_id(taking.at), taking.at, actor, "audit_imported", subject, detail)
    )


def _take(database: Database, taking: Taking, *, made_again: MadeAgain) -> Taken:
    cursor, at = taking.cursor, taking.at
    before = _disputed(cursor, taking.audit_id)
    is_new = take_plan(taking)
    check_writers(taking)
    event_ids = take_events(taking)
    take_photos(taking)
    union(taking, CASE_LIST)
    take_minutes(taking, event_ids, made_again=made_again)
    take_renderings(taking, made_again=made_again)
    union(taking, MINUTES_IMAGE)
    union(taking, MINUTES_REOPENING)
    union(taking, SIGNATURE_EVENT)
    union(taking, MINUTES_ATTACHMENT, grows="withdrawn_reason")
    taking.content = acts_taken(taking)
    union(taking, ACTIVITY)
    for section in (SPECIAL_DAY, SETTING):
        _take_calendar(taking, section)
    if taking.waits:
        taking.note("waits_for_leader", **taking.waits)
    if taking.manifest.made_at > at + CLOCKS_APART:
        taking.note("clock_ahead", made_at=taking.manifest.made_at)
    visit_now = _read_again(database, cursor, taking.audit_id)
    return Taken(
        audit_id=taking.audit_id,
        code=visit_now.opened.audit.code,
        agency=visit_now.opened.agency.name,
        is_sample=visit_now.opened.audit.is_sample,
        is_new=is_new,
        new=dict(taking.new),
        known=dict(taking.known),
        entries_of=_by_name(taking),
        disagreements=tuple(sorted(_disputed(cursor, taking.audit_id) - before)),
        differences=tuple(taking.differences),
        notes=tuple(taking.notes),
    )


def _by_name(taking: Taking) -> Counter[str]:
    names = names_of(taking.cursor, set(taking.entries_of))
    counts: Counter[str] = Counter()
    for account_id, count in taking.entries_of.items():
        counts[names.get(account_id, "?")] += count
    return counts


def _disputed(cursor: Cursor, audit_id: str) -> set[FieldKey]:
    state = heads.of_audit(cursor, audit_id)[0]
    return {key for key, one in state.fields.items() if one.disputed}


def _take_calendar(taking: Taking, section: Table) -> None:
    """Add days (and how counting starts) that nobody decided here; where this machine decided otherwise, tell it."""
    apart = 0
    for row in taking.rows(section):
        there = section.find(taking.cursor, [row[name] for name in section.key])
        if there is None:
            taking.insert(section, row)
            _log_day(taking, section, row)
        elif {**there, "revision": 0} != {**row, "revision": 0}:
            apart += 1
    if apart:
        taking.note("calendar_differs", count=apart)


def _log_day(taking: Taking, section: Table, row: Row) -> None:
    """Write who brought a day off, or how counting starts: it counts for every audit."""
    detail: dict[str, object] = {"kind": row.get("kind"), "name": row.get("name"), "value": row.get("value")}
    detail = {name: value for name, value in detail.items() if value is not None} | {"carried": taking.manifest.code}
    actor, subject = taking.by.id if taking.by else None, ":".join((section.name, str(row[section.key[0]])))
    activity.add(
        taking.cursor, activity.Activity(new_id(taking.at), taking.at, actor, "calendar_changed", subject, detail)
    )


def _read_again(database: Database, cursor: Cursor, audit_id: str) -> Visit:
    """Return the audit as the screens will read it; raises `carry_damaged` where they could not."""
    try:
        for version in minutes.of_audit(cursor, audit_id):
            fold_signatures(signatures.of_version(cursor, version.id))
            attachments.of_version(cursor, version.id)
            if version.state is not MinutesState.VOID:
                read_document(cursor, version)
        minutes.reopenings(cursor, audit_id)
        case_lists.of_audit(cursor, audit_id)
        activity.latest(cursor)
        special_days.edited_days(cursor)
        return visit(database, audit_id, reader=CONSOLE)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, AssertionError, Conflict) as error:
        raise RuleBroken("carry_damaged") from error
