"""All sheets of a bank's workbook understood together: the contents, or every fault by sheet, row and cell."""

from collections.abc import Mapping, Sequence
from typing import Any

from iso_audit.checklists.contents import contents_of
from iso_audit.checklists.faults import Fault
from iso_audit.checklists.headings import sheet_called
from iso_audit.checklists.references import faults_between
from iso_audit.checklists.tables import Row, faults_of_form
from iso_audit.checklists.workbook.layout import GUIDE, TABLES, table_of_sheet
from iso_audit.checklists.workbook.places import faults_in_cells
from iso_audit.checklists.workbook.standing import rows_standing
from iso_audit.checklists.workbook.table_sheets import MOST_ROWS, TableSheet, table_sheet
from iso_audit.domain.sheet import Sheet

__all__ = ["MOST_ROWS", "understood"]

MOST_NAMES = 20_000
"""Names in lists of all sheets together, each of which is looked up; a bank has some thousand."""
_NEEDED = ("bank", "block", "clause", "section", "item", "kind", "form")


def understood(
    sheets: Sequence[Sheet], sheet_names: Sequence[str], file_name: str
) -> tuple[dict[str, list[dict[str, Any]]], tuple[Fault, ...]]:
    """Return the contents that sheets of tables hold, and every fault of them; `sheet_names` are those of the file.

    Contents with a fault say only what could be understood.
    """
    faults = _faults_of_names(sheet_names, file_name)
    by_table: dict[str, TableSheet] = {}
    for sheet in sheets:
        table = table_of_sheet(sheet.name)
        if table in by_table:
            faults.append(_fault(sheet.name, "sheet_twice", other=by_table[table].name))
        elif table in TABLES:
            by_table[table] = table_sheet(table, sheet)
    if not by_table:
        return {}, (_fault(file_name, "sheet_none", known=_names()),)
    rows = rows_standing(by_table)
    faults += _faults_of_whole(by_table, rows, file_name)
    for one in by_table.values():
        faults += one.faults
    form_faults = [fault for row in rows for fault in faults_of_form(row)]
    if sum(len(value) for row in rows for value in row.values.values() if isinstance(value, list)) > MOST_NAMES:
        return {}, (_fault(file_name, "too_many_names", most=MOST_NAMES),)
    faults += faults_in_cells([*form_faults, *faults_between(rows, unread=False)], rows, by_table)
    return contents_of(rows), tuple(sorted(faults, key=_place))


def _faults_of_names(sheet_names: Sequence[str], file_name: str) -> list[Fault]:
    names = [name for name in sheet_names if not table_of_sheet(name)]
    return [_fault(name or file_name, "unknown_sheet", known=_names()) for name in names]


def _faults_of_whole(by_table: Mapping[str, TableSheet], rows: Sequence[Row], file_name: str) -> list[Fault]:
    """Return which sheets a bank cannot do without that are not there or hold nothing; an expected one asks nothing."""
    faults: list[Fault] = []
    is_expected = any(row.is_expected for row in rows)
    for table in _NEEDED if not is_expected else ("bank",):
        if table not in by_table:
            faults.append(_fault(file_name, "sheet_missing", value=sheet_called(table)))
        elif not by_table[table].entries and not by_table[table].faults:
            faults.append(_fault(by_table[table].name, "sheet_empty"))
    return faults


def _place(fault: Fault) -> tuple[object, ...]:
    """Return what faults are sorted by: the whole file first, then sheet by sheet, row by row and cell by cell."""
    table = table_of_sheet(fault.file)
    cell = str(fault.details["cell"])
    return TABLES.index(table) if table in TABLES else -1, fault.line or 0, len(cell), cell


def _fault(place: str, code: str, **details: object) -> Fault:
    return Fault(place, None, "", code, {"table": "", "field": "", "value": "", **details, "cell": ""})


def _names() -> str:
    return ", ".join(sheet_called(table) for table in (*TABLES, GUIDE))
