import re

import pytest
from playwright.sync_api import expect

from tests.card.card_page import item, look, saved, tap, text

pytestmark = pytest.mark.browser


def test_a_colleagues_judgement_appears_with_the_name(tablet, stage):
    mine, theirs = tablet("minh", item="P01"), tablet("hoa", item="P01")
    tap(theirs, "P01", "observation")
    saved(theirs)
    look(mine)
    expect(item(mine, "P01").locator(".writer")).to_contain_text("Người mẫu Hoa")
    expect(item(mine, "P01").locator(".missing:visible")).to_contain_text("Còn thiếu bằng chứng")
    tap(mine, "P01", "conformity")
    saved(mine)
    assert stage.stage.journal() == {("item:P01", "grade"): ["conformity"]}


def test_two_grades_made_apart_are_shown_side_by_side_and_settled_by_one_tap(tablet, stage):
    mine, theirs = tablet("minh", item="P01"), tablet("hoa", item="P01")
    mine.context.set_offline(True)
    tap(mine, "P01", "minor_nonconformity")
    tap(theirs, "P01", "conformity")
    saved(theirs)
    mine.context.set_offline(False)
    saved(mine)
    look(mine)
    sides = item(mine, "P01").locator(".dispute .side")
    expect(sides).to_have_count(2)
    expect(sides.filter(has_text="Phù hợp").filter(has_text="Hoa")).to_have_count(1)
    expect(mine.locator(".figures")).to_contain_text("Ý kiến khác nhau 1")
    item(mine, "P01").locator(".dispute button").first.tap()
    saved(mine)
    look(theirs)
    expect(item(theirs, "P01").locator(".dispute")).to_have_count(0)
    assert len(stage.stage.journal()[("item:P01", "grade")]) == 1


def test_a_text_being_typed_is_not_overwritten_and_both_texts_stay(tablet, stage):
    mine, theirs = tablet("minh", item="P01"), tablet("hoa", item="P01")
    text(mine, "P01").focus()
    text(theirs, "P01").fill("Đã xem sổ theo dõi")
    text(theirs, "P01").blur()
    saved(theirs)
    with mine.expect_response(re.compile("/changes")):
        look(mine)
    expect(text(mine, "P01")).to_have_value("")
    text(mine, "P01").press_sequentially("Đã xem quyết định")
    saved(mine)
    look(mine)
    expect(item(mine, "P01").locator(".dispute")).to_contain_text("Đã xem sổ theo dõi")
    item(mine, "P01").locator(".dispute").get_by_text("Ghép cả hai").tap()
    saved(mine)
    assert stage.stage.journal()[("item:P01", "evidence")] == ["Đã xem sổ theo dõi\nĐã xem quyết định"]


def test_a_third_person_is_told_who_can_settle(tablet, stage):
    mine, theirs, third = tablet("minh", item="P01"), tablet("hoa", item="P01"), tablet("tu", item="P01")
    theirs.context.set_offline(True)
    tap(theirs, "P01", "observation")
    tap(mine, "P01", "conformity")
    theirs.context.set_offline(False)
    saved(theirs)
    look(third)
    box = item(third, "P01").locator(".dispute")
    expect(box).to_contain_text("trưởng đoàn hoặc phó trưởng đoàn")
    expect(box.locator("button")).to_have_count(0)


def test_a_viewer_reads_and_cannot_record(tablet, stage):
    tap(tablet("minh", item="P01"), "P01", "conformity")
    page = tablet("xem", item="P01")
    expect(item(page, "P01").locator(".state")).to_contain_text("Phù hợp")
    assert item(page, "P01").locator(".grade").first.is_disabled()
    assert text(page, "P01").get_attribute("readonly") is not None


def test_a_rerun_of_the_page_keeps_what_is_being_typed(tablet, stage):
    page = tablet("minh", item="P01")
    text(page, "P01").press_sequentially("Sổ số")
    page.evaluate("remount({...data, server_time: Date.now(), words: {...data.words, unit: 'Phòng'}})")
    page.keyboard.type(" 12")
    saved(page)
    expect(text(page, "P01")).to_have_value("Sổ số 12")
    assert stage.stage.journal()[("item:P01", "evidence")] == ["Sổ số 12"]


def test_the_cleanup_of_an_overtaken_mount_leaves_the_card_alone(tablet, stage):
    page = tablet("minh", item="P01")
    page.evaluate("() => { const overtaken = leave; remount(data); overtaken(); }")
    tap(page, "P01", "conformity")
    saved(page)


