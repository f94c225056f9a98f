"""Killed in the middle, a thousand times: what was acknowledged is there, and the file is whole.

Run `python -m benchmarks.durability` (`--quick` for 20 rounds, `--rounds N`). In turn: the real server is killed
while tablets send taps, photographs and strokes, or a process is killed while it issues minutes, makes copies, takes
in carried audits or opens a file of an earlier shape. The client writes down what was acknowledged; a round without
any acknowledgement does not count. After every round a fresh process opens the file and checks the database.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx2

from benchmarks.client import Tablet, now
from benchmarks.durability_check import check
from benchmarks.durability_world import Prepared, prepare
from benchmarks.server import started
from iso_audit.workflow.ids import new_id
from tests.pictures import photo

ORDER = ("server", "issuing", "copying", "server", "importing", "migrating")
LONGEST_DELAY = {"server": 0.5, "issuing": 3.0, "copying": 1.0, "importing": 1.5, "migrating": 0.3}
MOST_TRIES = 5


@dataclass
class Round:
    """What one round's clients were told is kept: (table, id)."""

    kept: list[tuple[str, str]] = field(default_factory=list)
    first: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def note(self, table: str, name: str) -> None:
        """Write down one acknowledgement."""
        self.kept.append((table, name))
        self.first.set()


def tapping(tablet: Tablet, item: str, noted: Round) -> None:
    """Send taps one after the other."""
    with httpx2.Client(base_url=tablet.address, timeout=30) as client:
        while not noted.over.is_set():
            event = tablet.event(f"item:{item}", "evidence", f"lần {len(noted.kept)}")
            answer = client.post("/api/events", json=tablet.body([event]), headers=tablet.headers)
            for event_id in answer.json().get("accepted", []):
                noted.note("event", event_id)


def photographing(tablet: Tablet, item: str, noted: Round) -> None:
    """Send photographs one after the other."""
    with httpx2.Client(base_url=tablet.address, timeout=30) as client:
        for seed in range(1_000_000):
            if noted.over.is_set():
                return
            photo_id = new_id(datetime.now(UTC))
            asked = {"audit": tablet.audit_id, "item": item, "id": photo_id, "made_at": str(now()), "device": "bench"}
            headers = tablet.headers | {"Content-Type": "image/jpeg"}
            answer = client.post("/api/photos", params=asked, content=photo(320, 240, seed=seed), headers=headers)
            if answer.status_code == 200:
                noted.note("photo", photo_id)


def signing(tablet: Tablet, prepared: Prepared, noted: Round) -> None:
    """Draw strokes one after the other on locked minutes."""
    with httpx2.Client(base_url=tablet.address, timeout=30) as client:
        while not noted.over.is_set():
            event = {
                "id": new_id(datetime.now(UTC)),
                "version": prepared.locked.id,
                "place": "leader",
                "kind": "stroke",
                "attempt": "a1",
                "value": {"points": [[0.1, 0.6], [0.4, 0.2], [0.8, 0.7]], "aspect": 2.0},
                "text_hash": prepared.locked.text_hash,
                "made_at": now(),
            }
            answer = client.post("/api/signatures", json=tablet.body([event]), headers=tablet.headers)
            for event_id in answer.json().get("accepted", []):
                noted.note("signature_event", event_id)


def quietly(act: Callable[..., None], *given: object) -> None:
    """Run a client until its server is gone."""
    try:
        act(*given)
    except (httpx2.HTTPError, ValueError):
        return


def server_round(prepared: Prepared, noted: Round, delay: float) -> None:
    """Kill the server while two tablets tap, one photographs and one draws."""
    app = started(prepared.file)
    world = prepared.world
    audit, item = world.audits[0].id, world.items[0]
    taps = [Tablet(app.address, person, audit) for person in world.inspectors[:2]]
    work: list[tuple[object, ...]] = [(tapping, tablet, item, noted) for tablet in taps]
    work.append((photographing, Tablet(app.address, world.leader, audit), item, noted))
    work.append((signing, Tablet(app.address, world.leader, audit), prepared, noted))
    threads = [threading.Thread(target=quietly, args=given) for given in work]
    for thread in threads:
        thread.start()
    noted.first.wait(20)
    time.sleep(delay)
    app.kill()
    noted.over.set()
    for thread in threads:
        thread.join()


def job_round(kind: str, file: Path, noted: Round, delay: float) -> None:
    """Kill a process that does one job; the delay counts from its beginning, so that the first act may be cut."""
    command = [sys.executable, "-m", "benchmarks.durability_jobs", kind, str(file)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    process.stdout.readline()

    def kill() -> None:
        time.sleep(delay)
        process.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    for line in process.stdout:
        told = line.rstrip("\n").split(" ", 2)
        if len(told) == 3 and told[0] == "kept":
            noted.note(told[1], told[2])
    killer.join()
    process.wait()


def one_round(kind: str, prepared: Prepared, folder: Path) -> tuple[Round, list[str]]:
    """Run one round and return what was acknowledged and what is wrong afterwards."""
    noted, file = Round(), prepared.file
    if kind == "server":
        server_round(prepared, noted, random.uniform(0, LONGEST_DELAY[kind]))
        return noted, check(file, noted.kept)
    if kind in {"importing", "migrating"}:
        file = prepared.fresh(kind, folder)
    job_round(kind, file, noted, random.uniform(0, LONGEST_DELAY[kind]))
    if kind == "migrating":
        noted.kept = [("event", event_id) for event_id in prepared.earlier]
    return noted, check(file, noted.kept)


def main() -> None:
    """Kill, look, and sum up in one last line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="20 rounds")
    parser.add_argument("--rounds", type=int, default=1000, help="how many rounds with an acknowledgement (1000)")
    given = parser.parse_args()
    wanted = 20 if given.quick else given.rounds
    random.seed(2017)
    counted: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    wrong: list[str] = []
    empty = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared = prepare(folder)
        while counted.total() < wanted and empty < MOST_TRIES * wanted:
            kind = ORDER[(counted.total() + empty) % len(ORDER)]
            noted, faults = one_round(kind, prepared, folder)
            wrong += [f"{kind}: {fault}" for fault in faults]
            if not noted.kept:
                empty += 1
                continue
            counted[kind] += 1
            kept.update(table for table, _ in noted.kept if kind != "migrating")
            for old in folder.glob("copy-*"):
                old.unlink()
        shutil.rmtree(folder, ignore_errors=True)
    for line in wrong:
        print(line)
    print("rounds: " + ", ".join(f"{kind} {count}" for kind, count in sorted(counted.items())) + f"; {empty} without")
    print("acknowledged: " + ", ".join(f"{table} {count}" for table, count in sorted(kept.items())))
    lost = sum("lost" in line for line in wrong)
    print(f"durability rounds={counted.total()} acknowledged={kept.total()} lost={lost} faults={len(wrong) - lost}")


if __name__ == "__main__":
    main()
