"""The page on the question bank: browsed by everybody, drafted and put in force by who keeps it."""

import pytest
from streamlit.testing.v1 import AppTest

from iso_audit.bootstrap import Installation
from iso_audit.checklists import contents
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.questions import drafts, versions
from tests.conftest import AT, make_account, plan_audit
from tests.ui.conftest import open_page, read, shown

STANDARD = "TCVN ISO 9001:2008"


@pytest.fixture
def officer(empty: Installation) -> Account:
    return make_account(empty.database, "lan", Role.QUALITY_OFFICER)


def page(account: Account, **query: str) -> AppTest:
    return open_page("questions", account, edition=STANDARD, **query)


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def begun(installed: Installation, bank: Bank, officer: Account) -> str:
    return drafts.begin(installed.database, "Sửa theo thông tư", bank, by=officer, at=AT).id


def chosen(app: AppTest, draft_id: str, item: str) -> AppTest:
    return app.selectbox(key=f"questions.part.{draft_id}.item").set_value(f"item:{item}").run()


def key_of(draft_id: str, item: str) -> str:
    return f"questions.entry.{draft_id}.item:{item}"


def test_a_member_looks_for_a_question_without_marks(empty: Installation) -> None:
    app = page(make_account(empty.database, "minh", Role.MEMBER))
    assert [one.label for one in app.tabs] == ["Xem, tìm", "Các phiên bản"]
    app.text_input(key="questions.search").set_value("qua han xin loi").run()
    assert "M03" in shown(app)
    assert "P01" not in shown(app)


def test_words_that_no_question_says_are_told(empty: Installation, officer: Account) -> None:
    app = page(officer)
    app.text_input(key="questions.search").set_value("kangaroo").run()
    assert "Không có nội dung nào như vậy" in shown(app)


def test_a_draft_is_begun_changed_compared_and_put_in_force(empty: Installation, officer: Account) -> None:
    app = page(officer)
    app.text_input(key="questions.draft.tcvn-iso-9001-2008.new.name").set_value("Sửa theo thông tư")
    press(app, "Bắt đầu dự thảo")
    (draft,) = drafts.open_drafts(empty.database, STANDARD, reader=officer)
    chosen(app, draft.id, "P02")
    app.text_area(key=f"{key_of(draft.id, 'P02')}.question.vi").set_value("TTHC bãi bỏ đã rút chưa?")
    press(app, "Lưu")
    assert "Đã lưu Nội dung P02" in shown(app)
    assert "Sửa: Nội dung P02" in shown(app)
    app.text_input(key=f"questions.enforce.{draft.id}.reason").set_value("Thông tư mới")
    press(app, "Áp dụng dự thảo")
    assert "Phiên bản 3 được dùng từ" in shown(app)
    assert (
        versions.banks_in_force(empty.database, empty.banks).of(STANDARD).items[1].question.vi
        == "TTHC bãi bỏ đã rút chưa?"
    )


def test_what_is_wrong_stands_beneath_its_field_and_keeps_the_draft_out_of_force(
    empty: Installation, bank: Bank, officer: Account
) -> None:
    draft_id = begun(empty, bank, officer)
    app = chosen(page(officer), draft_id, "P02")
    app.text_area(key=f"{key_of(draft_id, 'P02')}.question.en").set_value("")
    app.selectbox(key=f"{key_of(draft_id, 'P02')}.section").set_value("")
    press(app, "Lưu")
    assert [one.value for one in app.error] == ["Chưa ghi “Câu hỏi \\(tiếng Anh\\)”\\."]
    assert "Còn 2 lỗi" in shown(app)
    assert "Nội dung P02: Chưa ghi “Câu hỏi" in shown(app)
    app.text_input(key=f"questions.enforce.{draft_id}.reason").set_value("Vì")
    press(app, "Áp dụng dự thảo")
    assert "Dự thảo còn 2 lỗi" in shown(app)


def test_an_item_taken_out_is_named_and_can_be_brought_back(empty: Installation, bank: Bank, officer: Account) -> None:
    draft_id = begun(empty, bank, officer)
    app = chosen(page(officer), draft_id, "8.5.3-1")
    press(app, "Bỏ khỏi dự thảo")
    assert "Đã bỏ Nội dung 8.5.3-1" in shown(app)
    assert "Bỏ: Nội dung 8.5.3-1" in shown(app)
    chosen(app, draft_id, "8.5.3-1")
    press(app, "Đưa trở lại dự thảo")
    assert drafts.opened(empty.database, draft_id, reader=officer).differences == ()


