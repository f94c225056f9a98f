"""Takes the pictures of docs/images from the running app: `python -m tests.browser.take_pictures`."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from iso_audit.checklists import load_bank
from iso_audit.domain.account import Role
from iso_audit.sample import loading
from iso_audit.storage import accounts as rows
from iso_audit.storage import audits
from iso_audit.storage.opening import open_database
from iso_audit.workflow.accounts import administering
from tests.browser.conftest import CHEAP, PASSWORD
from tests.browser.running_app import ROOT, RunningApp
from tests.chromium import FLAGS, chromium_or_skip
from tests.conftest import AT
from tests.patience import MILLISECONDS

FOLDER = ROOT / "docs" / "images"
SIZES = {"390x844": (390, 844), "820x1180": (820, 1180), "1180x820": (1180, 820)}
Act = Callable[[Page], None]


def main() -> None:
    """Make the sample year, run the app on it and take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app, audit_id = _running(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium_or_skip(), args=FLAGS)
        try:
            _screens(browser, app, audit_id)
            _story(browser, app, audit_id)
        finally:
            browser.close()
            app.kill()


def _running(folder: Path) -> tuple[RunningApp, str]:
    database = open_database(folder / "audits.duckdb", at=AT)
    for username, role in (("truong-doan", Role.LEADER), ("thu-ky", Role.SECRETARY)):
        made = administering.make_account(
            database, username=username, name=username, role=role, password=PASSWORD, by=None, at=AT, hasher=CHEAP
        )
        with database.write() as cursor:
            rows.save(cursor, replace(made, name={"truong-doan": "Trưởng đoàn", "thu-ky": "Thư ký"}[username]))
    loading.load(database, load_bank(), by=None, at=AT)
    with database.read() as cursor:
        audit = audits.by_code(cursor, "2017-09")
    assert audit is not None
    database.close()
    app = RunningApp(folder / "audits.duckdb")
    app.start()
    return app, audit.id


def _tablet(browser: Browser, app: RunningApp, size: tuple[int, int], username: str = "truong-doan") -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, has_touch=True, locale="vi-VN", base_url=app.address
    )
    page = context.new_page()
    page.goto("/login")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/")
    return page


def _open(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=MILLISECONDS)
    page.wait_for_timeout(1500)


def _screens(browser: Browser, app: RunningApp, audit_id: str) -> None:
    for name, size in SIZES.items():
        page = _tablet(browser, app, size)
        for picture, path in (
            ("overview", "/"),
            ("checklist", f"/conducting?audit={audit_id}&item=5.1-1"),
            ("minutes", f"/reporting?audit={audit_id}"),
        ):
            _open(page, path)
            page.screenshot(path=FOLDER / f"{picture}-{name}.png")
        page.context.clear_cookies()
        page.goto("/login")
        page.screenshot(path=FOLDER / f"sign-in-{name}.png")
        page.context.close()


def _card(page: Page, item: str):
    return page.locator(f"article[data-item='{item}']")


def _story(browser: Browser, app: RunningApp, audit_id: str) -> None:
    """One visit in eight pictures, on a tablet held upright."""
    page = _tablet(browser, app, SIZES["820x1180"])

    def take(number: int, name: str) -> None:
        page.wait_for_timeout(900)
        page.screenshot(path=FOLDER / f"story-{number}-{name}.png")

    _open(page, f"/visit?audit={audit_id}")
    take(1, "opening-meeting")
    _open(page, f"/conducting?audit={audit_id}&item=5.1-1")
    _card(page, "5.1-1").locator("[data-grade=conformity]").tap()
    take(2, "one-tap")
    _card(page, "5.1-2").locator("[data-grade=minor_nonconformity]").tap()
    _card(page, "5.1-2").locator("textarea[data-field=evidence]").fill(
        "Đã hỏi 03 công chức, 02 người chưa nắm chính sách."
    )
    _card(page, "5.1-2").locator("textarea[data-field=evidence]").scroll_into_view_if_needed()
    take(3, "evidence-saved")
    page.context.set_offline(True)
    _card(page, "5.2-1").locator("[data-grade=observation]").tap()
    take(4, "without-network")
    page.context.set_offline(False)
    _open(page, f"/sampling?audit={audit_id}")
    take(5, "case-files")
    _open(page, f"/caucus?audit={audit_id}")
    take(6, "caucus")
    _open(page, f"/reporting?audit={audit_id}")
    take(7, "minutes")
    _open(page, "/")
    take(8, "the-year")
    page.context.close()


if __name__ == "__main__":
    main()
