"""Spreadsheets: encodings and separators, limits, bombs, and texts that must not become formulas."""

import io
import json
import random
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import openpyxl
import pytest

from iso_audit import spreadsheets
from iso_audit.confinement import Limits
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import Cell, CellFault, SheetRow, SheetToWrite, column_letter
from iso_audit.spreadsheets import open_book, read_sheet, read_sheets, write_csv, write_xlsx
from iso_audit.spreadsheets.told import rows_told, rows_understood

pytestmark = pytest.mark.one_zone("cells are told as they stand, without a zone")

TEXT = "Mã hồ sơ{0}Lĩnh vực\r\nĐ-01{0}Sở hữu trí tuệ\r\n"


def cells(data: bytes, name: str = "") -> list[tuple[Cell, ...]]:
    return [row.cells for row in read_sheet(open_book(data), name).rows]


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    fill(made)
    made.save(out)
    return out.getvalue()


def one_cell(value: object) -> Callable[[openpyxl.Workbook], None]:
    return lambda made: made.worksheets[0].append(["head", value])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_text_list_is_read_in_any_usual_encoding_and_separator(encoding: str, separator: str) -> None:
    data = TEXT.format(separator).encode(encoding)
    assert cells(data) == [("Mã hồ sơ", "Lĩnh vực"), ("Đ-01", "Sở hữu trí tuệ")]


def test_a_text_list_of_old_windows_is_read() -> None:
    decomposed = "Ma\u0303 hô\u0300 sơ;Li\u0303nh vư\u0323c\r\n"
    sheet = read_sheet(open_book(decomposed.encode("cp1258")), "")
    assert sheet.rows[0].cells == (decomposed.partition(";")[0], decomposed.strip().partition(";")[2])
    assert sheet.text_format == "Windows-1258 · ;"


def test_excels_own_line_about_the_separator_is_obeyed() -> None:
    assert cells(b"sep=|\r\na|b;c,d\r\n") == [("a", "b;c,d")]


def test_a_separator_within_quotes_is_text() -> None:
    assert cells(b'code;name\r\n1;"a, b; c"\r\n2;d\r\n')[1] == ("1", "a, b; c")


def test_a_workbook_gives_its_cells_and_row_numbers() -> None:
    def fill(made: openpyxl.Workbook) -> None:
        sheet = made.worksheets[0]
        sheet.title = "HoSo"
        sheet["A3"], sheet["B3"], sheet["C3"], sheet["D3"] = "A-1", date(2017, 7, 3), 5, "#REF!"

    (row,) = [row for row in read_sheet(open_book(workbook(fill)), "HoSo").rows if not row.blank]
    assert row.number == 3
    assert (row.cells[0], row.cells[2], row.cells[3]) == ("A-1", 5, CellFault("#REF!"))
    assert f"{row.cells[1]:%d/%m/%Y}" == "03/07/2017"


def test_cells_merged_downwards_stand_in_each_of_their_rows() -> None:
    def fill(made: openpyxl.Workbook) -> None:
        for number in range(4):
            made.worksheets[0].append([f"a{number}", f"b{number}"])
        made.worksheets[0].merge_cells("A2:A3")

    assert cells(workbook(fill), "Sheet") == [("a0", "b0"), ("a1", "b1"), ("a1", "b2"), ("a3", "b3")]


def test_blank_rows_at_the_end_are_left_out_and_those_between_are_kept() -> None:
    def fill(made: openpyxl.Workbook) -> None:
        made.worksheets[0]["A1"], made.worksheets[0]["A3"], made.worksheets[0]["A900"] = "a", "b", " "

    assert [row.number for row in read_sheet(open_book(workbook(fill)), "Sheet").rows] == [1, 2, 3]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "spreadsheet_empty"),
        (b" \r\n ", "spreadsheet_empty"),
        (b"\xd0\xcf\x11\xe0rest", "spreadsheet_unreadable"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "spreadsheet_has_password"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "spreadsheet_is_another_kind"),
        (b"%PDF-1.7", "spreadsheet_is_another_kind"),
        (b"<html><body>Please sign in</body></html>", "spreadsheet_page_without_table"),
        (b"PK\x03\x04not a workbook", "spreadsheet_unreadable"),
        (bytes(range(256)) * 4, "spreadsheet_kind_unknown"),
        (b"a" * (spreadsheets.LARGEST + 1), "spreadsheet_too_large"),
    ],
)
def test_a_file_that_cannot_be_a_list_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        open_book(data)


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(RuleBroken, match="spreadsheet_unpacks_too_large"):
        open_book(zipped({"xl/worksheets/sheet1.xml": b"\0" * 30_000_000}))


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(RuleBroken, match="spreadsheet_unreadable"):
        open_book(zipped({"readme.txt": b"hello"}))


