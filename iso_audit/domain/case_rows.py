"""Reading a list's rows into records: every fault by row and column, all at once; a faulty list gives nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from difflib import get_close_matches

from iso_audit.domain.case_file import CaseRecord, Procedure, code_key, name_key
from iso_audit.domain.case_list import REQUIRED, Column, Headings, text_of
from iso_audit.domain.sheet import Cell, CellFault, Sheet, SheetRow, is_blank
from iso_audit.domain.text import without_accents
from iso_audit.domain.working_days import EARLIEST_DAY, LATEST_DAY, LONGEST_LIMIT, Suspension

LONGEST = {"code": 100, "procedure": 500, "sector": 200, "channel": 100}
_DAYS = ("received_on", "due_on", "finished_on", "returned_on", "asked_on", "supplemented_on")
_BACKWARDS = (
    ("received_on", "due_on"),
    ("received_on", "finished_on"),
    ("received_on", "returned_on"),
    ("received_on", "asked_on"),
    ("asked_on", "supplemented_on"),
)
_CLOCK = r"(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)"
_DAY_FIRST = re.compile(rf"(?:{_CLOCK}\s+)?(\d{{1,2}})[/.\-](\d{{1,2}})[/.\-](\d{{4}}|\d{{2}})(?:\s+{_CLOCK})?")
_YEAR_FIRST = re.compile(rf"(\d{{4}})[/.\-](\d{{1,2}})[/.\-](\d{{1,2}})(?:[T\s]+{_CLOCK})?")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_WHOLE = re.compile(r"[.,]0+$")
_COUNTED = re.compile(r"\(?(\d{1,3})\)?")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong at a row and column (empty for the whole row); the code names the sentences, details fill them."""

    row: int
    column: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list gave: its records, or every fault and no record."""

    records: tuple[CaseRecord, ...]
    faults: tuple[RowFault, ...]


class _Bad(Exception):
    """A cell that cannot be taken in."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code, self.details = code, details


