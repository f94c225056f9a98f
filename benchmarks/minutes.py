"""Making the minutes as PDF: ours against plain Platypus, fpdf2, typst and a bare canvas, on one document.

Run `python -m benchmarks.minutes` (`--quick` for fewer rounds). Every engine sets the same words, which is checked;
rounds are interleaved, each with words of its own, and the median counts; peak memory is
taken in a process of its own for each engine.
"""

import argparse
import gc
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from benchmarks.minutes_engines import case
from iso_audit.minutes.fingerprint import canonical_text
from iso_audit.minutes.tree import TOTAL, Document, Photos

NAMES = ("ours", "plain", "fpdf2", "typst", "floor")
TARGETS = {
    "plain_ratio": ("at least", 4.0),
    "typst_ratio": ("at least", 1.0),
    "floor_ratio": ("at most", 2.5),
    "rows_growth": ("at most", 1.5),
    "kilobytes": ("at most", 1000.0),
    "peak_mb": ("at most", 100.0),
}


class Engine(Protocol):
    """Something that makes documents."""

    def prepare(self, document: Document) -> None:
        """Take the document that is made next; this is not timed."""

    def make(self) -> bytes:
        """Return the PDF."""


def engine(name: str, folder: Path) -> Engine:
    """Return an engine, its libraries loaded only now."""
    match name:
        case "ours":
            from benchmarks.minutes_engines.ours import Ours

            return Ours()
        case "plain":
            from benchmarks.minutes_engines.plain import Plain

            return Plain(folder)
        case "fpdf2":
            from benchmarks.minutes_engines.fpdf import Fpdf

            return Fpdf(folder)
        case "typst":
            from benchmarks.minutes_engines.typst_engine import Typst

            return Typst(folder)
        case _:
            from benchmarks.minutes_engines.floor import Floor

            return Floor()


def write_photos(document: Document, folder: Path) -> None:
    """Write the photographs as files for the engines that read files."""
    for annex in document.annexes:
        for block in annex.blocks:
            for photo in block.photos if isinstance(block, Photos) else ():
                (folder / f"{photo.image.sha256}.jpg").write_bytes(photo.image.data)


