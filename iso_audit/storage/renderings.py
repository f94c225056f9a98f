"""Rows of minutes_rendering: which files were laid out of a version of minutes, told by their SHA-256."""

from iso_audit.domain.minutes import Rendering
from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.tables import MINUTES_RENDERING


def keep(cursor: Cursor, *renderings: Rendering) -> None:
    """Keep renderings; one that is here stays, and counts as made here once it was."""
    for one in renderings:
        row = MINUTES_RENDERING.row_of(one)
        cursor.execute(
            f"insert into minutes_rendering ({', '.join(row)}) values ({', '.join('?' * len(row))}) "
            "on conflict (minutes_id, sha256) do update set made_here = made_here or excluded.made_here",
            list(row.values()),
        )


def by_hash(cursor: Cursor, sha256: str) -> Rendering | None:
    """Return what a file with this SHA-256 is; where several versions claim it, one that was made here."""
    rows = MINUTES_RENDERING.read(
        cursor, Rendering, "where sha256 = ? order by made_here desc, purpose = 'issued' desc, minutes_id", [sha256]
    )
    return rows[0] if rows else None


def of_version(cursor: Cursor, version_id: str) -> tuple[Rendering, ...]:
    """Return every rendering of a version."""
    return MINUTES_RENDERING.read(
        cursor, Rendering, "where minutes_id = ? order by purpose, language, sha256", [version_id]
    )
