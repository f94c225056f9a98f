"""The page of case files in a real run: a list uploaded, a sample drawn, a check tapped, sums pointed out."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account, Role
from iso_audit.domain.programme import Audit
from iso_audit.domain.text import Language
from iso_audit.domain.working_days import EditedDay
from iso_audit.i18n import translate
from iso_audit.storage.queries.conducting import open_audit
from iso_audit.workflow.conducting import sampling
from iso_audit.workflow.planning import holidays
from tests.conftest import AT, make_account
from tests.ui.conftest import open_page, read, shown, speaking
from tests.workflow.lists import row, taken, usual, workbook

BOTH = pytest.mark.parametrize("language", ["vi", "en"])
PARTS = ("list", "draw", "files", "figures", "days")


def button(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label == label).click().run()


def opened(installed: Installation, audit: Audit, who: Account, part: str, **query: str) -> AppTest:
    app = open_page("sampling", who, audit=audit.id, part=part, **query)
    assert not app.exception
    return app


def sampled(empty: Installation, audit: Audit, leader: Account) -> str:
    """Put one late file in the sample and return its subject."""
    taken(empty.database, audit.id, [row("A-1", days=8)], by=leader)
    return sampling.add_on_purpose(empty.database, audit.id, "A-1", "complaint", by=leader, device="tablet", at=AT)


@BOTH
@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_with_and_without_a_sample(
    empty: Installation, audit: Audit, leader: Account, part: str, language: Language
) -> None:
    who = speaking(empty.database, leader, language)
    assert len(shown(opened(empty, audit, who, part))) > 100
    sampled(empty, audit, leader)
    app = opened(empty, audit, who, part)
    assert not app.error
    assert translate(language, f"sampling.part_{part}") in app.button_group[0].options


@BOTH
def test_a_list_is_uploaded_with_its_columns_guessed_and_taken_in(
    empty: Installation, audit: Audit, leader: Account, language: Language
) -> None:
    app = opened(empty, audit, speaking(empty.database, leader, language), "list")
    app.file_uploader[0].upload("list.xlsx", workbook(usual())).run()
    assert "Họ và tên người nộp; Số điện thoại" in shown(app)
    button(app, translate(language, "sampling.list.take", rows=30))
    assert not app.exception
    assert "30" in app.success[0].value
    assert "list.xlsx" in shown(app)


@BOTH
def test_a_faulty_list_is_told_row_by_row_and_the_rest_taken_with_one_consent(
    empty: Installation, audit: Audit, leader: Account, language: Language
) -> None:
    app = opened(empty, audit, speaking(empty.database, leader, language), "list")
    app.file_uploader[0].upload("list.xlsx", workbook([row("A-1"), row("a-1"), row("<b>B</b>", "")])).run()
    told = shown(app)
    assert translate(language, "sampling.faults.title", count=2) in [one.label for one in app.expander]
    assert translate(language, "sampling.fault.code_twice", value="a-1", first=2) in told
    assert translate(language, "sampling.list.none") in told
    button(app, translate(language, "sampling.list.take_leaving", rows=1, left=2))
    assert not app.exception
    assert translate(language, "sampling.left_out.faulty") + ": 2" in shown(app)


LISTS = Path(__file__).parents[1] / "data/lists"


def uploaded(installed: Installation, audit: Audit, who: Account, name: str) -> AppTest:
    app = opened(installed, audit, who, "list")
    app.file_uploader[0].upload(name, (LISTS / name).read_bytes()).run()
    assert not app.exception
    return app


@BOTH
@pytest.mark.parametrize("name", ["01-swapped-dates.xlsx", "01b-swapped-received-only.xlsx"])
def test_swapped_days_are_asked_about_and_swapped_back(
    empty: Installation, audit: Audit, leader: Account, name: str, language: Language
) -> None:
    app = uploaded(empty, audit, speaking(empty.database, leader, language), name)
    assert "2–13" in shown(app)
    taking = next(one for one in app.button if "28" in one.label or "25" in one.label)
    taking.click().run()
    assert [read(one.value) for one in app.error][-1:] == [translate(language, "errors.case_list_undecided")]
    app.radio[0].set_value("swap").run()
    button(app, translate(language, "sampling.list.take", rows=28))
    assert "28" in app.success[0].value


def test_rows_that_a_filter_hides_are_asked_about(empty: Installation, audit: Audit, leader: Account) -> None:
    app = uploaded(empty, audit, leader, "04-hidden.xlsx")
    assert translate("vi", "sampling.list.question.hidden", hidden=20, rows=30) in shown(app)
    assert "Nháp cũ; Gốc" in shown(app)
    app.radio[0].set_value("leave").run()
    button(app, translate("vi", "sampling.list.take_leaving", rows=10, left=20))
    assert translate("vi", "sampling.left_out.hidden") + ": 20" in shown(app)


@BOTH
def test_a_list_as_a_portal_prints_it_is_taken_in_with_one_consent(
    empty: Installation, audit: Audit, leader: Account, language: Language
) -> None:
    app = uploaded(empty, audit, speaking(empty.database, leader, language), "03-portal.xlsx")
    assert "Người nộp Họ và tên; Người nộp Số điện thoại" in shown(app)
    button(app, translate(language, "sampling.list.take_leaving", rows=31, left=12))
    assert translate(language, "sampling.left_out.foot") + ": 3" in shown(app)


def test_limits_that_are_no_whole_days_are_told_and_refuse_nothing(
    empty: Installation, audit: Audit, leader: Account
) -> None:
    app = uploaded(empty, audit, leader, "07-limits.csv")
    assert "dòng 3 “0,5 ngày”" in shown(app)
    button(app, translate("vi", "sampling.list.take", rows=8))
    assert "8" in app.success[0].value


@pytest.mark.parametrize("name", ["02a-html.xls", "02b-mhtml.xls", "02c-tabs-utf16.xls", "02d-spreadsheetml2003.xls"])
def test_what_a_portal_calls_xls_is_taken_in(empty: Installation, audit: Audit, leader: Account, name: str) -> None:
    app = uploaded(empty, audit, leader, name)
    button(app, translate("vi", "sampling.list.take", rows=3))
    assert "3" in app.success[0].value
    assert "sampling.rows" not in app.session_state


def test_old_letters_are_shown_converted_for_consent(empty: Installation, audit: Audit, leader: Account) -> None:
    lines = "M· hå s¬;Tªn thñ tôc;Ngµy nhËn\r\nA-1;CÊp phÐp x©y dùng;06/03/2017\r\n"
    app = opened(empty, audit, leader, "list")
    app.file_uploader[0].upload("list.csv", lines.encode("cp1252")).run()
    assert "TCVN3 (ABC)" in read(app.radio[0].label)
    assert "Cấp phép xây dựng" in shown(app)
    button(app, translate("vi", "sampling.list.take", rows=1))
    assert "1" in app.success[0].value


def test_a_file_that_is_no_list_is_refused_in_words(empty: Installation, audit: Audit, leader: Account) -> None:
    app = opened(empty, audit, leader, "list")
    app.file_uploader[0].upload("list.xls", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")).run()
    assert [read(one.value) for one in app.error] == [translate("vi", "errors.spreadsheet_has_password")]


def test_a_sample_is_drawn_and_drawn_again_the_same(empty: Installation, audit: Audit, leader: Account) -> None:
    taken(empty.database, audit.id, usual(), by=leader)
    app = opened(empty, audit, leader, "draw")
    next(one for one in app.text_input if one.label == translate("vi", "sampling.draw.seed")).set_value("4711")
    button(app, translate("vi", "sampling.draw.do"))
    assert not app.error
    assert "15" in app.success[0].value
    button(app, translate("vi", "sampling.draw.again"))
    assert translate("vi", "sampling.draw.same", count=17) in shown(app)


@BOTH
def test_a_tapped_check_is_saved_at_once_and_tapped_again_cleared(
    empty: Installation, audit: Audit, leader: Account, language: Language
) -> None:
    subject = sampled(empty, audit, leader)
    app = opened(empty, audit, speaking(empty.database, leader, language), "files", case=subject)
    assert translate(language, "sampling.files.not_computed") not in shown(app)

    def tap(answer: str | None) -> str | None:
        label = translate(language, "fields.case.right_fee")
        next(one for one in app.button_group if one.label == label).set_value(answer).run()
        assert not app.exception
        return open_audit(empty.database, audit.id, reader=leader).journal.value(subject, "right_fee")

    assert tap("no") == "no"
    assert "✓" in shown(app)
    assert tap(None) is None


@BOTH
def test_what_is_left_is_answered_with_yes_and_the_next_file_is_one_tap_away(
    empty: Installation, audit: Audit, leader: Account, language: Language
) -> None:
    taken(empty.database, audit.id, usual(), by=leader)
    first, second = (
        sampling.add_on_purpose(empty.database, audit.id, code, "complaint", by=leader, device="tablet", at=AT)
        for code in ("CP-18", "CP-19")
    )
    app = opened(empty, audit, speaking(empty.database, leader, language), "files", case=first)
    label = translate(language, "fields.case.right_fee")
    next(one for one in app.button_group if one.label == label).set_value("no").run()
    button(app, translate(language, "sampling.files.rest_met", count=7))
    assert not app.exception
    values = open_audit(empty.database, audit.id, reader=leader).journal.values(first)
    assert [values[name] for name in ("right_fee", "receipt_slip", "stored")] == ["no", "yes", "yes"]
    assert "apology" not in values
    button(app, translate(language, "sampling.files.next_code", code="CP\\-19"))
    assert second in app.query_params["case"]


def test_the_facts_of_a_file_are_saved(empty: Installation, audit: Audit, leader: Account) -> None:
    subject = sampled(empty, audit, leader)
    app = opened(empty, audit, leader, "files", case=subject)
    next(one for one in app.text_area if "Ghi chú" in one.label).set_value("Phiếu thiếu giờ")
    next(one for one in app.number_input if "Thời hạn" in one.label).set_value(10)
    button(app, translate("vi", "words.save"))
    assert not app.exception
    values = open_audit(empty.database, audit.id, reader=leader).journal.values(subject)
    assert (values["note"], values["legal_days"]) == ("Phiếu thiếu giờ", "10")


@BOTH
def test_a_reported_total_that_does_not_add_up_is_pointed_out_and_kept(
    empty: Installation, audit: Audit, leader: Account, language: Language
) -> None:
    app = opened(empty, audit, speaking(empty.database, leader, language), "figures")
    app.number_input[0].set_value(477)
    app.text_area[0].set_value("Khoa học: 406\nSở hữu: 5\nĐo lường: 64")
    button(app, translate(language, "words.save"))
    told = translate(
        language, "sampling.figures.sum.total_of_parts", stated="477", parts="406 + 5 + 64", computed="475", gap="2"
    )
    assert [read(one.value) for one in app.warning] == [told]
    assert open_audit(empty.database, audit.id, reader=leader).journal.value("sample:", "declared_total") == "477"


def test_a_viewer_sees_the_sample_and_no_way_to_change_it(empty: Installation, audit: Audit, leader: Account) -> None:
    subject = sampled(empty, audit, leader)
    viewer = make_account(empty.database, "viewer", Role.VIEWER)
    app = opened(empty, audit, viewer, "files", case=subject)
    checks = [one for one in app.button_group if one.label != translate("vi", "sampling.title")]
    assert len(checks) == 9
    assert all(one.disabled for one in checks)
    assert not opened(empty, audit, viewer, "list").file_uploader


def test_a_day_off_is_added_by_the_leader(empty: Installation, audit: Audit, leader: Account) -> None:
    app = opened(empty, audit, leader, "days")
    app.date_input[0].set_value(AT.date()).run()
    next(one for one in app.text_input if one.label == translate("vi", "sampling.days.name")).set_value("Nghỉ bù")
    button(app, translate("vi", "words.save"))
    assert not app.error
    assert "Nghỉ bù" in shown(app)


def test_the_second_of_two_who_edit_one_day_sees_both(empty: Installation, audit: Audit, leader: Account) -> None:
    app = opened(empty, audit, leader, "days")
    app.date_input[0].set_value(AT.date()).run()
    holidays.save_day(empty.database, EditedDay(AT.date(), "off", "Lễ"), by=leader, at=AT)
    next(one for one in app.text_input if one.label == translate("vi", "sampling.days.name")).set_value("Nghỉ bù")
    button(app, translate("vi", "words.save"))
    assert translate("vi", "planning.changed_meanwhile")[:20] in shown(app)
    assert {"Nghỉ bù", "Lễ"} <= {str(cell) for cell in app.table[0].value.to_numpy().ravel()}
    button(app, translate("vi", "planning.keep_mine"))
    button(app, translate("vi", "words.save"))
    assert holidays.edited_days(empty.database)[AT.date()].name == "Nghỉ bù"
