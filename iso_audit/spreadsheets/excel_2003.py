"""Workbooks of Excel 2003 as XML, which many portals write and call .xls."""

import io
from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element, iterparse

from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import Cell, CellFault, SheetRow
from iso_audit.spreadsheets import limits
from iso_audit.spreadsheets.cells import Place, SheetRead, Sheets, filled, unmerged

_SPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def is_excel_2003(head: str) -> bool:
    """Tell whether a file begins like such a workbook."""
    return head.startswith(("<?xml", "<workbook", "<ss:workbook")) and _NAMESPACE in head


def sheets(data: bytes) -> Sheets:
    """Return the sheets; RuleBroken `spreadsheet_unreadable` where the XML defines entities of its own."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise RuleBroken("spreadsheet_unreadable")
    sheets = [(element.get(f"{_SPACE}Name", ""), _is_hidden(element)) for element in _worksheets(data)]
    return Sheets(sheets, lambda name: _sheet(data, name))


def _worksheets(data: bytes) -> Iterator[Element]:
    """Give the sheets one by one; each is emptied when the next is asked for."""
    for _, element in iterparse(io.BytesIO(data)):
        if element.tag == f"{_SPACE}Worksheet":
            yield element
            element.clear()


def _is_hidden(worksheet: Element) -> bool:
    visible = worksheet.findtext(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible", "")
    return visible in {"SheetHidden", "SheetVeryHidden"}


def _sheet(data: bytes, name: str) -> SheetRead:
    worksheet = next(element for element in _worksheets(data) if element.get(f"{_SPACE}Name", "") == name)
    table = worksheet.find(f"{_SPACE}Table")
    if table is None:
        return SheetRead(())
    ranges: list[tuple[Place, Place]] = []
    rows = list(_rows(table, ranges))
    return SheetRead(unmerged(rows, ranges), how="XML 2003", hidden_columns=_hidden_columns(table))


def _rows(table: Element, ranges: list[tuple[Place, Place]]) -> Iterator[SheetRow]:
    number = 0
    for row in table.iterfind(f"{_SPACE}Row"):
        number = max(_number(row, "Index"), number + 1)
        yield SheetRow(number, _cells(row, number, ranges), row.get(f"{_SPACE}Hidden") == "1")
        number += _number(row, "Span")


def _cells(row: Element, number: int, ranges: list[tuple[Place, Place]]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for cell in row.iterfind(f"{_SPACE}Cell"):
        place = max(_number(cell, "Index") - 1, len(cells))
        if place >= limits.MOST_COLUMNS:
            break
        cells += [None] * (place - len(cells))
        cells.append(_value(cell.find(f"{_SPACE}Data")))
        across = min(_number(cell, "MergeAcross"), limits.MOST_COLUMNS)
        cells += [None] * across
        if down := _number(cell, "MergeDown"):
            ranges.append(((number - 1, place), (number - 1 + down, place)))
    return filled(cells)


def _value(data: Element | None) -> Cell:
    if data is None:
        return None
    text, kind = "".join(data.itertext()), data.get(f"{_SPACE}Type", "String")
    if kind == "Error":
        return CellFault(text[:20] or "#?")
    try:
        if kind == "DateTime":
            return datetime.fromisoformat(text)
        if kind == "Number":
            number = float(text)
            return int(number) if number.is_integer() else number
    except (ValueError, OverflowError):
        return text
    return text == "1" if kind == "Boolean" else text or None


def _hidden_columns(table: Element) -> frozenset[int]:
    places: set[int] = set()
    place = 0
    for column in table.iterfind(f"{_SPACE}Column"):
        place = max(_number(column, "Index") - 1, place)
        span = min(_number(column, "Span"), limits.MOST_COLUMNS) + 1
        if column.get(f"{_SPACE}Hidden") == "1":
            places.update(range(place, place + span))
        place += span
    return frozenset(places)


def _number(element: Element, name: str) -> int:
    text = element.get(f"{_SPACE}{name}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
