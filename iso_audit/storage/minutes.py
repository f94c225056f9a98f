"""Rows of minutes, and the domain's MinutesVersion."""

from typing import Any

from iso_audit.domain.minutes import MinutesState, MinutesVersion
from iso_audit.storage.database import Cursor, from_utc, to_utc

_COLUMNS = (
    "id, audit_id, number, version, state, language, text_hash, pdf_hash, pages, journal_position, "
    "created_at, issued_at, issued_by"
)


def add(cursor: Cursor, version: MinutesVersion, *, content: str, pdf: bytes) -> None:
    """Add a version with its content (JSON) and its bytes."""
    marks = ", ".join("?" for _ in range(15))
    cursor.execute(
        f"insert into minutes ({_COLUMNS}, content, pdf) values ({marks})",
        [
            version.id,
            version.audit_id,
            version.number,
            version.version,
            version.state.value,
            version.language,
            version.text_hash,
            version.pdf_hash,
            version.pages,
            version.journal_position,
            to_utc(version.created_at),
            to_utc(version.issued_at) if version.issued_at else None,
            version.issued_by,
            content,
            pdf,
        ],
    )


def of_audit(cursor: Cursor, audit_id: str) -> tuple[MinutesVersion, ...]:
    """Return the versions of an audit's minutes, the newest first."""
    return _read(cursor, "where audit_id = ? order by version desc", [audit_id])


def of_audits(cursor: Cursor) -> tuple[MinutesVersion, ...]:
    """Return every version of every audit, the newest of each first."""
    return _read(cursor, "order by audit_id, version desc", [])


def pdf(cursor: Cursor, version_id: str) -> bytes | None:
    """Return the frozen bytes of a version."""
    rows = cursor.execute("select pdf from minutes where id = ?", [version_id]).fetchall()
    return bytes(rows[0][0]) if rows and rows[0][0] is not None else None


def _read(cursor: Cursor, where: str, values: list[Any]) -> tuple[MinutesVersion, ...]:
    rows = cursor.execute(f"select {_COLUMNS} from minutes {where}", values).fetchall()
    return tuple(
        MinutesVersion(
            id=r[0],
            audit_id=r[1],
            number=r[2],
            version=r[3],
            state=MinutesState(r[4]),
            language=r[5],
            text_hash=r[6],
            pdf_hash=r[7],
            pages=r[8],
            journal_position=r[9],
            created_at=from_utc(r[10]),
            issued_at=from_utc(r[11]) if r[11] else None,
            issued_by=r[12],
        )
        for r in rows
    )
