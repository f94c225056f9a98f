"""Every screen with the sample year: thumbs, readable size, no sideways scrolling, and axe-core's checks."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from iso_audit.domain.account import Role
from iso_audit.domain.bank import Bank
from iso_audit.storage import accounts as rows
from iso_audit.storage import audits
from iso_audit.storage.database import open_database
from iso_audit.workflow import accounts, sample
from tests.browser.conftest import CHEAP, PASSWORD
from tests.browser.running_app import RunningApp, free_port
from tests.conftest import AT

pytestmark = pytest.mark.browser

SIZES = {"phone": (390, 844), "portrait": (820, 1180), "landscape": (1180, 820)}
IN_AN_AUDIT = ("conducting", "visit", "sampling", "photos", "caucus", "reporting")
PAGES = ("", "my_audits", "planning", "accounts", "operation", "exchange", "verify", "me", *IN_AN_AUDIT)

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
  const plain = (text) => /^[\\x00-\\x7f]+$/.test(text) && /[a-zA-Z]{4}/.test(text) && !/^https?:|[.@\\d]|_|^[A-Z-]+$/.test(text);
  const walk = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.shadowRoot) walk(one.shadowRoot);
      if (["SCRIPT", "STYLE", "NOSCRIPT"].includes(one.tagName)) continue;
      if (one.closest("[data-testid=stIconMaterial]")) continue;
      for (const name of ["aria-label", "title", "placeholder", "alt"]) {
        const value = one.getAttribute(name);
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

    def page(self, language: str, size: str) -> Page:
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, has_touch=True, locale="vi-VN", base_url=self.app.address
        )
        page = context.new_page()
        page.goto("/login")
        page.fill("[name=username]", f"leader-{language}")
        page.fill("[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/")
        return page

    def open(self, page: Page, name: str) -> None:
        page.goto(f"/{name}" + (f"?audit={self.audit_id}" if name in IN_AN_AUDIT else ""))
        settled(page)


def settled(page: Page) -> None:
    """Wait until Streamlit has finished its run and the page stands still."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=20_000)
    page.wait_for_selector("[data-testid=stMain] p, [data-testid=stMain] h3, [data-testid=stMain] article")
    page.wait_for_timeout(300)


@pytest.fixture(scope="module")
def year(chromium: Browser, bank: Bank, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    file = tmp_path_factory.mktemp("year") / "audits.duckdb"
    database = open_database(file, at=AT)
    for language in ("vi", "en"):
        name = f"leader-{language}"
        made = accounts.make_account(
            database, username=name, name=name, role=Role.LEADER, password=PASSWORD, by=None, at=AT, hasher=CHEAP
        )
        with database.write() as cursor:
            rows.save(cursor, replace(made, language="en" if language == "en" else "vi"))
    sample.load(database, bank, by=None, at=AT)
    with database.read() as cursor:
        audit = audits.by_code(cursor, "2017-09")
    assert audit is not None
    database.close()
    app = RunningApp(file)
    app.start()
    yield Year(app, audit.id, chromium)
    app.kill()


@pytest.mark.parametrize(
    ("language", "size"), [("vi", "phone"), ("en", "phone"), ("vi", "portrait"), ("en", "landscape")]
)
def test_thumbs_words_and_width_fit_on_every_screen(year: Year, language: str, size: str) -> None:
    page, wrong = year.page(language, size), {}
    for name in PAGES:
        year.open(page, name)
        if page.get_by_test_id("stTopNavSection").count():
            page.get_by_test_id("stTopNavSection").first.tap()
            page.wait_for_timeout(200)
        small = page.evaluate(SMALL_BOXES) + page.evaluate(SMALL_TEXT)
        sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if small or sideways > 0:
            wrong[name] = [*small, f"sideways {sideways}"]
    page.context.close()
    assert wrong == {}


def serious(page: Page) -> set[str]:
    """Return the ids of axe's serious and critical violations."""
    found = Axe().run(page).response["violations"]
    return {one["id"] for one in found if one["impact"] in {"serious", "critical"}}


def test_no_english_word_is_left_on_a_vietnamese_screen(year: Year) -> None:
    page, left = year.page("vi", "phone"), {}
    for name in PAGES:
        year.open(page, name)
        found = set(page.evaluate(ENGLISH)) - {"English", "leader-vi", "leader-en"}
        if found:
            left[name] = sorted(found)
    page.context.close()
    assert left == {}


@pytest.fixture(scope="module")
def empty_streamlit_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page of plain Streamlit with one paragraph, for comparison."""
    folder, port = tmp_path_factory.mktemp("plain"), free_port()
    (folder / "plain.py").write_text("import streamlit as st\nst.write('x')\n")
    command = [sys.executable, "-m", "streamlit", "run", "plain.py", "--server.port", str(port)]
    options = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.showEmailPrompt", "false"]
    process = subprocess.Popen(
        [*command, *options], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_home(folder)
    )
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


def _home(folder: Path) -> dict[str, str]:
    import os

    return {**os.environ, "HOME": str(folder)}


def test_axe_finds_nothing_serious_beyond_an_empty_streamlit_page(year: Year, empty_streamlit_page: str) -> None:
    plain = year.browser.new_page()
    for _ in range(60):
        try:
            plain.goto(empty_streamlit_page)
            break
        except Exception:
            plain.wait_for_timeout(250)
    settled(plain)
    accepted = serious(plain)
    page, found = year.page("vi", "portrait"), {}
    for name in PAGES:
        year.open(page, name)
        beyond = serious(page) - accepted
        if beyond:
            found[name] = sorted(beyond)
    page.context.close()
    plain.close()
    assert found == {}
