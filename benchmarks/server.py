"""The app as people run it, in a process of its own: its processor time, its memory, and what its file holds after."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.browser.running_app import RunningApp

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
_LOOK = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from iso_audit.storage.opening import open_database
database = open_database(Path(sys.argv[1]), at=datetime.now(UTC))
with database.read() as cursor:
    found = {name: [row[0] for row in cursor.execute(f"select id from {name}").fetchall()] for name in sys.argv[2:]}
database.close()
print(json.dumps(found))
"""


def started(file: Path) -> RunningApp:
    """Return the running app on a database file."""
    app = RunningApp(file)
    app.start()
    return app


def processor_seconds(app: RunningApp) -> float:
    """Return the processor time the app has used so far."""
    assert app.process is not None
    told = Path(f"/proc/{app.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / CLOCK_TICKS


def memory_mb(app: RunningApp) -> float:
    """Return the app's resident memory in MB."""
    assert app.process is not None
    status = Path(f"/proc/{app.process.pid}/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))) / 1024


def ids_in(file: Path, *tables: str) -> dict[str, set[str]]:
    """Return the ids of `tables` as a fresh process reads them from the file."""
    command = [sys.executable, "-c", _LOOK, str(file), *tables]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return {name: set(ids) for name, ids in json.loads(done.stdout).items()}
