"""Lists as offices really send them (`tests/data/lists`), whatever the file is called: what is read of each."""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import Cell, CellFault, Sheet
from iso_audit.spreadsheets import open_book, read_sheet

LISTS = Path(__file__).parent / "data/lists"
LAST = ("000.00.01.H45-170411-0003", "Đăng ký hộ kinh doanh")


def read(name: str, data: bytes | None = None) -> Sheet:
    book = open_book((LISTS / name).read_bytes() if data is None else data)
    return read_sheet(book, book.sheets[0])


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("02a-html.xls", "HTML"),
        ("02b-mhtml.xls", "MHTML"),
        ("02c-tabs-utf16.xls", "UTF-16 · Tab"),
        ("02d-spreadsheetml2003.xls", "XML 2003"),
        ("excel-97.xls", ""),
        ("binary.xlsb", ""),
        ("open-document.ods", ""),
    ],
)
def test_an_export_is_read_by_what_it_is_not_by_what_it_is_called(name: str, how: str) -> None:
    sheet = read(name)
    assert sheet.text_format == how
    assert "Thời hạn giải quyết" in [row.cells for row in sheet.rows][-4]
    assert sheet.rows[-1].cells[:2] == LAST


@pytest.mark.parametrize("name", ["excel-97.xls", "binary.xlsb", "open-document.ods"])
def test_days_of_a_workbook_are_days(name: str) -> None:
    assert read(name).rows[-1].cells[2:] == (date(2017, 4, 11), date(2017, 4, 14), date(2017, 4, 18), 3)


def test_rows_columns_and_sheets_that_a_workbook_hides_are_marked() -> None:
    book = open_book((LISTS / "04-hidden.xlsx").read_bytes())
    sheet = read_sheet(book, "Danh sách")
    assert (book.sheets, book.hidden_sheets) == (("Danh sách",), ("Nháp cũ", "Gốc"))
    assert [row.number for row in sheet.rows if not row.is_hidden] == [1, *range(2, 32, 3)]
    assert sheet.hidden_columns == {4}


def test_what_an_old_workbook_hides_is_marked_and_not_offered() -> None:
    book = open_book((LISTS / "excel-97.xls").read_bytes())
    sheet = read_sheet(book, "Danh sách")
    assert (book.sheets, book.hidden_sheets) == (("Danh sách",), ("Nháp",))
    assert [row.number for row in sheet.rows if row.is_hidden] == [5]
    assert sheet.hidden_columns == {3}


def far_away(good: bytes) -> bytes:
    """Return an old workbook with its stream behind the sectors that the head of the file itself can tell of."""
    size, words = 512, "<128I"
    sectors = [good[at : at + size] for at in range(size, len(good), size)]
    fat = list(struct.unpack(words, sectors[struct.unpack_from("<I", good, 76)[0]]))
    directory = struct.unpack_from("<I", good, 48)[0]
    at = sectors[directory].index("Workbook".encode("utf-16-le")) + 116
    chain = [struct.unpack_from("<I", sectors[directory], at)[0]]
    while fat[chain[-1]] < len(sectors):
        chain.append(fat[chain[-1]])
    begin, parts = 110 * 128, 112
    table = fat[: len(sectors)] + [0xFFFFFFFF] * (parts * 128 - len(sectors))
    table[begin : begin + len(chain)] = [*range(begin + 1, begin + len(chain)), 0xFFFFFFFE]
    places = list(range(len(sectors) + 1, len(sectors) + 1 + parts))
    entries = bytearray(sectors[directory])
    struct.pack_into("<I", entries, at, begin)
    sectors[directory] = bytes(entries)
    stream = [sectors[place] for place in chain]
    sectors.append(struct.pack(words, *places[109:], *[0xFFFFFFFF] * (127 - parts + 109), 0xFFFFFFFE))
    sectors += [struct.pack(words, *table[number * 128 : number * 128 + 128]) for number in range(parts)]
    sectors += [bytes(size)] * (begin - len(sectors)) + stream
    head = bytearray(good[:size])
    struct.pack_into("<I", head, 44, parts)
    struct.pack_into("<II", head, 68, places[0] - 1, 1)
    struct.pack_into("<109I", head, 76, *places[:109])
    return bytes(head) + b"".join(sectors)


