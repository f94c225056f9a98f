"""Work that is killed in the middle: each job runs in a process of its own and prints what it has been told is kept.

A line `kept TABLE ID` is printed after the call returned, as a screen would show it. The calls are those behind the
buttons: locking, signing and issuing; copying; taking in a carried audit; opening a file of an earlier shape.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from iso_audit.domain.account import Account
from iso_audit.domain.minutes import current, is_open, locked
from iso_audit.storage import accounts, audits
from iso_audit.storage.engine.database import Database
from iso_audit.storage.opening import open_database
from iso_audit.workflow.exchange.importing import import_audit
from iso_audit.workflow.operation import copies
from iso_audit.workflow.reporting import locking, reading
from tests.workflow.minutes_ready import act, lock, sign

Kept = Iterator[tuple[str, str]]


def issuing(file: Path) -> Kept:
    """Lock, sign and issue one version after the other, each reopened with a reason."""
    database, leader = _opened(file)
    with database.read() as cursor:
        audit = audits.by_code(cursor, "2017-03")
    assert audit is not None
    while True:
        own = reading.all_versions(database, audit.id, reader=leader)
        reopened = is_open(own, reading.reopenings(database, audit.id, reader=leader))
        if current(own) and not reopened and locked(own) is None:
            locking.reopen(database, audit.id, reason="lần sau", by=leader, at=datetime.now(UTC))
        version = locked(own) or lock(database, audit, leader)
        stroke = act(version, "leader", "stroke")
        if stroke.id in sign(database, leader, stroke).accepted:
            yield "signature_event", stroke.id
        locking.issue_locked(database, version.id, by=leader, at=datetime.now(UTC))
        yield "minutes", version.id


def copying(file: Path) -> Kept:
    """Make one copy after the other."""
    database, leader = _opened(file)
    for number in range(1_000_000):
        at = datetime.now(UTC)
        target = file.parent / f"copy-{at:%H%M%S%f}-{number}.duckdb"
        copies.make_copy(database, target, by=leader, at=at)
        yield "copy", str(target)


def importing(file: Path) -> Kept:
    """Take in carried audits, every `.isoaudit` beside the file that was not taken in yet."""
    database, leader = _opened(file)
    for source in sorted(file.parent.glob("*.isoaudit")):
        taken = import_audit(database, source, by=leader, at=datetime.now(UTC))
        yield "audit", taken.audit_id


def migrating(file: Path) -> Kept:
    """Open a file of an earlier shape."""
    print("begun", flush=True)
    open_database(file, at=datetime.now(UTC))
    yield "file", str(file)


JOBS = {job.__name__: job for job in (issuing, copying, importing, migrating)}


def _opened(file: Path) -> tuple[Database, Account]:
    database = open_database(file, at=datetime.now(UTC))
    with database.read() as cursor:
        found = accounts.by_username(cursor, "leader")
    assert found is not None
    print("begun", flush=True)
    return database, found[0]


def main() -> None:
    """Run the job named first on the file named second."""
    for table, name in JOBS[sys.argv[1]](Path(sys.argv[2])):
        print(f"kept {table} {name}", flush=True)


if __name__ == "__main__":
    main()
