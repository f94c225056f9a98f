"""Case files of administrative procedures: when they came and went, what state that puts them in, and the checks."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from iso_audit.domain.journal import CASE, PROCEDURE, Journal
from iso_audit.domain.text import alphabet_key, tidy, without_accents
from iso_audit.domain.working_days import Calendar, Suspension

CHECKS = (
    "receipt_slip",
    "papers_complete",
    "control_slip",
    "procedure_current",
    "right_signer",
    "right_fee",
    "right_form",
    "stored",
    "apology",
)
LATE_CHECKS = frozenset({"apology"})
"""What only a file that is late is asked."""
ANSWERS = ("yes", "no", "not_applicable")
CHANNELS = ("direct", "post", "online")
OUTCOMES = ("refused", "withdrawn", "supplement")
SELECTIONS = ("drawn", "late", "purposeful")
TEXTS = ("code", "procedure", "sector", "channel")
LIMIT_TEXTS = ("limit_text", "limit_hours", "received_at", "done_at")
DATES = ("received_on", "due_on", "finished_on", "returned_on")
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")


class CaseState(StrEnum):
    """Where a case file stands against its time limit."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    PENDING = "pending"
    PENDING_LATE = "pending_late"
    SUPPLEMENT = "supplement"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def settled(self) -> bool:
        """Tell whether a result was given, so that the file counts in the on-time rate."""
        return self in {CaseState.EARLY, CaseState.ON_TIME, CaseState.LATE}

    @property
    def overdue(self) -> bool:
        """Tell whether the limit was overrun, settled or not."""
        return self in {CaseState.LATE, CaseState.PENDING_LATE}


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case file by its code: procedure, sector, channel, days and limit in working days; never an applicant.

    `due_on` is the day promised to the applicant, `finished_on` the day the result was ready, `returned_on`
    the day it was handed over; an empty text or None means nobody gave it. A limit that is no whole number of days
    stands as listed in `limit_text`, with its working hours where it has any, and the times of day it ran between.
    """

    code: str
    procedure: str
    sector: str = ""
    channel: str = ""
    received_on: date | None = None
    due_on: date | None = None
    legal_days: int | None = None
    finished_on: date | None = None
    returned_on: date | None = None
    suspensions: tuple[Suspension, ...] = ()
    outcome: str = ""
    limit_text: str = ""
    limit_hours: str = ""
    received_at: str = ""
    done_at: str = ""

    @property
    def is_judged_by_hours(self) -> bool:
        """Tell whether its limit is a part of days and it is known between which hours it ran."""
        has_hours = bool(self.limit_hours and self.received_at and self.done_at)
        return has_hours and self.legal_days is None and not self.suspensions

    @property
    def done_on(self) -> date | None:
        """Return the day that is held against the limit: result ready, else handed over."""
        return self.finished_on or self.returned_on

    @property
    def key(self) -> str:
        """Return what two spellings of one code have in common."""
        return code_key(self.code)


@dataclass(frozen=True, slots=True)
class Measured:
    """A record held against the calendar: None where days are missing; overrun in working days."""

    state: CaseState | None
    due_on: date | None = None
    overrun: int = 0
    promised_over: int = 0


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case file of the sample: its journal subject, record, how it was chosen, and what the checks found."""

    id: str
    record: CaseRecord
    selection: str
    reason: str = ""
    checks: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def asked(self, measure: Measured) -> tuple[str, ...]:
        """Return the checks that are to be answered of a file in that state, and those that were all the same."""
        is_late = measure.state is not None and measure.state.overdue
        return tuple(name for name in CHECKS if is_late or name not in LATE_CHECKS or name in self.checks)

    @property
    def checked(self) -> int:
        """Return how many of the checks were answered."""
        return sum(1 for name in CHECKS if name in self.checks)

    @property
    def is_checked(self) -> bool:
        """Tell whether anything was seen of it: a check answered, or a note."""
        return bool(self.checks or self.note)

    @property
    def failed(self) -> tuple[str, ...]:
        """Return the checks answered with no."""
        return tuple(name for name in CHECKS if self.checks.get(name) == "no")


@dataclass(frozen=True, slots=True)
class Procedure:
    """An administrative procedure of the agency; its limit in working days, None where nobody gave it."""

    id: str
    name: str
    sector: str = ""
    legal_days: int | None = None


def code_key(code: str) -> str:
    """Return a code without case, space and marks, so that one file is known by one name."""
    return "".join(without_accents(tidy(code)).split())


def name_key(name: str) -> str:
    """Return a procedure's name without case, marks and punctuation, to compare by."""
    return _NEITHER_LETTER_NOR_DIGIT.sub(" ", without_accents(tidy(name))).strip()


def case_subject(code: str) -> str:
    """Return the journal subject of a case file, the same on every copy."""
    return f"{CASE}:{hashlib.sha256(code_key(code).encode()).hexdigest()[:32]}"


def procedure_subject(name: str) -> str:
    """Return the journal subject of a procedure, the same on every copy."""
    return f"{PROCEDURE}:{hashlib.sha256(name_key(name).encode()).hexdigest()[:32]}"


