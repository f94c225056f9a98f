"""Rows of bank_version, bank_in_force, bank_draft and bank_change, and what the domain calls them."""

from collections.abc import Iterable

from iso_audit.domain.bank_version import BankChange, BankDraft, BankVersion, PutInForce
from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.tables import BANK_CHANGE, BANK_DRAFT, BANK_IN_FORCE, BANK_VERSION

_IN_FORCE = (
    "select f.standard, v.id, v.content_hash from bank_in_force f join bank_version v on v.id = f.bank_version_id "
    "where not exists (select 1 from bank_in_force later where later.standard = f.standard "
    "and (later.recorded_at, later.id) > (f.recorded_at, f.id))"
)


def in_force(cursor: Cursor) -> dict[str, tuple[str, str]]:
    """Return the version each edition is asked by, as its id and its content's hash; none where none was chosen."""
    return {row[0]: (row[1], row[2]) for row in cursor.execute(_IN_FORCE).fetchall()}


def versions(cursor: Cursor, standard: str) -> tuple[BankVersion, ...]:
    """Return the kept versions of an edition, the newest first."""
    return BANK_VERSION.read(cursor, BankVersion, "where standard = ? order by number desc, id desc", [standard])


def version(cursor: Cursor, version_id: str) -> BankVersion | None:
    """Return a kept version."""
    rows = BANK_VERSION.read(cursor, BankVersion, "where id = ?", [version_id])
    return rows[0] if rows else None


def content(cursor: Cursor, version_id: str) -> str:
    """Return the JSON that a kept version holds."""
    return str(BANK_VERSION.value(cursor, [version_id], "content"))


def add_version(cursor: Cursor, version: BankVersion, content: str) -> None:
    """Keep a version with the JSON of its tables."""
    BANK_VERSION.add(cursor, version, content=content)


def acts(cursor: Cursor, standard: str) -> tuple[PutInForce, ...]:
    """Return every act by which a version of an edition came in force, the newest first."""
    rest = "where standard = ? order by recorded_at desc, id desc"
    return BANK_IN_FORCE.read(cursor, PutInForce, rest, [standard])


def put_in_force(cursor: Cursor, act: PutInForce) -> None:
    """Let a version be asked by from now on."""
    BANK_IN_FORCE.add(cursor, act)


def drafts(cursor: Cursor, standard: str) -> tuple[BankDraft, ...]:
    """Return the open drafts of an edition, the oldest first."""
    return BANK_DRAFT.read(
        cursor, BankDraft, "where standard = ? and closed_at is null order by made_at, id", [standard]
    )


def draft(cursor: Cursor, draft_id: str) -> BankDraft | None:
    """Return a draft, open or not."""
    rows = BANK_DRAFT.read(cursor, BankDraft, "where id = ?", [draft_id])
    return rows[0] if rows else None


def add_draft(cursor: Cursor, draft: BankDraft) -> None:
    """Begin a draft."""
    BANK_DRAFT.add(cursor, draft)


def save_draft(cursor: Cursor, draft: BankDraft) -> None:
    """Write a draft over its row."""
    BANK_DRAFT.save(cursor, draft)


def changes(cursor: Cursor, draft_id: str) -> dict[str, BankChange]:
    """Return the newest change of each part of a draft, in the order in which parts were changed first."""
    rows = BANK_CHANGE.read(cursor, BankChange, "where draft_id = ? order by recorded_at, id", [draft_id])
    return {one.part: one for one in rows}


def add_changes(cursor: Cursor, added: Iterable[BankChange]) -> None:
    """Add changes of a draft; those before stay."""
    rows = [BANK_CHANGE.row_of(one) for one in added]
    if rows:
        BANK_CHANGE.insert(cursor, rows)