def test_a_new_item_with_an_id_in_use_is_refused_and_stays_in_the_form(
    empty: Installation, bank: Bank, officer: Account
) -> None:
    draft_id = begun(empty, bank, officer)
    app, key = page(officer), f"questions.entry.{draft_id}.item"
    app.text_input(key=f"{key}.id").set_value("P01")
    app.text_area(key=f"{key}.question.vi").set_value("Câu hỏi mới?")
    press(app, "Lưu")
    assert "Mã P01 đã có trong bộ câu hỏi" in read(shown(app))
    assert app.text_area(key=f"{key}.question.vi").value == "Câu hỏi mới?"
    assert drafts.opened(empty.database, draft_id, reader=officer).changes == {}


def test_a_new_item_is_added_in_a_section(empty: Installation, bank: Bank, officer: Account) -> None:
    draft_id = begun(empty, bank, officer)
    app, key = page(officer), f"questions.entry.{draft_id}.item"
    app.text_input(key=f"{key}.id").set_value("P21")
    app.selectbox(key=f"{key}.clause").set_value("P.1")
    app.selectbox(key=f"{key}.section").set_value("P1")
    for name in ("question.vi", "question.en", "evidence.vi", "evidence.en"):
        app.text_area(key=f"{key}.{name}").set_value(f"Về {name}")
    app.multiselect(key=f"{key}.methods").set_value(["document"])
    press(app, "Lưu")
    opened = drafts.opened(empty.database, draft_id, reader=officer)
    assert opened.faults == ()
    assert [one.part for one in opened.differences] == ["section:P1", "item:P21"]


def test_who_was_slower_sees_both_and_saves_knowingly(empty: Installation, bank: Bank, officer: Account) -> None:
    leader = make_account(empty.database, "leader", Role.LEADER)
    draft_id = begun(empty, bank, officer)
    slow = chosen(page(officer), draft_id, "P02")
    fast = chosen(page(leader), draft_id, "P02")
    question = f"{key_of(draft_id, 'P02')}.question.vi"
    fast.text_area(key=question).set_value("Của trưởng đoàn?")
    press(fast, "Lưu")
    slow.text_area(key=question).set_value("Của Lan?")
    press(slow, "Lưu")
    assert "Người khác vừa sửa phần này" in shown(slow)
    assert "Của trưởng đoàn?" in shown(slow)
    assert slow.text_area(key=question).value == "Của Lan?"
    press(slow, "Lưu")
    opened = drafts.opened(empty.database, draft_id, reader=officer)
    assert next(one.after for one in opened.differences if one.part == "item:P02")["question"]["vi"] == "Của Lan?"


def test_the_version_before_is_compared_with_and_gone_back_to(
    empty: Installation, bank: Bank, officer: Account
) -> None:
    draft_id = begun(empty, bank, officer)
    app = chosen(page(officer), draft_id, "P02")
    app.text_area(key=f"{key_of(draft_id, 'P02')}.question.vi").set_value("Khác?")
    press(app, "Lưu")
    app.text_input(key=f"questions.enforce.{draft_id}.reason").set_value("Thông tư")
    press(app, "Áp dụng dự thảo")
    app = page(officer, part="versions")
    assert "Khác?" in shown(app)
    app.text_input(key="questions.versions.tcvn-iso-9001-2008.back.reason").set_value("Sai văn bản")
    press(app, "Dùng lại phiên bản 2 (kèm phần mềm)")
    assert versions.banks_in_force(empty.database, empty.banks).of(STANDARD) == bank


def test_an_edition_that_is_only_expected_says_so(officer: Account) -> None:
    app = open_page("questions", officer, edition="TCVN ISO 9001:2026")
    assert "chưa có câu hỏi nào" in shown(app)


def test_the_leader_moves_an_audit_to_the_version_in_force(empty: Installation, bank: Bank) -> None:
    leader = make_account(empty.database, "leader", Role.LEADER)
    audit = plan_audit(empty.database, bank, leader)
    record(
        empty.database,
        [NewEvent("1", audit.id, "item:8.5.3-1", "grade", "conformity", AT)],
        by=leader,
        device="t",
        at=AT,
    )
    draft_id = begun(empty, bank, leader)
    opened = drafts.opened(empty.database, draft_id, reader=leader)
    drafts.save(empty.database, opened, contents.without_item(opened.contents, "8.5.3-1"), by=leader, at=AT)
    opened = drafts.opened(empty.database, draft_id, reader=leader)
    drafts.put_in_force(empty.database, opened, bank, reason="Bỏ", by=leader, at=AT)
    app = open_page("planning", leader)
    app.selectbox(key="planning.audit").set_value(audit.id).run()
    assert "Bỏ 1 nội dung: 8.5.3-1" in shown(app)
    assert "không còn chỗ trong phiên bản mới: 8.5.3-1" in read(shown(app))
    press(app, "Chuyển sang phiên bản 3")
    assert "hỏi theo phiên bản 3 từ" in shown(app)
