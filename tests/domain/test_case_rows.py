"""A list's rows: each fault by row and column, and what is read where nothing is wrong."""

from datetime import date, datetime

import pytest

from iso_audit.domain.case_file import Procedure
from iso_audit.domain.case_list import columns, guessed_columns, header_row
from iso_audit.domain.case_rows import Reading, read_rows
from iso_audit.domain.sheet import Cell, CellFault, Sheet, SheetRow
from iso_audit.workflow.conducting.case_lists import headings

HEADER = ["Mã hồ sơ", "Tên TTHC", "Ngày nhận", "Ngày trả", "Thời hạn quy định", "Trạng thái"]
GOOD: list[Cell] = ["A-1", "Cấp phép", "03/07/2017", "10/07/2017", "5", "Đã trả"]
LICENCE = Procedure("procedure:1", "Cấp phép", "An toàn", 7)


def sheet(*rows: list[Cell], header: list[str] = HEADER) -> Sheet:
    return Sheet("", tuple(SheetRow(number, tuple(cells)) for number, cells in enumerate([header, *rows], start=1)))


def read(one: Sheet, known: tuple[Procedure, ...] = ()) -> Reading:
    listed = columns(one, 1, headings())
    chosen = guessed_columns(listed, headings())
    return read_rows(one, header=1, column_of=chosen, all_columns=listed, headings=headings(), procedures=known)


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
        (4, "5,5", "legal_days_not_a_number"),
        (4, "-1", "legal_days_not_a_number"),
        (4, "²", "legal_days_not_a_number"),
        (4, "năm ngày", "legal_days_not_a_number"),
        (4, 99_999, "legal_days_out_of_range"),
    ],
)
def test_a_fault_is_told_by_row_and_column_and_nothing_is_taken(place: int, cell: Cell, code: str) -> None:
    reading = read(sheet(GOOD, [f"B-{place}", *GOOD[1:]] if place else GOOD, changed(place, cell)))
    found = [(fault.row, fault.code) for fault in reading.faults if fault.code != "code_twice"]
    assert found == [(4, code)]
    assert reading.records == ()
    assert HEADER[place] in next(fault.column for fault in reading.faults if fault.code == code)


@pytest.mark.parametrize("limit", [5, 5.0, "5", "05", "5 ngày làm việc", "5 ngày", "5 Ngày LV", "5,0"])
def test_a_limit_may_name_its_unit(limit: Cell) -> None:
    assert read(sheet(changed(4, limit))).records[0].legal_days == 5


def test_a_code_that_stands_twice_names_the_first_row() -> None:
    (fault,) = read(sheet(GOOD, changed(0, "B-1"), changed(0, "a-1"))).faults
    assert (fault.row, fault.code, fault.details["first"]) == (4, "code_twice", 2)


def test_a_blank_row_within_the_list_is_a_fault_and_below_it_none() -> None:
    blank: list[Cell] = [None, " ", None]
    assert [(one.row, one.code) for one in read(sheet(GOOD, blank, changed(0, "B"), blank)).faults] == [
        (3, "blank_row")
    ]


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
