"""A list of case files as a sheet: where its headings stand, which column means what, and which hold personal data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from iso_audit.domain.case_file import name_key
from iso_audit.domain.sheet import Cell, Sheet, SheetRow, column_letter, is_blank
from iso_audit.domain.text import tidy

LIST_FIELDS = (
    "code",
    "procedure",
    "sector",
    "channel",
    "received_on",
    "due_on",
    "legal_days",
    "finished_on",
    "returned_on",
    "asked_on",
    "supplemented_on",
    "outcome",
)
REQUIRED = ("code", "procedure", "received_on")
HEADER_WITHIN = 30
_EXAMPLES = 200
_MOSTLY = 0.6
_PHONE = re.compile(r"(\+?84|0)\d{8,10}")
_IDENTITY = re.compile(r"\d{9}|\d{12}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Headings:
    """The words by which a list is understood: headings by field, signs of personal data, states and channels."""

    fields: Mapping[str, tuple[str, ...]]
    personal: tuple[str, ...]
    outcomes: Mapping[str, tuple[str, ...]]
    channels: Mapping[str, tuple[str, ...]]
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its place from 0, heading, an example, and whether it looks like personal data."""

    index: int
    heading: str
    example: str
    personal: bool = False

    @property
    def letter(self) -> str:
        """Return what spreadsheets call the column."""
        return column_letter(self.index)


def header_row(sheet: Sheet, headings: Headings) -> int:
    """Return the number of the row that looks like the list's headings, 1 where none does."""
    best, most = sheet.rows[0].number if sheet.rows else 1, 0
    for row in sheet.rows[:HEADER_WITHIN]:
        matches = sum(1 for cell in row.cells if isinstance(cell, str) and _best_field(cell, headings)[1])
        if matches > most:
            best, most = row.number, matches
    return best


def columns(sheet: Sheet, header: int, headings: Headings) -> tuple[Column, ...]:
    """Return the list's columns that hold anything."""
    at = next((row for row in sheet.rows if row.number == header), SheetRow(header, ()))
    below = [row for row in sheet.rows if row.number > header][:_EXAMPLES]
    width = max((len(row.cells) for row in (at, *below)), default=0)
    result = []
    for index in range(width):
        heading = text_of(at.cell(index))
        values = [text_of(row.cell(index)) for row in below if not is_blank(row.cell(index))]
        if heading or values:
            personal = _is_personal(heading, values, headings)
            result.append(Column(index, heading, "" if personal or not values else values[0][:40], personal))
    return tuple(result)


def guessed_columns(all_columns: Sequence[Column], headings: Headings) -> dict[str, int]:
    """Return by field the column whose heading names it best; a column serves one field."""
    candidates = []
    for column in all_columns:
        field, score = _best_field(column.heading, headings)
        if score and not column.personal:
            candidates.append((-score, LIST_FIELDS.index(field), column.index, field))
    column_of: dict[str, int] = {}
    for _, _, index, field in sorted(candidates):
        column_of.setdefault(field, index)
    return column_of


def text_of(cell: Cell) -> str:
    """Return a cell as one line of text."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(tidy(str(getattr(cell, "text", cell))).split())


def _best_field(heading: str, headings: Headings) -> tuple[str, int]:
    """Return the field a heading names, and how surely: 3 word for word, 2 at its beginning, 1 within, 0 not."""
    key = name_key(heading)
    best, most, longest = "", 0, 0
    for field, words in headings.fields.items():
        for word in words:
            score = 3 if key == word else 2 if key.startswith(word + " ") else 1 if f" {word} " in f" {key} " else 0
            if score and (score, len(word)) > (most, longest):
                best, most, longest = field, score, len(word)
    return best, most


def _is_personal(heading: str, values: Sequence[str], headings: Headings) -> bool:
    key = f" {name_key(heading)} "
    if _best_field(heading, headings)[1] == 3:
        return False
    if any(f" {sign} " in key for sign in headings.personal):
        return True
    like = sum(1 for value in values if _like_personal(value))
    return bool(values) and like >= _MOSTLY * len(values)


def _like_personal(value: str) -> bool:
    digits = re.sub(r"[\s.\-()]", "", value)
    return bool(_PHONE.fullmatch(digits) or _IDENTITY.fullmatch(digits) or _ADDRESS.fullmatch(value))
