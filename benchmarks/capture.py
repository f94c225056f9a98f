"""A tap until its acknowledged mark is seen, beside the same under plain Streamlit, in one browser by turns.

Run `python -m benchmarks.capture` (`--quick` for fewer taps). Both stand at 820 x 1180 in Chromium: our card with the
largest section of an audit in which every item is answered, with 70 and with 1,000 audits in the database, and an app
of one radio that saves to DuckDB under plain `streamlit run`. The page's own clock times each tap, from the click to
the change of the mark.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.growth_house import House
from benchmarks.server import processor_seconds, started
from iso_audit.domain.account import SignInSession
from iso_audit.storage import accounts, audits
from iso_audit.web.visitor import COOKIE
from iso_audit.workflow.accounts.signing_in import token_hash
from tests.browser.running_app import RunningApp, free_port
from tests.chromium import FLAGS

SIZE = {"width": 820, "height": 1180}
FEW, MANY = 70, 1000
GRADES = ("observation", "conformity")
TAP = """(button) => new Promise((done) => {
  const article = button.closest("article"), mark = article.querySelector(".mark");
  const begun = performance.now();
  let left = false;
  const look = () => {
    if (!/^(Đã lưu|Saved)/.test(mark.textContent)) left = true;
    else if (left) { watching.disconnect(); done(performance.now() - begun); }
  };
  const watching = new MutationObserver(look);
  watching.observe(mark, { childList: true, characterData: true, subtree: true });
  button.click();
  look();
})"""
PLAIN_TAP = """(label) => new Promise((done) => {
  const saved = (one) => /^Saved \\d+$/.test(one.textContent);
  const told = () => [...document.querySelectorAll("p")].find(saved)?.textContent;
  const before = told(), begun = performance.now();
  const watching = new MutationObserver(() => {
    const now = told();
    if (now && now !== before) { watching.disconnect(); done(performance.now() - begun); }
  });
  watching.observe(document.body, { childList: true, characterData: true, subtree: true });
  label.click();
})"""


@dataclass
class Measured:
    """Milliseconds of taps here and of those of the plain app beside it; the load of the audit; processor a tap."""

    ours: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    load: float = 0.0
    processor: float = 0.0

    @property
    def ratio(self) -> float:
        """Return the median of our taps as a share of the plain app's."""
        return statistics.median(self.ours) / statistics.median(self.plain)

    @property
    def high_ratio(self) -> float:
        """Return the 95th percentile of our taps as a share of the plain app's."""
        return statistics.quantiles(self.ours, n=20)[-1] / statistics.quantiles(self.plain, n=20)[-1]


@contextmanager
def plain_app(folder: Path) -> Iterator[str]:
    """Run the app of one widget under plain `streamlit run` and give its address."""
    port = free_port()
    home = folder / "plain"
    home.mkdir(exist_ok=True)
    environment = {**os.environ, "HOME": str(home), "ONE_WIDGET_DATABASE": str(home / "plain.duckdb")}
    file = Path(__file__).with_name("one_widget_app.py")
    options = ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    command = [sys.executable, "-m", "streamlit", "run", str(file), *options]
    process = subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _answers(f"{address}/_stcore/health")
        yield address
    finally:
        process.kill()
        process.wait()


def _answers(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer")


def house(file: Path, count: int) -> tuple[str, list[str]]:
    """Make a database of `count` audits with a signed-in leader; return the audit and its largest section's items."""
    made = House(file, count - FEW)
    now = datetime.now(UTC)
    with made.database.write() as cursor:
        accounts.add_session(cursor, SignInSession(token_hash("capture"), made.leader.id, now, now), device="")
        checklist = audits.checklist(cursor, made.audit.id)
    assert checklist is not None
    largest = max(checklist.sections, key=lambda one: len(one.items))
    made.database.close()
    return made.audit.id, list(largest.items)


def opened(browser: Browser, app: RunningApp, audit_id: str, item: str) -> tuple[Page, float]:
    """Open the card at an item; return the page and the seconds until the item could be tapped."""
    context = browser.new_context(viewport=SIZE, has_touch=True, locale="vi-VN")
    context.add_cookies([{"name": COOKIE, "value": "capture", "url": app.address}])
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(f"{app.address}/conducting?audit={audit_id}&item={item}")
    page.locator(f"article[data-item='{item}'] [data-grade=conformity]").wait_for()
    return page, time.perf_counter() - begun


def tapper(page: Page, items: list[str]) -> Callable[[int], float]:
    """Return what taps item after item of the section, each time with another grade, and times it."""

    def tap(turn: int) -> float:
        item, grade = items[turn % len(items)], GRADES[(turn // len(items)) % 2]
        button = page.locator(f"article[data-item='{item}'] [data-grade={grade}]")
        return float(button.evaluate(TAP))

    return tap


def compare(browser: Browser, folder: Path, count: int, taps: int, plain: Page) -> Measured:
    """Tap here and there by turns, after a few taps that do not count."""
    file = folder / f"audits-{count}.duckdb"
    audit_id, items = house(file, count)
    app, seen = started(file), Measured()
    try:
        page, seen.load = opened(browser, app, audit_id, items[0])
        tap = tapper(page, items)
        labels = plain.locator("[data-testid=stRadio] label:has(input)")

        def plain_tap(turn: int) -> float:
            return float(labels.nth((turn + 1) % 2).evaluate(PLAIN_TAP))

        for turn in range(4):
            tap(turn)
            plain_tap(turn)
        spent = processor_seconds(app)
        for turn in range(4, 4 + taps):
            seen.ours.append(tap(turn))
            seen.plain.append(plain_tap(turn))
        seen.processor = (processor_seconds(app) - spent) / taps * 1000
        page.context.close()
    finally:
        app.kill()
    return seen


def main() -> None:
    """Measure, print, and sum up in one last line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="40 taps instead of 200")
    taps = 40 if parser.parse_args().quick else 200
    found: dict[int, Measured] = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright, plain_app(Path(name)) as address:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        plain = browser.new_context(viewport=SIZE, has_touch=True).new_page()
        plain.goto(address)
        plain.get_by_text("Saved", exact=False).wait_for()
        for count in (FEW, MANY):
            seen = found[count] = compare(browser, Path(name), count, taps, plain)
            ours, theirs = (statistics.median(one) for one in (seen.ours, seen.plain))
            print(f"{count} audits: tap {ours:.0f} ms, plain Streamlit {theirs:.0f} ms, ratio {seen.ratio:.2f}, p95")
            print(f"  {seen.high_ratio:.2f}; audit open in {seen.load:.2f} s; server {seen.processor:.0f} ms a tap")
        browser.close()
    few, many = found[FEW], found[MANY]
    print(
        f"capture ratio={few.ratio:.2f} p95_ratio={few.high_ratio:.2f} ratio_1000={many.ratio:.2f} "
        f"p95_ratio_1000={many.high_ratio:.2f} load_s={few.load:.2f} load_1000_s={many.load:.2f} "
        f"tap_cpu_ms={few.processor:.0f} tap_cpu_1000_ms={many.processor:.0f}"
    )


if __name__ == "__main__":
    main()
