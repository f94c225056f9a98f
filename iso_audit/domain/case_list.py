"""A list of case files as a sheet: where its headings stand, which column means what, and which hold personal data."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
HEADER_WITHIN = 40
_LONGEST_HEADING = 90
_LONGEST_READ = 2_000
_EXAMPLES = 200
_MOSTLY = 0.6
_PHONE = re.compile(r"(\+?84|0)\d{8,10}")
_IDENTITY = re.compile(r"\d{9}|\d{12}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True)
class Headings:
    """The words by which a list is understood: headings by field, signs of personal data, states and channels.

    `days` may stand after a number of days, `at_most` before it; `same_day` is a limit of no day, `totals` begin a sum.
    """

    fields: Mapping[str, tuple[str, ...]]
    personal: tuple[str, ...] = ()
    outcomes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    channels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    days: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()
    same_day: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its place from 0, heading, an example, and whether it looks like personal data.

    `spellings` are what its heading may be read as, where it stands in two rows; `is_hidden` where the file hides it.
    """

    index: int
    heading: str
    example: str
    personal: bool = False
    is_hidden: bool = False
    spellings: tuple[str, ...] = ()

    @property
    def letter(self) -> str:
        """Return what spreadsheets call the column."""
        return column_letter(self.index)


def header_row(sheet: Sheet, headings: Headings) -> int:
    """Return the number of the row in which the list's headings end, of the first row where none looks like them."""
    best, most = sheet.rows[0].number if sheet.rows else 1, 0
    for row in sheet.rows[:HEADER_WITHIN]:
        count = len(_fields_named(_spellings(sheet, row.number, headings), headings))
        if count > most:
            best, most = row.number, count
    return best


def columns(sheet: Sheet, header: int, headings: Headings) -> tuple[Column, ...]:
    """Return the list's columns that hold anything, their headings read from the row `header` and the one above."""
    spellings = _spellings(sheet, header, headings)
    below = [row for row in sheet.rows if row.number > header][:_EXAMPLES]
    width = max((len(spellings), *(len(row.cells) for row in below)), default=0)
    result = []
    for index in range(width):
        names = spellings[index] if index < len(spellings) else ()
        values = [text_of(row.cell(index)) for row in below if not is_blank(row.cell(index))]
        if names or values:
            personal = _is_personal(names, values, headings)
            example = "" if personal or not values else values[0][:40]
            is_hidden = index in sheet.hidden_columns
            result.append(Column(index, names[0] if names else "", example, personal, is_hidden, names))
    return tuple(result)


def guessed_columns(all_columns: Sequence[Column], headings: Headings) -> dict[str, int]:
    """Return by field the column whose heading names it best; a column serves one field."""
    order = list(headings.fields)
    candidates = []
    for column in all_columns:
        name, score = _best_of(column.spellings or (column.heading,), headings)
        if score and not column.personal:
            candidates.append((-score, order.index(name), column.index, name))
    column_of: dict[str, int] = {}
    for _, _, index, name in sorted(candidates):
        column_of.setdefault(name, index)
    return column_of


def _spellings(sheet: Sheet, header: int, headings: Headings) -> list[tuple[str, ...]]:
    """Return by column what a heading may be read as: that of one row, or of two where they name more fields."""
    rows = {row.number: row for row in sheet.rows[: HEADER_WITHIN + header] if row.number in {header - 1, header}}
    row = rows.get(header, SheetRow(header, ()))
    alone: list[tuple[str, ...]] = [(text,) if (text := text_of(cell)) else () for cell in row.cells]
    above = rows.get(header - 1)
    if above is None or not (_looks_like_headings(above) and _looks_like_headings(row)):
        return alone
    both = _of_two_rows(above, row)
    more = len(_fields_named(both, headings)) > len(_fields_named(alone, headings))
    return both if more else alone


def _of_two_rows(above: SheetRow, row: SheetRow) -> list[tuple[str, ...]]:
    """Return by column what two rows of headings say together; one above several columns stands over the first."""
    result: list[tuple[str, ...]] = []
    over = ""
    for index in range(max(len(above.cells), len(row.cells))):
        own, top = text_of(row.cell(index)), text_of(above.cell(index))
        over = top or (over if own else "")
        if not over or not own or name_key(over) == name_key(own):
            result.append((own or over,) if own or over else ())
        else:
            result.append((f"{over} {own}", own, f"{own} {over}"))
    return result


def _looks_like_headings(row: SheetRow) -> bool:
    """Tell whether a row holds several short texts and neither numbers nor days."""
    cells = [cell for cell in row.cells if not is_blank(cell)]
    texts = [cell for cell in cells if isinstance(cell, str) and len(cell) <= _LONGEST_HEADING]
    return 1 < len(cells) == len(texts) and not any(re.search(r"\d{2}", text) for text in texts)


def _fields_named(spellings: Iterable[tuple[str, ...]], headings: Headings) -> set[str]:
    return {name for names in spellings for name, score in [_best_of(names, headings)] if score}


def text_of(cell: Cell) -> str:
    """Return a cell as one line of text; of an endless one its beginning, longer than any field takes."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(tidy(str(getattr(cell, "text", cell)).strip()[:_LONGEST_READ]).split())


def _best_field(heading: str, headings: Headings) -> tuple[str, int]:
    """Return the field a heading names, and how surely: 3 word for word, 2 at its beginning, 1 within, 0 not."""
    key = name_key(heading)
    best, most, longest = "", 0, 0
    for name, words in headings.fields.items():
        for word in words:
            score = 3 if key == word else 2 if key.startswith(word + " ") else 1 if f" {word} " in f" {key} " else 0
            if score and (score, len(word)) > (most, longest):
                best, most, longest = name, score, len(word)
    return best, most


def _best_of(spellings: Sequence[str], headings: Headings) -> tuple[str, int]:
    """Return the field that one of the spellings names most surely, and how surely."""
    return max((_best_field(one, headings) for one in spellings), key=lambda one: one[1], default=("", 0))


def _is_personal(spellings: Sequence[str], values: Sequence[str], headings: Headings) -> bool:
    if _best_of(spellings, headings)[1] == 3:
        return False
    key = f" {name_key(' '.join(spellings))} "
    if any(f" {sign} " in key for sign in headings.personal):
        return True
    like = sum(1 for value in values if _like_personal(value))
    return bool(values) and like >= _MOSTLY * len(values)


def _like_personal(value: str) -> bool:
    digits = re.sub(r"[\s.\-()]", "", value)
    return bool(_PHONE.fullmatch(digits) or _IDENTITY.fullmatch(digits) or _ADDRESS.fullmatch(value))
