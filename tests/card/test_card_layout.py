import pytest
from playwright.sync_api import expect

from tests.card.card_page import item, look, saved, tap, text

pytestmark = pytest.mark.browser

SIZES = [(390, 844), (820, 1180), (1180, 820)]
TOO_SMALL = """() => {
    const root = document.getElementById("place").shadowRoot;
    const boxes = [...root.querySelectorAll("button, input, textarea")].filter((one) => one.offsetParent);
    const small = boxes.map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
        .filter(([, box]) => box.width < 48 || box.height < 48);
    return [boxes.length, small.map(([html, box]) => `${html} ${box.width}x${box.height}`)];
}"""
FAINT = """() => {
    const root = document.getElementById("place").shadowRoot;
    const light = (colour) => {
        const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
            .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    };
    const ground = (one) => {
        for (let at = one; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if (colour !== "rgba(0, 0, 0, 0)") return colour;
        }
        return "rgb(255, 255, 255)";
    };
    const ratio = (one) => {
        const [a, b] = [light(getComputedStyle(one).color), light(ground(one))].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05);
    };
    const told = [...root.querySelectorAll("p, span, b, h2, h3, h4, button, label, textarea")]
        .filter((one) => one.offsetParent && (one.value || one.textContent.trim()));
    return told.filter((one) => ratio(one) < (one.tagName === "H3" ? 7 : 4.5))
        .map((one) => `${one.tagName}.${one.className} ${ratio(one).toFixed(2)}`);
}"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_box_is_big_enough_and_nothing_scrolls_sideways(tablet, size, language):
    page = tablet("minh", size=size, item="P01", language=language)
    tap(page, "P01", "minor_nonconformity")
    tap(page, "P02", "not_checked")
    page.locator(".tools-button").tap()
    item(page, "P01").locator("[data-tool=help]").tap()
    saved(page)
    counted, small = page.evaluate(TOO_SMALL)
    assert counted > 30
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(FAINT) == []


def test_questions_are_big_and_an_unjudged_item_looks_different_from_every_judged_one(tablet):
    page = tablet("minh", item="P01")
    look = "one => [getComputedStyle(one).borderTopStyle, one.querySelector('.state').textContent]"
    unjudged = item(page, "P01").evaluate(look)
    seen = [unjudged]
    for grade in page.evaluate("data.grades.map((grade) => grade.id)"):
        tap(page, "P01", grade)
        seen.append(item(page, "P01").evaluate(look))
    assert unjudged == ["dashed", "Chưa đánh giá"]
    assert [style for style, _ in seen[1:]] == ["solid"] * 8
    assert len({words for _, words in seen}) == 9
    assert item(page, "P01").locator("h3").evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 20


def test_keys_grade_the_focused_item_and_never_while_typing(tablet, stage):
    page = tablet("minh", size=(1180, 820), item="P01")
    page.keyboard.press("1")
    text(page, "P01").press_sequentially("12")
    item(page, "P03").focus()
    page.keyboard.down("5")
    page.keyboard.down("5")
    saved(page)
    kept = stage.stage.journal()
    assert kept == {("item:P01", "evidence"): ["12"], ("item:P03", "grade"): ["minor_nonconformity"]}
    assert stage.stage.count() == 2


def test_the_place_is_in_the_address_and_a_reload_comes_back_to_it(tablet, stage):
    page = tablet("minh", item="P01", other="kept")
    tap(page, "P01", "conformity")
    page.locator("[data-act=next]").tap()
    expect(page.locator("article.current")).to_be_focused()
    second = page.locator("article.current").get_attribute("data-item")
    assert f"item={second}" in page.url
    assert "other=kept" in page.url
    saved(page)
    page.reload()
    expect(page.locator("article.current")).to_have_attribute("data-item", second)
    expect(page.locator("article.current h3")).to_be_in_viewport()


def test_filters_and_search_find_items_with_and_without_accents(tablet, stage):
    page = tablet("minh", item="P01")
    tap(page, "P01", "major_nonconformity")
    page.locator(".tools-button").tap()
    page.locator("[data-filter=nonconformities]").tap()
    expect(page.locator("article.item")).to_have_count(1)
    page.locator("[data-filter=all]").tap()
    page.locator("input[type=search]").fill("cong bo niem yet")
    expect(item(page, "P05")).to_be_visible()
    expect(item(page, "P01")).to_have_count(0)


def test_the_rest_of_a_section_is_listed_before_it_is_marked_and_undone_as_one(tablet, stage):
    page = tablet("minh", item="P01")
    tap(page, "P01", "conformity")
    page.locator("[data-act=rest]").tap()
    assert page.locator(".rest-items li").count() == 2
    page.locator("[data-rest=not_checked]").tap()
    expect(page.locator(".rest .notice")).to_be_visible()
    page.locator(".rest textarea").fill("Hết thời gian")
    page.locator("[data-rest=not_checked]").tap()
    saved(page)
    kept = stage.stage.journal()
    assert kept[("item:P02", "reason")] == kept[("item:P03", "reason")] == ["Hết thời gian"]
    assert stage.stage.count() == 5
    page.locator("[data-act=undo]").tap()
    expect(item(page, "P03")).to_have_class("item unanswered")


def test_a_phrase_goes_into_the_gap_of_an_item_worse_than_conforming(tablet, stage):
    page = tablet("minh", item="P01")
    tap(page, "P01", "minor_nonconformity")
    item(page, "P01").locator("[data-tool=phrases]").tap()
    phrase = item(page, "P01").locator(".panel .side-value").first.inner_text()
    item(page, "P01").locator(".panel .strong").first.tap()
    saved(page)
    assert stage.stage.journal()[("item:P01", "gap")] == [phrase]


def test_markup_in_a_text_stays_text(tablet, stage):
    page, other = tablet("minh", item="P01"), tablet("hoa", item="P01")
    title = other.title()
    text(page, "P01").fill("<img src=x onerror='document.title=1'><b>")
    text(page, "P01").blur()
    saved(page)
    look(other)
    expect(text(other, "P01")).to_have_value("<img src=x onerror='document.title=1'><b>")
    item(other, "P01").locator("[data-tool=history]").tap()
    expect(item(other, "P01").locator(".history")).to_contain_text("<img src=x")
    assert other.title() == title


TRANSLATED = """() => {
    const root = document.getElementById("place").shadowRoot;
    const told = document.createTreeWalker(root.querySelector(".iso-audit-card"), NodeFilter.SHOW_TEXT);
    const texts = [];
    while (told.nextNode()) texts.push(told.currentNode);
    for (const text of texts) {
        const font = document.createElement("font");
        font.append(document.createElement("font"));
        font.firstChild.textContent = `<${text.data}>`;
        text.replaceWith(font);
    }
}"""


def test_a_browser_that_translates_the_page_breaks_nothing_and_no_translation_is_stored(tablet, stage):
    page = tablet("minh", item="P01")
    assert page.locator(".iso-audit-card").get_attribute("translate") == "no"
    page.evaluate(TRANSLATED)
    tap(page, "P01", "minor_nonconformity")
    item(page, "P01").locator("[data-tool=phrases]").tap()
    phrase = item(page, "P01").locator(".panel .side-value").first.inner_text()
    page.evaluate(TRANSLATED)
    item(page, "P01").locator(".panel .strong").first.tap()
    saved(page)
    expect(item(page, "P01").locator(".state")).to_have_text("✗ Không phù hợp nhẹ")
    kept = stage.stage.journal()
    assert (kept[("item:P01", "grade")], kept[("item:P01", "gap")]) == (["minor_nonconformity"], [phrase])
