"""A fresh process looks whether what was acknowledged is in the file, and whether the file is whole."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from iso_audit.domain.errors import IsoAuditError
from iso_audit.storage.engine.database import Database
from iso_audit.storage.opening import open_database
from iso_audit.workflow.operation.copies import check_copy, check_database

QUERIES = {
    "minutes": "select id from minutes where state = 'issued'",
    "photo": "select substr(subject, 7) from event where subject like 'photo:%' and field = 'sha256'",
}
"""What shows that something acknowledged is kept; for every other table its ids."""


def check(file: Path, kept: list[tuple[str, str]]) -> list[str]:
    """Return what is wrong with the file after a kill: `lost ...` for each acknowledged thing that is not there."""
    command = [sys.executable, "-m", "benchmarks.durability_check", str(file)]
    done = subprocess.run(command, input=json.dumps(kept), capture_output=True, text=True, check=False)
    if done.returncode:
        return [f"cannot be opened: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}"]
    return [str(line) for line in json.loads(done.stdout)]


def faults_of(database: Database, kept: list[tuple[str, str]]) -> list[str]:
    """Return every fault of the open database, and every acknowledged thing it does not hold."""
    found = [f"{fault.code} {fault.details}" for fault in check_database(database)]
    there: dict[str, set[str]] = {}
    for table, name in kept:
        if table == "copy":
            found += _copy_faults(Path(name))
            continue
        if table not in there:
            query = QUERIES.get(table, f"select id from {table}")
            with database.read() as cursor:
                there[table] = {row[0] for row in cursor.execute(query).fetchall()}
        if name not in there[table]:
            found.append(f"lost {table} {name}")
    return found


def _copy_faults(copy: Path) -> list[str]:
    try:
        check_copy(copy)
    except IsoAuditError as error:
        return [f"lost copy {copy.name}: {error.code}"]
    return []


def main() -> None:
    """Print the faults of the file named first as JSON; what was acknowledged comes in as JSON."""
    database = open_database(Path(sys.argv[1]), at=datetime.now(UTC))
    print(json.dumps(faults_of(database, [(table, name) for table, name in json.load(sys.stdin)])))


if __name__ == "__main__":
    main()
