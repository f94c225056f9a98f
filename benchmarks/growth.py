"""What one tap costs after twenty years: the questions of a day at 10 and at 1,000 other audits in the database.

Run `python -m benchmarks.growth` (`--quick` for 200 others and fewer rounds). Both databases are files and hold the
same year of 50 audits, one of whose agencies was audited in 20 earlier years, and one audit of 10,000 events; around
them stand 10 or 1,000 audits of other years. Rounds are interleaved, the median counts, all in one process without
HTTP; a tap is the look-up of the session and the recording of one event that replaces another, committed to the disk.
Ratios are of processor time, which other work on the machine bends less than the time that passes.
"""

import argparse
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.growth_house import AT, House
from iso_audit.domain.account import Account
from iso_audit.storage.queries import conducting, earlier, overview
from iso_audit.workflow.accounts.signing_in import account_of
from iso_audit.workflow.conducting.recording import NewEvent, record

TARGETS = {"tap": 5.0, "nothing_new": 3.0, "news": 3.0, "open": 10.0, "earlier": 10.0, "overview": 30.0}
"""Milliseconds wanted at 1,000 others."""

MOST_GROWTH = 1.5
"""How many times as long a question may take at 1,000 others as at 10."""

Question = Callable[[], object]


def questions(house: House) -> dict[str, Question]:
    """Return what is timed, by name; `_long` is asked of the audit of 10,000 events."""
    database, leader = house.database, house.leader

    def who() -> Account:
        return account_of(database, "token", at=AT, idle=timedelta(hours=12), person=True)

    def next_event(audit_id: str, place: int) -> NewEvent:
        subject = f"item:{house.items[place % len(house.items)]}"
        sees = [house.last[audit_id, subject]] if (audit_id, subject) in house.last else []
        event = house.event(audit_id, subject, "grade", ("conformity", "observation")[place % 2], *sees)
        house.last[audit_id, subject] = event.id
        return event

    def tap(audit_id: str, many: int = 1) -> None:
        batch = [next_event(audit_id, next(house.moments)) for _ in range(many)]
        assert len(record(database, batch, by=who(), device="tablet", at=AT).accepted) == many

    def changes(audit_id: str, behind: int) -> None:
        reader = who()
        known = house.ends[audit_id] - behind
        found = conducting.changes(database, audit_id, since=known, reader=reader)
        assert bool(found.fields) == bool(behind)

    asked: dict[str, Question] = {}
    for name, audit_id in (("", house.audit.id), ("_long", house.long)):
        asked[f"tap{name}"] = lambda audit_id=audit_id: tap(audit_id)
        asked[f"batch{name}"] = lambda audit_id=audit_id: tap(audit_id, 100)
        asked[f"nothing_new{name}"] = lambda audit_id=audit_id: changes(audit_id, 0)
        asked[f"news{name}"] = lambda audit_id=audit_id: changes(audit_id, 1)
        asked[f"open{name}"] = lambda audit_id=audit_id: conducting.open_audit(database, audit_id, reader=leader)
    asked["earlier"] = lambda: earlier.earlier_findings(database, house.audit.id, reader=leader)
    asked["overview"] = lambda: overview.year(database, house.programme.id, reader=leader)
    return asked


@dataclass(frozen=True, slots=True)
class Taken:
    """What a question took: milliseconds that passed, and of processor time of this process."""

    passed: float
    worked: float


def timed(house: House, name: str, ask: Question) -> Taken:
    """Return what one question takes; polls know where the journal ends."""
    if name.startswith(("nothing_new", "news")):
        house.find_ends()
    passed, worked = time.perf_counter(), time.process_time()
    ask()
    return Taken((time.perf_counter() - passed) * 1000, (time.process_time() - worked) * 1000)


def middle(taken: list[Taken]) -> Taken:
    """Return the medians."""
    return Taken(statistics.median(one.passed for one in taken), statistics.median(one.worked for one in taken))


def measure(others: tuple[int, int], rounds: int) -> tuple[dict[str, tuple[Taken, Taken]], float]:
    """Return the medians of each question at both sizes, and the kilobytes an audit takes in the file."""
    with tempfile.TemporaryDirectory() as name:
        houses = [House(Path(name) / f"{size}.duckdb", size) for size in others]
        asked = [questions(house) for house in houses]
        times: dict[str, tuple[list[Taken], list[Taken]]] = {name: ([], []) for name in asked[0]}
        for turn in range(rounds + 2):
            for question in times:
                for place, house in enumerate(houses):
                    taken = timed(house, question, asked[place][question])
                    if turn >= 2:
                        times[question][place].append(taken)
        for house in houses:
            house.database.close()
        few, many = (Path(house.database.path).stat().st_size for house in houses)
    each = (many - few) / (others[1] - others[0]) / 1000
    return {name: (middle(few), middle(many)) for name, (few, many) in times.items()}, each


def main() -> None:
    """Measure, print, and sum up in one last line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="200 others instead of 1,000, 9 rounds instead of 31")
    given = parser.parse_args()
    others, rounds = ((10, 200), 9) if given.quick else ((10, 1000), 31)
    print(f"Python {platform.python_version()}, {platform.machine()}; medians of {rounds} interleaved rounds, ms")
    found, each = measure(others, rounds)
    print(f"{'':<18} {'passed':>17} {'processor':>17}")
    print(f"{'others':<18} {others[0]:>8} {others[1]:>8} {others[0]:>8} {others[1]:>8} {'ratio':>7}")
    for name, (few, many) in found.items():
        row = (few.passed, many.passed, few.worked, many.worked)
        print(f"{name:<18} " + " ".join(f"{one:>8.2f}" for one in row) + f" {many.worked / few.worked:>7.2f}")
    for name, target in TARGETS.items():
        few, many = found[name]
        met = many.passed <= target and many.worked / few.worked <= MOST_GROWTH
        told = f"{many.passed:.2f} ms, target {target:g}; growth {many.worked / few.worked:.2f}, target {MOST_GROWTH:g}"
        print(f"{'met   ' if met else 'MISSED'} {name}: {told}")
    figures = {f"{name}_ms": many.passed for name, (_, many) in found.items()}
    figures |= {f"{name}_few_ms": few.passed for name, (few, _) in found.items()}
    figures |= {f"{name}_cpu": many.worked for name, (_, many) in found.items()}
    figures |= {f"{name}_ratio": many.worked / few.worked for name, (few, many) in found.items()}
    figures["kb_an_audit"] = each
    print("growth " + " ".join(f"{key}={value:.2f}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
