"""Taking in a file of questions on the page: what it gives is shown first, then a draft begins with it."""

import pytest
from streamlit.testing.v1 import AppTest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.grade import Grade
from iso_audit.domain.sheet import SheetToWrite
from iso_audit.spreadsheets import write_xlsx
from iso_audit.workflow.questions import drafts
from tests.conftest import make_account
from tests.ui.conftest import open_page, shown
from tests.workflow.test_questions_intake import CHOICES, SURVEY, form

STANDARD = "TCVN ISO 9001:2008"


@pytest.fixture
def officer(empty: Installation) -> Account:
    return make_account(empty.database, "lan", Role.QUALITY_OFFICER)


def upload(account: Account, data: bytes, name: str = "phieu.xlsx") -> AppTest:
    app = open_page("questions", account, edition=STANDARD, part="draft")
    return app.file_uploader[0].upload(name, data, "application/octet-stream").run()


def test_a_form_is_previewed_and_becomes_a_draft(empty: Installation, bank: Bank, officer: Account) -> None:
    app = upload(officer, form())
    assert "Biểu mẫu XLSForm" in shown(app)
    assert "Công chức có đeo biển tên không?" in shown(app)
    assert drafts.open_drafts(empty.database, STANDARD, reader=officer) == ()
    next(one for one in app.button if one.label == "Bắt đầu dự thảo từ tệp này").click().run()
    (draft,) = drafts.open_drafts(empty.database, STANDARD, reader=officer)
    opened = drafts.opened(empty.database, draft.id, reader=officer)
    assert (draft.name, opened.faults) == ("phieu.xlsx", ())
    assert "phieu.xlsx" in str(app.selectbox(key=f"questions.draft.{bank.id}.which").options)


def test_a_faulty_form_tells_all_its_faults_and_offers_no_draft(empty: Installation, officer: Account) -> None:
    app = upload(officer, form([*SURVEY[:2], ["select_one thieu", "xep_hang", "Có máy?", "Is there?", ""]]))
    assert "Tệp có 2 lỗi nên chưa lấy gì" in shown(app)
    assert "Bắt đầu dự thảo từ tệp này" not in [one.label for one in app.button]


def test_a_file_of_another_kind_is_refused_by_a_sentence(empty: Installation, officer: Account) -> None:
    app = upload(officer, write_xlsx([SheetToWrite("Trang 1", ["A"], [["b"]])]))
    assert "không phải bảng tính của bộ câu hỏi" in shown(app)


def test_what_an_answer_of_a_file_means_is_asked_where_it_is_not_certain(empty: Installation, officer: Account) -> None:
    app = upload(officer, form(choices=[*CHOICES, ["co_khong", "tam", "Tạm", "So-so"]]))
    (asked,) = [one for one in app.selectbox if "choice" in str(one.key)]
    assert (asked.label, asked.value) == ("Tạm (co_khong)", None)
    asked.set_value(Grade.OBSERVATION).run()
    (asked,) = [one for one in app.selectbox if "choice" in str(one.key)]
    assert asked.value is Grade.OBSERVATION
    assert "Bắt đầu dự thảo từ tệp này" in [one.label for one in app.button]
