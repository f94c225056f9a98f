"""Forms written inside tests: a sheet is a text, a row a line, cells parted by bars."""

from collections.abc import Mapping, Sequence
from typing import Any

from iso_audit.checklist_formats import xlsform
from iso_audit.checklist_formats.notices import FormatFaulty, Notice, sentences_of
from iso_audit.checklist_formats.xlsform import Conversion
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


def survey(text: str, **more: Any) -> Conversion:
    """Return what is read of a form of this survey and the list yes_no."""
    return read(form(text), **more)