def read_rows(
    sheet: Sheet,
    *,
    header: int,
    column_of: Mapping[str, int],
    all_columns: Sequence[Column],
    headings: Headings,
    procedures: Sequence[Procedure] = (),
) -> Reading:
    """Return the records below the headings, `column_of` naming the column of each field; `procedures` the agency's.

    With no procedure known any name is taken; otherwise an unknown one is a fault.
    """
    reader = _Reader(sheet, column_of, {column.index: column for column in all_columns}, headings, procedures)
    rows = [row for row in sheet.rows if row.number > header]
    while rows and rows[-1].blank:
        rows.pop()
    if rows and _numbers_columns(rows[0]):
        rows = rows[1:]
    for row in rows:
        reader.take(row)
    faults = [*reader.faults, *([] if reader.records or reader.faults else [RowFault(header, "", "no_rows")])]
    return Reading(() if faults else tuple(reader.records), tuple(faults))


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
        self.records: list[CaseRecord] = []
        self.faults: list[RowFault] = []
        self._first_rows: dict[str, int] = {}
        self._nearest: dict[str, str] = {}

    def take(self, row: SheetRow) -> None:
        if row.blank:
            self._fault(row, "", "blank_row")
        else:
            before = len(self.faults)
            values = {name: self._value(row, name) for name in self.column_of}
            self._between(row, values)
            if len(self.faults) == before:
                self.records.append(self._record(values))

    def _fault(self, row: SheetRow, name: str, code: str, **details: object) -> None:
        column = self.column_by_index.get(self.column_of[name]) if name else None
        place = f"{column.letter} · {column.heading}" if column and column.heading else column.letter if column else ""
        self.faults.append(RowFault(row.number, place, code, {"column": column.heading if column else "", **details}))

    def _value(self, row: SheetRow, name: str) -> str | date | int | None:
        cell = row.cell(self.column_of[name])
        try:
            if isinstance(cell, CellFault):
                raise _Bad("formula_error", value=cell.text)
            if is_blank(cell):
                if name in REQUIRED:
                    raise _Bad(f"{name}_missing")
                return None
            if name in _DAYS:
                return day_of(cell, self.sheet.origin)
            return self._limit(cell) if name == "legal_days" else self._text(name, text_of(cell))
        except _Bad as bad:
            self._fault(row, name, bad.code, **bad.details)
            return None

    def _text(self, name: str, text: str) -> str:
        key = name_key(text)
        if name == "outcome":
            return _named(key, self.headings.outcomes)
        if name == "channel":
            return _named(key, self.headings.channels) or text[: LONGEST[name]]
        if len(text) > LONGEST[name]:
            raise _Bad("text_too_long", longest=LONGEST[name], value=text[:40])
        if name == "procedure" and self.procedures and key not in self.procedures:
            raise _Bad("procedure_unknown", value=text[:120], nearest=self._nearest_to(key))
        return text

    def _nearest_to(self, key: str) -> str:
        if key not in self._nearest:
            near = get_close_matches(key, self.procedures, n=1, cutoff=0.5) if len(self._nearest) < 200 else []
            self._nearest[key] = self.procedures[near[0]].name if near else "–"
        return self._nearest[key]

    def _limit(self, cell: Cell) -> int:
        text = without_accents(text_of(cell))
        for word in self.headings.days:
            text = text.removesuffix(word).rstrip()
        text = _WHOLE.sub("", text)
        if not (text.isascii() and text.isdigit()):
            raise _Bad("legal_days_not_a_number", value=text_of(cell)[:40])
        if len(text) > 6 or int(text) > LONGEST_LIMIT:
            raise _Bad("legal_days_out_of_range", value=text_of(cell)[:40], longest=LONGEST_LIMIT)
        return int(text)

    def _between(self, row: SheetRow, values: Mapping[str, object]) -> None:
        code = values.get("code")
        if isinstance(code, str):
            first = self._first_rows.setdefault(code_key(code), row.number)
            if first != row.number:
                self._fault(row, "code", "code_twice", value=code, first=first)
        for earlier, later in _BACKWARDS:
            before, after = values.get(earlier), values.get(later)
            if isinstance(before, date) and isinstance(after, date) and after < before:
                self._fault(row, later, f"{later}_backwards", value=f"{after:%d/%m/%Y}", earlier=f"{before:%d/%m/%Y}")

    def _record(self, values: Mapping[str, object]) -> CaseRecord:
        stops: tuple[Suspension, ...] = ()
        if isinstance(asked_on := values.get("asked_on"), date):
            supplemented_on = values.get("supplemented_on")
            stops = (Suspension(asked_on, supplemented_on if isinstance(supplemented_on, date) else None),)
        own = {name: value for name, value in values.items() if name not in {"asked_on", "supplemented_on"}}
        record = CaseRecord(**{name: value for name, value in own.items() if value is not None}, suspensions=stops)  # type: ignore[arg-type]
        procedure = self.procedures.get(name_key(record.procedure))
        if procedure is None:
            return record
        limit = procedure.legal_days if record.legal_days is None else record.legal_days
        return replace(record, procedure=procedure.name, sector=procedure.sector or record.sector, legal_days=limit)


def day_of(cell: Cell, origin: date) -> date:
    """Return the day a cell names: a date, a text day first or year first, or a spreadsheet's count of days."""
    if isinstance(cell, datetime):
        return _within(cell.date(), cell)
    if isinstance(cell, date):
        return _within(cell, cell)
    text = text_of(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(float(cell), origin, text)
    if _SERIAL.fullmatch(text):
        return _serial(float(text.replace(",", ".")), origin, text)
    return _within(_written(text), cell)


def _written(text: str) -> date:
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if year < 100 else 0
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    else:
        raise _Bad("date_unreadable", value=text[:40])
    if month > 12 >= day:
        raise _Bad("date_month_first", value=text[:40])
    try:
        return date(year, month, day)
    except ValueError as error:
        raise _Bad("date_impossible", value=text[:40]) from error


def _serial(count: float, origin: date, text: str) -> date:
    try:
        return _within(origin + timedelta(days=int(count)), text)
    except (OverflowError, ValueError) as error:
        raise _Bad("date_unreadable", value=text[:40]) from error


def _within(day: date, cell: Cell) -> date:
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        raise _Bad("date_out_of_range", value=text_of(cell)[:40], first=EARLIEST_DAY.year, last=LATEST_DAY.year)
    return day


def _named(key: str, words: Mapping[str, tuple[str, ...]]) -> str:
    names: Iterator[str] = (name for name, signs in words.items() if any(f" {sign} " in f" {key} " for sign in signs))
    return next(names, "")


def _numbers_columns(row: SheetRow) -> bool:
    """Tell whether the row under the headings only numbers the columns: (1), (2), (3)."""
    numbers = [_COUNTED.fullmatch(text_of(cell)) for cell in row.cells if not is_blank(cell)]
    counts = [int(match[1]) for match in numbers if match]
    return len(counts) >= 3 and len(counts) == len(numbers) and counts == list(range(1, len(counts) + 1))
