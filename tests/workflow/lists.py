"""Lists of case files made for the tests: real workbooks, faulty and faultless."""

import io
from datetime import date, datetime, timedelta

import openpyxl

from iso_audit.domain.account import Account
from iso_audit.domain.case_list import columns, guessed_columns
from iso_audit.spreadsheets import open_book, read_sheet
from iso_audit.storage.case_lists import CaseList
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.conducting import case_lists
from iso_audit.workflow.conducting.case_lists import ListAsked
from tests.conftest import AT

HEADER = (
    "Mã hồ sơ",
    "Tên thủ tục hành chính",
    "Lĩnh vực",
    "Họ và tên người nộp",
    "Số điện thoại",
    "Ngày nhận",
    "Ngày hẹn trả",
    "Ngày trả kết quả",
    "Thời hạn quy định",
    "Ghi chú",
)
MONDAY = date(2017, 3, 6)
AS_OF = date(2017, 6, 30)
Row = list[object]


def row(code: str, procedure: str = "Cấp phép X-quang", sector: str = "An toàn bức xạ", *, days: int = 5) -> Row:
    """Return a file received on Monday 6/3/2017 with a limit of 5 working days, handed over after `days` of them."""
    done = MONDAY + timedelta(days=days + 2 * ((days + MONDAY.weekday()) // 5))
    return [code, procedure, sector, "Người Nộp", "0912345678", MONDAY, date(2017, 3, 13), done, 5, "gọi 0912345678"]


def usual(late: int = 2) -> list[Row]:
    """Return 30 files of two procedures, the first `late` of each three working days late."""
    licence = [row(f"CP-{n:02}", days=8 if n < late else 5) for n in range(20)]
    return [*licence, *(row(f"DL-{n:02}", "Dấu định lượng", "Đo lường", days=8 if n < late else 4) for n in range(10))]


def workbook(rows: list[Row], *, merged: str = "") -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    sheet = made.worksheets[0]
    for one in (HEADER, *rows):
        sheet.append(list(one))
    if merged:
        sheet.merge_cells(merged)
    made.save(out)
    return out.getvalue()


def asked(data: bytes, **chosen: int) -> ListAsked:
    book = open_book(data)
    sheet = read_sheet(book, book.sheets[0])
    listed = columns(sheet, 1, case_lists.headings())
    guessed = guessed_columns(listed, case_lists.headings())
    return ListAsked(sheet, 1, {**guessed, **chosen}, "danh-sach.xlsx", AS_OF)


def taken(database: Database, audit_id: str, rows: list[Row], *, by: Account, at: datetime = AT) -> CaseList:
    return case_lists.take_in(database, audit_id, asked(workbook(rows)), by=by, at=at)
