"""The overview: what needs attention leads to the very place, and what is in order is not named."""

from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account, Role
from iso_audit.domain.attachment import AttachmentKind
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Audit
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.planning import establishing
from iso_audit.workflow.reporting import attaching, locking
from tests.conftest import AT, make_account
from tests.databases import Filled
from tests.ui.conftest import installed, open_page, read, shown
from tests.workflow.minutes_ready import act, newest_version, sign, small_picture


@pytest.fixture
def starts_from(issued_minutes: Filled) -> Filled:
    return issued_minutes


@pytest.fixture
def process(database: Database, bank: Bank) -> Installation:
    return installed(database, bank)


def attention(account: Account) -> dict[str, str]:
    """Return what the overview names, each with the page it leads to."""
    app = open_page("overview", account)
    assert not app.exception
    return lines(app)


def lines(app: AppTest) -> dict[str, str]:
    links = [one.proto for one in app.get("page_link")]
    return {read(one.label): f"{one.page}?{one.query_string}".rstrip("?") for one in links if ":gray[" not in one.label}


@pytest.mark.usefixtures("process")
def test_minutes_that_nobody_signed_are_named_until_a_signed_copy_is_attached(
    database: Database, audit: Audit, leader: Account
) -> None:
    line = "Cơ quan thử: biên bản số 01/BB-ĐKT còn 3 chỗ chưa ký, chưa có bản ký đính kèm"
    assert attention(leader) == {line: f"reporting?audit={audit.id}"}
    attaching.attach(
        database,
        newest_version(database).id,
        name="ban-ky.png",
        data=small_picture(),
        kind=AttachmentKind.SCAN,
        by=leader,
        at=AT,
    )
    assert attention(leader) == {}
    assert "Không có việc nào cần chú ý." in shown(open_page("overview", leader))


@pytest.mark.usefixtures("process")
def test_reopened_minutes_are_not_called_issued(database: Database, audit: Audit, leader: Account) -> None:
    locking.reopen(database, audit.id, reason="sửa số liệu", by=leader, at=AT)
    assert attention(leader) == {
        "Cơ quan thử: biên bản số 01/BB-ĐKT đã mở lại, chưa ban hành bản mới": f"reporting?audit={audit.id}"
    }
    assert "Đang lập bản mới" in shown(open_page("overview", leader))


@pytest.mark.usefixtures("process")
def test_what_was_recorded_after_issue_and_disputes_anywhere_are_named(
    database: Database, audit: Audit, leader: Account
) -> None:
    deputy = make_account(database, "deputy", Role.DEPUTY)
    events = [NewEvent(f"place-{one.id}", audit.id, "visit:", "place", one.name, AT) for one in (leader, deputy)]
    for by, event in zip((leader, deputy), events, strict=True):
        assert not record(database, [event], by=by, device="t", at=AT).refused
    named = attention(leader)
    assert named["Cơ quan thử: 1 chỗ có ý kiến khác nhau"] == f"caucus?audit={audit.id}"
    assert named["Cơ quan thử: có ghi thêm sau khi ban hành biên bản số 01/BB-ĐKT"] == f"reporting?audit={audit.id}"


@pytest.mark.usefixtures("process")
def test_an_audit_without_a_date_leads_to_the_plan_or_for_others_to_its_visit(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    asked = replace(audit, id="", code="2017-02", planned_on=None, leader_id=None, member_ids=(), sections={})
    other = establishing.save_audit(database, asked, bank, exclusions={}, by=leader, at=AT)
    line = "2017-02 · Cơ quan thử: chưa định ngày kiểm tra"
    assert attention(leader)[line] == f"planning?audit={other.id}&part=audits"
    assert attention(make_account(database, "viewer", Role.VIEWER))[line] == f"visit?audit={other.id}"


def test_entries_that_are_in_no_copy_for_a_day_are_named_to_leaders(
    database: Database, bank: Bank, leader: Account
) -> None:
    viewer = make_account(database, "viewer", Role.VIEWER)
    installed(database, bank, at=AT + timedelta(days=2))
    assert attention(leader)["Chưa có bản sao dữ liệu nào"] == "operation"
    assert "Chưa có bản sao dữ liệu nào" not in attention(viewer)


@pytest.mark.usefixtures("process")
def test_places_that_are_signed_count_no_longer(database: Database, leader: Account) -> None:
    version = newest_version(database)
    with database.write() as cursor:
        cursor.execute("update minutes set state = 'locked' where id = ?", [version.id])
    for place in ("agency", "secretary", "leader"):
        sign(database, leader, act(version, place, "stroke", attempt=place))
    sign(database, leader, act(version, "leader", "clear", attempt="leader"))
    with database.write() as cursor:
        cursor.execute("update minutes set state = 'issued' where id = ?", [version.id])
    (line,) = attention(leader)
    assert "còn 1 chỗ chưa ký" in line