def test_leaving_the_page_sends_what_was_typed_last(tablet, stage):
    page = tablet("minh", item="P01")
    text(page, "P01").press_sequentially("Biên bản ngày 5")
    with page.expect_request(re.compile("/api/events")):
        page.evaluate("leave()")
    page.wait_for_timeout(300)
    assert stage.stage.journal()[("item:P01", "evidence")] == ["Biên bản ngày 5"]


def test_the_history_of_an_item_tells_every_act(tablet, stage):
    page = tablet("minh", item="P01")
    tap(page, "P01", "conformity")
    tap(page, "P01", "observation")
    saved(page)
    item(page, "P01").locator("[data-tool=history]").tap()
    lines = item(page, "P01").locator(".history li")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("Điểm lưu ý")


def test_two_tabs_of_one_account_show_the_same(tablet, stage):
    page = tablet("minh", item="P01")
    other = page.context.new_page()
    other.goto(stage.url("minh", item="P01"))
    other.wait_for_selector(".item")
    other.route("**/changes?**", lambda route: route.abort())
    page.bring_to_front()
    tap(page, "P01", "conformity")
    expect(item(other, "P01").locator(".state")).to_contain_text("Phù hợp")


def test_what_an_earlier_year_found_stands_beside_the_question(tablet, stage):
    page = tablet("minh", item="P01")
    expect(item(page, "P01").locator(".earlier")).to_contain_text("Năm 2016 đã có phát hiện ở chính nội dung này")
    expect(item(page, "P03").locator(".earlier")).to_contain_text("Năm 2016, cùng điều khoản")


def test_a_tap_on_a_colleagues_nonconformity_is_kept_beside_it_until_its_question_is_answered(tablet, stage):
    mine, theirs = tablet("minh", item="P01"), tablet("hoa", item="P01")
    tap(theirs, "P01", "minor_nonconformity")
    saved(theirs)
    look(mine)
    expect(item(mine, "P01").locator(".writer")).to_contain_text("Hoa")
    tap(mine, "P01", "observation")
    question = item(mine, "P01").locator("[data-asking=beside]")
    expect(question).to_contain_text("Người mẫu Hoa đã đánh giá nội dung này")
    saved(mine)
    assert sorted(stage.stage.journal()[("item:P01", "grade")]) == ["minor_nonconformity", "observation"]
    question.locator("[data-answer=replace]").tap()
    saved(mine)
    assert stage.stage.journal()[("item:P01", "grade")] == ["observation"]
    look(theirs)
    mark = item(theirs, "P01").locator("[data-asking=replaced]")
    expect(mark).to_contain_text("Người mẫu Minh đã thay đánh giá của bạn")
    theirs.reload()
    mark.locator("[data-answer=seen]").tap()
    expect(mark).to_have_count(0)


def test_a_tap_in_another_members_section_is_asked_about_and_one_in_the_own_is_not(tablet, stage):
    mine, theirs = tablet("minh", item="P01"), tablet("hoa", item="P01")
    tap(mine, "P01", "observation")
    saved(mine)
    look(theirs)
    expect(item(theirs, "P01").locator(".writer")).to_contain_text("Minh")
    tap(theirs, "P01", "conformity")
    item(theirs, "P01").locator("[data-answer=beside]").tap()
    expect(item(theirs, "P01").locator(".dispute .side")).to_have_count(2)
    saved(theirs)
    look(mine)
    expect(item(mine, "P01").locator(".dispute .side")).to_have_count(2)


def test_the_first_tap_after_the_minutes_were_locked_is_kept_and_asked_about_once(tablet, stage):
    page = tablet("minh", item="P01")
    stage.stage.lock()
    look(page)
    expect(page.locator(".notices")).to_contain_text("Biên bản số 01/BB-MẪU đã khóa: ghi thêm chỉ vào bản sau.")
    tap(page, "P01", "observation")
    question = item(page, "P01").locator("[data-asking=minutes]")
    saved(page)
    question.locator("[data-answer=undo]").tap()
    saved(page)
    assert stage.stage.journal()[("item:P01", "grade")] == [None]
    tap(page, "P02", "observation")
    item(page, "P02").locator("[data-answer=keep]").tap()
    tap(page, "P03", "conformity")
    expect(page.locator("[data-asking=minutes]")).to_have_count(0)
