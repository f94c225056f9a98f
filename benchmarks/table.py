"""Every figure of docs/benchmarks.md by one command, as the page has them: the machine, the table, each last line.

Run `python -m benchmarks.table` on a machine that does nothing else, and put what it prints in the page's place between
the two marks (`--write` does). It takes about half an hour, and the thousand kills of `durability` hours more, so those
are left out unless `--only durability` asks for them; `--quick` takes fewer rounds of everything and is for trying.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"
ORDER = ("growth", "load", "capture", "minutes", "hostile_connections", "hostile_inputs", "hostile", "durability")
NOT_QUICK = {"hostile_connections"}
LONG = {"durability"}
RATE = 25
"""Taps a second in `load`."""

Figures = dict[str, dict[str, float]]
"""By benchmark and name."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was first measured, what is wanted, and how it reads what was measured now."""

    work: str
    first: tuple[str, str]
    wanted: str
    now: Callable[[Figures], tuple[str, str]]


def _of_growth(name: str) -> Callable[[Figures], tuple[str, str]]:
    def now(seen: Figures) -> tuple[str, str]:
        told = seen["growth"]
        worked = told[f"{name}_cpu"]
        few = f"{told[f'{name}_few_ms']:.1f} ms ({worked / told[f'{name}_ratio']:.1f})"
        return few, f"{told[f'{name}_ms']:.1f} ms ({worked:.1f})"

    return now


def _tap_in_chromium(seen: Figures) -> tuple[str, str]:
    return f"{seen['capture']['ratio']:.2f}", f"{seen['capture']['ratio_1000']:.2f}"


def _request(seen: Figures) -> tuple[str, str]:
    return f"{seen['load']['alone_cpu_ms']:.1f} ms", ""


def _among_polls(seen: Figures) -> tuple[str, str]:
    return f"{seen['load']['cores'] * 1000 / RATE:.0f} ms", ""


def _load(seen: Figures) -> tuple[str, str]:
    told = seen["load"]
    return f"p50 {told['p50_ms']:.0f}, p95 {told['p95_ms']:.0f} ms, {told['cores']:.2f} of a core", ""


ROWS = (
    Row("record one tap, in the process", ("18 ms, 13 statements", "25 ms"), "5 ms, 6 statements", _of_growth("tap")),
    Row("fields that changed since the last poll", ("26 ms", "31 ms"), "3 ms", _of_growth("news")),
    Row("a poll that finds nothing new", ("", ""), "3 ms", _of_growth("nothing_new")),
    Row("opening an audit's data", ("18 ms", "24 ms"), "10 ms", _of_growth("open")),
    Row("what 20 earlier years found", ("6 ms", "440 ms"), "10 ms", _of_growth("earlier")),
    Row("overview of a year of 50 audits", ("102 ms", "427 ms"), "30 ms", _of_growth("overview")),
    Row("POST /api/events with one tap, processor of the server", ("22 to 25 ms", ""), "8 ms", _request),
    Row("the same with 50 tablets polling, everything shared out", ("36 ms", ""), "12 ms", _among_polls),
    Row(
        "25 taps a second from 50 people, polls running",
        ("p50 81, p95 445 ms, 0.82 of a core", ""),
        "p95 under 200 ms",
        _load,
    ),
    Row("the most taps a second", ("41 to 54", ""), "120", lambda seen: (f"{seen['load']['saturation']:.0f}", "")),
    Row("50 people signing in at once", ("16 s", ""), "8 s", lambda seen: (f"{seen['load']['sign_in_s']:.1f} s", "")),
    Row("a tap in Chromium beside a one-widget app", ("0.51", "0.78 to 0.98"), "0.5", _tap_in_chromium),
)


def run(name: str, *, quick: bool) -> str:
    """Run a benchmark and return its last line; what it says on the way goes to the console."""
    command = [sys.executable, "-m", f"benchmarks.{name}", *(["--quick"] if quick and name not in NOT_QUICK else [])]
    print("+", *command[1:], file=sys.stderr, flush=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, file=sys.stderr, flush=True)
    lines = done.stdout.strip().splitlines()
    return lines[-1] if done.returncode == 0 and lines else f"{name} ended with {done.returncode}"


def figures(line: str) -> dict[str, float]:
    """Return the numbers that a last line tells by name."""
    told = [one.split("=", 1) for one in line.split() if "=" in one]
    return {name: float(value) for name, value in told}


def machine() -> str:
    """Return what the figures were taken on."""
    listed = Path("/proc/cpuinfo")
    told = listed.read_text("utf-8") if listed.exists() else ""
    names = {line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")}
    cores = f"{os.cpu_count()} cores of {', '.join(sorted(names)) or platform.machine()}"
    return f"Measured on {cores}, {platform.system()}, Python {platform.python_version()}."


def page(lines: dict[str, str]) -> str:
    """Return what stands in the page, of the benchmarks that were run."""
    seen = {name: figures(line) for name, line in lines.items() if "=" in line}
    told = [machine(), "", "| work | first, 10 audits | first, 1,000 | wanted | now, 10 | now, 1,000 |"]
    told.append("|---|---|---|---|---|---|")
    for row in ROWS:
        try:
            now = row.now(seen)
        except KeyError:
            now = ("not measured", "")
        told.append("| " + " | ".join((row.work, *row.first, row.wanted, *now)) + " |")
    return "\n".join([*told, "", "```", *lines.values(), "```", ""])


def main() -> None:
    """Run what is asked for and print, or write, what the page says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds of everything")
    parser.add_argument("--only", choices=ORDER, action="append", help="run this benchmark (may be given again)")
    parser.add_argument("--write", action="store_true", help="put it into docs/benchmarks.md")
    given = parser.parse_args()
    chosen = given.only or [name for name in ORDER if name not in LONG]
    measured = page({name: run(name, quick=given.quick) for name in chosen})
    print(measured)
    if given.write:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        PAGE.write_text(before + BEGIN + measured + END + rest.partition(END)[2], "utf-8")


if __name__ == "__main__":
    main()
