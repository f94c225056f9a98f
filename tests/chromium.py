"""The one browser of a test process: started by the first test that asks, ended before the next that needs none."""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.patience import MILLISECONDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PLACES = (
    "/usr/bin/chromium-headless-shell",  # the same engine without what frames it: a page costs two thirds of the time
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
)


def chromium_or_skip() -> str:
    """Return the browser's path; without one the test is skipped, and fails where CI says it must run."""
    for path in PLACES:
        if Path(path).exists():
            return path
    if os.environ.get("CI") == "true":
        pytest.fail("Chromium is missing: apt-get install chromium")
    pytest.skip("needs Chromium (apt-get install chromium)")


class Chromium:
    """Playwright and a browser; while it runs, its loop is in the way of every other loop of this process."""

    def __init__(self) -> None:
        self._ends = ExitStack()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def playwright(self) -> "Playwright":
        if self._playwright is None:
            from playwright.sync_api import expect, sync_playwright

            expect.set_options(timeout=MILLISECONDS)
            self._playwright = self._ends.enter_context(sync_playwright())
        return self._playwright

    def browser(self) -> "Browser":
        path = chromium_or_skip()
        if self._browser is None or not self._browser.is_connected():
            self._browser = self.playwright().chromium.launch(executable_path=path, args=FLAGS)
            self._ends.callback(self._browser.close)
        return self._browser

    def end(self) -> None:
        self._ends.close()
        self._playwright = self._browser = None
