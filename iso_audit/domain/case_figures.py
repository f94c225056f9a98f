"""Figures of case files: states counted, on-time rate, overrun, and declared sums held against their parts."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iso_audit.domain.case_file import CHECKS, CaseFile, CaseState, Measured
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.journal import Journal

SAMPLE = "sample:"
_PART = re.compile(r"(.*?)[\s:;=–-]*(\d{1,3}(?:[. ]\d{3})+|\d{1,6})")
COUNTS = ("total", "settled", "on_time", "late", "pending")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a number of measured files come to; rates in per cent, None where nothing was settled."""

    files: int
    states: Mapping[CaseState, int]
    not_measurable: int
    overrun_days: int

    @property
    def settled(self) -> int:
        """Return how many files have a result that counts in the rate."""
        return sum(count for state, count in self.states.items() if state.settled)

    @property
    def on_time(self) -> int:
        """Return how many results came early or on time."""
        return self.settled - self.late

    @property
    def late(self) -> int:
        """Return how many results came late."""
        return self.states.get(CaseState.LATE, 0)

    @property
    def pending(self) -> int:
        """Return how many have no result yet, in time or overdue."""
        return self.states.get(CaseState.PENDING, 0) + self.states.get(CaseState.PENDING_LATE, 0)

    @property
    def overdue(self) -> int:
        """Return how many overran their limit, with or without a result."""
        return self.late + self.states.get(CaseState.PENDING_LATE, 0)

    @property
    def on_time_rate(self) -> float | None:
        """Return early and on time of the settled, in per cent."""
        return 100 * self.on_time / self.settled if self.settled else None

    @property
    def mean_overrun(self) -> float | None:
        """Return the mean overrun of the late results in working days."""
        return self.overrun_days / self.late if self.late else None


@dataclass(frozen=True, slots=True)
class Declared:
    """What the agency itself reported: counts, None where it reported none, and the parts of its total."""

    total: int | None = None
    settled: int | None = None
    on_time: int | None = None
    late: int | None = None
    pending: int | None = None
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def on_time_rate(self) -> float | None:
        """Return the reported rate in per cent: on time of settled, else of on time and late together."""
        return 100 * self.on_time / self.settled_in_all if self.on_time is not None and self.settled_in_all else None

    @property
    def settled_in_all(self) -> int | None:
        """Return how many the reported rate is of: settled, else on time and late together."""
        if self.settled is not None or self.on_time is None:
            return self.settled
        return self.on_time + (self.late or 0)


@dataclass(frozen=True, slots=True)
class SumFault:
    """A reported number that its reported parts do not add up to; both stay as they were reported."""

    code: str
    stated_sum: int
    parts: tuple[int, ...]

    @property
    def computed(self) -> int:
        """Return what the parts come to."""
        return sum(self.parts)


def figures(measures: Iterable[Measured]) -> Figures:
    """Return the figures of measured files."""
    states: Counter[CaseState] = Counter()
    files = unknown = overrun = 0
    for measure in measures:
        files += 1
        if measure.state is None:
            unknown += 1
            continue
        states[measure.state] += 1
        overrun += measure.overrun if measure.state is CaseState.LATE else 0
    return Figures(files, {state: states[state] for state in CaseState if states[state]}, unknown, overrun)


def declared(journal: Journal) -> Declared:
    """Return what the agency reported, as entered."""
    counts = {name: journal.value(SAMPLE, f"declared_{name}") for name in COUNTS}
    parts = json.loads(journal.value(SAMPLE, "declared_parts") or "[]")
    return Declared(
        **{name: int(value) for name, value in counts.items() if value is not None},
        parts=tuple((str(name), int(count)) for name, count in parts),
    )


def sum_faults(declaration: Declared) -> tuple[SumFault, ...]:
    """Return the sums that do not add up; a sum with a part missing is left alone."""
    candidates = (
        ("total_of_parts", declaration.total, tuple(count for _, count in declaration.parts) or None),
        ("total_of_settled_and_pending", declaration.total, _all(declaration.settled, declaration.pending)),
        ("settled_of_on_time_and_late", declaration.settled, _all(declaration.on_time, declaration.late)),
    )
    return tuple(
        SumFault(code, stated_sum, parts)
        for code, stated_sum, parts in candidates
        if stated_sum is not None and parts is not None and stated_sum != sum(parts)
    )


def parts_of(text: str) -> tuple[tuple[str, int], ...]:
    """Return the parts of a total written one to a line, what and how many: `Land: 406`."""
    parts = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _PART.fullmatch(line)
        if match is None:
            raise RuleBroken("part_without_count", line=line[:80])
        parts.append((match[1].strip(), int(re.sub(r"[. ]", "", match[2]))))
    return tuple(parts)


def parts_text(parts: Iterable[tuple[str, int]]) -> str | None:
    """Return the parts of a total as an event's value, None for none."""
    pairs = [[name, number] for name, number in parts]
    return json.dumps(pairs, ensure_ascii=False) if pairs else None


def failed_checks(files: Iterable[CaseFile]) -> dict[str, tuple[int, int]]:
    """Return by check how many files failed it, of how many it applied to and was answered for."""
    all_files = list(files)
    counts = {}
    for name in CHECKS:
        answers = [one.checks[name] for one in all_files if one.checks.get(name) in {"yes", "no"}]
        if "no" in answers:
            counts[name] = (answers.count("no"), len(answers))
    return counts


def _all(*counts: int | None) -> tuple[int, ...] | None:
    numbers = tuple(count for count in counts if count is not None)
    return numbers if len(numbers) == len(counts) else None
