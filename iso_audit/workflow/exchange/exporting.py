"""Writing one audit to a file that another database takes in."""

from datetime import datetime
from pathlib import Path

from iso_audit import __version__
from iso_audit.domain.account import Account, must
from iso_audit.domain.errors import Conflict, NotFound
from iso_audit.storage import activity, audits, programmes
from iso_audit.storage.engine.database import Database
from iso_audit.storage.exchange.archive import Manifest
from iso_audit.storage.exchange.writing import write
from iso_audit.workflow.ids import new_id

ENDING = ".isoaudit"


def export_audit(
    database: Database, code: str, target: Path, *, by: Account | None, at: datetime, replace: bool = False
) -> Manifest:
    """Write the audit with `code` and everything recorded in it to `target`, note the act, return what the file holds.

    Leaders, deputies and the secretary; `by=None` is the person at the server's console. Raises `audit_code_unknown`,
    `copy_exists`, `copy_is_database`, `copy_disk_full`, `carry_count_differs`, `carry_too_large`, `carry_failed`.
    """
    must(by is None or by.writes_minutes, "carry")
    for used in (Path(database.path), Path(f"{database.path}.wal")):
        if target.resolve() == used.resolve():
            raise Conflict("copy_is_database", path=target)
    if target.exists() and not replace:
        raise Conflict("copy_exists", path=target)
    with database.read() as cursor:
        audit = audits.by_code(cursor, code)
        if audit is None or not (by is None or by.may_read(audit.id)):
            raise NotFound("audit_code_unknown", code=code)
        agency = programmes.agency(cursor, audit.agency_id)
        assert agency is not None
        manifest = write(cursor, audit, agency, target, app=__version__, at=at)
    detail: dict[str, object] = {"code": code, "events": manifest.rows("event"), "bytes": target.stat().st_size}
    with database.write() as cursor:
        actor = by.id if by is not None else None
        act = activity.Activity(new_id(at), at, actor, "audit_exported", f"audit:{audit.id}", detail)
        activity.add(cursor, act)
    return manifest


def suggested_name(code: str, at: datetime) -> str:
    """Return how a file with this audit is called: the code and the local moment `at`, of plain letters only."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-.") else "_" for letter in code)
    return f"{plain}-{at:%Y-%m-%d-%H%M}{ENDING}"
