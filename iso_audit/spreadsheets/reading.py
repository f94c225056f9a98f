"""Spreadsheets read: runs in a reading process of its own, since the bytes come from strangers.

What is wrong with a file and not told here by a code is `spreadsheet_unreadable`, whatever its reader raised.
"""

import csv
import io
import re
import zipfile
from array import array
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import EXCEL_ORIGIN, Cell, CellFault, SheetRow, is_blank
from iso_audit.spreadsheets import limits
from iso_audit.spreadsheets.told import rows_told

DELIMITERS = (";", ",", "\t")
ZIP = b"PK\x03\x04"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="[A-Z]+(\d+)(?::[A-Z]+(\d+))?"')


def names(data: bytes) -> Iterator[object]:
    """Give the names of a file's sheets, in order; a text file has one, without a name."""
    if not data.startswith(ZIP):
        _decoded(data)
        yield [""]
        return
    _guard_against_bombs(data)
    workbook = _workbook(data)
    yield [sheet.title for sheet in workbook.worksheets]


def rows(data: bytes, name: str) -> Iterator[object]:
    """Give one sheet's rows, many in a piece, then [the day its numbers count from, how a text file was read].

    RuleBroken `sheet_unknown`, `spreadsheet_too_long`, `spreadsheet_too_wide`.
    """
    if data.startswith(ZIP):
        _guard_against_bombs(data)
        yield from _of_workbook(data, name)
    else:
        yield from _of_text(data)


def _of_workbook(data: bytes, name: str) -> Iterator[object]:
    from openpyxl.cell.cell import ERROR_CODES

    workbook = _workbook(data)
    if name not in workbook.sheetnames:
        raise RuleBroken("sheet_unknown", sheet=name[:60])
    worksheet: Any = workbook[name]
    worksheet.reset_dimensions()
    merged_rows = _merged_rows(data, str(worksheet._worksheet_path))
    numbered_lines = enumerate(worksheet.iter_rows(max_col=limits.MOST_COLUMNS, values_only=True), start=1)
    faults = frozenset(ERROR_CODES)
    cells = ((number, tuple(_cell(value, faults) for value in _filled(values))) for number, values in numbered_lines)
    yield from rows_told(_limited(cells, merged_rows))
    origin: date = workbook.epoch.date() if workbook.epoch.year == 1904 else EXCEL_ORIGIN
    yield [origin.isoformat(), ""]


def _workbook(data: bytes) -> Any:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)


def _guard_against_bombs(data: bytes) -> None:
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts = archive.infolist()
    unpacked_size = sum(part.file_size for part in parts)
    too_large = unpacked_size > limits.LARGEST_UNPACKED or unpacked_size > limits.HIGHEST_RATIO * max(len(data), 10_000)
    if len(parts) > limits.MOST_PARTS or too_large:
        raise RuleBroken("spreadsheet_unpacks_too_large", largest=limits.LARGEST_UNPACKED // 1024 // 1024)
    if any(b"<!DOCTYPE" in archive.open(part).read(4_096) for part in parts):
        raise RuleBroken("spreadsheet_unreadable")


def _filled(values: Sequence[Any]) -> Sequence[Any]:
    """Return a row's values without the empty ones at its end."""
    if values.count(None) == len(values):
        return ()
    width = next(place for place in range(len(values), 0, -1) if values[place - 1] is not None)
    return values[:width]


def _cell(value: Any, faults: frozenset[str]) -> Cell:
    if isinstance(value, str):
        return CellFault(value) if value in faults else value
    if value is None or isinstance(value, bool | int | float | date):
        return value
    return str(value)


def _merged_rows(data: bytes, part: str) -> frozenset[int]:
    """Return the rows of which cells are merged, read off the sheet's own part, as far as a list may go.

    The quick reader leaves merged cells out; a range counts where it begins and ends, however many rows are between.
    """
    steps = array("q", bytes(8 * (limits.MOST_ROWS + 100)))
    last = len(steps) - 2
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(part.lstrip("/")) as stream:
        rest = b""
        while chunk := stream.read(1 << 20):
            text = rest + chunk
            end = 0
            for match in _MERGED.finditer(text):
                first = int(match[1])
                steps[min(first, last)] += 1
                steps[min(int(match[2] or first), last) + 1] -= 1
                end = match.end()
            rest = text[max(end, len(text) - 200) :]
    return frozenset(number for number, ranges in enumerate(accumulate(steps)) if ranges)


def _limited(
    numbered_lines: Iterable[tuple[int, Sequence[Cell]]], merged_rows: Container[int] = ()
) -> Iterator[SheetRow]:
    """Give the rows up to the last that holds anything, or refuse a list that is too long or too wide."""
    blank = row_count = cells = 0
    for number, values in numbered_lines:
        if number > limits.LAST_ROW:
            raise RuleBroken("spreadsheet_too_long", most=limits.MOST_ROWS)
        if all(map(is_blank, values)):
            blank += 1
            continue
        row_count, cells = row_count + blank + 1, cells + len(values)
        if row_count > limits.MOST_ROWS + 50:
            raise RuleBroken("spreadsheet_too_long", most=limits.MOST_ROWS)
        if cells > limits.MOST_CELLS:
            raise RuleBroken("spreadsheet_too_wide", most=limits.MOST_CELLS)
        for before in range(number - blank, number):
            yield SheetRow(before, (), before in merged_rows)
        blank = 0
        yield SheetRow(number, tuple(values), number in merged_rows)


def _of_text(data: bytes) -> Iterator[object]:
    text, encoding = _decoded(data)
    first, _, rest = text.partition("\n")
    separator = re.fullmatch(r"sep=(.)\r?", first, re.IGNORECASE)
    delimiter = separator[1] if separator else _delimiter(text)
    lines = csv.reader(io.StringIO(rest if separator else text, newline=""), delimiter=delimiter)
    start = 2 if separator else 1
    numbered_lines = ((number, cells[: limits.MOST_COLUMNS]) for number, cells in enumerate(lines, start=start))
    yield from rows_told(_limited(numbered_lines))
    delimiter_name = {"\t": "Tab"}.get(delimiter, delimiter)
    yield [EXCEL_ORIGIN.isoformat(), f"{encoding} · {delimiter_name}"]


def _decoded(data: bytes) -> tuple[str, str]:
    """Return a text file's text and encoding: by its mark, else UTF-16 by its zeros, UTF-8, else Windows-1258."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[:400].count(0) > len(data[:400]) // 4:
        encodings = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1258"]
    for encoding in encodings:
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
