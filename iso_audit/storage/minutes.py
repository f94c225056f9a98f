"""Rows of minutes, and the domain's MinutesVersion; the pictures their texts show; reopenings."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from iso_audit.domain.minutes import MinutesState, MinutesVersion, Reopening
from iso_audit.storage.engine.database import Cursor, from_utc, to_utc

_COLUMNS = (
    "id, audit_id, number, version, state, language, text_hash, content_hash, short_code, pdf_hash, pages, "
    "journal_position, created_at, locked_by, issued_at, issued_by, voided_at, void_reason"
)


def add(cursor: Cursor, version: MinutesVersion, *, content: str) -> None:
    """Add a locked version with its content (JSON)."""
    values = [
        version.id,
        version.audit_id,
        version.number,
        version.version,
        version.state.value,
        version.language,
        version.text_hash,
        version.content_hash,
        version.short_code,
        version.pdf_hash,
        version.pages,
        version.journal_position,
        to_utc(version.created_at),
        version.locked_by,
        content,
    ]
    columns = _COLUMNS.partition(", issued_at")[0]
    marks = ", ".join("?" for _ in values)
    cursor.execute(f"insert into minutes ({columns}, content) values ({marks})", values)


def freeze(cursor: Cursor, version_id: str, *, pdf: bytes, pdf_hash: str, pages: int, by: str, at: datetime) -> None:
    """Make a locked version the issued one with its bytes."""
    cursor.execute(
        "update minutes set state = ?, pdf = ?, pdf_hash = ?, pages = ?, issued_by = ?, issued_at = ? "
        "where id = ? and state = ?",
        [MinutesState.ISSUED.value, pdf, pdf_hash, pages, by, to_utc(at), version_id, MinutesState.LOCKED.value],
    )


def void(cursor: Cursor, version_id: str, *, reason: str, by: str, at: datetime) -> None:
    """Make a locked version void; it stays listed."""
    cursor.execute(
        "update minutes set state = ?, void_reason = ?, voided_by = ?, voided_at = ? where id = ? and state = ?",
        [MinutesState.VOID.value, reason, by, to_utc(at), version_id, MinutesState.LOCKED.value],
    )


def of_audit(cursor: Cursor, audit_id: str) -> tuple[MinutesVersion, ...]:
    """Return the versions of an audit's minutes, the newest first."""
    return _read(cursor, "where audit_id = ? order by version desc", [audit_id])


def of_programme(cursor: Cursor, programme_id: str) -> tuple[MinutesVersion, ...]:
    """Return every version of a programme's audits, by number and version."""
    where = "where audit_id in (select id from audit where programme_id = ?) order by number, version"
    return _read(cursor, where, [programme_id])


def by_id(cursor: Cursor, version_id: str) -> MinutesVersion | None:
    """Return one version, None where there is none."""
    found = _read(cursor, "where id = ?", [version_id])
    return found[0] if found else None


def by_text_hash(cursor: Cursor, text_hash: str) -> MinutesVersion | None:
    """Return the newest version whose text has this SHA-256."""
    found = _read(cursor, "where text_hash = ? order by version desc", [text_hash])
    return found[0] if found else None


def naming(cursor: Cursor, text_hash: str) -> MinutesVersion | None:
    """Return the newest version whose content names this SHA-256: that of its text in another language."""
    found = _read(cursor, "where contains(content, ?) order by version desc", [text_hash])
    return found[0] if found else None


def by_short_code(cursor: Cursor, code: str) -> MinutesVersion | None:
    """Return the version whose pages show this short code."""
    found = _read(cursor, "where short_code = ? order by version desc", [code])
    return found[0] if found else None


def content(cursor: Cursor, version_id: str) -> str | None:
    """Return the content (JSON) a version was locked with."""
    rows = cursor.execute("select content from minutes where id = ?", [version_id]).fetchall()
    return str(rows[0][0]) if rows else None


def pdf(cursor: Cursor, version_id: str) -> bytes | None:
    """Return the frozen bytes of a version."""
    rows = cursor.execute("select pdf from minutes where id = ?", [version_id]).fetchall()
    return bytes(rows[0][0]) if rows and rows[0][0] is not None else None


def keep_images(cursor: Cursor, images: Mapping[str, bytes]) -> None:
    """Keep pictures by their SHA-256; what is there already stays."""
    for digest, data in images.items():
        cursor.execute("insert into minutes_image (sha256, data) values (?, ?) on conflict do nothing", [digest, data])


def images(cursor: Cursor, digests: Iterable[str]) -> dict[str, bytes]:
    """Return the pictures with these SHA-256, as far as they are there."""
    found = {}
    for digest in digests:
        rows = cursor.execute("select data from minutes_image where sha256 = ?", [digest]).fetchall()
        if rows:
            found[digest] = bytes(rows[0][0])
    return found


def standing_contents(cursor: Cursor) -> tuple[str, ...]:
    """Return the content (JSON) of every version that is not void."""
    rows = cursor.execute("select content from minutes where state <> ?", [MinutesState.VOID.value]).fetchall()
    return tuple(row[0] for row in rows)


def keep_only_images(cursor: Cursor, digests: Collection[str]) -> None:
    """Remove every picture but those with these SHA-256."""
    held = [row[0] for row in cursor.execute("select sha256 from minutes_image").fetchall()]
    for digest in held:
        if digest not in digests:
            cursor.execute("delete from minutes_image where sha256 = ?", [digest])


def add_reopening(cursor: Cursor, reopening: Reopening) -> None:
    """Add a reopening."""
    cursor.execute(
        "insert into minutes_reopening (id, audit_id, version, reason, account_id, reopened_at) "
        "values (?, ?, ?, ?, ?, ?)",
        [
            reopening.id,
            reopening.audit_id,
            reopening.version,
            reopening.reason,
            reopening.account_id,
            to_utc(reopening.reopened_at),
        ],
    )


def reopenings(cursor: Cursor, audit_id: str) -> tuple[Reopening, ...]:
    """Return the reopenings of an audit's minutes, the newest first."""
    rows = cursor.execute(
        "select id, audit_id, version, reason, account_id, reopened_at from minutes_reopening "
        "where audit_id = ? order by reopened_at desc, id desc",
        [audit_id],
    ).fetchall()
    return tuple(Reopening(r[0], r[1], r[2], r[3], r[4], from_utc(r[5])) for r in rows)


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
            content_hash=r[7],
            short_code=r[8],
            pdf_hash=r[9],
            pages=r[10],
            journal_position=r[11],
            created_at=from_utc(r[12]),
            locked_by=r[13],
            issued_at=from_utc(r[14]) if r[14] else None,
            issued_by=r[15],
            voided_at=from_utc(r[16]) if r[16] else None,
            void_reason=r[17] or "",
        )
        for r in rows
    )