def test_a_workbook_with_nested_entities_is_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    hostile = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]><w>&l11;</w>'.encode()
    good = zipfile.ZipFile(io.BytesIO(workbook(one_cell("x"))))
    parts = {name: good.read(name) for name in good.namelist()}
    with pytest.raises(RuleBroken, match="spreadsheet_unreadable"):
        open_book(zipped({**parts, "xl/workbook.xml": hostile}))


def test_a_list_beyond_the_limit_is_refused() -> None:
    lines = "code;name\n" + "1;2\n" * (spreadsheets.MOST_ROWS + 60)
    with pytest.raises(RuleBroken, match="spreadsheet_too_long"):
        read_sheet(open_book(lines.encode()), "")


@pytest.mark.parametrize("length", [40_000, 200_000])
def test_a_cell_longer_than_excel_itself_holds_is_refused_by_its_row(length: int) -> None:
    rows = b"code;name\r\n" + b'1;"never closed' + b"x" * length
    with pytest.raises(RuleBroken, match="spreadsheet_cell_too_long") as text:
        read_sheet(open_book(rows), "")
    with pytest.raises(RuleBroken, match="spreadsheet_cell_too_long") as page:
        read_sheet(open_book(b"<table><tr><td>code<tr><td>" + b"x" * length + b"</table>"), "")
    assert text.value.details == page.value.details == {"row": 2, "longest": 32_767}


def test_the_sign_that_old_files_end_with_is_no_row() -> None:
    assert [row.number for row in read_sheet(open_book(b"code;name\r\n1;2\r\n\x1a"), "").rows] == [1, 2]


@pytest.mark.parametrize("beginning", [b"<row ", b'<c r="A1"', b"<col "])
def test_tags_without_end_are_looked_through_once(beginning: bytes) -> None:
    rubbish = b"".join(beginning + random.Random(number).randbytes(3).hex().encode() for number in range(100_000))
    brief = Limits(seconds=20, memory=1 << 30, answer=1_000_000)
    broken = with_sheet(lambda sheet: sheet.replace(b"</sheetData>", rubbish + b"</sheetData>"))
    with pytest.raises(RuleBroken, match="spreadsheet_unreadable"):
        read_sheet(open_book(broken), "Sheet", limits=brief)


def test_several_sheets_are_read_in_one_go_and_one_may_be_empty() -> None:
    def fill(made: openpyxl.Workbook) -> None:
        made.worksheets[0].append(["a"])
        for name in ("empty", "other"):
            made.create_sheet(name)
        made["other"]["A2"] = "b"

    sheets = read_sheets(open_book(workbook(fill)), ["other", "empty", "Sheet"])
    told = [(sheet.name, [(row.number, row.cells) for row in sheet.rows if not row.blank]) for sheet in sheets]
    assert told == [("other", [(2, ("b",))]), ("empty", []), ("Sheet", [(1, ("a",))])]


