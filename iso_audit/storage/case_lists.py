"""Rows of case_list: the lists of case files an audit drew from, each kept whole as compressed lines."""

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from iso_audit.domain.case_file import CaseRecord, fields_of, record_of
from iso_audit.domain.case_layout import RowKind
from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.tables import CASE_LIST


@dataclass(frozen=True, slots=True)
class CaseList:
    """A list as it was taken in, without its rows; `left_out` names the columns that were not stored.

    `rows_left_out` counts by why the rows that were not taken in, None where that was not noted yet.
    """

    id: str
    audit_id: str
    file_name: str
    content_hash: str
    row_count: int
    as_of: date
    left_out: tuple[str, ...]
    imported_at: datetime
    imported_by: str
    rows_left_out: Mapping[str, int] | None = None

    @property
    def case_files_left_out(self) -> int:
        """Return how many of the rows that were not taken in held a case file."""
        return sum((self.rows_left_out or {}).get(kind, 0) for kind in (RowKind.FAULTY, RowKind.HIDDEN))


def packed(records: Sequence[CaseRecord]) -> tuple[bytes, str]:
    """Return records as they are stored, in the order of their codes, and the hash of that."""
    rows = [fields_of(record) for record in sorted(records, key=lambda record: record.key)]
    text = "\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows).encode()
    return zlib.compress(text, 6), hashlib.sha256(text).hexdigest()


def add(cursor: Cursor, case_list: CaseList, content: bytes) -> None:
    """Insert a list; one with the same id is left as it is."""
    CASE_LIST.add(cursor, case_list, content=content, present="stays")


def of_audit(cursor: Cursor, audit_id: str) -> tuple[CaseList, ...]:
    """Return the lists of an audit, the newest first."""
    rest = "where audit_id = ? order by imported_at desc, id desc"
    return CASE_LIST.read(cursor, CaseList, rest, [audit_id])


def records(cursor: Cursor, list_id: str) -> tuple[CaseRecord, ...]:
    """Return the rows of a list in the order of their codes."""
    content = CASE_LIST.value(cursor, [list_id], "content")
    text = zlib.decompress(bytes(content)).decode() if content else ""
    return tuple(record_of(json.loads(line)) for line in text.split("\n") if line)
