"""Issuing minutes: gaps block it, numbers are not doubled, an issued version never changes."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.errors import Conflict, Forbidden, NotFound, RuleBroken
from iso_audit.domain.minutes import MinutesVersion
from iso_audit.domain.programme import Audit
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.planning import establishing
from iso_audit.workflow.reporting import drafting, locking, reading
from tests.conftest import AT, make_account
from tests.workflow.minutes_ready import fill

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def issue(database: Database, audit: Audit, by: Account, number: str = "") -> MinutesVersion:
    return drafting.issue(database, audit.id, number=number, language="vi", zone=ZONE, by=by, at=AT)


def test_gaps_block_issuing_but_not_the_draft(database: Database, audit: Audit, leader: Account) -> None:
    with pytest.raises(RuleBroken) as refused:
        issue(database, audit, leader)
    assert refused.value.code == "minutes_have_gaps"
    draft = drafting.draft(
        database, visit(database, audit.id, reader=leader), language="vi", zone=ZONE, by=leader, at=AT
    )
    assert draft.rendered().pdf.startswith(b"%PDF")


def test_the_first_minutes_take_number_one(database: Database, audit: Audit, leader: Account) -> None:
    fill(database, audit, leader)
    version = issue(database, audit, leader)
    assert (version.number, version.version) == ("01/BB-ĐKT", 1)


def test_a_number_from_the_register_is_kept_and_not_given_twice(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    fill(database, audit, leader)
    issue(database, audit, leader, "07/BB-ĐKT")
    second = establishing.save_audit(
        database, replace(audit, id="", code="2017-02"), bank, exclusions={}, by=leader, at=AT
    )
    fill(database, second, leader)
    with pytest.raises(Conflict) as refused:
        issue(database, second, leader, "07/BB-ĐKT")
    assert refused.value.code == "minutes_number_taken"
    assert issue(database, second, leader).number == "01/BB-ĐKT"


def test_a_later_tap_enters_only_the_next_version(database: Database, audit: Audit, leader: Account) -> None:
    fill(database, audit, leader)
    first = issue(database, audit, leader)
    before = reading.issued_pdf(database, first, reader=leader)
    late = NewEvent(new_id(AT), audit.id, "item:P01", "evidence", "ghi sau", AT)
    record(database, [late], by=leader, device="t", at=AT)
    assert reading.issued_pdf(database, first, reader=leader) == before
    assert visit(database, audit.id, reader=leader).changes_since_issue(first.journal_position) == 1
    locking.reopen(database, audit.id, reason="ghi thêm bằng chứng", by=leader, at=AT)
    second = issue(database, audit, leader)
    assert (second.number, second.version) == (first.number, 2)
    assert reading.issued_pdf(database, first, reader=leader) == before


@pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER])
def test_members_and_viewers_do_not_issue(database: Database, audit: Audit, leader: Account, role: Role) -> None:
    fill(database, audit, leader)
    with pytest.raises(Forbidden):
        issue(database, audit, make_account(database, "one", role))


def test_a_member_of_another_audit_sees_no_minutes(database: Database, audit: Audit, leader: Account) -> None:
    with pytest.raises(NotFound):
        reading.versions(database, audit.id, reader=make_account(database, "one", Role.MEMBER))


def test_a_cancelled_audit_is_not_issued(database: Database, audit: Audit, leader: Account) -> None:
    fill(database, audit, leader)
    establishing.cancel_audit(database, audit.id, reason="hoãn", by=leader, at=AT)
    with pytest.raises(Conflict):
        issue(database, audit, leader)


def test_the_same_data_gives_identical_bytes(database: Database, audit: Audit, leader: Account) -> None:
    fill(database, audit, leader)
    known = visit(database, audit.id, reader=leader)
    made = [drafting.draft(database, known, language="vi", zone=ZONE, by=leader, at=AT) for _ in range(2)]
    assert made[0].rendered().pdf == made[1].rendered().pdf
