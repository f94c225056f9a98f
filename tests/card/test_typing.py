"""Vietnamese as it is really typed: by programs that take letters back, by keyboards that compose, with colleagues."""

import unicodedata

import pytest
from playwright.sync_api import Page, expect

from tests.card.card_page import item, look, saved, tap, text

pytestmark = pytest.mark.browser

CARET = "(box) => [box.selectionStart, box.selectionEnd]"


def written(page: Page) -> list[str]:
    """Return what the history holds of the evidence, the oldest first."""
    told = page.evaluate("fetch('/api/audits/audit-1/history?subject=item:P01').then((answer) => answer.json())")
    return [one["value"] for one in reversed(told["events"]) if one["field"] == "evidence"]


def replace_letters(page: Page, *steps: tuple[int, str]) -> None:
    """Take some letters back and put others in their place, as typing programs do within milliseconds."""
    for count, letters in steps:
        for _ in range(count):
            page.keyboard.press("Backspace")
        page.keyboard.insert_text(letters)


def test_letters_taken_back_in_mid_text_while_a_colleague_changes_the_same_item(tablet, stage):
    mine, theirs = tablet("minh", item="P01"), tablet("hoa", item="P01")
    text(mine, "P01").fill("Sổ  ngày 5")
    text(mine, "P01").blur()
    saved(mine)
    text(mine, "P01").focus()
    text(mine, "P01").evaluate("(box) => box.setSelectionRange(3, 3)")
    replace_letters(mine, (0, "the"), (0, "o"))
    tap(theirs, "P01", "observation")
    text(theirs, "P01").fill("Không có sổ")
    text(theirs, "P01").blur()
    saved(theirs)
    place = text(mine, "P01").bounding_box()
    look(mine)
    expect(item(mine, "P01").locator(".state")).to_contain_text("Điểm lưu ý")
    expect(text(mine, "P01")).to_be_focused()
    replace_letters(mine, (0, " d"), (1, "đ"), (0, "o"), (1, "õ"), (0, "i"), (0, " "))
    assert text(mine, "P01").input_value() == "Sổ theo đõi  ngày 5"
    assert text(mine, "P01").evaluate(CARET) == [12, 12]
    assert abs(text(mine, "P01").bounding_box()["y"] - place["y"]) < 2
    saved(mine)
    assert written(mine) == ["Sổ  ngày 5", "Không có sổ", "Sổ theo đõi  ngày 5"]


def test_a_keyboard_that_composes_and_one_that_sends_marks_apart(tablet, stage):
    page = tablet("minh", item="P01")
    text(page, "P01").focus()
    keyboard = page.context.new_cdp_session(page)
    for word in ("v", "vie", "viê", "việc"):
        told = {"text": word, "selectionStart": len(word), "selectionEnd": len(word)}
        keyboard.send("Input.imeSetComposition", told)
    keyboard.send("Input.insertText", {"text": "việc "})
    page.keyboard.insert_text(unicodedata.normalize("NFD", "đã làm."))
    saved(page)
    assert written(page) == ["việc đã làm."]
    assert stage.stage.journal()[("item:P01", "evidence")] == [unicodedata.normalize("NFC", "việc đã làm.")]
