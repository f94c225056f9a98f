"""Taking in an audit from a file: everything checked first, then one transaction, then what is to be told."""

import hashlib
import zlib
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from iso_audit.domain.account import CONSOLE, Account, must
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.journal import FieldKey
from iso_audit.storage import activity, attachments, case_lists, heads, minutes, signatures
from iso_audit.storage.database import Cursor, Database
from iso_audit.storage.exchange import rows as tables
from iso_audit.storage.exchange.archive import Archive, Manifest, opened
from iso_audit.storage.exchange.sections import (
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
from iso_audit.storage.exchange.values import Section
from iso_audit.storage.queries.visit import Visit, visit
from iso_audit.workflow.exchange.events import take_events
from iso_audit.workflow.exchange.minutes import take_minutes
from iso_audit.workflow.exchange.photos import take_photos
from iso_audit.workflow.exchange.plan import take_plan
from iso_audit.workflow.exchange.taking import Taking, union
from iso_audit.workflow.exchange.told import Taken
from iso_audit.workflow.ids import new_id

LARGEST_LIST = 256 * 1024 * 1024
CLOCKS_APART = timedelta(minutes=2)


def look(source: Path | BinaryIO) -> Manifest:
    """Return what a file says of itself, every byte of it having been checked; nothing is written.

    Raises `carry_missing`, `carry_not_ours`, `carry_newer`, `carry_too_large`, `carry_damaged`.
    """
    with opened(source, SECTIONS) as archive:
        return archive.manifest


def import_audit(database: Database, source: Path | BinaryIO, *, by: Account | None, at: datetime) -> Taken:
    """Take in the audit of a file by union and tell what became of it; all of it is taken in, or nothing.

    Leaders, deputies and the secretary; `by=None` is the person at the server's console. Raises what `look` raises,
    `carry_sample_mixed`, `carry_code_taken`, `carry_checklist_differs`, `carry_event_differs`, `carry_event_unknown`,
    `carry_row_differs`.
    """
    must(by is None or by.writes_minutes, "carry")
    with opened(source, SECTIONS) as archive, database.write() as cursor:
        taken = _take(database, cursor, archive, at=at)
        detail: dict[str, object] = {
            "code": taken.code,
            "made_at": archive.manifest.made_at.isoformat(),
            "new": dict(taken.new),
            "disagreements": len(taken.disagreements),
            "differences": [asdict(one) for one in taken.differences],
            "notes": [one.code for one in taken.notes],
        }
        actor = by.id if by is not None else None
        act = activity.Activity(new_id(at), at, actor, "audit_imported", f"audit:{taken.audit_id}", detail)
        activity.add(cursor, act)
    return taken


def _take(database: Database, cursor: Cursor, archive: Archive, *, at: datetime) -> Taken:
    taking = Taking(cursor, archive, at)
    before = _disputed(cursor, taking.audit_id)
    is_new = take_plan(taking)
    event_ids = take_events(taking)
    take_photos(taking)
    union(taking, CASE_LIST)
    take_minutes(taking, event_ids)
    union(taking, MINUTES_IMAGE)
    union(taking, MINUTES_REOPENING)
    union(taking, SIGNATURE_EVENT)
    union(taking, MINUTES_ATTACHMENT, grows="withdrawn_reason")
    union(taking, ACTIVITY)
    for section in (SPECIAL_DAY, SETTING):
        _take_calendar(taking, section)
    if taking.manifest.made_at > at + CLOCKS_APART:
        taking.note("clock_ahead", made_at=taking.manifest.made_at)
    seen = _read_again(database, cursor, taking.audit_id)
    return Taken(
        audit_id=taking.audit_id,
        code=seen.opened.audit.code,
        agency=seen.opened.agency.name,
        is_sample=seen.opened.audit.is_sample,
        is_new=is_new,
        new=dict(taking.new),
        known=dict(taking.known),
        disagreements=tuple(sorted(_disputed(cursor, taking.audit_id) - before)),
        differences=tuple(taking.differences),
        notes=tuple(taking.notes),
    )


def _disputed(cursor: Cursor, audit_id: str) -> set[FieldKey]:
    state = heads.of_audit(cursor, audit_id)[0]
    return {key for key, one in state.fields.items() if one.disputed}


def _take_calendar(taking: Taking, section: Section) -> None:
    """Add days (and how counting starts) that nobody decided here; where this machine decided otherwise, tell it."""
    apart = 0
    for row in taking.rows(section):
        there = tables.present(taking.cursor, section, [row[name] for name in section.key])
        if there is None:
            taking.insert(section, row)
        elif {**there, "revision": 0} != {**row, "revision": 0}:
            apart += 1
    if apart:
        taking.note("calendar_differs", count=apart)


def _read_again(database: Database, cursor: Cursor, audit_id: str) -> Visit:
    """Return the audit as the screens will read it; raises `carry_damaged` where they could not."""
    try:
        for version in minutes.of_audit(cursor, audit_id):
            signatures.of_version(cursor, version.id)
            attachments.of_version(cursor, version.id)
        minutes.reopenings(cursor, audit_id)
        for one in case_lists.of_audit(cursor, audit_id):
            _check_size(cursor, one.id, one.content_hash)
            if len(case_lists.records(cursor, one.id)) != one.row_count:
                raise RuleBroken("carry_damaged")
        return visit(database, audit_id, reader=CONSOLE)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, AssertionError, zlib.error) as error:
        raise RuleBroken("carry_damaged") from error


def _check_size(cursor: Cursor, list_id: str, content_hash: str) -> None:
    """Raise `carry_damaged` where a packed list is not what its hash says, or unpacks to too much."""
    packed = tables.content(cursor, CASE_LIST, [list_id], "content") or b""
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(packed, LARGEST_LIST)
    if not unpacking.eof or hashlib.sha256(text).hexdigest() != content_hash:
        raise RuleBroken("carry_damaged")