def test_what_a_large_old_workbook_hides_is_marked_too() -> None:
    sheet = read("", far_away((LISTS / "excel-97.xls").read_bytes()))
    assert ([row.number for row in sheet.rows if row.is_hidden], sheet.hidden_columns) == ([5], {3})


def page(table: str, head: str = "<meta charset=utf-8>") -> bytes:
    return f"<html><head>{head}</head><body>{table}</body></html>".encode()


def test_cells_of_a_web_page_that_span_rows_and_columns_keep_their_places() -> None:
    sheet = read(
        "", page("<table><tr><td rowspan=2>a<td colspan=2>b<br>c<tr><td>d<td>e<tr><td>f&amp;<td>g<td>h</table>")
    )
    rows: list[tuple[Cell, ...]] = [("a", "b c"), ("a", "d", "e"), ("f&", "g", "h")]
    assert [row.cells for row in sheet.rows] == rows


def test_a_span_without_end_takes_no_memory() -> None:
    sheet = read("", page('<table><tr><td colspan="99999999999" rowspan="99999999999">a<tr><td>b</table>'))
    assert sheet.rows[0].cells == ("a",)


def xml_2003(rows: str) -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="DS"><Table><Column ss:Hidden="1"/>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def test_xml_of_2003_keeps_places_days_numbers_and_what_is_hidden() -> None:
    day, number = (
        f'<Data ss:Type="{kind}">{text}</Data>'
        for kind, text in (("DateTime", "2017-03-06T00:00:00.000"), ("Number", "5"))
    )
    sheet = read(
        "", xml_2003(f'<Row ss:Index="3" ss:Hidden="1"><Cell ss:Index="2">{day}</Cell><Cell>{number}</Cell></Row>')
    )
    (row,) = [one for one in sheet.rows if not one.blank]
    assert (row.number, row.is_hidden, f"{row.cells[1]:%d/%m/%Y}", row.cells[2]) == (3, True, "06/03/2017", 5)
    assert sheet.hidden_columns == {0}


def test_xml_with_entities_of_its_own_is_refused() -> None:
    hostile = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]>' + xml_2003("<Row/>")[21:]
    with pytest.raises(RuleBroken, match="spreadsheet_unreadable"):
        read("", hostile)


def changed(change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook of one row whose sheet was changed as a part of the file."""
    made, out, again = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    made.worksheets[0].append(["a", "b"])
    made.save(out)
    with zipfile.ZipFile(out) as good, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in good.namelist():
            archive.writestr(name, change(good.read(name)) if name.endswith("sheet1.xml") else good.read(name))
    return again.getvalue()


def test_two_cells_at_the_ends_of_a_sheet_are_refused_before_all_between_takes_memory() -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with pytest.raises(RuleBroken, match="spreadsheet_too_wide"):
        read("", changed(lambda sheet: sheet.replace(b"</sheetData>", far)))


def test_a_workbook_that_would_take_too_much_memory_is_ended_and_said_so() -> None:
    far = b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>"
    with pytest.raises(RuleBroken, match=r"file_reading_ended|file_needs_too_much|file_takes_too_long"):
        read("", changed(lambda sheet: sheet.replace(b"</sheetData>", far)))


def test_the_fault_a_formula_left_is_told() -> None:
    broken = b'<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    sheet = read("", changed(lambda sheet: sheet.replace(b"</row>", broken)))
    assert sheet.rows[0].cells == ("a", "b", CellFault("#DIV/0!"))


@pytest.mark.parametrize("name", ["excel-97.xls", "binary.xlsb", "open-document.ods", "02d-spreadsheetml2003.xls"])
def test_a_file_damaged_anywhere_is_read_or_refused_by_a_sentence(name: str) -> None:
    good, codes = (LISTS / name).read_bytes(), set()
    for at in range(4, len(good), len(good) // 12):
        try:
            read("", good[:at] + bytes([good[at] ^ 0x5A]) * 3 + good[at + 3 :])
        except RuleBroken as refused:
            codes.add(refused.code)
    known = {
        "unreadable",
        "unpacks_too_large",
        "empty",
        "kind_unknown",
        "too_wide",
        "too_long",
        "has_password",
        "page_without_table",
    }
    assert codes <= {*(f"spreadsheet_{one}" for one in known), "sheet_unknown", "file_reading_ended"}
