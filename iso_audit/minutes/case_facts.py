"""What the minutes say of case files: each one that was checked, and the sample they are of."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One sampled case file by its code, never an applicant."""

    code: str
    procedure: str
    received_on: date | None
    due_on: date | None
    returned_on: date | None
    state: str
    faults: str = ""


@dataclass(frozen=True, slots=True)
class OnTime:
    """A rate in per cent and what it is of: how many were on time, of how many that were settled."""

    rate: float
    on_time: int | None = None
    settled: int | None = None


@dataclass(frozen=True, slots=True)
class CaseFileSample:
    """The files of the sample that were checked, how many were not, rates, and sums that do not add up.

    `population` is how many the list holds, `declared_total` how many the agency reported where that differs.
    """

    sampled: int
    unchecked: int = 0
    population: int | None = None
    declared_total: int | None = None
    procedures: int | None = None
    selection: str = ""
    declared_on_time: OnTime | None = None
    listed_on_time: OnTime | None = None
    measured_on_time: OnTime | None = None
    late: int | None = None
    faults: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    files: tuple[CaseFile, ...] = ()
