"""One sheet of a bank's workbook taken apart: its headings, its rows, and the faults that cells have by themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from iso_audit.checklists.faults import Fault
from iso_audit.checklists.workbook.cells import CellRefused, value_of
from iso_audit.checklists.workbook.layout import BankColumn, columns_by_heading, columns_of, plain
from iso_audit.domain.sheet import Sheet, SheetRow, column_letter, is_blank

MOST_ROWS = 1_000
"""Entries of one table; a bank has some hundred."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as its row says it: its values by field, and what it says of where it stands (`section`, `block`)."""

    number: int
    values: Mapping[str, Any]
    standing: Mapping[str, Any]


@dataclass(slots=True)
class TableSheet:
    """A table as its sheet says it: the letters of its columns, its rows, and which cells have a fault already."""

    table: str
    name: str
    letters: dict[str, str] = field(default_factory=dict)
    entries: list[EntryRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    refused: set[tuple[int, str]] = field(default_factory=set)

    def add(self, code: str, *, row: int | None = None, field: str = "", letter: str = "", **details: object) -> None:
        """Tell a fault of the sheet: of a cell, by its row and its field or letter, or of the whole."""
        letter = letter or self.letters.get(field, "")
        cell = f"{letter}{row}" if letter and row else ""
        where = str(details.pop("where", ""))
        told = {"table": self.table, "field": field, "value": "", **details, "cell": cell}
        self.faults.append(Fault(self.name, row, where, code, told))


def table_sheet(table: str, sheet: Sheet) -> TableSheet:
    """Return what a sheet says of its table; the first row that is not blank holds its headings."""
    taken = TableSheet(table, sheet.name)
    rows = [row for row in sheet.rows if not row.blank]
    if not rows:
        return taken
    columns = _columns(taken, rows[0], rows[1:])
    if not columns:
        return taken
    if len(rows) > MOST_ROWS + 1:
        taken.add("sheet_too_long", row=rows[MOST_ROWS + 1].number, most=MOST_ROWS)
    for row in rows[1 : MOST_ROWS + 1]:
        _take_row(taken, row, columns)
    return taken


def _columns(taken: TableSheet, header: SheetRow, rows: list[SheetRow]) -> dict[int, BankColumn]:
    """Return the columns by their places, and tell those that are missing, unknown, there twice or without heading."""
    by_heading = columns_by_heading(taken.table)
    known = {place: by_heading.get(plain(str(cell))) for place, cell in enumerate(header.cells) if not is_blank(cell)}
    if not any(known.values()):
        taken.add("headings_missing", row=header.number)
        return {}
    columns: dict[int, BankColumn] = {}
    for place, column in known.items():
        letter = column_letter(place)
        if column is None:
            _tell_unknown(taken, header, place)
        elif column.field in taken.letters:
            taken.add("column_twice", row=header.number, field=column.field, letter=letter)
        else:
            taken.letters[column.field] = letter
            columns[place] = column
    for place in range(max((len(row.cells) for row in rows), default=0)):
        first = next((row for row in rows if not is_blank(row.cell(place))), None)
        if place not in known and first:
            taken.add("column_without_heading", row=first.number, letter=column_letter(place))
    for column in columns_of(taken.table):
        if column.field not in taken.letters and not column.is_optional:
            taken.add("column_missing", row=header.number, field=column.field)
    return columns


def _tell_unknown(taken: TableSheet, header: SheetRow, place: int) -> None:
    text = str(header.cell(place))[:60]
    names = {plain(one): one for column in columns_of(taken.table) for one in column.headings}
    near = get_close_matches(plain(text), names, n=3, cutoff=0.4) or list(names)[:3]
    taken.add(
        "unknown_column",
        row=header.number,
        letter=column_letter(place),
        value=" ".join(text.split()),
        near=", ".join(names[one] for one in near),
    )


def _take_row(taken: TableSheet, row: SheetRow, columns: Mapping[int, BankColumn]) -> None:
    own = {place: column for place, column in columns.items() if not is_blank(row.cell(place))}
    if not own:
        return
    values: dict[str, Any] = {}
    standing: dict[str, Any] = {}
    for column in columns.values():
        if column.shape == "text" and not column.is_optional:
            values.setdefault(column.field.partition(".")[0], {})
    for place, column in own.items():
        try:
            value = value_of(column, row.cell(place))
        except CellRefused as refused:
            taken.refused.add((row.number, column.field))
            where = next((str(row.cell(one)) for one in own if columns[one] == columns_of(taken.table)[0]), "")
            taken.add(refused.code, row=row.number, field=column.field, value=refused.shown, where=where)
            value = refused.likely
        if value is not None:
            _put(standing if column.field in {"section", "block"} else values, column.field, value)
    taken.entries.append(EntryRow(row.number, values, standing))


def _put(values: dict[str, Any], field: str, value: Any) -> None:
    outer, _, inner = field.partition(".")
    if inner:
        values.setdefault(outer, {})[inner] = value
    else:
        values[outer] = value


def missing_fields(taken: TableSheet, entry: EntryRow) -> Iterator[str]:
    """Give the fields of where an entry stands that its row leaves empty."""
    for name in ("section", "block"):
        if name in taken.letters and name not in entry.standing and (entry.number, name) not in taken.refused:
            yield name
