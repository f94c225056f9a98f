"""A list's rows: each fault by row and column, and what is read where nothing is wrong."""

from datetime import date, datetime

import pytest

from iso_audit.domain.case_file import Procedure, fields_of
from iso_audit.domain.case_layout import RowKind
from iso_audit.domain.case_list import columns, guessed_columns, header_row, text_of
from iso_audit.domain.case_rows import UNDECIDED, Choices, Reading, read_rows
from iso_audit.domain.sheet import Cell, CellFault, Sheet, SheetRow
from iso_audit.domain.subjects import KINDS
from iso_audit.workflow.conducting.case_lists import headings

HEADER = ["Mã hồ sơ", "Tên TTHC", "Ngày nhận", "Ngày trả", "Thời hạn quy định", "Trạng thái"]
GOOD: list[Cell] = ["A-1", "Cấp phép", "03/07/2017", "10/07/2017", "5", "Đã trả"]
LICENCE = Procedure("procedure:1", "Cấp phép", "An toàn", 7)


def sheet(*rows: list[Cell], header: list[str] = HEADER) -> Sheet:
    return Sheet("", tuple(SheetRow(number, tuple(cells)) for number, cells in enumerate([header, *rows], start=1)))


def read(one: Sheet, known: tuple[Procedure, ...] = (), choices: Choices = UNDECIDED) -> Reading:
    listed = columns(one, 1, headings())
    chosen = guessed_columns(listed, headings())
    return read_rows(
        one,
        header=1,
        column_of=chosen,
        all_columns=listed,
        headings=headings(),
        procedures=known,
        choices=choices,
    )


def changed(place: int, cell: Cell) -> list[Cell]:
    return [*GOOD[:place], cell, *GOOD[place + 1 :]]


def test_a_row_without_fault_is_a_record() -> None:
    (record,) = read(sheet(GOOD)).records
    assert (record.code, record.procedure, record.legal_days) == ("A-1", "Cấp phép", 5)
    assert (record.received_on, record.returned_on) == (date(2017, 7, 3), date(2017, 7, 10))


@pytest.mark.parametrize(
    "cell",
    [
        "03/07/2017",
        "3/7/17",
        "03-07-2017",
        "3.7.2017",
        "2017-07-03",
        "2017-07-03T08:30",
        "03/07/2017 08:30:15",
        "08:30 03/07/2017",
        " 03/07/2017 ",
        42919,
        42919.354,
        "42919",
        date(2017, 7, 3),
        datetime(2017, 7, 3, 8, 30),  # noqa: DTZ001
    ],
)
def test_a_day_is_read_however_it_is_written(cell: Cell) -> None:
    assert read(sheet(changed(2, cell))).records[0].received_on == date(2017, 7, 3)


def test_a_count_of_days_starts_where_the_workbook_says() -> None:
    one = Sheet("", sheet(changed(2, 41457)).rows, origin=date(1904, 1, 1))
    assert read(one).records[0].received_on == date(2017, 7, 3)


@pytest.mark.parametrize(
    ("place", "cell", "code"),
    [
        (0, None, "code_missing"),
        (0, "  ", "code_missing"),
        (0, "x" * 101, "text_too_long"),
        (0, CellFault("#REF!"), "formula_error"),
        (1, None, "procedure_missing"),
        (2, None, "received_on_missing"),
        (2, "31/02/2017", "date_impossible"),
        (2, "07/16/2017", "date_month_first"),
        (2, "hôm qua", "date_unreadable"),
        (2, 7, "date_out_of_range"),
        (2, 1e300, "date_unreadable"),
        (2, True, "date_unreadable"),
        (2, "01/01/1889", "date_out_of_range"),
        (3, "02/07/2017", "returned_on_backwards"),
        (3, CellFault("#VALUE!"), "formula_error"),
    ],
)
def test_a_fault_is_told_by_row_and_column_and_keeps_its_row_alone_out(place: int, cell: Cell, code: str) -> None:
    third: list[Cell] = ["C-1", *GOOD[1:]]
    reading = read(sheet(GOOD, ["B-1", *GOOD[1:]], [*third[:place], cell, *third[place + 1 :]]))
    found = [(fault.row, fault.code) for fault in reading.faults]
    assert found == [(4, code)]
    assert len(reading.records) == 2
    assert [(one.row, one.kind) for one in reading.left_out] == [(4, RowKind.FAULTY)]
    assert HEADER[place] in next(fault.column for fault in reading.faults if fault.code == code)


