"""What every test may ask for: a database in memory, the question bank, accounts, a planned audit, a fixed moment.

What takes long to make is made once a run (`planned`, `locked_minutes`, `issued_minutes`, `year_2017`, `harder_years`)
and copied for each test that changes it: a module says by a fixture `starts_from` what the databases of its tests hold
at first.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from iso_audit.checklists import load_bank
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Agency, Audit, Decision, Member
from iso_audit.storage import accounts, audits
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.planning import establishing
from tests.chromium import Chromium
from tests.databases import AT, Filled, filled_once

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).parent.parent
CHROMIUM = Chromium()
BROWSING: set[Path] = set()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses the browser."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if item.get_closest_marker("browser"):
            BROWSING.add(item.path)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """End the browser before a module that does not use it: its loop would be in the way of those of others."""
    if item.path not in BROWSING:
        CHROMIUM.end()


def pytest_sessionfinish() -> None:
    CHROMIUM.end()


def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than there are cores: the tests of browsers and processes wait most of their time."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture(scope="session")
def bank() -> Bank:
    return load_bank(ROOT / "checklists")


@pytest.fixture(scope="session")
def unused(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A database nobody has used."""
    return filled_once(tmp_path_factory, "unused", lambda _: None)


@pytest.fixture
def starts_from(request: pytest.FixtureRequest) -> Filled | None:
    """What the database of a test holds from the start: nothing, or `planned` where the test asks for `audit`."""
    return request.getfixturevalue("planned") if "audit" in request.fixturenames else None


@pytest.fixture
def database(starts_from: Filled | None, unused: Filled) -> Iterator[Database]:
    with (starts_from or unused).in_memory() as copied:
        yield copied


def make_account(database: Database, username: str, role: Role) -> Account:
    account = Account(new_id(AT), username, username.title(), role)
    with database.write() as cursor:
        accounts.add(cursor, account, password_hash=None, at=AT)
    return account


def reread(database: Database, account: Account) -> Account:
    with database.read() as cursor:
        found = accounts.by_id(cursor, account.id)
    assert found is not None
    return found


@pytest.fixture
def leader(database: Database, starts_from: Filled | None) -> Account:
    if starts_from is None:
        return make_account(database, "leader", Role.LEADER)
    with database.read() as cursor:
        found = accounts.by_username(cursor, "leader")
    assert found is not None
    return found[0]


@pytest.fixture
def audit(database: Database) -> Audit:
    """Audit 2017-01 of a department with the full checklist, planned; nobody but the leader takes part."""
    with database.read() as cursor:
        found = audits.by_code(cursor, "2017-01")
    assert found is not None
    return found


@pytest.fixture(scope="session")
def planned(bank: Bank, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The planned audit that `audit` returns."""

    def plan(database: Database) -> None:
        plan_audit(database, bank, make_account(database, "leader", Role.LEADER))

    return filled_once(tmp_path_factory, "planned", plan)


@pytest.fixture(scope="session")
def locked_minutes(planned: Filled, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The planned audit with nothing missing, its minutes locked."""
    from tests.workflow.minutes_ready import lock_planned

    return filled_once(tmp_path_factory, "locked", lock_planned, after=planned)


@pytest.fixture(scope="session")
def issued_minutes(locked_minutes: Filled, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The locked minutes, issued."""
    from tests.workflow.minutes_ready import issue_locked

    return filled_once(tmp_path_factory, "issued", issue_locked, after=locked_minutes)


@pytest.fixture(scope="session")
def year_2017(bank: Bank, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The sample year."""
    from iso_audit.sample import loading

    return filled_once(tmp_path_factory, "2017", lambda database: loading.load(database, bank, by=None, at=AT))


@pytest.fixture(scope="session")
def harder_years(bank: Bank, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The harder sample years, 2019 and 2021."""
    from iso_audit.sample import loading

    return filled_once(tmp_path_factory, "harder", lambda database: loading.load_harder(database, bank, by=None, at=AT))


def plan_audit(
    database: Database, bank: Bank, leader: Account, *members: Account, kind: str = "department", form: str = "full"
) -> Audit:
    decision = Decision("1592/QĐ-UBND", date(2017, 6, 16), "UBND tỉnh", "kế hoạch kiểm tra")
    asked = replace(
        establishing.new_programme(2017),
        parent_body="UBND tỉnh",
        issuing_body="Đoàn kiểm tra",
        place="Bà Rịa - Vũng Tàu",
        plan=decision,
        team=decision,
    )
    programme = establishing.save_programme(database, asked, by=leader, at=AT)
    agency = establishing.save_agency(
        database, Agency("", "Cơ quan thử", kind, address="Số 1, đường Thử"), bank, by=leader, at=AT
    )
    team = [
        establishing.save_member(
            database,
            Member("", programme.id, one.name, "Chuyên viên", "Sở", one.role, one.id),
            by=leader,
            at=AT,
        )
        for one in (leader, *members)
    ]
    planned = establishing.new_audit(
        programme.id, agency.id, code="2017-01", checklist_form=form, planned_on=date(2017, 7, 11)
    )
    chosen = replace(planned, leader_id=team[0].id, member_ids=tuple(one.id for one in team[1:]))
    return establishing.save_audit(database, chosen, bank, exclusions={}, by=leader, at=AT)


@pytest.fixture(scope="module")
def playwright() -> "Playwright":
    return CHROMIUM.playwright()


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """A real browser for the tests of one module, which leaves nothing open in it."""
    browser = CHROMIUM.browser()
    yield browser
    for context in browser.contexts:
        context.close()
