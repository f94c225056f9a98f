"""What the sampling page and the minutes need: the sample with its states, the draw, what was declared, the list."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from iso_audit.domain.account import Account
from iso_audit.domain.case_draw import Stratum, strata
from iso_audit.domain.case_figures import SAMPLE, Declared, Figures, SumFault, declared, figures, sum_faults
from iso_audit.domain.case_file import CaseFile, CaseRecord, Measured, Procedure, case_files, measure, procedures
from iso_audit.domain.journal import Journal
from iso_audit.domain.visit import VISIT
from iso_audit.domain.working_days import Calendar
from iso_audit.storage import case_lists
from iso_audit.storage.case_lists import CaseList
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.storage.queries import conducting
from iso_audit.storage.queries.conducting import OpenAudit, names_of


@dataclass(frozen=True, slots=True)
class SampledFile:
    """A case file of the sample with its state and the fields on which people disagree."""

    file: CaseFile
    measured: Measured
    disputed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawFacts:
    """How the sample was drawn last: seed, hash of the list, strata, how many were wanted, when and by whom."""

    seed: str
    content_hash: str
    strata: tuple[str, ...]
    wanted: int
    drawn_at: datetime
    drawn_by: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """Everything known of an audit's case files; states are as of `as_of`."""

    opened: OpenAudit
    calendar: Calendar
    as_of: date
    lists: tuple[CaseList, ...]
    procedures: tuple[Procedure, ...]
    files: tuple[SampledFile, ...]
    draw: DrawFacts | None
    declared: Declared
    sums: tuple[SumFault, ...]
    names: dict[str, str]

    @property
    def case_list(self) -> CaseList | None:
        """Return the newest list."""
        return self.lists[0] if self.lists else None

    @property
    def drawn_list(self) -> CaseList | None:
        """Return the list the sample was drawn from."""
        return next((one for one in self.lists if self.draw and one.content_hash == self.draw.content_hash), None)

    def figures(self, *, selection: str = "") -> Figures:
        """Return the figures of the sample, or of the files chosen one way."""
        return figures(one.measured for one in self.files if selection in {"", one.file.selection})

    def file(self, subject: str) -> SampledFile | None:
        """Return a file of the sample by its journal subject."""
        return next((one for one in self.files if one.file.id == subject), None)


@dataclass(frozen=True, slots=True)
class Population:
    """A whole list measured: its figures, its strata, and the keys of overdue records."""

    figures: Figures
    strata: tuple[Stratum, ...]
    overdue: frozenset[str]


def sampling(database: Database, audit_id: str, *, calendar: Calendar, today: date, reader: Account) -> Sampling:
    """Return the sampling of an audit; NotFound where the reader may not see it."""
    with database.read() as cursor:
        opened = conducting.opened(cursor, audit_id, reader=reader)
        return _sampling(cursor, opened, calendar, today)


def sampling_of(database: Database, opened: OpenAudit, *, calendar: Calendar, today: date) -> Sampling:
    """Return the sampling of an audit that was opened."""
    with database.read() as cursor:
        return _sampling(cursor, opened, calendar, today)


def _sampling(cursor: Cursor, opened: OpenAudit, calendar: Calendar, today: date) -> Sampling:
    lists = case_lists.of_audit(cursor, opened.audit.id)
    writers = {head.account_id for state in opened.journal.fields.values() for head in state.heads}
    names = names_of(cursor, writers | {one.imported_by for one in lists})
    reported = declared(opened.journal)
    as_of = _as_of(opened, lists, today)
    return Sampling(
        opened=opened,
        calendar=calendar,
        as_of=as_of,
        lists=lists,
        procedures=procedures(opened.journal),
        files=tuple(_sampled(one, opened.journal, calendar, as_of) for one in case_files(opened.journal)),
        draw=_draw(opened.journal, names),
        declared=reported,
        sums=sum_faults(reported),
        names=names,
    )


def population(database: Database, case_list: CaseList, *, calendar: Calendar, reader: Account) -> Population:
    """Return a list measured as of its own day; NotFound where the reader may not see its audit."""
    return measured_population(records_of(database, case_list, reader=reader), calendar, case_list.as_of)


def records_of(database: Database, case_list: CaseList, *, reader: Account) -> tuple[CaseRecord, ...]:
    """Return the rows of a list; NotFound where the reader may not see its audit."""
    with database.read() as cursor:
        conducting.readable(cursor, case_list.audit_id, reader)
        return case_lists.records(cursor, case_list.id)


def records_of_list(database: Database, case_list: CaseList) -> tuple[CaseRecord, ...]:
    """Return the rows of a list that its reader was given."""
    with database.read() as cursor:
        return case_lists.records(cursor, case_list.id)


def measured_population(records: tuple[CaseRecord, ...], calendar: Calendar, as_of: date) -> Population:
    """Return records measured as of a day."""
    measured = [measure(record, calendar, as_of) for record in records]
    pairs = zip(records, measured, strict=True)
    overdue = frozenset(record.key for record, one in pairs if one.state is not None and one.state.overdue)
    return Population(figures(measured), strata(records, overdue), overdue)


def _sampled(file: CaseFile, journal: Journal, calendar: Calendar, as_of: date) -> SampledFile:
    disputed = tuple(name for (subject, name), state in journal.fields.items() if subject == file.id and state.disputed)
    return SampledFile(file, measure(file.record, calendar, as_of), disputed)


def _draw(journal: Journal, names: dict[str, str]) -> DrawFacts | None:
    state = journal.fields.get((SAMPLE, "seed"))
    if state is None or state.value is None:
        return None
    return DrawFacts(
        seed=state.value,
        content_hash=journal.value(SAMPLE, "list") or "",
        strata=tuple(json.loads(journal.value(SAMPLE, "strata") or "[]")),
        wanted=int(journal.value(SAMPLE, "wanted") or 0),
        drawn_at=state.current.made_at,
        drawn_by=names.get(state.current.account_id, ""),
    )


def _as_of(opened: OpenAudit, lists: tuple[CaseList, ...], today: date) -> date:
    """Return the day the states are told for: the list's, else the visit's, else the planned one, else today."""
    if lists:
        return lists[0].as_of
    begun = opened.journal.value(VISIT, "opened_at")
    return datetime.fromisoformat(begun).date() if begun else opened.audit.planned_on or today
