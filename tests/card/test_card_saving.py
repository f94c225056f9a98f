import re

import pytest
from playwright.sync_api import Error, expect

from tests.card.card_page import item, saved, tap, text

pytestmark = pytest.mark.browser

SENTENCE = "Kế hoạch số 12/KH ngày 03/4/2017, ông phụ trách trả lời, chưa có phân công"


def test_ten_taps_are_ten_events_and_the_saved_mark_follows_them(tablet, stage):
    page = tablet("minh", item="P04")
    ids = [one.get_attribute("data-item") for one in page.locator(".item").all()]
    grades = ["conformity", "observation", "not_checked", "good_practice", "not_applicable"]
    for at in range(10):
        tap(page, ids[at % len(ids)], grades[at % len(grades)])
    saved(page)
    assert stage.stage.count() == 10


def test_a_second_tap_on_the_same_grade_does_nothing(tablet, stage):
    page = tablet("minh", item="P01")
    tap(page, "P01", "conformity")
    tap(page, "P01", "conformity")
    saved(page)
    assert stage.stage.journal() == {("item:P01", "grade"): ["conformity"]}
    assert stage.stage.count() == 1


def test_the_last_tap_can_be_undone_and_clearing_has_a_button_of_its_own(tablet, stage):
    page = tablet("minh", item="P01")
    tap(page, "P01", "minor_nonconformity")
    page.locator("[data-act=undo]").tap()
    expect(item(page, "P01")).to_have_class(re.compile("unanswered"))
    tap(page, "P01", "conformity")
    item(page, "P01").locator("[data-tool=clear]").tap()
    saved(page)
    assert stage.stage.journal() == {("item:P01", "grade"): [None]}


def test_what_is_typed_and_tapped_offline_waits_on_the_tablet_and_is_sent_later(tablet, stage):
    page = tablet("minh", item="P01")
    page.context.set_offline(True)
    tap(page, "P01", "minor_nonconformity")
    text(page, "P01").press_sequentially(SENTENCE)
    expect(page.locator(".mark.global")).to_have_text("Chưa gửi: 2 – đã giữ trên máy này")
    expect(item(page, "P01").locator(".mark")).to_contain_text("đã giữ trên máy này")
    page.context.set_offline(False)
    saved(page)
    kept = stage.stage.journal()
    assert kept[("item:P01", "grade")] == ["minor_nonconformity"]
    assert kept[("item:P01", "evidence")] == [SENTENCE]


def test_a_server_that_died_in_mid_sentence_gets_every_word_when_it_is_back(tablet, stage):
    page = tablet("minh", item="P01")
    first, second = SENTENCE[:30], SENTENCE[30:]
    text(page, "P01").press_sequentially(first)
    stage.stop()
    text(page, "P01").press_sequentially(second)
    expect(page.locator(".mark.global")).to_contain_text("Chưa gửi")
    stage.start()
    saved(page)
    assert stage.stage.journal()[("item:P01", "evidence")] == [SENTENCE]


def test_a_reload_in_mid_draft_loses_no_letter_even_without_a_server(tablet, stage):
    page = tablet("minh", item="P01")
    page.route("**/api/**", lambda route: route.abort())
    text(page, "P01").press_sequentially(SENTENCE, delay=0)
    page.reload()
    expect(text(page, "P01")).to_have_value(SENTENCE)
    page.unroute("**/api/**")
    saved(page)
    assert stage.stage.journal()[("item:P01", "evidence")] == [SENTENCE]


def test_a_browser_that_crashes_in_mid_word_loses_no_letter(tablet, stage):
    page = tablet("minh", item="P01")
    text(page, "P01").press_sequentially(SENTENCE)
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash")
    again = page.context.new_page()
    again.goto(stage.url("minh", item="P01"))
    expect(text(again, "P01")).to_have_value(SENTENCE)
    saved(again)
    assert stage.stage.journal()[("item:P01", "evidence")] == [SENTENCE]


def test_an_ended_session_keeps_the_text_for_the_same_account_alone(tablet, stage):
    page = tablet("minh", item="P01")
    # The page itself leads to sign-in as soon as it asks: here the card is to notice first, until somebody signs in.
    page.route("**/api/session", lambda route: route.abort())
    page.context.clear_cookies()
    text(page, "P01").press_sequentially(SENTENCE)
    expect(page.locator(".notices")).to_contain_text("Phiên làm việc đã kết thúc")
    page.goto(stage.url("hoa", item="P01"))
    page.unroute("**/api/session")
    expect(page.locator(".mark.global")).to_have_text("Chưa có gì cần lưu")
    expect(text(page, "P01")).to_have_value("")
    assert stage.stage.count() == 0
    page.goto(stage.url("minh", item="P01"))
    saved(page)
    assert stage.stage.journal()[("item:P01", "evidence")] == [SENTENCE]


def test_another_account_signed_in_on_the_same_tablet_does_not_send_what_waits(tablet, stage):
    page = tablet("minh", item="P01")
    page.context.set_offline(True)
    tap(page, "P01", "conformity")
    page.context.add_cookies([stage.stage.cookie("hoa")])
    page.context.set_offline(False)
    expect(page.locator(".notices")).to_contain_text("tài khoản khác")
    assert stage.stage.count() == 0


def test_a_refused_value_stays_on_the_tablet_with_the_sentence(tablet, stage):
    page = tablet("minh", item="P01")
    stage.stage.cancel("Mưa lũ")
    text(page, "P01").fill(SENTENCE)
    text(page, "P01").blur()
    box = item(page, "P01").locator(".refusal")
    expect(box).to_contain_text("Cuộc kiểm tra 2017-09 đã hủy")
    expect(box).to_contain_text(SENTENCE)
    page.reload()
    expect(box).to_contain_text(SENTENCE)
    stage.stage.cancel(None)
    box.get_by_text("Gửi lại").tap()
    saved(page)
    assert stage.stage.journal()[("item:P01", "evidence")] == [SENTENCE]


def test_a_text_too_long_is_kept_and_said_instead_of_cut(tablet, stage):
    page = tablet("minh", item="P01")
    text(page, "P01").fill("a" * 5001)
    text(page, "P01").blur()
    expect(item(page, "P01").locator(".field .notice:visible")).to_contain_text("5000")
    expect(page.locator(".mark.global")).to_have_text("Chưa gửi: 1 – đã giữ trên máy này")
    page.reload()
    expect(text(page, "P01")).to_have_value("a" * 5001)
    assert stage.stage.count() == 0
