"""Workbooks read: .xlsx, .xlsm, .xlsb, .xls and .ods by calamine; openpyxl tells what it leaves out.

That is, of an .xlsx: which rows and columns are hidden, formulas that ended in a fault, the day numbers count from.
What an .xls hides `excel_97` reads.
"""

import io
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import python_calamine

from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import EXCEL_ORIGIN, Cell, CellFault, SheetRow
from iso_audit.spreadsheets import excel_97, limits
from iso_audit.spreadsheets.cells import SheetRead, Sheets, filled, unmerged

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WORD_IN_OLE = "WordDocument".encode("utf-16-le")
_ENCRYPTED_IN_OLE = "EncryptedPackage".encode("utf-16-le")
_TAG = re.compile(
    rb"<(?:\w+:)?(?:(?P<row>row)\s(?P<of_row>[^<>]*)>|(?P<column>col)\s(?P<of_column>[^<>]*)>"
    rb'|c\s+r="(?P<letters>[A-Z]{1,3})(?P<number>\d+)"(?P<of_cell>[^<>]*)(?<!/)>)'
)
_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_SPAN = re.compile(rb'\b(min|max)="(\d+)"')
_FAULT = re.compile(rb'\bt="e"')
_FAULT_TEXT = re.compile(rb"<(?:\w+:)?v>([^<]{1,20})</")


@dataclass(slots=True)
class _Told:
    """What the XML of a sheet tells beside its values; rows and columns from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    faults: dict[int, dict[int, str]] = field(default_factory=dict)
    origin: date = EXCEL_ORIGIN


def sheets(data: bytes) -> Sheets:
    """Return the sheets of a book; RuleBroken says of a file that is none what it is."""
    if data.startswith(ZIP):
        _guard_against_bombs(data)
    elif _ENCRYPTED_IN_OLE in data:
        raise RuleBroken("spreadsheet_has_password")
    elif _WORD_IN_OLE in data:
        raise RuleBroken("spreadsheet_is_another_kind", kind="Word (.doc)")
    with _refused_in_words():
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        of_cells = (python_calamine.SheetTypeEnum.WorkSheet, python_calamine.SheetTypeEnum.MacroSheet)
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ in of_cells]
    visible = python_calamine.SheetVisibleEnum.Visible
    return Sheets([(sheet.name, sheet.visible != visible) for sheet in sheets], lambda name: _sheet(data, book, name))


def _sheet(data: bytes, book: python_calamine.CalamineWorkbook, name: str) -> SheetRead:
    details = _told(data, name) if data.startswith(ZIP) else _told_of_xls(data, name)
    with _refused_in_words():
        sheet = book.get_sheet_by_name(name)
        ranges = [(start, end) for start, end in sheet.merged_cell_ranges or () if end[0] > start[0]]
    rows = unmerged(_rows(sheet, details), ranges)
    return SheetRead(rows, details.origin, hidden_columns=frozenset(details.hidden_columns))


def _rows(sheet: python_calamine.CalamineSheet, details: _Told) -> Iterator[SheetRow]:
    if sheet.start is None:
        return
    for place, values in enumerate(sheet.iter_rows()):
        cells: tuple[Cell, ...] = filled([_cell(value) for value in values[: limits.MOST_COLUMNS]])
        faults = details.faults.get(place)
        if faults:
            cells = _with_faults(cells, faults)
        yield SheetRow(place + 1, cells, place in details.hidden_rows)


def _with_faults(cells: tuple[Cell, ...], faults: Mapping[int, str]) -> tuple[Cell, ...]:
    width = max(len(cells), max(faults) + 1)
    cells_in_full = [*cells, *([None] * (width - len(cells)))]
    return tuple(CellFault(faults[place]) if place in faults else cell for place, cell in enumerate(cells_in_full))


def _cell(value: Any) -> Cell:
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, timedelta):
        return str(value)
    return value  # type: ignore[no-any-return]


def _told(data: bytes, name: str) -> _Told:
    """Return what openpyxl and the sheet's own XML tell of an .xlsx; nothing of the other kinds."""
    details = _Told()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = ""
        with suppress(Exception):
            part, details.origin = _part(data, name)
        if part not in archive.namelist():
            return details
        with archive.open(part) as stream:
            _look_through(stream, details)
    return details


