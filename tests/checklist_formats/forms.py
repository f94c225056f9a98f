"""Forms written inside tests: a sheet is a text, a row a line, cells parted by bars."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from iso_audit.checklist_formats import xlsform
from iso_audit.checklist_formats.notices import FormatFaulty, Notice, sentences_of
from iso_audit.checklist_formats.tables import Tables
from iso_audit.checklist_formats.xlsform import Conversion
from iso_audit.checklists.references import faults_between
from iso_audit.checklists.tables import Row
from iso_audit.domain.sheet import Cell
from iso_audit.domain.text import LANGUAGES

Sheets = dict[str, list[list[Cell]]]

YES_NO = """
list_name | name | label::Vietnamese (vi) | label::English (en)
yes_no    | yes  | Có                     | Yes
yes_no    | no   | Không                  | No
yes_no    | na   | Không áp dụng          | Not applicable
"""


def rows(text: str) -> list[list[Cell]]:
    """Return the rows of a text, an empty cell None."""
    return [[cell.strip() or None for cell in line.split("|")] for line in text.strip().splitlines()]


def form(survey: str, choices: str = YES_NO, settings: str = "", **others: str) -> Sheets:
    """Return a form's sheets; an empty text is no sheet."""
    texts = {"survey": survey, "choices": choices, "settings": settings, **others}
    return {name: rows(text) for name, text in texts.items() if text}


def read(sheets: Mapping[str, Sequence[Sequence[Cell]]], **more: Any) -> Conversion:
    """Return what is read of a form, once everything told of it has been said in both languages."""
    try:
        conversion = xlsform.read(sheets, **more)
    except FormatFaulty as faulty:
        _said(faulty.faults)
        raise
    _said(conversion.notices)
    return conversion


def _said(notices: Sequence[Notice]) -> None:
    for language in LANGUAGES:
        assert all(sentences_of(notices, language))


def items_of(conversion: Conversion) -> Mapping[str, dict[str, Any]]:
    """Return the items by id."""
    return {item["id"]: item for item in conversion.tables["item"]}


def places(conversion: Conversion, code: str) -> list[tuple[int, str]]:
    """Return the rows and columns (their letters) of which a notice is told."""
    return [(one.row, one.column.partition(" ")[0]) for one in conversion.notices if one.code == code]


def faults_in(tables: Tables) -> list[str]:
    """Return what the check of the question bank says against these tables, once they stood in files of it."""
    blocks = {block["id"]: block for block in tables["block"]}
    checked = [
        Row("a file", table, entry, blocks[entry["id" if table == "block" else "block"]], (), None)
        for table in ("block", "clause", "section", "item")
        for entry in tables[table]
    ]
    faults = [fault.code for fault in faults_between(checked, unread=False)]
    texts = [value for row in checked for value in row.values.values() if isinstance(value, dict) and "vi" in value]
    faults += ["empty_text" for text in texts if not (text["vi"].strip() and text["en"].strip())]
    ids = [row.key for row in checked]
    faults += [f"unfit_id {id_}" for id_ in ids if not re.fullmatch(r"[A-Za-z0-9._-]{1,61}", id_)]
    items = {item["id"]: item for item in tables["item"]}
    conditions = [item["asked_when"] for item in items.values() if "asked_when" in item]
    faults += ["unknown_condition" for one in conditions if one["item"] not in items or not one["grades"]]
    return faults


def survey(text: str, **more: Any) -> Conversion:
    """Return what is read of a form of this survey and the list yes_no."""
    return read(form(text), **more)
