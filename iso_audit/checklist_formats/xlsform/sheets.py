"""The sheets of an XLSForm as lines of cells under headings that are understood however they are written."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from iso_audit.checklist_formats.notices import NoticeList, SheetPlace, in_both
from iso_audit.checklist_formats.parts import Texts
from iso_audit.checklist_formats.words import format_words, language_by_letters
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import Cell, CellFault, Sheet, column_letter, is_blank
from iso_audit.domain.text import LANGUAGES, tidy

Rows = Sequence[Sequence[Cell]]

QUESTIONS, CHOICES, SETTINGS, OURS = "survey", "choices", "settings", "iso_audit"
ELSEWHERE = ("external_choices", "entities", "osm")
"""Sheets of XLSForm of which nothing is taken."""
MOST_ROWS = {QUESTIONS: 5_000, CHOICES: 20_000, SETTINGS: 10, OURS: 20_000}
MOST_COLUMNS = 200
LONGEST_TEXT, LONGEST_CELL = 10_000, 32_767
"""Characters of a text that people read, and of a cell that holds fields of ours: as many as a spreadsheet keeps."""
OUR_COLUMN = "iso_audit_"
"""What columns begin with in which an export of ours keeps what XLSForm has no column for."""
_ANOTHER_NAME = {
    "caption": "label",
    "relevance": "relevant",
    "list name": "list_name",
    "command": "type",
    "tag": "name",
    "value": "name",
    "calculate": "calculation",
    "readonly": "read_only",
    "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "jr:requiredmsg": "required_message",
    "requiredmsg": "required_message",
    "jr:count": "repeat_count",
    "count": "repeat_count",
    "big-image": "media",
    "image": "media",
    "audio": "media",
    "video": "media",
    "list": "list_name",
    "hints": "hint",
    "labels": "label",
}
_WRAPPING = ("bind", "control", "body", "instance")
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
IN_LANGUAGES = ("label", "hint", "guidance_hint")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class FormHeading:
    """A column: its place from 0, as it is written, what it is, and its language: ours, another's name, or none."""

    index: int
    text: str
    base: str
    language: str = ""

    @property
    def place(self) -> str:
        """Return what notices call the column."""
        return f"{column_letter(self.index)} · {self.text}"


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row with anything in it: its number and its texts by place of the column."""

    sheet: str
    number: int
    cells: Mapping[int, str]
    headings: Sequence[FormHeading]

    def value(self, base: str) -> str:
        """Return the text of the first column of this kind that holds any, spaces within as they are."""
        return next(
            (self.cells[one.index] for one in self.headings if one.base == base and one.index in self.cells), ""
        )

    def texts(self, base: str) -> Texts:
        """Return by language the texts of the columns of this kind."""
        texts: Texts = {}
        for one in self.headings:
            if one.base == base and one.index in self.cells:
                texts.setdefault(one.language, self.cells[one.index])
        return texts

    def place(self, base: str = "") -> SheetPlace:
        """Return where the row is, or its first column of this kind that holds anything."""
        of_kind = [one for one in self.headings if base and one.base == base]
        column = next((one for one in of_kind if one.index in self.cells), of_kind[0] if of_kind else None)
        return SheetPlace(self.sheet, self.number, column.place if column else "")


@dataclass(frozen=True, slots=True)
class Lines:
    """A sheet of the form: its name, headings and rows."""

    sheet: str = ""
    headings: Sequence[FormHeading] = ()
    lines: Sequence[FormRow] = ()

    def has(self, base: str) -> bool:
        """Tell whether there is a column of this kind."""
        return any(one.base == base for one in self.headings)


def sheets_to_read(names: Collection[str]) -> tuple[str, ...]:
    """Return those of a book's sheets that hold a form, however they are written."""
    return tuple(name for name in names if sheet_key(name) in MOST_ROWS)


def refuse_other_files(data: bytes) -> None:
    """Refuse a file that is no .xlsx: the old .xls of Excel is not read as a form, which is said."""
    if data.startswith(_OLD_EXCEL):
        raise RuleBroken("xlsform_is_old_excel")
    if not data.startswith(_ZIP):
        raise RuleBroken("xlsform_is_no_workbook")


def sheet_key(name: str) -> str:
    """Return a sheet's name to compare by."""
    return _SPACE.sub("_", tidy(name)).lower()


def rows_of(sheet: Sheet) -> list[tuple[Cell, ...]]:
    """Return a sheet's rows by their place, blank ones before the first included."""
    rows: list[tuple[Cell, ...]] = [() for _ in range(sheet.rows[0].number - 1)] if sheet.rows else []
    return rows + [row.cells for row in sheet.rows]


