"""Reading a list's rows into records: what is a case file is taken, what is none or faulty is named by its row."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import Literal

from iso_audit.domain.case_cells import BadCell, TimeLimit, clock_of, limit_of
from iso_audit.domain.case_dates import DAYS, DateDoubt, date_doubts, day_as_chosen
from iso_audit.domain.case_file import CaseRecord, Procedure, code_key, name_key
from iso_audit.domain.case_layout import RowKind, row_kinds
from iso_audit.domain.case_list import REQUIRED, Column, Headings, text_of
from iso_audit.domain.sheet import CellFault, Sheet, SheetRow, is_blank
from iso_audit.domain.working_days import Suspension

LONGEST = {"code": 100, "procedure": 500, "sector": 200, "channel": 100}
_BACKWARDS = (
    ("received_on", "due_on"),
    ("received_on", "finished_on"),
    ("received_on", "returned_on"),
    ("received_on", "asked_on"),
    ("asked_on", "supplemented_on"),
)
Value = str | date | TimeLimit | None


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong at a row and column (empty for the whole row); the code names the sentences, details fill them."""

    row: int
    column: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of which nothing is taken in, and why."""

    row: int
    kind: RowKind


@dataclass(frozen=True, slots=True)
class Choices:
    """What people said of a list's open questions, empty where nobody was asked: dates swapped, rows hidden."""

    dates: Literal["", "swap", "as_read"] = ""
    hidden: Literal["", "take", "leave"] = ""


