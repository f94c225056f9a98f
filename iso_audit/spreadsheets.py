"""Spreadsheets in and out: .xlsx (the only importer of openpyxl) and .csv, within limits, never a formula written."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import EXCEL_ORIGIN, Cell, CellFault, Sheet, SheetRow, SheetToWrite
from iso_audit.domain.text import tidy

LARGEST = 20 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LARGEST_UNPACKED = 250 * 1024 * 1024
MOST_PARTS = 2_000
HIGHEST_RATIO = 200
LONGEST_CELL = 32_767
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
DELIMITERS = (";", ",", "\t")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="[A-Z]+(\d+)(?::[A-Z]+(\d+))?"')
_UNREADABLE = (
    csv.Error,
    zipfile.BadZipFile,
    InvalidFileException,
    SyntaxError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class Book:
    """A file as uploaded and the names of its sheets; a text file has one, without a name."""

    data: bytes
    sheets: tuple[str, ...]

    @property
    def is_text(self) -> bool:
        """Tell whether the file is text rather than a workbook."""
        return not self.data.startswith(_ZIP)


def open_book(data: bytes) -> Book:
    """Return the file's sheets; RuleBroken says why it is not read: too large, an old or unknown kind, damaged."""
    if len(data) > LARGEST:
        raise RuleBroken("spreadsheet_too_large", largest=LARGEST // 1024 // 1024)
    if data.startswith(_OLD_EXCEL):
        raise RuleBroken("spreadsheet_old_kind")
    if not data.strip():
        raise RuleBroken("spreadsheet_empty")
    if not data.startswith(_ZIP):
        _decoded(data)
        return Book(data, ("",))
    _guard_against_bombs(data)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        names = tuple(sheet.title for sheet in workbook.worksheets)
        workbook.close()
    except _UNREADABLE as error:
        raise RuleBroken("spreadsheet_unreadable") from error
    if not names:
        raise RuleBroken("spreadsheet_empty")
    return Book(data, names)


def read_sheet(book: Book, name: str) -> Sheet:
    """Return one sheet's rows with their numbers as a spreadsheet shows them, without blank rows at the end."""
    try:
        sheet = _read_text(book.data) if book.is_text else _read_workbook(book.data, name)
    except _UNREADABLE as error:
        raise RuleBroken("spreadsheet_unreadable") from error
    if not sheet.rows:
        raise RuleBroken("spreadsheet_empty")
    return sheet


def write_xlsx(sheets: Sequence[SheetToWrite]) -> bytes:
    """Return a workbook; texts stay texts, also where they begin like a formula."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        _write_sheet(workbook.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", sheet.name)[:31]), sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def write_csv(sheet: SheetToWrite) -> bytes:
    """Return a sheet as UTF-8 text with its mark, semicolons between; a text that begins like a formula is quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (sheet.header, *sheet.rows):
        writer.writerow([_as_csv(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _as_csv(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    text = "" if cell is None else tidy(str(cell)) if isinstance(cell, str) else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA_STARTS) else text


def _write_sheet(worksheet: Any, sheet: SheetToWrite) -> None:
    for place, row in enumerate((sheet.header, *sheet.rows), start=1):
        for index, value in enumerate(row, start=1):
            cell = worksheet.cell(place, index)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if place == 1:
                cell.font = Font(bold=True)
            if isinstance(value, str):
                text = tidy(value)[:LONGEST_CELL]
                cell.value, cell.data_type = text, "s"
                cell.quotePrefix = text.startswith(FORMULA_STARTS)
            else:
                cell.value = value
            if isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
    for index, width in enumerate(sheet.widths, start=1):
        worksheet.column_dimensions[get_column_letter(index)].width = width
    worksheet.freeze_panes = "A2"


def _guard_against_bombs(data: bytes) -> None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        too_large = unpacked > LARGEST_UNPACKED or unpacked > HIGHEST_RATIO * max(len(data), 10_000)
        if len(parts) > MOST_PARTS or too_large:
            raise RuleBroken("spreadsheet_unpacks_too_large", largest=LARGEST_UNPACKED // 1024 // 1024)
        if any(b"<!DOCTYPE" in archive.open(part).read(4_096) for part in parts):
            raise RuleBroken("spreadsheet_unreadable")
    except _UNREADABLE as error:
        raise RuleBroken("spreadsheet_unreadable") from error


def _read_workbook(data: bytes, name: str) -> Sheet:
    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        if name not in workbook.sheetnames:
            raise RuleBroken("sheet_unknown", sheet=name[:60])
        worksheet: Any = workbook[name]
        worksheet.reset_dimensions()
        merged = _merged_rows(data, str(worksheet._worksheet_path))
        rows = worksheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        kept = _limited(
            SheetRow(number, _cells(values), number in merged) for number, values in enumerate(rows, start=1)
        )
        return Sheet(name, kept, workbook.epoch.date() if workbook.epoch.year == 1904 else EXCEL_ORIGIN)
    finally:
        workbook.close()


def _cells(values: Sequence[Any]) -> tuple[Cell, ...]:
    """Return a row's cells without the empty ones at its end."""
    width = next((place for place in range(len(values), 0, -1) if values[place - 1] is not None), 0)
    return tuple(_cell(value) for value in values[:width])


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return CellFault(value) if value in ERROR_CODES else value
    if value is None or isinstance(value, bool | int | float | date | datetime):
        return value
    return str(value)


def _merged_rows(data: bytes, part: str) -> frozenset[int]:
    """Return the rows of which cells are merged, read off the sheet's own part: the quick reader leaves them out."""
    rows: set[int] = set()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(part.lstrip("/")) as stream:
        rest = b""
        while chunk := stream.read(1 << 20):
            text = rest + chunk
            for match in _MERGED.finditer(text):
                first = int(match[1])
                rows.update(range(first, min(int(match[2] or first), first + MOST_ROWS) + 1))
            rest = text[-200:]
    return frozenset(rows)


def _limited(rows: Iterator[SheetRow]) -> tuple[SheetRow, ...]:
    """Return the rows without the blank ones at the end, or refuse a list that is too long."""
    kept: list[SheetRow] = []
    blanks: list[SheetRow] = []
    for row in rows:
        if row.blank:
            if len(blanks) <= MOST_ROWS:
                blanks.append(row)
            continue
        kept += [*blanks, row]
        blanks = []
        if len(kept) > MOST_ROWS + 50:
            raise RuleBroken("spreadsheet_too_long", most=MOST_ROWS)
    return tuple(kept)


def _read_text(data: bytes) -> Sheet:
    text, encoding = _decoded(data)
    first, _, rest = text.partition("\n")
    given = re.fullmatch(r"sep=(.)\r?", first, re.IGNORECASE)
    delimiter = given[1] if given else _delimiter(text)
    lines = csv.reader(io.StringIO(rest if given else text, newline=""), delimiter=delimiter)
    start = 2 if given else 1
    kept = _limited(SheetRow(number, tuple(cells[:MOST_COLUMNS])) for number, cells in enumerate(lines, start=start))
    shown = {"\t": "Tab"}.get(delimiter, delimiter)
    return Sheet("", kept, told=f"{encoding} · {shown}")


def _decoded(data: bytes) -> tuple[str, str]:
    """Return a text file's text and encoding: by its mark, else UTF-16 by its zeros, UTF-8, else Windows-1258."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried = ["utf-16"]
    elif data[:400].count(0) > len(data[:400]) // 4:
        tried = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    else:
        tried = ["utf-8-sig", "cp1258"]
    for encoding in tried:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, {"utf-8-sig": "UTF-8", "cp1258": "Windows-1258"}.get(encoding, "UTF-16")
    raise RuleBroken("spreadsheet_kind_unknown")


def _delimiter(text: str) -> str:
    """Return the sign that parts the first lines most evenly."""
    sample = "\n".join(text.splitlines()[:30])

    def rank(sign: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=sign) if row]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(DELIMITERS, key=rank)
