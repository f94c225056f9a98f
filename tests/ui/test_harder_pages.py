"""Every page of an audit stands the hard cases: many findings, a very long name, a re-audit, nothing recorded yet."""

from collections.abc import Iterator

import pytest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.i18n import translate
from iso_audit.storage import audits
from iso_audit.storage.engine.database import Database
from tests.conftest import make_account
from tests.databases import Filled
from tests.screens import IN_AN_AUDIT
from tests.ui.conftest import installed, open_page, shown


@pytest.fixture(scope="module")
def harder_database(harder_years: Filled) -> Iterator[tuple[Database, Account]]:
    """The harder years and a leader, shared by the tests of this module; they only read."""
    with harder_years.in_memory() as database:
        yield database, make_account(database, "leader", Role.LEADER)


@pytest.fixture
def hard(harder_database: tuple[Database, Account], bank: Bank) -> tuple[Installation, Account]:
    database, account = harder_database
    return installed(database, bank), account


@pytest.mark.parametrize("code", ["2019-01", "2019-02", "2021-01", "2021-04"])
@pytest.mark.parametrize("page", sorted(IN_AN_AUDIT))
def test_a_page_of_a_hard_audit_opens_and_says_sample(hard: tuple[Installation, Account], page: str, code: str) -> None:
    installation, account = hard
    with installation.database.read() as cursor:
        audit = audits.by_code(cursor, code)
    assert audit is not None
    app = open_page(page, account, audit=audit.id)
    assert not app.exception
    assert not app.error
    assert translate("vi", "words.sample") in shown(app)


def test_the_overview_shows_the_harder_year(hard: tuple[Installation, Account]) -> None:
    app = open_page("overview", hard[1])
    assert not app.exception
    assert "Đến nay đã thực hiện kiểm tra tại 03 đơn vị" in shown(app)