@pytest.mark.parametrize(
    "limit",
    [
        5,
        5.0,
        "5",
        "05",
        "5 ngày làm việc",
        "5 ngày",
        "5 Ngày LV",
        "5,0",
        "không quá 5 ngày",
        "Tối đa 5 ngày làm việc",
        "5 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ",
        "trong 5 ngày",
    ],
)
def test_a_limit_may_name_its_unit(limit: Cell) -> None:
    assert read(sheet(changed(4, limit))).records[0].legal_days == 5


@pytest.mark.parametrize("limit", ["trong ngày", "Trong ngày làm việc", "ngay", 0, "0 ngày"])
def test_a_limit_within_the_day_is_none(limit: Cell) -> None:
    assert read(sheet(changed(4, limit))).records[0].legal_days == 0


@pytest.mark.parametrize("limit", ["20-40 ngày", "Không quy định", "-1", "²", "năm ngày", 99_999, "15 (Sở 10, UBND 5)"])
def test_a_limit_that_is_no_count_of_days_is_told_and_refuses_nothing(limit: Cell) -> None:
    reading = read(sheet(changed(4, limit)), (LICENCE,))
    assert reading.not_judged == ((2, str(limit)),)
    assert (reading.records[0].legal_days, reading.faults) == (None, ())


@pytest.mark.parametrize(
    ("limit", "hours"), [("4 giờ", "4"), ("0,5 ngày", "4"), ("1.5", "12"), ("nửa ngày", "4"), (0.5, "4")]
)
def test_a_limit_in_hours_and_halves_is_judged_where_the_list_has_times_of_day(limit: Cell, hours: str) -> None:
    cells: list[Cell] = ["A-1", "Cấp phép", "06/03/2017 08:30", "06/03/2017 14:45", limit]
    reading = read(sheet(cells))
    record = reading.records[0]
    assert (record.limit_hours, record.received_at, record.done_at) == (hours, "08:30", "14:45")
    assert reading.not_judged == ()


def test_a_code_that_stands_twice_names_the_first_row() -> None:
    (fault,) = read(sheet(GOOD, changed(0, "B-1"), changed(0, "a-1"))).faults
    assert (fault.row, fault.code, fault.details["first"]) == (4, "code_twice", 2)


def test_a_blank_row_within_the_list_is_passed_over() -> None:
    reading = read(sheet(GOOD, [None, " ", None], changed(0, "B")))
    assert (len(reading.records), reading.faults, reading.left_out) == (2, (), ())


def test_a_list_without_rows_is_a_fault() -> None:
    assert [one.code for one in read(sheet()).faults] == ["no_rows"]


def test_a_row_that_numbers_the_columns_is_passed_over() -> None:
    numbers: list[Cell] = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
    assert len(read(sheet(numbers, GOOD)).records) == 1


def test_an_unknown_procedure_names_the_nearest_one() -> None:
    (fault,) = read(sheet(changed(1, "Cấp phép mới")), (LICENCE,)).faults
    assert (fault.code, fault.details["nearest"]) == ("procedure_unknown", "Cấp phép")


def test_a_known_procedure_lends_its_sector_and_a_missing_limit() -> None:
    (record,) = read(sheet([*GOOD[:1], "CẤP PHÉP", *GOOD[2:4], None]), (LICENCE,)).records
    assert (record.procedure, record.sector, record.legal_days) == ("Cấp phép", "An toàn", 7)


@pytest.mark.parametrize(
    ("state", "outcome"),
    [("Từ chối tiếp nhận", "refused"), ("Đã rút", "withdrawn"), ("Chờ bổ sung", "supplement"), ("Đã trả kết quả", "")],
)
def test_a_state_counts_only_where_it_takes_the_file_out_of_the_rate(state: str, outcome: str) -> None:
    assert read(sheet(changed(5, state))).records[0].outcome == outcome


