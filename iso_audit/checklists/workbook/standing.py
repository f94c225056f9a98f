"""Where the entries of a bank's workbook stand: items in their sections, sections and clauses in their blocks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from iso_audit.checklists.headings import sheet_called
from iso_audit.checklists.references import names_near
from iso_audit.checklists.tables import Row
from iso_audit.checklists.workbook.layout import TABLES
from iso_audit.checklists.workbook.table_sheets import EntryRow, TableSheet, missing_fields


def rows_standing(by_table: Mapping[str, TableSheet]) -> list[Row]:
    """Return the entries of all sheets as rows that are checked like those of a file, each in its block.

    Tells, on their sheets, which entries stand in no section or block, or in one that there is not.
    """
    blocks = {str(one.values.get("id", "")): dict(one.values) for one in _entries(by_table, "block")}
    block_of: dict[str, str] = {}
    for section in _entries(by_table, "section"):
        block_of.setdefault(str(section.values.get("id", "")), str(section.standing.get("block", "")))
    sections = _items_by_section(by_table)
    rows: list[Row] = []
    for table in TABLES:
        for entry in _entries(by_table, table):
            values = dict(entry.values)
            if table == "section":
                values["items"] = sections.get(str(values.get("id", "")), [])
            block_id = _block_id(table, entry, block_of)
            block = blocks.get(block_id, {"id": block_id} if block_id else {})
            rows.append(Row(by_table[table].name, table, values, block, (), entry.number))
    _tell_unknown(by_table, "item", "section", block_of)
    _tell_unknown(by_table, "section", "block", blocks)
    _tell_unknown(by_table, "clause", "block", blocks)
    return rows


def section_ids(item: EntryRow) -> tuple[str, ...]:
    """Return the sections that an item's row names, each once."""
    return tuple(dict.fromkeys(item.standing.get("section", ())))


def _entries(by_table: Mapping[str, TableSheet], table: str) -> Sequence[EntryRow]:
    return by_table[table].entries if table in by_table else ()


def _items_by_section(by_table: Mapping[str, TableSheet]) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = defaultdict(list)
    for item in _entries(by_table, "item"):
        for section_id in section_ids(item):
            if item.values.get("id"):
                sections[section_id].append(item.values["id"])
    return sections


def _block_id(table: str, entry: EntryRow, block_of: Mapping[str, str]) -> str:
    if table == "block":
        return str(entry.values.get("id", ""))
    if table == "item":
        return next((block_of.get(one, "") for one in section_ids(entry)), "")
    return str(entry.standing.get("block", ""))


def _tell_unknown(by_table: Mapping[str, TableSheet], table: str, field: str, owners: Mapping[str, Any]) -> None:
    if table not in by_table:
        return
    for entry in by_table[table].entries:
        where = _where(table, entry)
        for missing in missing_fields(by_table[table], entry):
            by_table[table].add("missing_field", row=entry.number, field=missing, where=where)
        for name in _unknown(entry, field, owners) if field in by_table else ():
            by_table[table].add(
                f"unknown_{field}",
                row=entry.number,
                field=field,
                value=name,
                where=where,
                near=names_near(name, list(owners), sought=len(by_table[table].faults)),
                sheet=sheet_called(field),
            )


def _unknown(entry: EntryRow, field: str, owners: Mapping[str, Any]) -> list[str]:
    names = section_ids(entry) if field == "section" else (str(entry.standing.get(field, "")),)
    return [name for name in names if name and name not in owners]


def _where(table: str, entry: EntryRow) -> str:
    return str(entry.values.get("number" if table == "clause" else "id", ""))
