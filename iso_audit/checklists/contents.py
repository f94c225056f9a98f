"""The tables of one edition's bank as plain data: what versions and drafts hold, beside the files they came from.

`Contents` are lists of entries by table, `{"item": [{"block": "ISO", "id": "4.1-1", ...}], ...}`; an entry of a clause,
section or item names its block. A part is one entry: `item:4.1-1`, `clause:4.1`, `bank:`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from iso_audit.checklists.faults import Fault
from iso_audit.checklists.parsing import bank_of
from iso_audit.checklists.references import faults_between
from iso_audit.checklists.tables import FIELDS, OF_A_BLOCK, Row, faults_of_form
from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import FIRST_STANDARD, lineage_of
from iso_audit.domain.text import tidy

Entry = Mapping[str, Any]
Contents = Mapping[str, Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Amendment:
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
    for part, addition in left.items():
        if addition is not None:
            result[table_of(part)].append(addition)
    return result


def differences(contents: Contents, other: Contents) -> tuple[Amendment, ...]:
    """Return the parts in which two contents differ, those of `contents` in their order, then what was added."""
    before, after = parts_of(contents), parts_of(other)
    return tuple(
        Amendment(part, before.get(part), after.get(part))
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


def with_item_again(contents: Contents, base: Contents, item_id: str) -> dict[str, Entry | None]:
    """Return the changes that bring an item back as `base` has it: its entry, and its place wherever it is named there.

    What `without_item` took out with it comes back too.
    """
    before, now = parts_of(base), parts_of(contents)
    changes: dict[str, Entry | None] = {f"item:{item_id}": before.get(f"item:{item_id}")}
    for part, entry in before.items():
        if item_id in entry.get("items", ()) and item_id not in now.get(part, {}).get("items", ()):
            others = now.get(part, {}).get("items", ())
            in_order = [one for one in entry["items"] if one in others or one == item_id]
            changes[part] = {**now.get(part, entry), "items": [*in_order, *(o for o in others if o not in in_order)]}
    return changes


def standard_of(contents: Contents) -> str:
    """Return the edition that contents ask by."""
    return str(contents["bank"][0].get("standard", FIRST_STANDARD))


def contents_from(bank: Bank) -> dict[str, list[dict[str, Any]]]:
    """Return a bank as contents; what a file may leave out is left out where it says nothing."""
    standards = {clause.number: clause.standard for clause in bank.clauses}
    block_of = {number: item.block for item in bank.items for number in lineage_of(item.clause, bank.clauses)}
    block_of_standard = {standards[number]: block for number, block in block_of.items()}
    standard_of_block = {item.block: standards[item.clause] for item in bank.items}
    lists: dict[str, Iterable[Any]] = {
        "bank": [bank],
        "block": bank.blocks,
        "clause": bank.clauses,
        "section": [section for block in bank.blocks for section in block.sections],
        "item": bank.items,
        "kind": bank.kinds,
        "form": bank.forms,
        "phrase": bank.phrases,
        "grade_help": bank.grade_help,
    }
    contents = {table: [_entry(table, one) for one in entries] for table, entries in lists.items()}
    contents["bank"][0]["blocks"] = [block.id for block in bank.blocks]
    for block, entry in zip(bank.blocks, contents["block"], strict=True):
        entry["standard"] = standard_of_block.get(block.id, block.id)
    for clause, entry in zip(bank.clauses, contents["clause"], strict=True):
        entry["block"] = block_of.get(clause.number) or block_of_standard.get(clause.standard, clause.standard)
    own_block = {section.id: block.id for block in bank.blocks for section in block.sections}
    for entry in contents["section"]:
        entry["block"] = own_block[entry["id"]]
    return contents


def _entry(table: str, one: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for field in sorted(fields(one), key=lambda field: ("block", *FIELDS[table], field.name).index(field.name)):
        value, shape = getattr(one, field.name), FIELDS[table].get(field.name, "")
        says_nothing = value == field.default or (shape.endswith("?") and value in (None, False))
        if (shape or field.name == "block") and not says_nothing:
            entry[field.name] = _plain(value)
    return entry


def tidied(table: str, entry: Entry) -> dict[str, Any]:
    """Return an entry without the fields that may be left out and say nothing, its texts without outer blanks."""
    return {
        name: _tidied(value)
        for name, value in entry.items()
        if table == "bank" or value not in (None, False, "", [], 0) or not FIELDS[table].get(name, "").endswith("?")
    }


def _tidied(value: Any) -> Any:
    if isinstance(value, str):
        return tidy(value)
    return {name: _tidied(one) for name, one in value.items()} if isinstance(value, Mapping) else value


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return list(value) if isinstance(value, tuple) else value.isoformat() if isinstance(value, date) else value