def lines_of(sheet: str, rows: Rows, notices: NoticeList) -> Lines:
    """Return a sheet's headings and rows; what is too much, too long or a formula's fault is a fault."""
    most = MOST_ROWS[sheet_key(sheet)]
    if len(rows) > most:
        notices.fault(SheetPlace(sheet), "too_many_rows", rows=len(rows), most=most)
        return Lines(sheet)
    headings: list[FormHeading] = []
    lines: list[FormRow] = []
    ours: set[int] = set()
    for number, row in enumerate(rows, start=1):
        if len(row) > MOST_COLUMNS:
            notices.fault(SheetPlace(sheet, number), "too_many_columns", columns=len(row), most=MOST_COLUMNS)
            continue
        cells = {}
        for index, cell in enumerate(row):
            longest = LONGEST_CELL if index in ours else LONGEST_TEXT
            if text := _text(cell, SheetPlace(sheet, number, column_letter(index)), longest, notices):
                cells[index] = text
        if cells and not headings:
            headings = _headings(cells, SheetPlace(sheet, number), notices)
            is_our_sheet = sheet_key(sheet) == OURS
            ours = {one.index for one in headings if is_our_sheet or one.base.startswith(OUR_COLUMN)}
        elif cells:
            lines.append(FormRow(sheet, number, cells, headings))
    return Lines(sheet, headings, lines)


def _text(cell: Cell, place: SheetPlace, longest: int, notices: NoticeList) -> str:
    if isinstance(cell, CellFault):
        notices.fault(place, "formula_error", value=cell.text)
        return ""
    if is_blank(cell):
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = tidy(str(cell))
    if len(text) > longest:
        notices.fault(place, "text_too_long", longest=longest, length=len(text))
        return ""
    return text


def _headings(cells: Mapping[int, str], place: SheetPlace, notices: NoticeList) -> list[FormHeading]:
    double = any("::" in text for text in cells.values())
    headings = [_heading(index, text, double) for index, text in cells.items()]
    seen: dict[tuple[str, str], FormHeading] = {}
    for one in headings:
        first = seen.setdefault((one.base, one.language), one)
        if first is not one and one.base not in {"media", ""}:
            column = SheetPlace(place.sheet, place.row, one.place)
            notices.tell(column, "column_twice", heading=one.text, other=first.place)
    return headings


def _heading(index: int, text: str, double: bool) -> FormHeading:
    """Return what a heading says; a single colon parts it only where the sheet has no double one, as in old forms."""
    parts = [part for part in map(str.strip, re.split("::" if double else ":", text)) if part]
    if not double and "jr" in parts[:-1]:
        at = parts.index("jr")
        parts[at : at + 2] = [f"jr:{parts[at + 1]}"]
    if len(parts) > 1 and parts[0].lower() in _WRAPPING:
        parts = parts[1:]
    base = _SPACE.sub("_", parts[0]).lower() if parts else ""
    base = _ANOTHER_NAME.get(base.replace("_", " "), _ANOTHER_NAME.get(base, base))
    if base == "media" or len(parts) < 2 or parts[-1].lower() == "default":
        return FormHeading(index, text, base)
    return FormHeading(index, text, base, format_words().language_of(parts[-1]) or parts[-1])


def in_our_languages(lines: Lines, default: str, notices: NoticeList) -> Lines:
    """Return the sheet with each column's language settled; columns that name none are in the `default` one.

    Where no label is in a language of ours, the first other language stands for them; what is in another is told.
    """
    labels = [one.language or default for one in lines.headings if one.base == "label"]
    instead = labels[0] if labels and not set(labels) & set(LANGUAGES) else ""
    settled = []
    for one in lines.headings:
        language = one.language or default
        place = SheetPlace(lines.sheet, 0, one.place)
        if one.base not in IN_LANGUAGES:
            language = ""
        elif instead and language == instead:
            if one.base == "label":
                notices.tell(place, "language_assumed", name=language)
            language = "vi"
        elif language not in LANGUAGES:
            notices.tell(place, "language_left_out", name=language)
        settled.append((one.language == "", FormHeading(one.index, one.text, one.base, language)))
    headings = [one for _, one in sorted(settled, key=lambda pair: pair[0])]
    return Lines(lines.sheet, headings, [FormRow(one.sheet, one.number, one.cells, headings) for one in lines.lines])


def default_language(lines: Lines, named: str, notices: NoticeList) -> str:
    """Return the language of columns that name none: as the settings say, else as their letters look."""
    if named:
        return format_words().language_of(named) or named
    plain = next((one for one in lines.headings if one.base == "label" and not one.language), None)
    if plain is None:
        return "vi"
    text = "".join(line.cells.get(plain.index, "") for line in lines.lines)
    language = language_by_letters(text)
    notices.tell(
        SheetPlace(lines.sheet, 0, plain.place), "language_guessed", name=in_both(f"words.language.{language}")
    )
    return language
