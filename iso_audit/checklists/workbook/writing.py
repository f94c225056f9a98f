"""A bank's contents as sheets to be written: a guide, then a sheet for each table with a row for each entry."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from iso_audit.checklists.contents import Contents, Entry
from iso_audit.checklists.headings import as_one_line, sheet_called, words_for
from iso_audit.checklists.workbook.cells import DASHES
from iso_audit.checklists.workbook.layout import GUIDE, TABLES, BankColumn, columns_of
from iso_audit.domain.sheet import Cell, SheetToWrite
from iso_audit.domain.text import LANGUAGES, Language
from iso_audit.i18n import translate

MARK = "x"
"""What a cell holds for yes."""
_ABOUT = ("about", "may_edit", "ids", "places", "numbers", "lists", "standard_text")
_FIRST_DAY = date(1901, 1, 1)
_GUIDE_WIDTHS = (26, 30, 62, 62)


def sheets_of(contents: Contents, language: Language) -> tuple[SheetToWrite, ...]:
    """Return the sheets of a bank; grades, methods and roles are written in the words of `language`.

    Items stand in the sequence of their section. What a section names and no entry defines has no row to stand in.
    """
    section_ids = _sections_of(contents)
    entries = {**contents, "item": _in_sequence(contents)}
    sheets = [_guide()]
    for table in TABLES:
        columns = columns_of(table)
        rows = [
            [_cell(column, _value(entry, column, section_ids), language) for column in columns]
            for entry in entries.get(table, ())
        ]
        header, widths = [column.title for column in columns], [column.width for column in columns]
        sheets.append(SheetToWrite(sheet_called(table), header, rows, widths, is_edited=True))
    return tuple(sheets)


def _sections_of(contents: Contents) -> dict[str, list[str]]:
    """Return the sections that name an item, by its id."""
    section_ids: dict[str, list[str]] = defaultdict(list)
    for section in contents.get("section", ()):
        for item_id in section.get("items", ()):
            section_ids[item_id].append(str(section.get("id", "")))
    return section_ids


def _in_sequence(contents: Contents) -> list[Entry]:
    """Return the items as they stand, those of one section in its sequence on the places that they have together."""
    items = list(contents.get("item", ()))
    place_of = {str(item.get("id", "")): place for place, item in enumerate(items)}
    result = list(items)
    in_place: set[str] = set()
    for section in contents.get("section", ()):
        own = [one for one in dict.fromkeys(section.get("items", ())) if one in place_of and one not in in_place]
        in_place.update(own)
        for place, item_id in zip(sorted(place_of[one] for one in own), own, strict=True):
            result[place] = items[place_of[item_id]]
    return result


def _value(entry: Entry, column: BankColumn, section_ids: dict[str, list[str]]) -> Any:
    if (column.table, column.field) == ("item", "section"):
        return section_ids.get(str(entry.get("id", "")))
    outer, _, inner = column.field.partition(".")
    value = entry.get(outer)
    return value.get(inner) if inner and isinstance(value, dict) else None if inner else value


def _cell(column: BankColumn, value: Any, language: Language) -> Cell:
    if value is None or isinstance(value, bool):
        return MARK if value else None
    if column.shape == "count" and isinstance(value, int):
        return value
    if column.shape == "day":
        return _day(str(value))
    if value == [] and column.tells_none_apart:
        return DASHES[0]
    words = words_for(column.words, language)
    parts = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return "; ".join(words.get(str(part), str(part)) for part in parts) or None


def _day(text: str) -> Cell:
    """Return a day as one, unless it is written otherwise or before the days that spreadsheets count."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day if day.isoformat() == text and day >= _FIRST_DAY else text


def _guide() -> SheetToWrite:
    """Return the sheet that says what may be edited, and what the cells of each column hold."""
    header = [_in_both("sheet"), _in_both("column"), *(translate(one, "checklists.guide.rule") for one in LANGUAGES)]
    about = [["", "", *(translate(one, f"checklists.guide.{key}") for one in LANGUAGES)] for key in _ABOUT]
    columns = [
        [sheet_called(table), " · ".join(column.headings), *(" ".join(_rule(column, one)) for one in LANGUAGES)]
        for table in TABLES
        for column in columns_of(table)
    ]
    return SheetToWrite(sheet_called(GUIDE), header, [*about, *columns], _GUIDE_WIDTHS)


def _in_both(key: str) -> str:
    return " · ".join(translate(language, f"checklists.guide.{key}") for language in LANGUAGES)


def _rule(column: BankColumn, language: Language) -> Iterator[str]:
    key = column.field if column.tells_none_apart else column.words or column.shape
    yield translate(language, f"checklists.guide.{key}", words=as_one_line(words_for(column.words, language)))
    yield translate(language, f"checklists.guide.{'left_out' if column.is_optional else 'required'}")
