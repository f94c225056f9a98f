"""The page of measurements names every benchmark, and its table reads what they say."""

import re

from benchmarks import table
from tests.conftest import ROOT

RUN = sorted(
    path.stem
    for path in (ROOT / "benchmarks").glob("*.py")
    if "\ndef main() -> None:" in path.read_text("utf-8") and not path.stem.startswith("durability_")
)
PAGE = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")


def test_the_page_says_of_every_benchmark_how_to_run_it_and_what_it_measures() -> None:
    told = re.findall(r"^\| `python -m benchmarks\.(\w+)` \| \S", PAGE, re.MULTILINE)
    assert sorted([*told, "table"]) == RUN
    assert sorted([*table.ORDER, "table"]) == RUN


def test_the_page_has_a_place_for_what_is_measured_with_every_row() -> None:
    before, begin, rest = PAGE.partition(table.BEGIN)
    measured, end, _ = rest.partition(table.END)
    assert before
    assert begin
    assert end
    assert [row.work for row in table.ROWS if f"| {row.work} |" not in measured] == []


def test_rows_read_what_the_benchmarks_print_last() -> None:
    printed = {
        name: "\n".join(re.findall(r"\w+", (ROOT / "benchmarks" / f"{name}.py").read_text("utf-8")))
        for name in ("load", "capture")
    }
    asked: dict[str, set[str]] = {"growth": set(), "load": set(), "capture": set()}

    class Told(dict):  # type: ignore[type-arg]
        def __init__(self, name: str) -> None:
            self.name = name

        def __getitem__(self, key: str) -> float:
            asked[self.name].add(key)
            return 1.0

    for row in table.ROWS:
        assert all(isinstance(one, str) for one in row.now({name: Told(name) for name in asked}))
    assert all(asked.values())
    for name, words in printed.items():
        assert [key for key in asked[name] if key not in words.split("\n")] == []
