"""One sheet of a workbook of questions taken apart: headings, rows, and the faults that cells have by themselves."""

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
    refused_cells: set[tuple[int, str]] = field(default_factory=set)

    def add(self, code: str, *, row: int | None = None, field: str = "", letter: str = "", **more: object) -> None:
        """Tell a fault of the sheet: of a cell, by its row and its field or letter, or of the whole."""
        letter = letter or self.letters.get(field, "")
        cell = f"{letter}{row}" if letter and row else ""
        where = str(more.pop("where", ""))
        details = {"table": self.table, "field": field, "value": "", **more, "cell": cell}
        self.faults.append(Fault(self.name, row, where, code, details))


def table_sheet(table: str, sheet: Sheet) -> TableSheet:
    """Return what a sheet says of its table; the first row that is not blank holds its headings."""
    of_table = TableSheet(table, sheet.name)
    rows = [row for row in sheet.rows if not row.blank]
    if not rows:
        return of_table
    columns = _columns(of_table, rows[0], rows[1:])
    if not columns:
        return of_table
    if len(rows) > MOST_ROWS + 1:
        of_table.add("sheet_too_long", row=rows[MOST_ROWS + 1].number, most=MOST_ROWS)
    for row in rows[1 : MOST_ROWS + 1]:
        _take_row(of_table, row, columns)
    return of_table


def _columns(of_table: TableSheet, header: SheetRow, rows: list[SheetRow]) -> dict[int, BankColumn]:
    """Return the columns by their places, and tell which are missing, unknown, there twice or without heading."""
    by_heading = columns_by_heading(of_table.table)
    column_at = {
        place: by_heading.get(plain(str(cell))) for place, cell in enumerate(header.cells) if not is_blank(cell)
    }
    if not any(column_at.values()):
        of_table.add("headings_missing", row=header.number)
        return {}
    columns: dict[int, BankColumn] = {}
    for place, column in column_at.items():
        letter = column_letter(place)
        if column is None:
            _tell_unknown(of_table, header, place)
        elif column.field in of_table.letters:
            of_table.add("column_twice", row=header.number, field=column.field, letter=letter)
        else:
            of_table.letters[column.field] = letter
            columns[place] = column
    for place in range(max((len(row.cells) for row in rows), default=0)):
        first = next((row for row in rows if not is_blank(row.cell(place))), None)
        if place not in column_at and first:
            of_table.add("column_without_heading", row=first.number, letter=column_letter(place))
    for column in columns_of(of_table.table):
        if column.field not in of_table.letters and not column.is_optional:
            of_table.add("column_missing", row=header.number, field=column.field)
    return columns


def _tell_unknown(of_table: TableSheet, header: SheetRow, place: int) -> None:
    text = str(header.cell(place))[:60]
    names = {plain(one): one for column in columns_of(of_table.table) for one in column.headings}
    near = get_close_matches(plain(text), names, n=3, cutoff=0.4) or list(names)[:3]
    of_table.add(
        "unknown_column",
        row=header.number,
        letter=column_letter(place),
        value=" ".join(text.split()),
        near=", ".join(names[one] for one in near),
    )


def _take_row(of_table: TableSheet, row: SheetRow, columns: Mapping[int, BankColumn]) -> None:
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
            of_table.refused_cells.add((row.number, column.field))
            where = next((str(row.cell(one)) for one in own if columns[one] == columns_of(of_table.table)[0]), "")
            of_table.add(refused.code, row=row.number, field=column.field, value=refused.content, where=where)
            value = refused.likely
        if value is not None:
            _put(standing if column.field in {"section", "block"} else values, column.field, value)
    of_table.entries.append(EntryRow(row.number, values, standing))


def _put(values: dict[str, Any], field: str, value: Any) -> None:
    outer, _, inner = field.partition(".")
    if inner:
        values.setdefault(outer, {})[inner] = value
    else:
        values[outer] = value


def missing_fields(of_table: TableSheet, entry: EntryRow) -> Iterator[str]:
    """Give the fields of where an entry stands that its row leaves empty."""
    of_row = {name for row, name in of_table.refused_cells if row == entry.number}
    for name in ("section", "block"):
        if name in of_table.letters and name not in entry.standing and name not in of_row:
            yield name
