"""A running app with an audit of two inspectors, and tablets with a touch screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Audit
from iso_audit.domain.text import LANGUAGES
from iso_audit.storage import accounts as rows
from iso_audit.storage import audits
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.accounts import administering
from tests.browser.every_screen import Year
from tests.browser.running_app import RunningApp
from tests.conftest import AT, plan_audit
from tests.databases import Filled, filled_once
from tests.patience import MILLISECONDS

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
        context.set_default_timeout(MILLISECONDS)
        page = context.new_page()
        page.goto("/login")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/")
        page.goto(path)
        return page


def person(database: Database, username: str, role: Role, *, name: str = "") -> Account:
    """Make an account that can sign in."""
    name = name or username.title()
    return administering.make_account(
        database, username=username, name=name, role=role, password=PASSWORD, by=None, at=AT, hasher=CHEAP
    )


@contextmanager
def running(file: Path, browser: Browser) -> Iterator[RunningApp]:
    """Run the app on a database file; at the end the tablets go, then the app."""
    app = RunningApp(file)
    try:
        app.start()
        yield app
    finally:
        for context in browser.contexts:
            context.close()
        app.kill()


@pytest.fixture(scope="session")
def team_of_three(bank: Bank, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Audit 2017-01 of a leader with Minh and Hoa, who can sign in."""

    def plan(database: Database) -> None:
        leader = person(database, "truong-doan", Role.LEADER)
        plan_audit(database, bank, leader, *(person(database, name, Role.MEMBER) for name in ("minh", "hoa")))

    return filled_once(tmp_path_factory, "three", plan)


@pytest.fixture
def scene(chromium: Browser, team_of_three: Filled, tmp_path: Path) -> Iterator[Scene]:
    file = tmp_path / "audits.duckdb"
    with team_of_three.opened(file) as database, database.read() as cursor:
        audit = audits.by_code(cursor, "2017-01")
    with running(file, chromium) as app:
        yield Scene(app, audit, chromium)


@pytest.fixture(scope="module")
def year(chromium: Browser, year_2017: Filled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    file = tmp_path_factory.mktemp("year") / "audits.duckdb"
    with year_2017.opened(file) as database:
        for language in LANGUAGES:
            name = f"leader-{language}"
            made = person(database, name, Role.LEADER, name=name)
            with database.write() as cursor:
                rows.save(cursor, replace(made, language=language))
        with database.read() as cursor:
            audit = audits.by_code(cursor, "2017-09")
    assert audit is not None
    with running(file, chromium) as app:
        yield Year(app, audit.id, chromium, PASSWORD)