def test_the_heading_row_is_found_below_a_title() -> None:
    rows = (SheetRow(1, ("DANH SÁCH HỒ SƠ",)), SheetRow(2, ()), SheetRow(3, tuple(HEADER)), SheetRow(4, tuple(GOOD)))
    assert header_row(Sheet("", rows), headings()) == 3


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("MA HO SO", "code"),
        ("Số biên nhận", "code"),
        ("ten thu tuc hanh chinh", "procedure"),
        ("Ngày hẹn trả kết quả", "due_on"),
        ("Ngày trả kết quả", "returned_on"),
        ("Ngày có kết quả", "finished_on"),
        ("Ngày tiếp nhận (giờ)", "received_on"),
        ("Thời gian giải quyết", "legal_days"),
        ("Lĩnh vực", "sector"),
    ],
)
def test_a_heading_is_known_with_and_without_marks(heading: str, field: str) -> None:
    listed = columns(sheet(["x"], header=[heading]), 1, headings())
    assert guessed_columns(listed, headings()) == {field: 0}


@pytest.mark.parametrize(
    ("heading", "cells", "personal"),
    [
        ("Họ và tên người nộp", ["A"], True),
        ("CMND/CCCD", [""], True),
        ("Chủ hồ sơ", ["A"], True),
        ("Địa chỉ", ["A"], True),
        ("SĐT", ["A"], True),
        ("Applicant name", ["A"], True),
        ("Cột lạ", ["0912345678", "0987 654 321", "+84 912 345 678"], True),
        ("Cột lạ", ["079123456789", "079987654321"], True),
        ("Cột lạ", ["a@b.vn", "c@d.vn"], True),
        ("Cột lạ", ["12", "13"], False),
        ("Mã hồ sơ", ["079123456789", "079987654321"], False),
        ("Mã hồ sơ", ["A-1"], False),
        ("Ngày nhận", ["03/07/2017"], False),
        ("Tên thủ tục hành chính", ["Cấp phép"], False),
    ],
)
def test_personal_data_is_known_by_its_heading_or_its_look(heading: str, cells: list[str], personal: bool) -> None:
    (column,) = columns(sheet(*([cell] for cell in cells), header=[heading]), 1, headings())
    assert column.personal is personal
    assert not (personal and column.example)


