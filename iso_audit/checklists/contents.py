"""The tables of one edition's bank as plain data: what versions and drafts hold, beside the files they came from.

`Contents` are lists of entries by table, `{"item": [{"block": "ISO", "id": "4.1-1", ...}], ...}`; an entry of a clause,
section or item names its block. A part is one entry: `item:4.1-1`, `clause:4.1`, `bank:`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iso_audit.checklists.faults import Fault
from iso_audit.checklists.parsing import bank_of
from iso_audit.checklists.references import faults_between
from iso_audit.checklists.tables import FIELDS, OF_A_BLOCK, Row, faults_of_form
from iso_audit.domain.bank import Bank

Entry = Mapping[str, Any]
Contents = Mapping[str, Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of two contents that is not the same: missing before it was added, missing after it was dropped."""

    part: str
    before: Entry | None
    after: Entry | None

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields that differ, in the order of the table."""
        before, after = self.before or {}, self.after or {}
        return tuple(name for name in FIELDS[table_of(self.part)] if before.get(name) != after.get(name))


def contents_of(rows: Iterable[Row]) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of one edition as they were read from files."""
    contents: dict[str, list[dict[str, Any]]] = {table: [] for table in FIELDS}
    for row in rows:
        block = {"block": row.block_id} if row.table in OF_A_BLOCK else {}
        contents[row.table].append({**block, **row.values})
    return contents


def rows_of(contents: Contents) -> list[Row]:
    """Return contents as rows that are checked and parsed like those of a file."""
    blocks = {entry.get("id"): dict(entry) for entry in contents.get("block", ())}
    rows: list[Row] = []
    for table, entries in contents.items():
        for entry in entries:
            values = {name: value for name, value in entry.items() if name != "block"}
            block = blocks.get(entry.get("block", entry.get("id") if table == "block" else None), {})
            rows.append(Row("", table, values, block, (), None))
    return rows


def faults_of(contents: Contents) -> list[Fault]:
    """Return every fault of contents, each with the key of its entry (`where`) and, in its details, its field."""
    rows = rows_of(contents)
    return [*(fault for row in rows for fault in faults_of_form(row)), *faults_between(rows, unread=False)]


def bank_from(contents: Contents) -> Bank:
    """Return the bank that contents without a fault describe."""
    return bank_of(rows_of(contents))


def to_json(contents: Contents) -> str:
    """Return the canonical JSON of contents: keys sorted, compact, letters as they are."""
    return json.dumps(contents, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=list)


def from_json(text: str) -> dict[str, list[dict[str, Any]]]:
    """Return the contents that `to_json` wrote."""
    contents: dict[str, list[dict[str, Any]]] = json.loads(text)
    return contents


def part_of(table: str, entry: Entry) -> str:
    """Return what an entry of a table is called."""
    return f"{table}:{'' if table == 'bank' else entry.get('number' if table == 'clause' else 'id', '')}"


def table_of(part: str) -> str:
    """Return the table that a part belongs to."""
    return part.partition(":")[0]


def parts_of(contents: Contents) -> dict[str, Entry]:
    """Return every entry by its part."""
    return {part_of(table, entry): entry for table, entries in contents.items() for entry in entries}


def changed(contents: Contents, changes: Mapping[str, Entry | None]) -> dict[str, list[Entry]]:
    """Return contents with parts replaced in their places, taken out (None), or added at the end of their table."""
    result: dict[str, list[Entry]] = {table: [] for table in FIELDS}
    left = dict(changes)
    for table, entries in contents.items():
        for entry in entries:
            part = part_of(table, entry)
            after = left.pop(part) if part in left else entry
            if after is not None:
                result[table].append(after)
    for part, entry in left.items():
        if entry is not None:
            result[table_of(part)].append(entry)
    return result


def differences(contents: Contents, other: Contents) -> tuple[Difference, ...]:
    """Return the parts in which two contents differ, those of `contents` in their order, then what was added."""
    before, after = parts_of(contents), parts_of(other)
    return tuple(
        Difference(part, before.get(part), after.get(part))
        for part in dict.fromkeys((*before, *after))
        if before.get(part) != after.get(part)
    )


def without_item(contents: Contents, item_id: str) -> dict[str, Entry | None]:
    """Return the changes that take an item out: the item itself, and its id wherever it is named.

    A phrase for this item alone goes with it; a question asked only after it is asked always.
    """
    changes: dict[str, Entry | None] = {f"item:{item_id}": None}
    for table in ("section", "form", "phrase"):
        for entry in contents.get(table, ()):
            if item_id in entry.get("items", ()):
                items = [one for one in entry["items"] if one != item_id]
                kept = {**entry, "items": items}
                changes[part_of(table, entry)] = None if table == "phrase" and not items else kept
    for entry in contents.get("item", ()):
        if entry.get("asked_when", {}).get("item") == item_id:
            changes[part_of("item", entry)] = {name: value for name, value in entry.items() if name != "asked_when"}
    return changes
