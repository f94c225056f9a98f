"""The list of the year's findings: what was issued, as it was issued, and nothing of drafts."""

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Audit
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.conducting.recording import NewEvent, record
from tests.conftest import AT, make_account
from tests.databases import Filled
from tests.ui.conftest import installed, open_page, shown


@pytest.fixture
def starts_from(request: pytest.FixtureRequest, planned: Filled, issued_minutes: Filled) -> Filled:
    return planned if "draft" in request.node.name else issued_minutes


def find(database: Database, audit: Audit, leader: Account) -> None:
    fields = {"grade": "minor_nonconformity", "evidence": "danh mục cũ"}
    events = [NewEvent(f"late-{name}", audit.id, "item:4.2.3-3", name, value, AT) for name, value in fields.items()]
    assert not record(database, events, by=leader, device="t", at=AT).refused


def test_a_viewer_reads_what_was_issued_and_not_what_came_later(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    installed(database, bank)
    find(database, audit, leader)
    app = open_page("year_findings", make_account(database, "viewer", Role.VIEWER))
    assert not app.exception
    said = shown(app)
    assert "Biên bản 01/BB-ĐKT" in said
    assert "theo Quyết định số 1592/QĐ-UBND ngày 16/6/2017 của UBND tỉnh về việc kế hoạch kiểm tra" in said
    assert "danh mục cũ" not in said


def test_nothing_of_a_draft_is_shown(database: Database, bank: Bank, audit: Audit, leader: Account) -> None:
    installed(database, bank)
    find(database, audit, leader)
    said = shown(open_page("year_findings", leader))
    assert "danh mục cũ" not in said
    assert "Chưa có biên bản nào được ban hành." in said
