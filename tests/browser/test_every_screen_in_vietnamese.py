"""Every screen in Vietnamese: thumbs, words, width, no English left, and axe-core against an empty Streamlit page."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.browser.every_screen import ENGLISH, Year, faults, serious, settled
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


def test_nothing_is_too_small_too_wide_or_english_on_a_phone(year: Year) -> None:
    page, wrong = year.page("vi", "phone"), {}
    for name in EVERY_PAGE:
        found = [*faults(year, page, name), *(set(page.evaluate(ENGLISH)) - NAMES)]
        if found:
            wrong[name] = found
    page.context.close()
    assert wrong == {}


def test_nothing_is_too_small_and_axe_finds_nothing_serious_on_a_tablet(year: Year, empty_streamlit_page: str) -> None:
    plain = year.browser.new_page()
    for _ in range(60):
        try:
            plain.goto(empty_streamlit_page)
            break
        except Exception:
            plain.wait_for_timeout(250)
    settled(plain)
    accepted = serious(plain)
    plain.close()
    page, wrong = year.page("vi", "portrait"), {}
    for name in EVERY_PAGE:
        found = [*faults(year, page, name), *(serious(page) - accepted)]
        if found:
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
