"""Finding one's way on the card: whose part it is, what is left of it, where one was, what a choice shows."""

import pytest
from playwright.sync_api import Page, expect

from tests.card.card_page import item, look, saved, tap, text

pytestmark = pytest.mark.browser

MINE = ("P01", "P02", "P03")


def chip(page: Page, name: str):
    return page.locator(f"[data-filter='{name}']")


def current(page: Page) -> str | None:
    return page.locator("article.current").get_attribute("data-item")


def test_the_next_unanswered_item_stays_in_ones_own_part_and_says_when_that_is_done(tablet, stage):
    page = tablet("minh", item="P01")
    for one in MINE:
        tap(page, one, "conformity")
    page.locator("[data-act=next]").tap()
    expect(page.locator(".offer")).to_contain_text("Phần của bạn đã xong. Còn 55 nội dung chưa đánh giá ở phần khác.")
    assert current(page) == "P03"
    page.locator("[data-offer=stay]").tap()
    expect(page.locator(".offer")).to_be_empty()
    page.locator("[data-act=next]").tap()
    page.locator("[data-offer=go]").tap()
    expect(item(page, "P03")).to_have_count(0)
    assert current(page) not in MINE


def test_who_has_no_part_of_the_own_is_led_on_and_sees_whose_part_it_is(tablet, stage):
    page = tablet("hoa", item="P01")
    expect(page.locator(".list > .owner")).to_have_text("Người mẫu Minh phụ trách")
    expect(item(page, "P01").locator(".owner")).to_contain_text("Người mẫu Minh phụ trách")
    page.locator(".section-button").tap()
    expect(page.locator("[data-section=P1]")).to_contain_text("Người mẫu Minh phụ trách")
    page.locator("[data-section=P1]").tap()
    for one in MINE:
        tap(page, one, "conformity")
    page.locator("[data-act=next]").tap()
    expect(item(page, "P03")).to_have_count(0)


def test_coming_back_without_an_address_leads_to_where_one_was(tablet, stage):
    page = tablet("minh")
    page.locator(".section-button").tap()
    page.locator("[data-section=P2]").tap()
    there = page.locator("article.item").nth(1).get_attribute("data-item")
    tap(page, there, "conformity")
    saved(page)
    page.goto(stage.url("minh"))
    expect(page.locator("article.current")).to_have_attribute("data-item", there)
    expect(page.locator("article.current h3")).to_be_in_viewport()


def test_choices_say_how_many_items_they_have_and_go_together_with_whose_they_are(tablet, stage):
    mine, theirs = tablet("minh", item="P01"), tablet("hoa", item="P04")
    for one, grade in (("P01", "observation"), ("P02", "not_checked")):
        tap(mine, one, grade)
    tap(theirs, "P04", "observation")
    saved(mine)
    saved(theirs)
    look(mine)
    mine.locator(".tools-button").tap()
    expect(chip(mine, "grade:observation")).to_have_text("! Điểm lưu ý 2")
    expect(chip(mine, "grade:not_checked")).to_have_text("○ Chưa kiểm tra 1")
    expect(chip(mine, "grade:good_practice")).to_be_hidden()
    chip(mine, "grade:observation").tap()
    expect(mine.locator("article.item")).to_have_count(2)
    chip(mine, "written").tap()
    expect(mine.locator("article.item")).to_have_count(1)
    expect(chip(mine, "grade:observation")).to_have_text("! Điểm lưu ý 1")
    chip(mine, "mine").tap()
    chip(mine, "unanswered").tap()
    expect(mine.locator("article.item")).to_have_count(1)
    expect(item(mine, "P03")).to_be_visible()


def test_what_is_missing_is_the_same_in_the_header_and_under_the_choice(tablet, stage):
    page = tablet("minh", item="P01")
    tap(page, "P01", "minor_nonconformity")
    tap(page, "P02", "not_checked")
    expect(page.locator(".figures")).to_contain_text("Còn thiếu 2")
    page.locator(".tools-button").tap()
    expect(chip(page, "gaps")).to_have_text("Còn thiếu 2")
    chip(page, "gaps").tap()
    expect(page.locator("article.item")).to_have_count(2)


def test_a_phrase_stands_with_its_first_bracket_selected_and_in_sight(tablet, stage):
    page = tablet("minh", size=(390, 844), item="P01")
    tap(page, "P01", "minor_nonconformity")
    item(page, "P01").locator("[data-tool=phrases]").tap()
    expect(item(page, "P01").locator(".panel h4")).to_be_in_viewport()
    item(page, "P01").locator(".panel .strong").first.tap()
    box = text(page, "P01", "gap")
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()
    selected = box.evaluate("(box) => box.value.slice(box.selectionStart, box.selectionEnd)")
    assert selected == "" or (selected[0], selected[-1]) == ("[", "]")
    assert ("[" in box.input_value()) == (selected != "")


def test_the_rest_of_a_section_opens_in_sight(tablet):
    page = tablet("minh", item="P03")
    page.locator("[data-act=rest]").tap()
    expect(page.locator("[data-rest=not_checked]")).to_be_in_viewport()


def test_a_suggestion_is_not_called_something_unmet(tablet):
    page = tablet("minh", item="P01")
    label = item(page, "P01").locator("label[for=text-P01-gap]")
    names = {"opportunity_for_improvement": "Nội dung khuyến nghị", "observation": "Điều cần lưu ý"}
    for grade, name in (*names.items(), ("minor_nonconformity", "Điểm chưa đáp ứng")):
        tap(page, "P01", grade)
        expect(label).to_have_text(name)


def test_an_item_is_called_by_its_number_and_its_clause(tablet):
    page = tablet("minh", item="P02")
    expect(item(page, "P02").locator(".clause b")).to_have_text("P02 · P.7")
    tap(page, "P02", "conformity")
    expect(page.locator(".undo")).to_contain_text("P02 · P.7: ✓ Phù hợp")


def test_judged_items_fold_to_one_line_and_unfold_where_one_taps(tablet, stage):
    page = tablet("minh", item="P01")
    for one in MINE[:2]:
        tap(page, one, "conformity")
    page.locator("[data-act=compact]").tap()
    item(page, "P03").locator("h3").tap()
    expect(item(page, "P01").locator(".grades")).to_be_hidden()
    assert item(page, "P01").bounding_box()["height"] < 90
    place = item(page, "P01").bounding_box()["y"]
    item(page, "P01").locator("h3").tap()
    expect(item(page, "P01").locator(".grades")).to_be_visible()
    assert abs(item(page, "P01").bounding_box()["y"] - place) < 2
    saved(page)
    page.reload()
    expect(item(page, "P02").locator(".grades")).to_be_hidden()


def test_the_sticky_top_does_not_grow_with_its_figures(tablet, stage):
    page = tablet("minh", item="P01")
    height = "document.getElementById('place').shadowRoot.querySelector('.top').offsetHeight"
    before = page.evaluate(height)
    for one, grade in zip(MINE, ("not_checked", "not_applicable", "major_nonconformity"), strict=True):
        tap(page, one, grade)
    saved(page)
    assert page.evaluate(height) == before


def test_a_phone_held_across_shows_a_grade_at_first(tablet):
    page = tablet("minh", size=(844, 390), item="P01")
    expect(item(page, "P01").locator("[data-grade=conformity]")).to_be_in_viewport(ratio=1)
    expect(item(page, "P01").locator("h3")).to_be_in_viewport()
