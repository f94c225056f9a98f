"""Tables of our bank as an XLSForm: each item a question of grades with its evidence and photographs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from iso_audit.checklist_formats.names import Names, without_accents_in_case
from iso_audit.checklist_formats.notices import in_both
from iso_audit.checklist_formats.tables import Tables
from iso_audit.checklist_formats.xlsform import own
from iso_audit.checklist_formats.xlsform.sheets import (
    CHOICES,
    LONGEST_CELL,
    LONGEST_TEXT,
    OUR_COLUMN,
    OURS,
    QUESTIONS,
    SETTINGS,
)
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.grade import Grade
from iso_audit.domain.sheet import SheetToWrite
from iso_audit.domain.text import LANGUAGES, Language
from iso_audit.i18n import translate

LANGUAGE_NAMES: dict[Language, str] = {
    language: f"{translate('vi', f'words.language.{language}')} ({language})" for language in LANGUAGES
}
MOST_PIXELS = 2048
"""The longer side of a photograph as the forms take it: as much as a printed page shows."""
_TEXT_COLUMNS = tuple(f"{base}::{name}" for base in ("label", "hint") for name in LANGUAGE_NAMES.values())
_OUR_COLUMNS = tuple(f"{OUR_COLUMN}{name}" for name in own.COLUMNS)
_COLUMNS = ("type", "name", *_TEXT_COLUMNS, "relevant", "parameters", *_OUR_COLUMNS)
_IN_COLUMNS = {
    "block": {"id"},
    "section": {"id"},
    "item": {"id", "clause", "starred", "methods", "kinds", "decides", "weight"},
}
_UNFIT = re.compile(r"[^A-Za-z0-9_]+")
_LONGEST_NAME = 40


def write(
    tables: Mapping[str, Sequence[Mapping[str, Any]]], *, title: str, form_id: str, version: str
) -> list[SheetToWrite]:
    """Return the sheets of a form that asks the tables' items, block by block, section by section.

    Sections tell the order of items. Raises RuleBroken `checklist_text_too_long` for a text that no cell should hold,
    `checklist_not_whole` for entries that no block or section of the tables leads to.
    """
    _refuse_parts(tables)
    lines = [[line.get(column) for column in _COLUMNS] for line in _Writer(tables).lines()]
    grades = [[own.GRADES, grade.value, *in_both(f"words.grade.{grade.value}").values()] for grade in Grade]
    kept = [
        [table, own.json_cell(dict(entry))]
        for table, entries in tables.items()
        if table not in own.TEXTS
        for entry in entries
    ]
    _refuse_long_cells([*lines, *kept])
    name = _fitting(form_id) or "form"
    default = LANGUAGE_NAMES["vi"]
    labels = [f"label::{one}" for one in LANGUAGE_NAMES.values()]
    return [
        SheetToWrite(QUESTIONS, _COLUMNS, lines, [24, 24, 60, 60, 40, 40, 30, 18]),
        SheetToWrite(CHOICES, ["list_name", "name", *labels], grades, [20, 28, 30, 30]),
        SheetToWrite(
            SETTINGS,
            ["form_title", "form_id", "version", "default_language"],
            [[own.written(title), name, own.written(version), default]],
        ),
        SheetToWrite(OURS, ["table", "entry"], kept, [16, 120]),
    ]


class _Writer:
    def __init__(self, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self.tables = tables
        self.items = {str(item["id"]): item for item in tables.get("item", ())}
        names = Names(["meta", "data"])
        self.names = {id_: names.unique(_fitting(id_), longest=_LONGEST_NAME) for id_ in self.items}
        self._names = names
        self._in_a_section = {id_ for section in tables.get("section", ()) for id_ in section["items"]}

    def lines(self) -> Iterator[dict[str, str]]:
        for block in self.tables.get("block", ()):
            yield self._begin("block", block, block["title"])
            for section in self.tables.get("section", ()):
                if section["block"] == block["id"]:
                    yield self._begin("section", section, section["title"])
                    yield from self._items([self.items[id_] for id_ in section["items"] if id_ in self.items], block)
                    yield {"type": "end_group"}
            lone = [item for item in self.items.values() if item["id"] not in self._in_a_section]
            yield from self._items([item for item in lone if item["block"] == block["id"]], block)
            yield {"type": "end_group"}

    def _begin(self, table: str, entry: Mapping[str, Any], title: Mapping[str, str]) -> dict[str, str]:
        name = self._names.unique(_fitting(f"{table}_{entry['id']}"), longest=_LONGEST_NAME)
        ours = {key: value for key, value in entry.items() if key not in {"items", "block"}}
        return {"type": "begin_group", "name": name, **_texts("label", title), **_ours(table, ours, {"title": title})}

    def _items(self, items: Sequence[Mapping[str, Any]], block: Mapping[str, Any]) -> Iterator[dict[str, str]]:
        for item in items:
            yield from self._item(item, block)

    def _item(self, item: Mapping[str, Any], block: Mapping[str, Any]) -> Iterator[dict[str, str]]:
        name = self.names[str(item["id"])]
        relevant = self._relevant(item)
        ours = {key: value for key, value in item.items() if key not in ({"asked_when"} if relevant else set())}
        if ours["block"] == block["id"]:
            del ours["block"]
        texts = {field: item[field] for field in own.TEXTS[own.ITEM]}
        asked = {"relevant": relevant} if relevant else {}
        yield {
            "type": f"select_one {own.GRADES}",
            "name": name,
            **_texts("label", item["question"]),
            **_texts("hint", item["evidence"]),
            **asked,
            **_ours(own.ITEM, ours, texts),
        }
        belonging = {f"{OUR_COLUMN}table": own.BELONGING, **asked}
        for kind, ending, more in (
            ("text", "evidence", {}),
            ("image", "photo", {"parameters": f"max-pixels={MOST_PIXELS}"}),
        ):
            longer = self._names.unique(f"{name}_{ending}", longest=_LONGEST_NAME + 12)
            words = _texts("label", in_both(f"formats.words.{ending}_of_item"))
            yield {"type": kind, "name": longer, **words, **belonging, **more}

    def _relevant(self, item: Mapping[str, Any]) -> str:
        """Return `asked_when` as a condition of the form, nothing where a form cannot say it exactly."""
        asked_when = item.get("asked_when")
        if not isinstance(asked_when, Mapping) or set(asked_when) != {"item", "grades"}:
            return ""
        other, grades = str(asked_when["item"]), list(asked_when["grades"])
        is_known = other in self.names and all(isinstance(one, str) and one in set(Grade) for one in grades)
        if not is_known or not grades or len(set(grades)) != len(grades) or self._turns_back(other, str(item["id"])):
            return ""
        return " or ".join(f"${{{self.names[other]}}} = '{grade}'" for grade in grades)

    def _turns_back(self, start: str, item: str) -> bool:
        """Tell whether what an item depends on depends on the item in turn: no form can be filled in so."""
        seen: set[str] = set()
        while start in self.items and start not in seen:
            if start == item:
                return True
            seen.add(start)
            start = str((self.items[start].get("asked_when") or {}).get("item", ""))
        return start in seen


def _refuse_parts(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Refuse tables of which something would be left out in silence."""
    blocks = {block["id"] for block in tables.get("block", ())}
    items = {item["id"] for item in tables.get("item", ())}
    shown = [id_ for section in tables.get("section", ()) for id_ in section["items"]]
    lost = [
        entry["id"] for table in ("section", "item") for entry in tables.get(table, ()) if entry["block"] not in blocks
    ]
    lost += [id_ for id_ in shown if id_ not in items or shown.count(id_) > 1]
    if lost:
        raise RuleBroken("checklist_not_whole", names=", ".join(map(str, dict.fromkeys(lost)))[:200])


