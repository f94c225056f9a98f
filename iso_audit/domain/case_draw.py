"""The draw of case files: strata of sector and procedure, shares, and an order that a seed alone decides.

The order is the SHA-256 of seed and code, so the same list and seed give the same draw on every machine.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from iso_audit.domain.case_file import CaseRecord, name_key
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.text import tidy

LATE_LIMIT = 10
LONGEST_SEED = 40


@dataclass(frozen=True, slots=True)
class Stratum:
    """The files of one procedure of one sector in a list, and how many of them are overdue."""

    id: str
    sector: str
    procedure: str
    files: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Draw:
    """What a seed drew: the random files by stratum, and overdue ones added on top."""

    drawn_files: tuple[CaseRecord, ...]
    late: tuple[CaseRecord, ...]
    shares: Mapping[str, int]


def stratum_id(record: CaseRecord) -> str:
    """Return the stratum a record belongs to."""
    return f"{name_key(record.sector)}|{name_key(record.procedure)}"


def strata(records: Iterable[CaseRecord], overdue: frozenset[str]) -> tuple[Stratum, ...]:
    """Return the strata of a list, the largest first; `overdue` holds the keys of overdue records."""
    files: Counter[str] = Counter()
    late: Counter[str] = Counter()
    names: dict[str, CaseRecord] = {}
    for record in records:
        stratum = stratum_id(record)
        names.setdefault(stratum, record)
        files[stratum] += 1
        late[stratum] += record.key in overdue
    all_strata = [Stratum(one, names[one].sector, names[one].procedure, files[one], late[one]) for one in files]
    return tuple(sorted(all_strata, key=lambda one: (-one.files, one.id)))


def proposed_strata(all_strata: Sequence[Stratum], most: int) -> tuple[str, ...]:
    """Return up to `most` strata to draw from: in turn the one with most files and the one with most overdue."""
    by_overdue = [one for one in sorted(all_strata, key=lambda one: (-one.overdue, -one.files, one.id)) if one.overdue]
    by_files = list(all_strata)
    ids: list[str] = []
    while len(ids) < most and (by_files or by_overdue):
        for queue in (by_files, by_overdue):
            while queue and queue[0].id in ids:
                queue.pop(0)
            if queue and len(ids) < most:
                ids.append(queue.pop(0).id)
    return tuple(ids)


def shares(sizes: Mapping[str, int], count: int) -> dict[str, int]:
    """Return how many files each stratum gives: equal turns, the larger first, none more than it has."""
    order = sorted(sizes, key=lambda one: (-sizes[one], one))
    files_of = dict.fromkeys(order, 0)
    rest = min(count, sum(sizes.values()))
    while rest:
        for stratum in order:
            if rest and files_of[stratum] < sizes[stratum]:
                files_of[stratum] += 1
                rest -= 1
    return files_of


def order_of(record: CaseRecord, seed: str) -> str:
    """Return a record's place in the draw of `seed`."""
    return hashlib.sha256(f"{seed}\n{record.key}".encode()).hexdigest()


def draw(
    records: Sequence[CaseRecord],
    *,
    seed: str,
    stratum_ids: Sequence[str],
    count: int,
    overdue: frozenset[str],
    late_limit: int = LATE_LIMIT,
) -> Draw:
    """Return the draw: `count` files of the chosen strata, then overdue files of the whole list up to a limit."""
    by_stratum: dict[str, list[CaseRecord]] = {one: [] for one in stratum_ids}
    for record in records:
        if (stratum := stratum_id(record)) in by_stratum:
            by_stratum[stratum].append(record)
    share_of = shares({one: len(files) for one, files in by_stratum.items()}, count)
    drawn_files = [
        record
        for one in sorted(share_of)
        for record in sorted(by_stratum[one], key=lambda record: order_of(record, seed))[: share_of[one]]
    ]
    drawn_keys = {record.key for record in drawn_files}
    late = sorted((one for one in records if one.key in overdue), key=lambda one: order_of(one, seed))
    already = sum(1 for one in late if one.key in drawn_keys)
    extra = [one for one in late if one.key not in drawn_keys][: max(0, late_limit - already)]
    return Draw(tuple(drawn_files), tuple(extra), share_of)


def checked_seed(seed: str) -> str:
    """Return a seed as it is kept: letters and digits, dash and dot, at most 40."""
    tidy_seed = tidy(seed)
    if not 1 <= len(tidy_seed) <= LONGEST_SEED or not all(c.isalnum() or c in "-." for c in tidy_seed):
        raise RuleBroken("seed_invalid", seed=seed[:60], longest=LONGEST_SEED)
    return tidy_seed
