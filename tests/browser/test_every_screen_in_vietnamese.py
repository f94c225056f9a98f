"""Every screen in Vietnamese: thumbs, words, width, no English left, and axe-core against an empty Streamlit page."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.every_screen import ENGLISH, Year, faults, serious, settled, turned
from tests.patience import answer_of
from tests.ports import free_port
from tests.screens import EVERY_PAGE

pytestmark = pytest.mark.browser

NAMES = {"English", "leader-vi", "leader-en"}


@pytest.fixture(scope="module")
def empty_streamlit_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page of plain Streamlit with one paragraph, for comparison."""
    folder, port = tmp_path_factory.mktemp("plain"), free_port()
    (folder / "plain.py").write_text("import streamlit as st\nst.write('x')\n")
    command = [sys.executable, "-m", "streamlit", "run", "plain.py", "--server.port", str(port)]
    options = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.showEmailPrompt", "false"]
    process = subprocess.Popen(
        [*command, *options],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder)},
    )
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


@pytest.fixture(scope="module")
def accepted(chromium: Browser, empty_streamlit_page: str) -> set[str]:
    """What axe finds serious where nothing is ours."""
    answer_of(empty_streamlit_page)
    plain = chromium.new_page()
    plain.goto(empty_streamlit_page)
    settled(plain)
    found = serious(plain)
    plain.close()
    return found


def test_nothing_is_too_small_too_wide_english_or_serious_for_axe(year: Year, accepted: set[str]) -> None:
    page, wrong = year.page("vi", "phone"), {}
    for name in EVERY_PAGE:
        turned(page, "phone")
        year.open(page, name)
        found = {"phone": [*faults(page), *(set(page.evaluate(ENGLISH)) - NAMES)]}
        turned(page, "portrait")
        found["portrait"] = [*faults(page), *(serious(page) - accepted)]
        if any(found.values()):
            wrong[name] = found
    page.context.close()
    assert wrong == {}


def test_where_the_keyboard_stands_is_seen_and_so_is_the_page_within_the_menu(year: Year) -> None:
    page = year.page("vi", "landscape")
    year.open(page, "operation")
    widths = []
    for _ in range(8):
        page.keyboard.press("Tab")
        widths.append(page.evaluate("getComputedStyle(document.activeElement).outlineWidth"))
    shade = page.get_by_test_id("stTopNavSection").evaluate("one => getComputedStyle(one).backgroundColor")
    page.context.close()
    assert set(widths) == {"3px"}
    assert shade == "rgb(227, 234, 244)"
