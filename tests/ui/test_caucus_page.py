"""The caucus on screen: wording beside the question, what differs with its ways out, several findings at once."""

from datetime import date

from streamlit.testing.v1 import AppTest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account
from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import Condition
from iso_audit.domain.earlier import EarlierState
from iso_audit.domain.programme import Audit
from iso_audit.storage.queries.earlier import earlier_findings
from iso_audit.storage.queries.visit import Visit, visit
from iso_audit.workflow.conducting.recording import record_fields
from tests.asked_cases import change_items
from tests.conftest import AT
from tests.storage.queries.test_earlier import find, next_year
from tests.ui.conftest import open_page, shown


def known(installed: Installation, audit: Audit, by: Account) -> Visit:
    return visit(installed.database, audit.id, reader=by)


def tell(installed: Installation, audit: Audit, by: Account, subject: str, **values: str) -> None:
    seen = known(installed, audit, by).opened.journal
    changes = [(subject, name, value) for name, value in values.items()]
    record_fields(installed.database, audit.id, changes, journal=seen, by=by, device="t", at=AT)


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def test_a_draft_stands_under_its_question_with_all_that_was_written_on_the_card(
    empty: Installation, audit: Audit, leader: Account
) -> None:
    words = {"evidence": "sổ 2016", "gap": "thiếu chữ ký", "unit": "Văn phòng"}
    tell(empty, audit, leader, "item:P02", grade="minor_nonconformity", **words)
    said = shown(open_page("caucus", leader, audit=audit.id))
    assert "P02 · P.7" in said
    assert "TTHC bị bãi bỏ, thay thế trong năm" in said
    for text in words.values():
        assert text in said


def test_a_finding_may_rest_on_what_is_asked_and_on_what_it_rests_on_already(
    empty: Installation, audit: Audit, leader: Account
) -> None:
    hanging = {"asked_when": Condition("P01", ("conformity",))}
    change_items(empty.database, audit.id, P02=hanging, P03=hanging)
    tell(empty, audit, leader, "finding:1", grade="major_nonconformity", items='["P02"]', gap="thiếu")
    app = open_page("caucus", leader, audit=audit.id)
    (options,) = (one.options for one in app.multiselect if one.key.endswith("finding:1.items"))
    assert ("P02" in options, "P03" in options) == (True, False)


def test_saving_a_finding_says_so(empty: Installation, audit: Audit, leader: Account) -> None:
    tell(empty, audit, leader, "item:P02", grade="minor_nonconformity", evidence="sổ")
    app = open_page("caucus", leader, audit=audit.id)
    form = f"finding.{audit.id}.finding:P02-form"
    next(one for one in app.button if one.form_id == form).click().run()
    assert "Đã lưu lúc" in shown(app)
    assert not known(empty, audit, leader).findings[0].is_draft


def test_an_item_that_differs_from_its_finding_is_graded_by_one_tap(
    empty: Installation, audit: Audit, leader: Account
) -> None:
    tell(empty, audit, leader, "item:P02", grade="conformity")
    tell(empty, audit, leader, "finding:1", grade="major_nonconformity", items='["P02"]', gap="thiếu")
    app = open_page("caucus", leader, audit=audit.id)
    assert "Phiếu nay ghi P02: Phù hợp. Rút phát hiện hay sửa phiếu?" in shown(app)
    press(app, "Ghi phiếu theo phát hiện này")
    assert known(empty, audit, leader).opened.journal.value("item:P02", "grade") == "major_nonconformity"


def test_one_deadline_and_one_request_are_given_to_all_and_all_are_written_out(
    empty: Installation, audit: Audit, leader: Account
) -> None:
    for item in ("P02", "P05"):
        tell(empty, audit, leader, f"item:{item}", grade="minor_nonconformity", evidence="sổ")
    app = open_page("caucus", leader, audit=audit.id)
    app.date_input(key=f"together.{audit.id}.deadline").set_value(date(2017, 8, 10))
    app.text_area(key=f"together.{audit.id}.request").input("sửa lại")
    press(app, "Ghi cho 2 điểm còn thiếu")
    press(app, "Viết cả 2 nội dung lấy từ phiếu thành phát hiện")
    told = [(one.deadline, one.request, one.is_draft) for one in known(empty, audit, leader).findings]
    assert told == [("2017-08-10", "sửa lại", False)] * 2


def test_ticked_findings_are_merged(empty: Installation, audit: Audit, leader: Account) -> None:
    for item in ("P02", "P05", "P06"):
        tell(empty, audit, leader, f"item:{item}", grade="minor_nonconformity", evidence="sổ")
    app = open_page("caucus", leader, audit=audit.id)
    for item in ("P02", "P06"):
        app.checkbox(key=f"merge.{audit.id}.finding:{item}").check()
    press(app.run(), "Gộp 2 phát hiện đã chọn")
    assert [one.item_ids for one in known(empty, audit, leader).findings] == [("P02", "P06"), ("P05",)]


def test_good_practice_is_edited_without_what_is_asked_of_a_nonconformity(
    empty: Installation, audit: Audit, leader: Account
) -> None:
    tell(empty, audit, leader, "item:P02", grade="good_practice", evidence="bảng theo dõi")
    app = open_page("caucus", leader, audit=audit.id)
    keys = {one.key for one in (*app.text_area, *app.text_input)}
    form = f"finding.{audit.id}.finding:P02"
    assert f"{form}.evidence" in keys
    assert f"{form}.request" not in keys
    assert "Gộp" not in shown(app)


def test_what_became_of_the_last_findings_is_recorded(
    empty: Installation, bank: Bank, audit: Audit, leader: Account
) -> None:
    find(empty.database, audit, leader, "minor_nonconformity")
    later = next_year(empty.database, bank, audit, leader)
    (before,) = earlier_findings(empty.database, later.id, reader=leader)
    app = open_page("caucus", leader, audit=later.id)
    assert app.tabs[3].label == "Lần kiểm tra trước (1)"
    key = f"earlier.{later.id}.{before.subject[-8:]}"
    app.radio(key=f"{key}.state").set_value(EarlierState.UNFINISHED)
    app.text_area(key=f"{key}.note").input("còn thiếu 2 mục")
    next(one for one in app.button if one.form_id == f"earlier.{later.id}-form").click().run()
    assert "Đã lưu lúc" in shown(app)
    journal = known(empty, later, leader).opened.journal
    assert (journal.value(before.subject, "state"), journal.value(before.subject, "note")) == (
        "unfinished", "còn thiếu 2 mục",
    )  # fmt: skip
