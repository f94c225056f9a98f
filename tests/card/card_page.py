"""What the browser tests do on a page: find an item, tap, write, wait for the saved mark."""

import re

from playwright.sync_api import Locator, Page, expect


def item(page: Page, item_id: str) -> Locator:
    return page.locator(f"article[data-item='{item_id}']")


def tap(page: Page, item_id: str, grade: str) -> None:
    item(page, item_id).locator(f"[data-grade={grade}]").tap()


def text(page: Page, item_id: str, field: str = "evidence") -> Locator:
    return item(page, item_id).locator(f"textarea[data-field={field}]")


def saved(page: Page) -> None:
    mark = re.compile(r"^(Đã lưu|Saved) \d\d:\d\d:\d\d$")
    expect(page.locator(".mark.global")).to_have_text(mark)


def look(page: Page) -> None:
    """Ask for what colleagues recorded at once, as a page does that is shown again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
