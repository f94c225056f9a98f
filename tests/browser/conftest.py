"""A running app with an audit of two inspectors, and tablets with a touch screen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Audit
from iso_audit.storage import accounts as rows
from iso_audit.storage import audits
from iso_audit.storage.database import open_database
from iso_audit.workflow import accounts, sample
from tests.browser.every_screen import Year
from tests.browser.running_app import RunningApp
from tests.conftest import AT, plan_audit

PASSWORD = "bốn con mèo nhỏ"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PORTRAIT = {"width": 820, "height": 1180}


@dataclass
class Scene:
    """A running app, the audit in it, and a way to pick up a tablet."""

    app: RunningApp
    audit: Audit
    browser: Browser

    def tablet(self, username: str, path: str, *, size: dict[str, int] = PORTRAIT) -> Page:
        """Sign in on a new tablet and open a page."""
        context = self.browser.new_context(viewport=size, has_touch=True, locale="vi-VN", base_url=self.app.address)
        page = context.new_page()
        page.goto("/login")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/")
        page.goto(path)
        return page


@pytest.fixture
def scene(chromium: Browser, bank: Bank, tmp_path: Path) -> Iterator[Scene]:
    file = tmp_path / "audits.duckdb"
    database = open_database(file, at=AT)

    def person(username: str, role: Role) -> Account:
        return accounts.make_account(
            database,
            username=username,
            name=username.title(),
            role=role,
            password=PASSWORD,
            by=None,
            at=AT,
            hasher=CHEAP,
        )

    leader = person("truong-doan", Role.LEADER)
    audit = plan_audit(database, bank, leader, person("minh", Role.MEMBER), person("hoa", Role.MEMBER))
    database.close()
    app = RunningApp(file)
    app.start()
    yield Scene(app, audit, chromium)
    for context in chromium.contexts:
        context.close()
    app.kill()


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
    yield Year(app, audit.id, chromium, PASSWORD)
    app.kill()
