"""Items that are asked once another was given some grade: they come and go under the thumb, also without a network."""

import pytest
from playwright.sync_api import Page, expect

from iso_audit.domain.checklist import Condition
from tests.asked_cases import change_items
from tests.card.card_page import item, look, saved, tap, text
from tests.card.stage import AUDIT

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def hanging(stage):
    """P02 is asked once P01 conforms, P03 once P02 does; P04 counts three times."""
    conforms = ("conformity",)
    change_items(
        stage.stage.database,
        AUDIT,
        P02={"asked_when": Condition("P01", conforms)},
        P03={"asked_when": Condition("P02", conforms)},
        P04={"weight": 3},
    )


def figures(page: Page):
    return page.locator(".figures")


def condition(page: Page, item_id: str):
    return item(page, item_id).locator(".condition")


def test_a_tap_makes_an_item_appear_and_another_takes_it_away_offline_too(tablet, stage):
    page = tablet("minh", item="P01")
    expect(item(page, "P02")).to_have_count(0)
    expect(figures(page)).to_contain_text("Đã đánh giá 0/56")
    stage.stop()
    tap(page, "P01", "conformity")
    expect(item(page, "P02").locator("h3")).to_be_visible()
    expect(condition(page, "P02")).to_have_text("Hỏi vì P01 · P.1: Phù hợp")
    expect(figures(page)).to_contain_text("Đã đánh giá 1/57")
    tap(page, "P02", "conformity")
    expect(item(page, "P03")).to_have_count(1)
    expect(figures(page)).to_contain_text("Đã đánh giá 2/58")
    item(page, "P02").locator("[data-tool=clear]").tap()
    expect(item(page, "P03")).to_have_count(0)
    tap(page, "P01", "observation")
    expect(item(page, "P02")).to_have_count(0)
    expect(figures(page)).to_contain_text("Đã đánh giá 1/56")
    stage.start()
    saved(page)
    assert stage.stage.journal()["item:P01", "grade"] == ["observation"]


def test_what_was_judged_stays_and_says_that_it_is_asked_no_more(tablet, stage):
    page = tablet("minh", item="P01")
    tap(page, "P01", "conformity")
    tap(page, "P02", "good_practice")
    tap(page, "P01", "observation")
    expect(condition(page, "P02")).to_have_text(
        "Nay không còn phải hỏi (P01 · P.1: Điểm lưu ý), nhưng vẫn giữ vì đã có ghi."
    )
    saved(page)
    page.reload()
    expect(condition(page, "P02")).to_contain_text("Nay không còn phải hỏi")


def test_writing_goes_on_while_a_colleagues_tap_lets_an_item_appear_above(tablet):
    writer, colleague = tablet("tu", item="P04"), tablet("minh", item="P01")
    writer.locator(".tools-button").tap()
    writer.locator("[data-filter=unanswered]").tap()
    tap(writer, "P04", "observation")
    text(writer, "P04").fill("đang ")
    text(writer, "P04").press("End")
    tap(colleague, "P01", "conformity")
    saved(colleague)
    look(writer)
    expect(item(writer, "P02")).to_have_count(1)
    writer.keyboard.type("viết")
    expect(text(writer, "P04")).to_have_value("đang viết")
    expect(item(writer, "P04").locator("h3")).to_be_in_viewport()


def test_a_text_that_is_begun_keeps_its_item(tablet):
    writer, colleague = tablet("minh", item="P01"), tablet("lan", item="P01")
    tap(writer, "P01", "conformity")
    tap(writer, "P02", "observation")
    text(writer, "P02").fill("dở dang")
    item(writer, "P02").locator("[data-tool=clear]").tap()
    saved(writer)
    look(colleague)
    expect(text(colleague, "P02")).to_have_value("dở dang")
    tap(writer, "P01", "observation")
    expect(text(writer, "P02")).to_have_value("dở dang")


def test_the_way_on_the_rest_and_the_choices_pass_by_what_is_not_asked(tablet):
    page = tablet("minh", item="P01")
    page.locator("[data-act=rest]").tap()
    expect(page.locator(".rest-items li")).to_have_count(1)
    tap(page, "P01", "observation")
    page.locator("[data-act=next]").tap()
    expect(page.locator(".offer")).to_contain_text("Phần của bạn đã xong. Còn 55 nội dung")
    page.locator(".tools-button").tap()
    expect(page.locator("[data-filter=all]")).to_have_text("Tất cả 56")
    page.locator("[type=search]").fill("P02")
    expect(item(page, "P02")).to_have_count(0)


def test_one_act_for_the_rest_leaves_what_it_lets_appear_to_be_judged(tablet):
    page = tablet("minh", item="P01")
    page.locator("[data-act=rest]").tap()
    page.locator("#rest-reason").fill("hết giờ")
    page.locator("[data-rest=conformity]").tap()
    expect(item(page, "P02")).to_have_class("item unanswered")
    expect(page.locator("[data-act=rest]")).to_be_visible()
    expect(figures(page)).to_contain_text("Đã đánh giá 1/57")


def test_a_weight_is_told_where_the_star_does_not_say_it(tablet):
    page = tablet("minh", item="P04")
    expect(item(page, "P04").locator(".item-head")).to_contain_text("hệ số 3")
    expect(page.locator(".item-head", has_text="hệ số")).to_have_count(1)
