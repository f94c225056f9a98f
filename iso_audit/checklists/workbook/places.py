"""Faults of a bank's rows brought to the cells of its workbook in which they are mended."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from iso_audit.checklists.faults import Fault
from iso_audit.checklists.headings import sheet_called
from iso_audit.checklists.tables import FIELDS, Row
from iso_audit.checklists.workbook.layout import TABLES
from iso_audit.checklists.workbook.standing import section_ids
from iso_audit.checklists.workbook.table_sheets import TableSheet

_CONDITION = {"asked_when.item", "asked_when.grades"}


def faults_in_cells(faults: Iterable[Fault], rows: Sequence[Row], by_table: Mapping[str, TableSheet]) -> list[Fault]:
    """Return the faults by sheet, row and cell, each once, without those that follow from another one that is told."""
    in_cells: dict[tuple[object, ...], Fault] = {}
    for fault in faults:
        for one in _where_mended(fault, rows, by_table):
            sheet = by_table[str(one.details["table"])]
            if not _follows(one, sheet, rows, by_table):
                cell = _cell(one, sheet)
                where = "" if one.where.startswith("[") else one.where
                key = (one.file, one.line, one.code, cell, one.details["value"])
                in_cells.setdefault(key, replace(one, where=where, details={**one.details, "cell": cell}))
    return list(in_cells.values())


def _where_mended(fault: Fault, rows: Sequence[Row], by_table: Mapping[str, TableSheet]) -> Iterator[Fault]:
    """Give the fault as the workbook has it: what a section shows is told by the sheet of items."""
    table, field, code = str(fault.details["table"]), str(fault.details["field"]), fault.code
    if (table, field) == ("section", "items"):
        yield from _of_a_section(fault, rows, by_table)
    elif code == "duplicate" and table == "bank":
        yield _changed(fault, "bank_twice", field="id")
    elif code == "duplicate":
        first = next(row for row in rows if row.table == table and row.key == fault.details["value"])
        yield _changed(fault, code, field=next(iter(FIELDS[table])), other=first.first)
    elif code == "not_a_condition":
        row = next(row for row in rows if (row.table, row.first) == (table, fault.line))
        yield _changed(fault, code, field=f"{field}.{'grades' if row.names(f'{field}.item') else 'item'}")
    elif code == "asked_in_circle":
        yield _changed(fault, code, field="asked_when.item")
    elif code == "role_missing":
        yield _changed(fault, code, sheet=sheet_called("item"))
    elif code != "item_in_no_section":
        target = _target(fault)
        yield _changed(fault, code, sheet=sheet_called(target) if target else "")


def _of_a_section(fault: Fault, rows: Sequence[Row], by_table: Mapping[str, TableSheet]) -> Iterator[Fault]:
    """Give what is wrong with a section's items; an item shown twice because an id is there twice has no fault."""
    if fault.code == "empty_field":
        yield _changed(fault, "section_without_items", field="id", sheet=sheet_called("item"))
    elif fault.code == "item_in_two_sections":
        several = {one.number for one in by_table["item"].entries if len(section_ids(one)) > 1}
        for row in rows:
            if row.table == "item" and row.key == fault.details["value"] and row.first in several:
                yield row.fault(fault.code, "section", row.key)


def _follows(fault: Fault, sheet: TableSheet, rows: Sequence[Row], by_table: Mapping[str, TableSheet]) -> bool:
    """Tell whether the fault is there because of another one: of its own cell, a column that is missing, a block."""
    field, target = str(fault.details["field"]), _target(fault)
    fields_refused = {one for row, one in sheet.refused_cells if row == fault.line}
    if field in fields_refused or (fault.code == "not_a_condition" and fields_refused & _CONDITION):
        return True
    if fault.code == "missing_field" and field not in sheet.letters:
        return True
    if fault.code == "section_without_items":
        return "item" not in by_table or not {"id", "section"} <= by_table["item"].letters.keys()
    if target and (target not in by_table or next(iter(FIELDS[target])) not in by_table[target].letters):
        return True
    return target == "clause" and field in {"clause", "parent"} and _stands_nowhere(fault, rows)


def _stands_nowhere(fault: Fault, rows: Sequence[Row]) -> bool:
    """Tell whether a clause is there, but it or what names it stands in no block that there is."""
    blocks = {row.key for row in rows if row.table == "block"}
    owners = [row for row in rows if row.table == "clause" and row.key == fault.details["value"]]
    naming = [row for row in rows if (row.table, row.first) == (fault.details["table"], fault.line)]
    return bool(owners) and any(row.block_id not in blocks for row in (*owners, *naming))


def _target(fault: Fault) -> str:
    """Return the table that lacks what the fault names, or nothing."""
    target = fault.code.removeprefix("unknown_")
    return target if target in TABLES and target != fault.code else ""


def _cell(fault: Fault, sheet: TableSheet) -> str:
    letter = sheet.letters.get(str(fault.details["field"]), "")
    return f"{letter}{fault.line}" if letter and fault.line else ""


def _changed(fault: Fault, code: str, **details: object) -> Fault:
    return replace(fault, code=code, details={**fault.details, **details})
