"""Entries a file brings, checked as if they had been made here: events, photographs, lists of case files, acts."""

import hashlib
import json
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from iso_audit.domain.case_file import CaseRecord, fields_of, record_of
from iso_audit.domain.case_layout import RowKind
from iso_audit.domain.case_rows import LONGEST
from iso_audit.domain.errors import IsoAuditError, RuleBroken
from iso_audit.domain.subjects import KINDS, checked_value
from iso_audit.images.limits import LONGEST_SIDE, LONGEST_THUMBNAIL
from iso_audit.minutes.jpeg import frame_of
from iso_audit.spreadsheets import MOST_ROWS
from iso_audit.storage import case_lists
from iso_audit.storage.engine.database import to_utc
from iso_audit.storage.engine.table import Kind, Row
from iso_audit.storage.tables import ACTIVITY, CASE_LIST, EVENT, MINUTES, PHOTO, SECTIONS
from iso_audit.workflow.exchange.checked_plan import checklist_of
from iso_audit.workflow.exchange.content import Content
from iso_audit.workflow.exchange.refusing import refused_as, same
from iso_audit.workflow.reporting.attaching import checked_type

LARGEST_LIST = 64 * 1024 * 1024
LONGEST_AHEAD = timedelta(days=1)
_TAGS = b"Exif\0\0"


def check_entries(content: Content, *, at: datetime, pictures_here: Iterable[str]) -> None:
    """Raise where an entry could not have been made here; pictures that are here already are not looked at again.

    RuleBroken `carry_moment_ahead`, `carry_event_unknown`, `carry_damaged`, `carry_value_invalid`.
    """
    _check_moments(content, at=at)
    _check_events(content)
    digests = frozenset(pictures_here)
    with refused_as(PHOTO):
        for row in content.of(PHOTO):
            if row["sha256"] not in digests:
                _check_photo(content, row)
    with refused_as(CASE_LIST):
        for row in content.of(CASE_LIST):
            _check_list(content, row)
    with refused_as(ACTIVITY):
        for row in content.of(ACTIVITY):
            _check_act(content, row)


def _check_moments(content: Content, *, at: datetime) -> None:
    """Raise where a moment lies ahead of this machine's clock: such an entry would stay the newest one for so long.

    The sample has moments of its own, whatever the clock says.
    """
    latest = at + LONGEST_AHEAD
    if content.manifest.made_at > latest:
        raise RuleBroken("carry_moment_ahead", field="carried_file", day=content.manifest.made_at.date())
    for section in () if content.manifest.is_sample else SECTIONS:
        names = [column.name for column in section.carried if column.kind is Kind.MOMENT]
        for row in content.of(section):
            for moment in (row[name] for name in names):
                if isinstance(moment, datetime) and moment > to_utc(latest):
                    raise RuleBroken("carry_moment_ahead", field=f"carried_{section.name}", day=moment.date())


def _check_events(content: Content) -> None:
    checklist = checklist_of(content)
    for row in content.of(EVENT):
        subject, field, value = str(row["subject"]), str(row["field"]), row["value"]
        try:
            same(checked_value(checklist, subject, field, value), value)  # type: ignore[arg-type]
        except (IsoAuditError, ValueError) as error:
            raise RuleBroken("carry_event_unknown", subject=subject[:60], what=field[:60]) from error


def _check_photo(content: Content, row: Row) -> None:
    jpeg, thumbnail = (content.file(row[name]) for name in ("picture", "thumbnail"))
    for data, longest in ((jpeg, LONGEST_SIDE), (thumbnail, LONGEST_THUMBNAIL)):
        frame = frame_of(data)
        if frame is None or _TAGS in data or max(frame.width, frame.height) > longest:
            raise RuleBroken("carry_damaged")
        if data is jpeg:
            same((frame.width, frame.height, len(jpeg)), (row["width"], row["height"], row["size"]))
        same(checked_type("", data), "image/jpeg")


def _check_list(content: Content, row: Row) -> None:
    """Raise where a packed list is not what its hash says, unpacks to too much, or holds what no list here could."""
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(content.file(row["content"]), LARGEST_LIST)
    same((unpacking.eof, hashlib.sha256(text).hexdigest()), (True, row["content_hash"]))
    records = [record_of(json.loads(line)) for line in text.decode("utf-8").split("\n") if line]
    same(len(records), row["row_count"])
    same(0 <= len(records) <= MOST_ROWS, True)
    for record in records:
        _check_record(record)
    same(case_lists.packed(records)[1], row["content_hash"])
    left_out = json.loads(str(row["left_out"]))
    same(isinstance(left_out, list) and all(isinstance(one, str) for one in left_out), True)
    counts = json.loads(str(row["rows_left_out"] or "{}"))
    same(isinstance(counts, dict) and counts.keys() <= set(RowKind), True)
    same(all(isinstance(count, int) and count > 0 for count in counts.values()), True)


def _check_record(record: CaseRecord) -> None:
    for name, value in fields_of(record).items():
        field = KINDS["case"].field(name)
        same(field and field.checked(value), value)
        same(len(value) <= LONGEST.get(name, len(value)), True)


def _check_act(content: Content, row: Row) -> None:
    versions = {f"minutes:{name}" for name in content.ids[MINUTES.name]}
    same(row["subject"] in {f"audit:{content.audit_id}", *versions}, True)
    same(isinstance(json.loads(str(row["detail"])), dict), True)
