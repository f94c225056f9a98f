"""A tablet whose browser keeps its profile on the disk and can lose its power: `kill -9` of all its processes."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright

from tests.chromium import FLAGS
from tests.patience import MILLISECONDS, SECONDS


class Tablet:
    """One browser on one profile folder, started again and again."""

    def __init__(self, playwright: Playwright, path: str, folder: Path) -> None:
        self.playwright, self.path, self.folder = playwright, path, folder
        self.context: BrowserContext | None = None

    def start(self, address: str) -> Page:
        """Switch the tablet on and open a page."""
        self.context = self.playwright.chromium.launch_persistent_context(
            self.folder,
            executable_path=self.path,
            args=FLAGS,
            viewport={"width": 820, "height": 1180},
            has_touch=True,
        )
        page = self.context.pages[0]
        page.set_default_timeout(MILLISECONDS)
        page.goto(address)
        return page

    def cut_power(self) -> None:
        """End every process of the browser at once, without a word to any of them."""
        groups = {os.getpgid(process) for process in self._processes()}
        assert groups
        assert os.getpgrp() not in groups
        for group in groups:
            os.killpg(group, signal.SIGKILL)
        until_none(lambda: list(self._processes()))
        self.context = None

    def end(self) -> None:
        if self.context is not None:
            self.context.close()

    def _processes(self) -> Iterator[int]:
        wanted = f"--user-data-dir={self.folder}".encode()
        for process in Path("/proc").iterdir():
            if not process.name.isdigit():
                continue
            try:
                arguments = (process / "cmdline").read_bytes().split(b"\0")
                if wanted in arguments:
                    yield int(process.name)
            except OSError:
                continue


def until_none(left: Callable[[], Sequence[object]], page: Page | None = None) -> None:
    """Wait until `left()` finds nothing any more; fail with what it finds where it goes on finding."""
    deadline = time.monotonic() + SECONDS
    while found := left():
        assert time.monotonic() < deadline, f"lost: {found}"
        if page is None:
            time.sleep(0.01)
        else:
            page.wait_for_timeout(20)