def missing_words(pdf: bytes, document: Document, folder: Path) -> int:
    """Return how many words of the document the PDF does not hold, wherever its lines and pages break."""
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    read = subprocess.run(["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, text=True).stdout
    skipped = ("photo", "row", "language")
    passages = (line.split("\t", 1) for line in canonical_text(document).splitlines())
    words = [w for kind, text in passages if kind not in skipped for w in text.replace("\\n", " ").split()]
    there, run_on = Counter(read.split()), "".join(read.split())
    wanted = Counter(word for word in words if TOTAL not in word)
    return sum(count for word, count in wanted.items() if there[word] < count and run_on.count(word) < count)


def timed(make: Callable[[], bytes]) -> float:
    """Return the milliseconds one call takes."""
    gc.collect()
    start = time.perf_counter()
    make()
    return (time.perf_counter() - start) * 1000


def compare(rounds: int, document: Document, folder: Path) -> dict[str, list[float]]:
    """Time every engine `rounds` times, interleaved, after one call to warm up that also checks the words."""
    engines = {name: engine(name, folder) for name in NAMES}
    print(f"{'engine':<8} {'KB':>7} {'pages':>6} {'words missing':>14}")
    for name, one in engines.items():
        one.prepare(document)
        pdf = one.make()
        file = folder / "info.pdf"
        file.write_bytes(pdf)
        told = subprocess.run(["pdfinfo", str(file)], check=True, capture_output=True, text=True).stdout
        pages = next(line.split()[1] for line in told.splitlines() if line.startswith("Pages:"))
        missing = missing_words(pdf, document, folder)
        print(f"{name:<8} {len(pdf) / 1000:>7.0f} {pages:>6} {missing:>14}")
        if missing:
            sys.exit(f"{name} does not set the same words; nothing is compared")
    times: dict[str, list[float]] = {name: [] for name in NAMES}
    for turn in range(1, rounds + 1):
        other = case.turned(document, turn)
        for name in NAMES[turn % len(NAMES) :] + NAMES[: turn % len(NAMES)]:
            engines[name].prepare(other)
            times[name].append(timed(engines[name].make))
    return times


def peak(name: str) -> float:
    """Return the peak memory in MB of a process that makes the document ten times with one engine."""
    command = [sys.executable, "-m", "benchmarks.minutes", "--child", name]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(json.loads(done.stdout)["peak_mb"])


def child(name: str) -> None:
    """Make the document ten times and print this process's peak memory; pictures come from another process."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.minutes", "--pickle", folder]
        subprocess.run(command, check=True)
        import pickle

        document = pickle.loads((Path(folder) / "document").read_bytes())
        write_photos(document, Path(folder))
        one = engine(name, Path(folder))
        for turn in range(10):
            one.prepare(case.turned(document, turn))
            one.make()
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    most = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    print(json.dumps({"peak_mb": int(most) / 1024}))


def rows(rounds: int) -> tuple[float, float]:
    """Return the milliseconds a row takes in a table of 1,000 and of 10,000 rows."""
    ours = engine("ours", Path())

    def of(count: int, times: int) -> float:
        ours.prepare(case.long_table(count))
        return statistics.median(timed(ours.make) for _ in range(times)) / count

    of(100, 1)
    return of(1000, 3 * rounds), of(10_000, rounds)


def main() -> None:
    """Measure, print, and sum up in one last line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="7 rounds instead of 15, peak memory of ours only")
    parser.add_argument("--child", choices=NAMES, help=argparse.SUPPRESS)
    parser.add_argument("--pickle", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.child)
        return
    if given.pickle:
        import pickle

        (given.pickle / "document").write_bytes(pickle.dumps(case.document()))
        return
    measure(quick=given.quick)


def measure(*, quick: bool) -> None:
    """Print every figure, then the summary against the targets."""
    print(f"Python {platform.python_version()}, {platform.machine()}; medians of interleaved rounds")
    rounds = 7 if quick else 15
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        document = case.document()
        write_photos(document, folder)
        times = compare(rounds, document, folder)
        ours = engine("ours", folder)
        ours.prepare(document)
        size = len(ours.make()) / 1000
        ours.prepare(case.document(photos=False))
        no_photos = statistics.median(timed(ours.make) for _ in range(rounds))
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    print(f"\n{'engine':<8} {'median ms':>10} {'least':>8} {'most':>8} {'times ours':>11}")
    for name, taken in times.items():
        ratio = statistics.median(a / b for a, b in zip(taken, times["ours"], strict=True))
        print(f"{name:<8} {middle[name]:>10.1f} {min(taken):>8.1f} {max(taken):>8.1f} {ratio:>11.2f}")
    print(f"ours without photographs: {no_photos:.1f} ms")
    of_few, of_many = rows(1 if quick else 3)
    print(f"rows: {of_few:.3f} ms a row at 1,000, {of_many:.3f} at 10,000")
    peaks = {name: peak(name) for name in (("ours",) if quick else NAMES)}
    for name, value in peaks.items():
        print(f"peak memory of {name}: {value:.0f} MB")
    figures = {
        "ours_ms": middle["ours"],
        "plain_ratio": middle["plain"] / middle["ours"],
        "fpdf2_ratio": middle["fpdf2"] / middle["ours"],
        "typst_ratio": middle["typst"] / middle["ours"],
        "floor_ratio": middle["ours"] / middle["floor"],
        "row_ms": of_few,
        "rows_growth": of_many / of_few,
        "kilobytes": size,
        "peak_mb": peaks["ours"],
    }
    for key, (way, target) in TARGETS.items():
        met = figures[key] >= target if way == "at least" else figures[key] <= target
        print(f"{'met   ' if met else 'MISSED'} {key}: {figures[key]:.2f}, target {way} {target:g}")
    print("minutes " + " ".join(f"{key}={value:.2f}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
