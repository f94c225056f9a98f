"""The layout of a bank's workbook: its sheets, and of each the columns with what their cells hold."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from iso_audit.checklists.headings import heading, sheet_called
from iso_audit.checklists.tables import FIELDS, OF_A_BLOCK
from iso_audit.domain.text import LANGUAGES

GUIDE = "guide"
TABLES = ("item", "section", "clause", "block", "bank", "kind", "form", "phrase", "grade_help")
"""The tables in the order of their sheets: what is edited most comes first."""

_WORDS = {
    ("item", "methods"): "method",
    ("item", "decides"): "role",
    ("item", "asked_when.grades"): "grade",
    ("phrase", "grade"): "grade",
    ("grade_help", "grade"): "grade",
}
"""Whose cells hold words in place of codes."""
_WIDTHS = {"name": 15, "names": 24, "text": 48, "flag": 11, "count": 12, "day": 14}
_NARROW = {"title": 36, "name": 32, "edition": 36, "source": 36}


@dataclass(frozen=True, slots=True)
class BankColumn:
    """A column: its field, the `shape` of what its cells hold, whether they may be left out, and the words they take.

    A dot leads into a field: `question.vi`, `asked_when.item`. `section` and `block` name where an entry stands.
    """

    table: str
    field: str
    shape: str
    is_optional: bool

    @property
    def words(self) -> str:
        """Return whose words the cells hold, such as `grade`; nothing where they hold ids and texts."""
        return _WORDS.get((self.table, self.field), "")

    @property
    def tells_none_apart(self) -> bool:
        """Tell whether no name at all, written as a dash, says something else than an empty cell."""
        return (self.table, self.field) == ("bank", "excludable")

    @property
    def headings(self) -> tuple[str, ...]:
        """Return what the column is called, in Vietnamese and in English."""
        return tuple(heading(self.table, self.field, language) for language in LANGUAGES)

    @property
    def title(self) -> str:
        """Return what stands over the column: both headings, one below the other."""
        return "\n".join(self.headings)

    @property
    def width(self) -> int:
        """Return how wide the column is, in characters."""
        return _NARROW.get(self.field.partition(".")[0], _WIDTHS["text"]) if self.shape == "text" else self._width

    @property
    def _width(self) -> int:
        return _WIDTHS[self.shape]


@cache
def columns_of(table: str) -> tuple[BankColumn, ...]:
    """Return the columns of a table's sheet; the items of a section are told by the sheet of items alone."""
    columns: list[BankColumn] = []
    for place, (field, shape) in enumerate(FIELDS[table].items()):
        columns += [] if (table, field) == ("section", "items") else _columns(table, field, shape)
        if place == 0 and table in OF_A_BLOCK:
            standing = ("section", "names") if table == "item" else ("block", "name")
            columns.append(BankColumn(table, *standing, is_optional=False))
    return tuple(columns)


def _columns(table: str, field: str, shape: str) -> list[BankColumn]:
    is_optional, shape = shape.endswith("?"), shape.rstrip("?")
    if shape == "text":
        return [BankColumn(table, f"{field}.{language}", "text", is_optional) for language in LANGUAGES]
    if shape == "condition":
        parts = (("item", "name"), ("grades", "names"))
        return [BankColumn(table, f"{field}.{part}", of_part, is_optional) for part, of_part in parts]
    return [BankColumn(table, field, shape, is_optional)]


def table_of_sheet(name: str) -> str:
    """Return the table that a sheet of this name holds, `guide` for the one that is not read, else nothing."""
    return _tables().get(plain(name), "")


@cache
def columns_by_heading(table: str) -> Mapping[str, BankColumn]:
    """Return the columns of a table by what may stand over them: both headings, or one of them."""
    return {
        plain(text): column
        for column in columns_of(table)
        for text in (column.title, " · ".join(column.headings), *column.headings)
    }


def plain(text: str) -> str:
    """Return a name without what tells no names apart: letter case, blanks, how marks are put together."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@cache
def _tables() -> Mapping[str, str]:
    names = {table: sheet_called(table) for table in (GUIDE, *TABLES)}
    return {plain(text): table for table, name in names.items() for text in (name, *name.split(" · "))}
