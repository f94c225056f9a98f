"""Rows of minutes, and the domain's MinutesVersion; the pictures their texts show; reopenings."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from iso_audit.domain.minutes import MinutesState, MinutesVersion, Reopening
from iso_audit.storage.engine.cursor import Cursor, to_utc
from iso_audit.storage.tables import MINUTES, MINUTES_IMAGE, MINUTES_REOPENING

FIXED = """(
    select case when r.id is null then m.id || ' ' || m.state || ' ' || m.number end
    from minutes m left join minutes_reopening r on r.audit_id = m.audit_id and r.version = m.version
    where m.audit_id = ? and m.state <> 'void'
    order by m.version desc limit 1
)"""
"""Of an audit: id, state and number of the version whose text is fixed and was not reopened, null where none is."""


def add(cursor: Cursor, version: MinutesVersion, *, content: str) -> None:
    """Add a locked version with its content (JSON)."""
    MINUTES.add(cursor, version, content=content)


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
    return MINUTES.read(cursor, MinutesVersion, "where audit_id = ? order by version desc", [audit_id])


def of_programme(cursor: Cursor, programme_id: str) -> tuple[MinutesVersion, ...]:
    """Return every version of a programme's audits, by number and version."""
    where = "where audit_id in (select id from audit where programme_id = ?) order by number, version"
    return MINUTES.read(cursor, MinutesVersion, where, [programme_id])


def by_id(cursor: Cursor, version_id: str) -> MinutesVersion | None:
    """Return one version, None where there is none."""
    versions = MINUTES.read(cursor, MinutesVersion, "where id = ?", [version_id])
    return versions[0] if versions else None


def by_text_hash(cursor: Cursor, text_hash: str) -> MinutesVersion | None:
    """Return the newest version whose text has this SHA-256."""
    versions = MINUTES.read(cursor, MinutesVersion, "where text_hash = ? order by version desc", [text_hash])
    return versions[0] if versions else None


def naming(cursor: Cursor, text_hash: str) -> MinutesVersion | None:
    """Return the newest version whose content names this SHA-256: that of its text in another language."""
    versions = MINUTES.read(cursor, MinutesVersion, "where contains(content, ?) order by version desc", [text_hash])
    return versions[0] if versions else None


def by_short_code(cursor: Cursor, code: str) -> MinutesVersion | None:
    """Return the version whose pages show this short code."""
    versions = MINUTES.read(cursor, MinutesVersion, "where short_code = ? order by version desc", [code])
    return versions[0] if versions else None


def content(cursor: Cursor, version_id: str) -> str | None:
    """Return the content (JSON) a version was locked with."""
    text = MINUTES.value(cursor, [version_id], "content")
    return None if text is None else str(text)


def pdf(cursor: Cursor, version_id: str) -> bytes | None:
    """Return the frozen bytes of a version."""
    data = MINUTES.value(cursor, [version_id], "pdf")
    return None if data is None else bytes(data)


def keep_images(cursor: Cursor, images: Mapping[str, bytes]) -> None:
    """Keep pictures by their SHA-256; what is there already stays."""
    for digest, data in images.items():
        MINUTES_IMAGE.insert(cursor, [{"sha256": digest, "data": data}], present="stays")


def images(cursor: Cursor, digests: Iterable[str]) -> dict[str, bytes]:
    """Return the pictures with these SHA-256, as far as they are there."""
    read = ((digest, MINUTES_IMAGE.value(cursor, [digest], "data")) for digest in digests)
    return {digest: bytes(data) for digest, data in read if data is not None}


def standing_contents(cursor: Cursor) -> tuple[str, ...]:
    """Return the content (JSON) of every version that is not void."""
    rows = cursor.execute("select content from minutes where state <> ?", [MinutesState.VOID.value]).fetchall()
    return tuple(row[0] for row in rows)


def keep_only_images(cursor: Cursor, digests: Collection[str]) -> None:
    """Remove every picture but those with these SHA-256."""
    held = [row[0] for row in cursor.execute("select sha256 from minutes_image").fetchall()]
    for digest in held:
        if digest not in digests:
            MINUTES_IMAGE.delete(cursor, [digest])


def add_reopening(cursor: Cursor, reopening: Reopening) -> None:
    """Add a reopening."""
    MINUTES_REOPENING.add(cursor, reopening)


def reopenings(cursor: Cursor, audit_id: str) -> tuple[Reopening, ...]:
    """Return the reopenings of an audit's minutes, the newest first."""
    rest = "where audit_id = ? order by reopened_at desc, id desc"
    return MINUTES_REOPENING.read(cursor, Reopening, rest, [audit_id])
