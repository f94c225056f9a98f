"""Rows of case_list: the lists of case files an audit drew from, each kept whole as compressed lines."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from iso_audit.domain.case_file import CaseRecord, fields_of, record_of
from iso_audit.storage.engine.database import Cursor, from_utc, to_utc

_COLUMNS = "id, audit_id, file_name, content_hash, row_count, as_of, left_out, imported_at, imported_by"


@dataclass(frozen=True, slots=True)
class CaseList:
    """A list as it was taken in, without its rows; `left_out` names the columns that were not stored."""

    id: str
    audit_id: str
    file_name: str
    content_hash: str
    row_count: int
    as_of: date
    left_out: tuple[str, ...]
    imported_at: datetime
    imported_by: str


def packed(records: Sequence[CaseRecord]) -> tuple[bytes, str]:
    """Return records as they are stored, in the order of their codes, and the hash of that."""
    rows = [fields_of(record) for record in sorted(records, key=lambda record: record.key)]
    text = "\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows).encode()
    return zlib.compress(text, 6), hashlib.sha256(text).hexdigest()


def add(cursor: Cursor, case_list: CaseList, content: bytes) -> None:
    """Insert a list; one with the same id is left as it is."""
    cursor.execute(
        f"insert into case_list ({_COLUMNS}, content) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        [
            case_list.id,
            case_list.audit_id,
            case_list.file_name,
            case_list.content_hash,
            case_list.row_count,
            case_list.as_of,
            json.dumps(case_list.left_out, ensure_ascii=False),
            to_utc(case_list.imported_at),
            case_list.imported_by,
            content,
        ],
    )


def of_audit(cursor: Cursor, audit_id: str) -> tuple[CaseList, ...]:
    """Return the lists of an audit, the newest first."""
    rows = cursor.execute(
        f"select {_COLUMNS} from case_list where audit_id = ? order by imported_at desc, id desc", [audit_id]
    ).fetchall()
    return tuple(_case_list(row) for row in rows)


def records(cursor: Cursor, list_id: str) -> tuple[CaseRecord, ...]:
    """Return the rows of a list in the order of their codes."""
    rows = cursor.execute("select content from case_list where id = ?", [list_id]).fetchall()
    text = zlib.decompress(bytes(rows[0][0])).decode() if rows else ""
    return tuple(record_of(json.loads(line)) for line in text.split("\n") if line)


def _case_list(row: tuple[Any, ...]) -> CaseList:
    return CaseList(
        id=row[0],
        audit_id=row[1],
        file_name=row[2],
        content_hash=row[3],
        row_count=row[4],
        as_of=row[5],
        left_out=tuple(json.loads(row[6])),
        imported_at=from_utc(row[7]),
        imported_by=row[8],
    )
