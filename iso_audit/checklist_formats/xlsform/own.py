"""What an export of ours writes beside XLSForm's own columns, and how it is read again without a difference.

Columns that begin with `iso_audit_` stand beside a question, so that they move with its row; the sheet `iso_audit`
holds what has no row of the form: clauses, and other tables. Programs that make forms of the file pass over both.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from iso_audit.checklist_formats.notices import NoticeList
from iso_audit.checklist_formats.parts import Texts
from iso_audit.checklist_formats.xlsform.sheets import OUR_COLUMN, FormRow, Lines
from iso_audit.domain.sheet import is_blank
from iso_audit.domain.text import LANGUAGES, tidy

GRADES = "iso_audit_grades"
"""The list of choices that our grades are."""
BLOCK, SECTION, ITEM, BELONGING = "block", "section", "item", "belonging"
COLUMNS = {
    "table": "name",
    "id": "name",
    "clause": "name",
    "starred": "flag",
    "methods": "names",
    "kinds": "names",
    "decides": "name",
    "weight": "count",
    "exact": "data",
    "more": "data",
}
"""Our columns and how their cells are written; `more` has all other fields, `exact` texts that a form would change."""
TEXTS = {BLOCK: {"title": "label"}, SECTION: {"title": "label"}, ITEM: {"question": "label", "evidence": "hint"}}
"""Which columns of XLSForm hold the texts of a row, by its table."""
_PLAIN_NAMES = re.compile(r"[^\s\"\[\]{}]+")
_JSON = "json:"
_REFERENCE = re.compile(r"\$\{|(?i:instance)\s*\(")


@dataclass(frozen=True, slots=True)
class OwnMark:
    """What stands in our columns of a row: the table it was in, and its fields."""

    table: str
    entry: Mapping[str, Any]


def json_cell(value: Any) -> str:
    """Return a value as JSON in one cell, letters as they are where a spreadsheet keeps them.

    No `$` stands in it, since programs that make forms look for references in every column.
    """
    text = json.dumps(value, ensure_ascii=False)
    return _JSON + (text if tidy(text) == text else json.dumps(value)).replace("$", "\\u0024")


def cell_of(column: str, value: Any) -> str:
    """Return what one of our columns holds for a value."""
    shape = COLUMNS[column]
    if shape == "name" and isinstance(value, str) and value and _is_kept(value):
        return value
    if shape == "flag" and isinstance(value, bool):
        return "yes" if value else "no"
    if shape == "count" and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return str(value)
    if shape == "names" and isinstance(value, list) and value and all(map(_is_plain_name, value)):
        return " ".join(value)
    return json_cell(value)


def value_of(column: str, cell: str) -> Any:
    """Return the value that `cell_of` wrote; ValueError if it is none."""
    if cell.startswith(_JSON):
        return json.loads(cell[len(_JSON) :])
    return _VALUES[COLUMNS[column]](cell)


def written(text: str) -> str:
    """Return a text as a form may hold it: what other programs would take for a reference is parted by a space.

    Nothing where it has no letter that prints, since such a cell counts as blank.
    """
    if is_blank(text):
        return ""
    return _REFERENCE.sub(lambda match: f"{match[0][:-1]} {match[0][-1]}", tidy(text))


def mark_of(line: FormRow, notices: NoticeList) -> OwnMark | None:
    """Return what an export of ours wrote beside a row, None where it wrote nothing; a damaged cell is a fault."""
    fields: dict[str, Any] = {}
    for column in COLUMNS:
        cell = line.value(f"{OUR_COLUMN}{column}")
        if cell:
            try:
                fields[column] = value_of(column, cell)
            except (ValueError, RecursionError):
                notices.fault(line.place(f"{OUR_COLUMN}{column}"), "own_unreadable", value=cell[:80])
                return None
    if not fields:
        return None
    table, more, exact = fields.pop("table", ""), fields.pop("more", {}), fields.pop("exact", {})
    is_named = table == BELONGING or (isinstance(fields.get("id"), str) and table in TEXTS)
    if not is_named or not isinstance(more, dict) or not isinstance(exact, dict):
        notices.fault(line.place(f"{OUR_COLUMN}table"), "own_unreadable", value=str(table)[:80])
        return None
    texts = {name: _texts(line, column, name, exact) for name, column in TEXTS.get(table, {}).items()}
    return OwnMark(table, {**texts, **more, **fields})


def own_tables(lines: Lines, notices: NoticeList) -> dict[str, list[dict[str, Any]]]:
    """Return by table the entries of the sheet `iso_audit`; a damaged one is a fault."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for line in lines.lines:
        try:
            entry = value_of("more", line.value("entry"))
        except (ValueError, RecursionError):
            entry = None
        table = line.value("table")
        is_clause = table != "clause" or (isinstance(entry, dict) and isinstance(entry.get("number"), str))
        if not isinstance(entry, dict) or not table or table in TEXTS or not is_clause:
            notices.fault(line.place("entry"), "own_unreadable", value=line.value("entry")[:80])
            continue
        tables.setdefault(table, []).append(entry)
    return tables


def _texts(line: FormRow, column: str, name: str, exact: Mapping[str, Any]) -> Texts:
    """Return a row's text: exactly as it was where nobody has changed the cell since."""
    cells = line.texts(column)
    texts: Texts = {}
    for language in LANGUAGES:
        cell = cells.get(language, "")
        before = exact.get(f"{name}.{language}")
        texts[language] = before if isinstance(before, str) and written(before) == cell else cell
    return texts


def _is_kept(text: str) -> bool:
    """Tell whether a spreadsheet and a form keep a text as it is, and it is not taken for JSON."""
    return written(text) == text and not text.startswith(_JSON)


def _is_plain_name(value: object) -> bool:
    return isinstance(value, str) and bool(_PLAIN_NAMES.fullmatch(value)) and _is_kept(value)


def _flag(cell: str) -> bool:
    if cell.lower() not in {"yes", "no"}:
        raise ValueError(cell)
    return cell.lower() == "yes"


_VALUES: dict[str, Callable[[str], Any]] = {
    "name": str,
    "flag": _flag,
    "count": int,
    "names": str.split,
    "data": json.loads,
}