def measure(record: CaseRecord, calendar: Calendar, as_of: date) -> Measured:
    """Return the state of a record as of a day: by its limit where that is known, else by the promised day."""
    done_on = record.done_on
    stops = tuple(
        Suspension(stop.asked_on, stop.supplemented_on or max(done_on, stop.asked_on)) if done_on else stop
        for stop in record.suspensions
    )
    standing = any(stop.supplemented_on is None for stop in stops)
    due = record.due_on
    if record.received_on is not None and record.legal_days is not None:
        due = calendar.due_on(record.received_on, record.legal_days, stops)
    over = max(0, calendar.working_days(due, record.due_on)) if due and record.due_on else 0
    if record.outcome and not (record.outcome == CaseState.SUPPLEMENT and done_on):
        return Measured(CaseState(record.outcome), due, promised_over=over)
    if standing:
        return Measured(CaseState.SUPPLEMENT, None)
    if record.is_judged_by_hours and record.received_on and done_on:
        return _measured_by_hours(record, record.received_on, done_on, calendar)
    if due is None:
        return Measured(None)
    overrun = calendar.overrun(due, done_on or as_of)
    if done_on is None:
        state = CaseState.PENDING_LATE if overrun else CaseState.PENDING
    else:
        state = CaseState.LATE if overrun else CaseState.ON_TIME if done_on == due else CaseState.EARLY
    return Measured(state, due, overrun, over)


def _measured_by_hours(record: CaseRecord, received_on: date, done_on: date, calendar: Calendar) -> Measured:
    """Return the state of a record whose limit is a part of days; an overrun of hours is none in days."""
    start, end = (
        datetime.combine(day, time.fromisoformat(clock))
        for day, clock in ((received_on, record.received_at), (done_on, record.done_at))
    )
    is_late = calendar.working_minutes(start, end) > 60 * float(record.limit_hours)
    return Measured(CaseState.LATE if is_late else CaseState.ON_TIME)


def case_files(journal: Journal) -> tuple[CaseFile, ...]:
    """Return the case files of the sample: drawn ones first, then the late and the chosen ones, by code."""
    entries = [_case_file(subject, journal.values(subject)) for subject in journal.subjects(CASE)]
    files = [one for one in entries if one is not None]
    return tuple(
        sorted(
            files,
            key=lambda one: (SELECTIONS.index(one.selection), alphabet_key(one.record.sector), one.record.key),
        )
    )


def procedures(journal: Journal) -> tuple[Procedure, ...]:
    """Return the agency's procedures by sector and name."""
    in_use = []
    for subject in journal.subjects(PROCEDURE):
        values = journal.values(subject)
        if values.get("name") and not values.get("withdrawn"):
            days = values.get("legal_days")
            in_use.append(Procedure(subject, values["name"], values.get("sector", ""), int(days) if days else None))
    return tuple(sorted(in_use, key=lambda one: (alphabet_key(one.sector), alphabet_key(one.name))))


def suspensions_of(text: str) -> tuple[Suspension, ...]:
    """Return the suspensions that an event's value names."""
    return tuple(
        Suspension(date.fromisoformat(asked_on), date.fromisoformat(supplemented_on) if supplemented_on else None)
        for asked_on, supplemented_on in json.loads(text or "[]")
    )


def suspensions_text(stops: Iterable[Suspension]) -> str:
    """Return suspensions as an event's value, empty for none."""
    days = [[one.asked_on.isoformat(), one.supplemented_on and one.supplemented_on.isoformat()] for one in stops]
    return json.dumps(days) if days else ""


def fields_of(record: CaseRecord) -> dict[str, str]:
    """Return a record as the values of its journal fields."""
    texts = {name: getattr(record, name) for name in (*TEXTS, "outcome", *LIMIT_TEXTS)}
    days = {name: value.isoformat() for name in DATES if (value := getattr(record, name)) is not None}
    limit = {} if record.legal_days is None else {"legal_days": str(record.legal_days)}
    stops = {"suspensions": suspensions_text(record.suspensions)}
    return {name: value for name, value in {**texts, **days, **limit, **stops}.items() if value}


def record_of(values: Mapping[str, str]) -> CaseRecord:
    """Return the record that journal values, or a stored row, hold."""
    received_on, due_on, finished_on, returned_on = (
        date.fromisoformat(values[name]) if values.get(name) else None for name in DATES
    )
    return CaseRecord(
        code=values["code"],
        procedure=values.get("procedure", ""),
        sector=values.get("sector", ""),
        channel=values.get("channel", ""),
        received_on=received_on,
        due_on=due_on,
        legal_days=int(values["legal_days"]) if values.get("legal_days") else None,
        finished_on=finished_on,
        returned_on=returned_on,
        suspensions=suspensions_of(values.get("suspensions", "")),
        outcome=values.get("outcome", ""),
        **{name: values.get(name, "") for name in LIMIT_TEXTS},
    )


def _case_file(subject: str, values: Mapping[str, str]) -> CaseFile | None:
    if values.get("withdrawn") or not values.get("code"):
        return None
    return CaseFile(
        id=subject,
        record=record_of(values),
        selection=values.get("selection", "purposeful"),
        reason=values.get("selection_reason", ""),
        checks={name: values[name] for name in CHECKS if name in values},
        note=values.get("note", ""),
    )