UNDECIDED = Choices()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list gave: its records, every fault, the rows left out, and what only people can say.

    `hidden_rows` of the case files are hidden in the file; `not_judged` are rows, with their limit, that no count of
    days holds for.
    """

    records: tuple[CaseRecord, ...]
    faults: tuple[RowFault, ...]
    left_out: tuple[LeftOut, ...] = ()
    doubts: tuple[DateDoubt, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    not_judged: tuple[tuple[int, str], ...] = ()

    @property
    def left_out_counts(self) -> Counter[RowKind]:
        """Return how many rows are left out, by why."""
        return Counter(one.kind for one in self.left_out)

    def open_questions(self, choices: Choices) -> tuple[str, ...]:
        """Return what has to be answered before the list is taken in."""
        asked = (("dates", self.doubts and not choices.dates), ("hidden", self.hidden_rows and not choices.hidden))
        return tuple(name for name, is_open in asked if is_open)


def read_rows(
    sheet: Sheet,
    *,
    header: int,
    column_of: Mapping[str, int],
    all_columns: Sequence[Column],
    headings: Headings,
    procedures: Sequence[Procedure] = (),
    choices: Choices = UNDECIDED,
) -> Reading:
    """Return the records below the headings, `column_of` naming the column of each field; `procedures` the agency's.

    With no procedure known any name is taken; otherwise an unknown one is a fault.
    """
    rows = [row for row in sheet.rows if row.number > header]
    names = [name for column in all_columns for name in (column.spellings or (column.heading,))]
    kinds = row_kinds(rows, column_of, headings, names=names, origin=sheet.origin)
    of_cases = [row for row, kind in zip(rows, kinds, strict=True) if kind is RowKind.CASE]
    hidden_rows = tuple(row.number for row in of_cases if row.is_hidden)
    if choices.hidden == "leave":
        of_cases = [row for row in of_cases if not row.is_hidden]
    doubts = date_doubts(of_cases, column_of, sheet.origin)
    reader = _Reader(sheet, column_of, {column.index: column for column in all_columns}, headings, procedures)
    if choices.dates == "swap":
        reader.doubts = {doubt.field: doubt for doubt in doubts}
    for row in of_cases:
        reader.take(row)
    left_out = [
        LeftOut(row.number, kind)
        for row, kind in zip(rows, kinds, strict=True)
        if kind not in {RowKind.CASE, RowKind.BLANK}
    ]
    left_out += [LeftOut(number, RowKind.FAULTY) for number in sorted({fault.row for fault in reader.faults})]
    if choices.hidden == "leave":
        left_out += [LeftOut(number, RowKind.HIDDEN) for number in hidden_rows]
    left_out.sort(key=lambda one: one.row)
    faults = [*reader.faults, *([] if reader.records or reader.faults else [RowFault(header, "", "no_rows")])]
    return Reading(tuple(reader.records), tuple(faults), tuple(left_out), doubts, hidden_rows, tuple(reader.not_judged))


class _Reader:
    def __init__(
        self,
        sheet: Sheet,
        column_of: Mapping[str, int],
        column_by_index: Mapping[int, Column],
        headings: Headings,
        procedures: Sequence[Procedure],
    ) -> None:
        self.sheet, self.column_of, self.column_by_index, self.headings = sheet, column_of, column_by_index, headings
        self.procedures = {name_key(one.name): one for one in procedures}
        self.doubts: Mapping[str, DateDoubt] = {}
        self.records: list[CaseRecord] = []
        self.faults: list[RowFault] = []
        self.not_judged: list[tuple[int, str]] = []
        self._first_rows: dict[str, int] = {}
        self._nearest: dict[str, str] = {}

    def take(self, row: SheetRow) -> None:
        before = len(self.faults)
        values = {name: self._value(row, name) for name in self.column_of}
        self._between(row, values)
        if len(self.faults) > before:
            return
        record = self._record(row, values)
        self.records.append(record)
        if record.limit_text and not record.is_judged_by_hours:
            self.not_judged.append((row.number, record.limit_text))

    def _fault(self, row: SheetRow, name: str, code: str, **details: object) -> None:
        column = self.column_by_index.get(self.column_of[name]) if name else None
        place = f"{column.letter} · {column.heading}" if column and column.heading else column.letter if column else ""
        self.faults.append(RowFault(row.number, place, code, {"column": column.heading if column else "", **details}))

    def _value(self, row: SheetRow, name: str) -> Value:
        cell = row.cell(self.column_of[name])
        try:
            if isinstance(cell, CellFault):
                raise BadCell("formula_error", value=cell.text)
            if is_blank(cell):
                if name in REQUIRED:
                    raise BadCell(f"{name}_missing")
                return None
            if name in DAYS:
                return day_as_chosen(cell, self.sheet.origin, self.doubts.get(name))
            return limit_of(cell, self.headings) if name == "legal_days" else self._text(name, text_of(cell))
        except BadCell as bad:
            self._fault(row, name, bad.code, **bad.details)
            return None

    def _text(self, name: str, text: str) -> str:
        key = name_key(text)
        if name == "outcome":
            return _named(key, self.headings.outcomes)
        if name == "channel":
            return _named(key, self.headings.channels) or text[: LONGEST[name]].strip()
        if len(text) > LONGEST[name]:
            raise BadCell("text_too_long", longest=LONGEST[name], value=text[:40])
        if name == "procedure" and self.procedures and key not in self.procedures:
            raise BadCell("procedure_unknown", value=text[:120], nearest=self._nearest_to(key))
        return text

    def _nearest_to(self, key: str) -> str:
        if key not in self._nearest:
            near = get_close_matches(key, self.procedures, n=1, cutoff=0.5) if len(self._nearest) < 200 else []
            self._nearest[key] = self.procedures[near[0]].name if near else "–"
        return self._nearest[key]

    def _between(self, row: SheetRow, values: Mapping[str, Value]) -> None:
        code = values.get("code")
        if isinstance(code, str):
            first = self._first_rows.setdefault(code_key(code), row.number)
            if first != row.number:
                self._fault(row, "code", "code_twice", value=code, first=first)
        for earlier, later in _BACKWARDS:
            before, after = values.get(earlier), values.get(later)
            if isinstance(before, date) and isinstance(after, date) and after < before:
                self._fault(row, later, f"{later}_backwards", value=f"{after:%d/%m/%Y}", earlier=f"{before:%d/%m/%Y}")

    def _record(self, row: SheetRow, values: Mapping[str, Value]) -> CaseRecord:
        stops: tuple[Suspension, ...] = ()
        if isinstance(asked_on := values.get("asked_on"), date):
            supplemented_on = values.get("supplemented_on")
            stops = (Suspension(asked_on, supplemented_on if isinstance(supplemented_on, date) else None),)
        apart = {"asked_on", "supplemented_on", "legal_days"}
        own = {name: value for name, value in values.items() if name not in apart and value is not None}
        record = CaseRecord(**own, suspensions=stops)  # type: ignore[arg-type]
        limit = values.get("legal_days")
        if isinstance(limit, TimeLimit):
            record = self._limited(row, record, limit)
        procedure = self.procedures.get(name_key(record.procedure))
        if procedure is None:
            return record
        days = procedure.legal_days if record.legal_days is None and not record.limit_text else record.legal_days
        return replace(record, procedure=procedure.name, sector=procedure.sector or record.sector, legal_days=days)

    def _limited(self, row: SheetRow, record: CaseRecord, limit: TimeLimit) -> CaseRecord:
        """Return a record with its limit: of a part of days, with the times of day between which it ran."""
        record = replace(record, legal_days=limit.days, limit_text=limit.text)
        if limit.hours is None:
            return record
        done_name = "finished_on" if record.finished_on else "returned_on"
        received_at, done_at = (
            clock_of(row.cell(self.column_of[name])) if name in self.column_of else ""
            for name in ("received_on", done_name)
        )
        return replace(record, limit_hours=f"{limit.hours:g}", received_at=received_at, done_at=done_at)


def _named(key: str, words: Mapping[str, tuple[str, ...]]) -> str:
    names: Iterator[str] = (name for name, signs in words.items() if any(f" {sign} " in f" {key} " for sign in signs))
    return next(names, "")