def _told_of_xls(data: bytes, name: str) -> _Told:
    """Return what an .xls hides, nothing where its records cannot be followed."""
    details = _Told()
    with suppress(ValueError, IndexError, StopIteration, struct.error):
        details.hidden_rows, details.hidden_columns = excel_97.hidden_rows_and_columns(data, name)
    return details


def _part(data: bytes, name: str) -> tuple[str, date]:
    """Return where an .xlsx keeps a sheet, and the day its numbers count from."""
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(io.BytesIO(data), read_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_workbook()
    part = next(relation.target for sheet, relation in reader.parser.find_sheets() if sheet.name == name)
    epoch = reader.wb.epoch
    return part, epoch.date() if epoch.year == 1904 else EXCEL_ORIGIN


def _look_through(stream: Any, details: _Told) -> None:
    """Read off a sheet's XML what is hidden and faulty; refuse one whose cells lie too far apart to be read."""
    letters: set[bytes] = set()
    last = 0
    rest = b""
    while chunk := stream.read(1 << 20):
        text = rest + chunk
        end = 0
        for match in _TAG.finditer(text):
            end = match.end()
            if match["letters"]:
                letters.add(match["letters"])
                last = max(last, int(match["number"]))
                if _FAULT.search(match["of_cell"]):
                    value = _FAULT_TEXT.search(text, end, end + 2_000)
                    words = value[1].decode("ascii", "replace") if value else "#?"
                    details.faults.setdefault(int(match["number"]) - 1, {})[_place(match["letters"])] = words
            elif match["row"]:
                number = _NUMBER.search(match["of_row"])
                last = max(last, int(number[1]) if number else 0)
                if number and _HIDDEN.search(match["of_row"]):
                    details.hidden_rows.add(int(number[1]) - 1)
            elif _HIDDEN.search(match["of_column"]):
                span = {key: int(value) for key, value in _SPAN.findall(match["of_column"])}
                columns = range(span.get(b"min", 1) - 1, min(span.get(b"max", 0), limits.MOST_COLUMNS))
                details.hidden_columns.update(columns)
        rest = text[max(end, len(text) - 4_000) :]
    if last > limits.LAST_ROW:
        raise RuleBroken("spreadsheet_too_long", most=limits.MOST_ROWS)
    if last * max(map(_place, letters), default=0) > limits.LARGEST_AREA:
        raise RuleBroken("spreadsheet_too_wide", most=limits.LARGEST_AREA)


def _place(letters: bytes) -> int:
    """Return the place from 0 of a column's letters."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place - 1


def _guard_against_bombs(data: bytes) -> None:
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts = archive.infolist()
    unpacked_size = sum(part.file_size for part in parts)
    too_large = unpacked_size > limits.LARGEST_UNPACKED or unpacked_size > limits.HIGHEST_RATIO * max(len(data), 10_000)
    if len(parts) > limits.MOST_PARTS or too_large:
        raise RuleBroken("spreadsheet_unpacks_too_large", largest=limits.LARGEST_UNPACKED // 1024 // 1024)
    names = {part.filename for part in parts}
    if "word/document.xml" in names:
        raise RuleBroken("spreadsheet_is_another_kind", kind="Word (.docx)")
    if any(b"<!DOCTYPE" in archive.open(part).read(4_096) for part in parts):
        raise RuleBroken("spreadsheet_unreadable")


@contextmanager
def _refused_in_words() -> Iterator[None]:
    """Say in our words what calamine says against a file, also where it gives up half-way."""
    try:
        yield
    except python_calamine.PasswordError as error:
        raise RuleBroken("spreadsheet_has_password") from error
    except Exception as error:
        raise RuleBroken("spreadsheet_unreadable") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise RuleBroken("spreadsheet_unreadable") from error
