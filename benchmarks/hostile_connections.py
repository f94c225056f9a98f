"""A colleague's taps beside half-open connections: the real app under few open files, a flood that reconnects.

Run `python -m benchmarks.hostile_connections` (`--half-open 0` for the quiet case, `--patient` for a flood that opens
each connection once). Each tap is a new connection that sends one event and waits until it is acknowledged; one that is
not within 30 seconds counts as never.
"""

import argparse
import http.client
import json
import math
import resource
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from argon2 import PasswordHasher

from iso_audit.checklists import load_bank
from iso_audit.sample import loading
from iso_audit.storage import accounts as stored_accounts
from iso_audit.storage import audits, programmes
from iso_audit.storage.opening import open_database
from iso_audit.storage.queries.conducting import open_audit
from iso_audit.web.visitor import COOKIE
from iso_audit.workflow.accounts import administering, signing_in
from iso_audit.workflow.ids import new_id

ROOT = Path(__file__).parent.parent
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "bốn con mèo nhỏ"
PATIENCE = 30
STARTS_WITHIN = 120
HALF = b"POST /api/events HTTP/1.1\r\nHost: here\r\nX-Half: "


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who is signed in and taps on one item of one audit."""

    token: str
    audit: str
    subject: str


def prepare(file: Path, sample: Path | None) -> Colleague:
    """Fill `file` with the sample year (a copy of `sample`, where there is one), and sign its leader in."""
    at = datetime.now(UTC)
    if sample is not None:
        shutil.copyfile(sample, file)
    database = open_database(file, at=at)
    if sample is None:
        loading.load(database, load_bank(ROOT / "checklists"), by=None, at=at)
    with database.read() as cursor:
        leader = min(stored_accounts.leaders_who_can_sign_in(cursor) or _leaders(cursor))
        account = stored_accounts.by_id(cursor, leader)
        audit = audits.of_programme(cursor, programmes.all_programmes(cursor)[0].id)[-1]
    assert account is not None
    administering.set_password(database, account.username, PASSWORD, at=at, hasher=CHEAP)
    told = {"device": "benchmark", "address": "127.0.0.1"}
    token = signing_in.sign_in(database, account.username, PASSWORD, at=at, hasher=CHEAP, **told)
    item = open_audit(database, audit.id, reader=account).checklist.items[0]
    database.close()
    return Colleague(token, audit.id, f"item:{item.id}")


def _leaders(cursor: object) -> list[str]:
    return [one.id for one in stored_accounts.all_accounts(cursor) if one.leads]  # type: ignore[arg-type]


@contextmanager
def running(file: Path, open_files: int) -> Iterator[int]:
    """Run the app on `file` with so many open files, soft and hard, and give its port."""
    process, port = _started(file, open_files)
    try:
        yield port
    finally:
        process.kill()
        process.wait()


def _started(file: Path, open_files: int) -> tuple[subprocess.Popen[bytes], int]:
    """Start the app; on another port where somebody took the first one in between."""
    for _ in range(5):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = int(probe.getsockname()[1])
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
            cwd=ROOT,
            env={"HOME": str(file.parent), "PATH": "/usr/bin:/bin", "ISO_AUDIT_DATABASE": str(file)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (open_files, open_files))
        if _gets_healthy(port, process):
            return process, port
        process.kill()
        process.wait()
    raise RuntimeError("the app did not start")


def _gets_healthy(port: int, process: subprocess.Popen[bytes]) -> bool:
    begun = time.monotonic()
    while time.monotonic() - begun < STARTS_WITHIN and process.poll() is None:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with suppress(OSError, http.client.HTTPException), closing(asked):
            asked.request("GET", "/healthz")
            if asked.getresponse().status == 200:
                return True
        time.sleep(0.1)
    return False


class Flood:
    """So many connections that send half a head, spread over some addresses.

    Each that is ended is opened again at once, unless the flood is `patient`.
    """

    def __init__(self, port: int, connections: int, addresses: int, *, patient: bool = False) -> None:
        self._port, self._wanted, self._addresses, self._patient = port, connections, addresses, patient
        self._selector = selectors.DefaultSelector()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep_up)

    def __enter__(self) -> "Flood":
        for number in range(self._wanted):
            self._open(number)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()

    def _open(self, number: int) -> None:
        made = socket.socket()
        made.setblocking(False)
        made.bind((f"127.0.0.{2 + number % self._addresses}", 0))
        with suppress(BlockingIOError):
            made.connect(("127.0.0.1", self._port))
        self._selector.register(made, selectors.EVENT_WRITE, number)

    def _keep_up(self) -> None:
        while not self._over.is_set():
            for key, events in self._selector.select(0.1):
                made, number = key.fileobj, key.data
                assert isinstance(made, socket.socket)
                try:
                    if events & selectors.EVENT_WRITE:
                        made.send(HALF)
                        self._selector.modify(made, selectors.EVENT_READ, number)
                    elif made.recv(100):
                        continue
                    else:
                        raise ConnectionResetError
                except OSError:
                    self._selector.unregister(made)
                    made.close()
                    if not self._patient:
                        self._open(number)


def tap(port: int, who: Colleague) -> float:
    """Send one event over a new connection and return how long until it was acknowledged; infinite for never."""
    event = {
        "id": new_id(datetime.now(UTC)),
        "audit": who.audit,
        "subject": who.subject,
        "field": "evidence",
        "value": f"seen {time.time_ns()}",
        "made_at": int(time.time() * 1000),
        "replaces": [],
    }
    headers = {
        "Content-Type": "application/json",
        "Origin": f"http://127.0.0.1:{port}",
        "Cookie": f"{COOKIE}={who.token}",
    }
    begun = time.perf_counter()
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        with closing(asked):
            asked.request("POST", "/api/events", json.dumps({"device": "benchmark", "events": [event]}), headers)
            accepted = json.loads(asked.getresponse().read()).get("accepted")
    except (OSError, http.client.HTTPException):
        return math.inf
    return time.perf_counter() - begun if accepted == [event["id"]] else math.inf


def taps_beside(
    half_open: int,
    *,
    taps: int = 100,
    open_files: int = 1_024,
    addresses: int = 1,
    patient: bool = False,
    sample: Path | None = None,
) -> list[float]:
    """Return the latencies in seconds of a colleague's taps beside so many half-open connections.

    `sample` is a database with the sample year, where one is there already.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "audits.duckdb"
        who = prepare(file, sample)
        with running(file, open_files) as port, Flood(port, half_open, addresses, patient=patient):
            return [tap(port, who) for _ in range(taps)]


def told(latencies: list[float]) -> dict[str, float | int]:
    """Return p50 and p95 in milliseconds of the taps that were acknowledged, and how many never were."""
    kept = sorted(one * 1000 for one in latencies if one < math.inf)
    cuts = statistics.quantiles(kept, n=20, method="inclusive") if len(kept) > 1 else [math.nan] * 19
    return {"taps": len(latencies), "never": len(latencies) - len(kept), "p50": cuts[9], "p95": cuts[18]}


def main() -> None:
    """Run the case and print what the colleague saw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half-open", type=int, default=1_100)
    parser.add_argument("--taps", type=int, default=100)
    parser.add_argument("--open-files", type=int, default=1_024)
    parser.add_argument("--addresses", type=int, default=1)
    parser.add_argument("--patient", action="store_true")
    given = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    latencies = taps_beside(
        given.half_open, taps=given.taps, open_files=given.open_files, addresses=given.addresses, patient=given.patient
    )
    print(json.dumps({"half_open": given.half_open, "open_files": given.open_files, **told(latencies)}))


if __name__ == "__main__":
    main()
