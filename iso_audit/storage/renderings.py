"""Rows of minutes_rendering: which files were laid out of a version of minutes, told by their SHA-256."""

from iso_audit.domain.minutes import Rendering, RenderingPurpose
from iso_audit.storage.engine.database import Cursor


def keep(cursor: Cursor, *renderings: Rendering) -> None:
    """Keep renderings; one that is here stays, and counts as made here once it was."""
    for one in renderings:
        cursor.execute(
            "insert into minutes_rendering (minutes_id, sha256, purpose, language, made_here) values (?, ?, ?, ?, ?) "
            "on conflict (minutes_id, sha256) do update set made_here = made_here or excluded.made_here",
            [one.version_id, one.sha256, one.purpose.value, one.language, one.made_here],
        )


def by_hash(cursor: Cursor, sha256: str) -> Rendering | None:
    """Return what a file with this SHA-256 is; where several versions claim it, one that was made here."""
    found = _read(cursor, "sha256 = ? order by made_here desc, purpose = 'issued' desc, minutes_id", sha256)
    return found[0] if found else None


def of_version(cursor: Cursor, version_id: str) -> tuple[Rendering, ...]:
    """Return every rendering of a version."""
    return _read(cursor, "minutes_id = ? order by purpose, language, sha256", version_id)


def _read(cursor: Cursor, where: str, value: str) -> tuple[Rendering, ...]:
    rows = cursor.execute(
        f"select minutes_id, sha256, purpose, language, made_here from minutes_rendering where {where}", [value]
    ).fetchall()
    return tuple(Rendering(r[0], r[1], RenderingPurpose(r[2]), r[3], r[4]) for r in rows)