def test_a_list_as_a_portal_prints_it_needs_no_mending() -> None:
    rows: list[list[Cell]] = [
        ["UBND TỈNH", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["SỞ XÂY DỰNG", None, None, "Độc lập - Tự do - Hạnh phúc"],
        [],
        [None, "DANH SÁCH HỒ SƠ TIẾP NHẬN VÀ GIẢI QUYẾT THÁNG 3 NĂM 2017"],
        ["STT", "Hồ sơ", None, "Ngày", None, "Thời hạn"],
        [None, "Mã", "Thủ tục hành chính", "tiếp nhận", "trả kết quả", "giải quyết"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["I", "Lĩnh vực Xây dựng"],
        [1, "XD-001", "Cấp phép", "06/03/2017", "10/03/2017", "5 ngày"],
        [2, "XD-002", "Cấp phép", "07/03/2017", "10/03/2017", "5 ngày"],
        ["Cộng", None, None, 2],
        ["STT", "Mã", "Thủ tục hành chính", "tiếp nhận", "trả kết quả", "giải quyết"],
        ["II", "Lĩnh vực Nhà ở"],
        [3, "NO-001", "Xác nhận", "08/03/2017", "31/02/2017", "3 ngày"],
        [4, "NO-002", "Xác nhận", "08/03/2017", "09/03/2017", "3 ngày"],
        ["Tổng cộng", None, None, 4],
        [None, None, None, "Quảng Ngãi, ngày 05 tháng 4 năm 2017"],
        [None, "NGƯỜI LẬP BIỂU", None, "THỦ TRƯỞNG ĐƠN VỊ"],
        [None, "(Ký, ghi rõ họ tên)", None, "(Ký, đóng dấu)"],
        [None, "Nguyễn Văn A", None, "Trần Thị B"],
    ]
    one = Sheet("", tuple(SheetRow(number, tuple(cells)) for number, cells in enumerate(rows, start=1)))
    header = header_row(one, headings())
    listed = columns(one, header, headings())
    column_of = guessed_columns(listed, headings())
    reading = read_rows(one, header=header, column_of=column_of, all_columns=listed, headings=headings())
    assert header == 6
    assert column_of == {"code": 1, "procedure": 2, "received_on": 3, "returned_on": 4, "legal_days": 5}
    assert [record.code for record in reading.records] == ["XD-001", "XD-002", "NO-002"]
    assert [(fault.row, fault.code) for fault in reading.faults] == [(14, "date_impossible")]
    assert [(left.row, left.kind.value) for left in reading.left_out] == [
        (7, "numbers"),
        (8, "group"),
        (11, "total"),
        (12, "headings"),
        (13, "group"),
        (14, "faulty"),
        (16, "total"),
        *((number, "foot") for number in range(17, 21)),
    ]


DAYS: list[Cell] = [date(2017, 1, 3), date(2017, 12, 3), "13/03/2017", "28/03/2017"]


def with_days(days: list[Cell]) -> Sheet:
    return sheet(*([f"A-{number}", "Cấp phép", day] for number, day in enumerate(days)), header=HEADER[:3])


def test_days_that_another_countrys_excel_swapped_are_named_and_swapped_back() -> None:
    (doubt,) = read(with_days(DAYS)).doubts
    assert (doubt.field, doubt.rows, doubt.as_read, doubt.swapped_day) == (
        "received_on",
        (2, 3),
        date(2017, 1, 3),
        date(2017, 3, 1),
    )
    swapped = read(with_days(DAYS), choices=Choices(dates="swap")).records
    assert [record.received_on for record in swapped] == [date(2017, 3, day) for day in (1, 12, 13, 28)]


def test_texts_that_write_the_month_first_are_named_and_read_so() -> None:
    days: list[Cell] = ["03/05/2017", "03/16/2017"]
    (doubt,) = read(with_days(days)).doubts
    assert (doubt.rows, doubt.month_first) == ((2, 3), True)
    swapped = read(with_days(days), choices=Choices(dates="swap")).records
    assert [record.received_on for record in swapped] == [date(2017, 3, 5), date(2017, 3, 16)]


@pytest.mark.parametrize(
    "days",
    [
        [date(2017, 3, 1), date(2017, 3, 16), "13/03/2017"],
        [date(2017, 3, 1), date(2017, 3, 2)],
        ["01/03/2017", "13/03/2017"],
        [date(2017, 3, 1), "02/03/2017", "13/03/2017"],
    ],
)
def test_days_that_are_in_order_raise_no_doubt(days: list[Cell]) -> None:
    assert read(with_days(days)).doubts == ()


def test_a_row_of_signs_without_a_letter_is_blank_and_a_code_of_them_is_missing() -> None:
    reading = read(sheet(GOOD, ["\x1a", "", "\x07\x07", CellFault("")], changed(0, "\x1a")))
    assert [record.code for record in reading.records] == ["A-1"]
    assert [(fault.row, fault.code) for fault in reading.faults] == [(4, "code_missing")]
    assert [(left.row, left.kind) for left in reading.left_out] == [(4, RowKind.FAULTY)]


def test_of_an_endless_cell_only_the_beginning_is_looked_at() -> None:
    assert text_of(" \n" * 5_000 + "Cấp phép\n" * 30_000).startswith("Cấp phép Cấp phép")
    reading = read(sheet(changed(1, "Cấp phép\n" * 30_000), header=[*HEADER, "Cột lạ " * 30_000]))
    assert [(fault.row, fault.code) for fault in reading.faults] == [(2, "text_too_long")]
    assert len(text_of("x" * 30_000)) < 5_000


@pytest.mark.parametrize(
    "limit",
    ["99999999 giờ", "0 giờ", "0,00001 giờ", "1,23456 giờ", "0,1234567 ngày", "999,9 ngày", f"{'x' * 59} dài hơn nữa"],
)
def test_whatever_a_limit_or_a_channel_says_the_journal_takes_the_record(limit: str) -> None:
    cells: list[Cell] = ["A-1", "Cấp phép", "06/03/2017 ٠8:٣٠", "06/03/2017 14:45", limit, f"{'y' * 99} dài hơn nữa"]
    (record,) = read(sheet(cells, header=[*HEADER[:5], "Kênh tiếp nhận"])).records
    values = fields_of(record)
    assert (values["limit_text"], values["channel"]) == (limit[:60].strip(), "y" * 99)
    for name, value in values.items():
        field = KINDS["case"].field(name)
        assert field is not None
        assert field.checked(value) == value