def test_an_unknown_sheet_is_refused() -> None:
    with pytest.raises(RuleBroken, match="sheet_unknown"):
        read_sheet(open_book(workbook(one_cell("x"))), "other")


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook of one list whose sheet was changed as a part of the file."""
    good = zipfile.ZipFile(io.BytesIO(workbook(lambda made: [made.worksheets[0].append(["a", "b"]) for _ in range(3)])))
    parts = {name: good.read(name) for name in good.namelist()}
    return zipped({**parts, "xl/worksheets/sheet1.xml": change(parts["xl/worksheets/sheet1.xml"])})


def test_a_row_far_below_the_end_of_every_spreadsheet_is_refused() -> None:
    far = with_sheet(lambda sheet: sheet.replace(b'<row r="2"', b'<row r="4000000000"'))
    with pytest.raises(RuleBroken, match="spreadsheet_too_long"):
        read_sheet(open_book(far), "Sheet")


def test_very_many_long_merged_ranges_are_one_look_at_each() -> None:
    ranges = (
        b'<mergeCells><mergeCell ref="A2:B1048576"/>' + b'<mergeCell ref="A2:B100000"/>' * 50_000 + b"</mergeCells>"
    )
    merged = with_sheet(lambda sheet: sheet.replace(b"</sheetData>", b"</sheetData>" + ranges))
    assert cells(merged, "Sheet") == [("a", "b")] * 3


def test_a_list_of_nothing_but_lines_is_empty_and_one_without_end_is_refused() -> None:
    with pytest.raises(RuleBroken, match="spreadsheet_empty"):
        read_sheet(open_book(b";\n" * 100_000), "")
    with pytest.raises(RuleBroken, match="spreadsheet_too_long"):
        read_sheet(open_book(b"a;b" + b"\n" * 2_000_000), "")


def test_a_list_of_the_most_rows_is_read() -> None:
    lines = "code;name\n" + "A-1;b\n" * spreadsheets.MOST_ROWS
    rows = read_sheet(open_book(lines.encode()), "").rows
    assert (len(rows), rows[-1].number, rows[-1].cells) == (100_001, 100_001, ("A-1", "b"))


def test_a_list_of_too_many_cells_is_refused() -> None:
    wide = (b"x;" * 199 + b"x\n") * 15_001
    with pytest.raises(RuleBroken, match="spreadsheet_too_wide"):
        read_sheet(open_book(wide), "")


def test_a_workbook_damaged_anywhere_is_refused_by_a_sentence() -> None:
    good = workbook(lambda made: [made.worksheets[0].append([f"H-{n}", "x" * n]) for n in range(200)])
    codes = set()
    for at in range(40, len(good), len(good) // 30):
        damaged = good[:at] + bytes([good[at] ^ 0x5A]) * 3 + good[at + 3 :]
        try:
            read_sheet(open_book(damaged), "Sheet")
        except RuleBroken as refused:
            codes.add(refused.code)
    assert "spreadsheet_unreadable" in codes
    assert codes <= {"spreadsheet_unreadable", "spreadsheet_unpacks_too_large", "sheet_unknown", "spreadsheet_empty"}


def test_a_sheet_whose_reading_goes_on_too_long_is_refused() -> None:
    brief = Limits(seconds=0.0001, memory=1 << 30, answer=1_000_000)
    with pytest.raises(RuleBroken, match="file_takes_too_long"):
        read_sheet(open_book(TEXT.format(";").encode()), "", limits=brief)


def test_every_kind_of_cell_is_told_by_the_reading_process_as_it_was() -> None:
    moment = datetime.fromisoformat("2017-07-03T10:42:00")
    kinds: tuple[Cell, ...] = ("a", 1, 2.5, True, None, date(2017, 7, 3), moment, time(10, 42), CellFault("#REF!"))
    rows = (SheetRow(1, ("head",)), SheetRow(7, kinds, is_hidden=True))
    assert rows_understood(json.loads(json.dumps(list(rows_told(rows))))) == rows


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_like_a_formula_stays_a_text_in_a_workbook(text: str) -> None:
    written = openpyxl.load_workbook(io.BytesIO(write_xlsx([SheetToWrite("s", ["h"], [[text]])])))
    cell = written["s"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


@pytest.mark.parametrize("text", [*FORMULAS, "\tx", "\rx"])
def test_a_text_that_begins_like_a_formula_is_quoted_in_a_text_file(text: str) -> None:
    written = write_csv(SheetToWrite("", ["h"], [["a", text]])).decode("utf-8-sig")
    assert written.splitlines()[1].partition(";")[2].lstrip('"')[0] not in "=+-@\t\r"


def test_what_is_written_is_read_again() -> None:
    rows: list[list[Cell]] = [["Đ-01", 5, None], ["-x", 7, "a\nb"]]
    again = cells(write_xlsx([SheetToWrite("Mẫu: 1/2", ["Mã", "Số", "Ghi chú"], rows)]), "Mẫu  1 2")
    assert again == [("Mã", "Số", "Ghi chú"), ("Đ-01", 5), ("-x", 7, "a\nb")]


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_spreadsheets_call_them(index: int, letter: str) -> None:
    assert column_letter(index) == letter
