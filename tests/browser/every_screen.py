"""What is measured on every screen with the sample year: thumbs, size of words, width, English left, axe-core."""

from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.running_app import RunningApp
from tests.patience import MILLISECONDS
from tests.screens import IN_AN_AUDIT

SIZES = {"phone": (390, 844), "portrait": (820, 1180), "landscape": (1180, 820)}

SMALL_BOXES = """() => {
  const found = [];
  const walk = (root) => {
    const controls = "button, a[href], input, select, textarea, summary, [role=button], [role=tab], [role=combobox]";
    for (const one of root.querySelectorAll(controls)) {
      const style = getComputedStyle(one);
      if (one.closest("[aria-hidden=true]") || one.closest("[data-testid=hidden-dateinput-container]")) continue;
      if (style.visibility === "hidden" || style.opacity === "0") continue;
      const label = /radio|checkbox/.test(one.type || "") ? one.closest("label") : null;
      const box = (label || one).getBoundingClientRect();
      if (box.width < 2 || box.height < 2 || (box.height >= 47.5 && box.width >= 47.5)) continue;
      const name = (one.innerText || one.getAttribute("aria-label") || "").slice(0, 30);
      found.push(`${one.tagName} ${Math.round(box.width)}x${Math.round(box.height)} ${name}`);
    }
    for (const one of root.querySelectorAll("*")) if (one.shadowRoot) walk(one.shadowRoot);
  };
  walk(document);
  return [...new Set(found)];
}"""

SMALL_TEXT = """() => {
  const found = new Set();
  const walk = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.shadowRoot) walk(one.shadowRoot);
      if (["SCRIPT", "STYLE", "KBD"].includes(one.tagName) || one.closest("[aria-hidden=true]")) continue;
      const words = [...one.childNodes].some((n) => n.nodeType === 3 && n.nodeValue.trim());
      const box = one.getBoundingClientRect();
      if (words && box.width > 2 && box.height > 2 && parseFloat(getComputedStyle(one).fontSize) < 15.9)
        found.add(`${getComputedStyle(one).fontSize} ${one.innerText.slice(0, 30)}`);
    }
  };
  walk(document);
  return [...found];
}"""


ENGLISH = """() => {
  const found = new Set();
  const name = /^https?:|^mau-|[.@\\d]|_|^[A-Z-]+$/;
  const plain = (text) => /^[\\x00-\\x7f]+$/.test(text) && /[a-zA-Z]{4}/.test(text) && !name.test(text);
  const walk = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.shadowRoot) walk(one.shadowRoot);
      if (["SCRIPT", "STYLE", "NOSCRIPT"].includes(one.tagName)) continue;
      if (one.closest("[data-testid=stIconMaterial]")) continue;
      for (const attribute of ["aria-label", "title", "placeholder", "alt"]) {
        const value = one.getAttribute(attribute);
        if (value && plain(value)) found.add(value);
      }
      for (const node of one.childNodes)
        if (node.nodeType === 3 && plain(node.nodeValue.trim())) found.add(node.nodeValue.trim());
    }
  };
  walk(document.body);
  return [...found];
}"""


@dataclass
class Year:
    """The sample year on a running app, seen by one leader in each language."""

    app: RunningApp
    audit_id: str
    browser: Browser
    password: str

    def page(self, language: str, size: str) -> Page:
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, has_touch=True, locale="vi-VN", base_url=self.app.address
        )
        context.set_default_timeout(MILLISECONDS)
        page = context.new_page()
        page.goto("/login")
        page.fill("[name=username]", f"leader-{language}")
        page.fill("[name=password]", self.password)
        page.click("button[type=submit]")
        page.wait_for_url("**/")
        return page

    def open(self, page: Page, name: str) -> None:
        path = "" if name == "overview" else name  # the leader's first page, which has no other address
        page.goto(f"/{path}" + (f"?audit={self.audit_id}" if name in IN_AN_AUDIT else ""))
        settled(page)


def settled(page: Page) -> None:
    """Wait until Streamlit has finished its run and the page stands still."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_selector("[data-testid=stMain] p, [data-testid=stMain] h1, [data-testid=stMain] article")
    page.wait_for_timeout(300)


def turned(page: Page, size: str) -> None:
    """Close the menu and turn the tablet, or take the page to another one: it is drawn anew at that size."""
    page.keyboard.press("Escape")
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    settled(page)


def faults(page: Page) -> list[str]:
    """Open the menu of a screen and return what is too small or too wide on it."""
    if page.get_by_test_id("stTopNavSection").count():
        page.get_by_test_id("stTopNavSection").first.tap()
        page.wait_for_timeout(200)
    sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    wide = [f"sideways {sideways}"] if sideways > 0 else []
    return [*page.evaluate(SMALL_BOXES), *page.evaluate(SMALL_TEXT), *wide]


def serious(page: Page) -> set[str]:
    """Return the ids of axe's serious and critical violations."""
    found = Axe().run(page).response["violations"]
    return {one["id"] for one in found if one["impact"] in {"serious", "critical"}}