def _refuse_long_cells(lines: Sequence[Sequence[str | None]]) -> None:
    for line in lines:
        for cell in line:
            if cell is not None and len(cell) > LONGEST_CELL:
                raise RuleBroken("checklist_text_too_long", longest=LONGEST_CELL, text=cell[:60])


def _texts(base: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Return a text's columns by heading, empty ones left out."""
    for text in texts.values():
        if len(text) > LONGEST_TEXT:
            raise RuleBroken("checklist_text_too_long", longest=LONGEST_TEXT, text=text[:60])
    cells = {f"{base}::{name}": own.written(texts.get(language, "")) for language, name in LANGUAGE_NAMES.items()}
    return {heading: cell for heading, cell in cells.items() if cell}


def _ours(table: str, entry: Mapping[str, Any], texts: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return our columns of a row: its fields, and exactly those texts that a form writes otherwise."""
    cells = {f"{OUR_COLUMN}table": table}
    more = {field: value for field, value in entry.items() if field not in _IN_COLUMNS[table] and field not in texts}
    for field in _IN_COLUMNS[table] & entry.keys():
        cells[f"{OUR_COLUMN}{field}"] = own.cell_of(field, entry[field])
    exact = {
        f"{field}.{language}": text
        for field, both in texts.items()
        for language, text in both.items()
        if own.written(text) != text
    }
    for column, value in (("more", more), ("exact", exact)):
        if value:
            cells[f"{OUR_COLUMN}{column}"] = own.json_cell(value)
    return cells


def _fitting(text: str) -> str:
    """Return a text as the name of a question may be: letters, digits and underlines, no digit first."""
    name = _UNFIT.sub("_", without_accents_in_case(text))[:_LONGEST_NAME]
    return name if name[:1].isalpha() or name[:1] == "_" else f"q_{name}"


__all__ = ["Tables", "write"]
