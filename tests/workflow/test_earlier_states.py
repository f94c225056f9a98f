"""What became of the last inspection's nonconformities: recorded at this one, printed, and no item says otherwise."""

from zoneinfo import ZoneInfo

import pytest

from iso_audit.domain.account import Account
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Audit
from iso_audit.minutes.fingerprint import canonical_text
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.earlier import earlier_findings, last_time
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.reporting import drafting, locking
from tests.conftest import AT
from tests.storage.queries.test_earlier import find, next_year
from tests.workflow.minutes_ready import fill, lock

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def tell(database: Database, audit: Audit, by: Account, subject: str, **values: str) -> None:
    events = [NewEvent(new_id(AT), audit.id, subject, name, value, AT) for name, value in values.items()]
    assert not record(database, events, by=by, device="t", at=AT).refused


def open_points(database: Database, audit: Audit, by: Account) -> list[str]:
    return [gap.item_id for gap in visit(database, audit.id, reader=by).gaps if gap.code == "earlier_open"]


def text(database: Database, audit: Audit, by: Account) -> str:
    known = visit(database, audit.id, reader=by)
    return canonical_text(drafting.draft(database, known, language="vi", zone=ZONE, by=by, at=AT).document)


def subject_of_the_last(database: Database, audit: Audit, by: Account) -> str:
    (one,) = last_time(earlier_findings(database, audit.id, reader=by))
    return one.subject


@pytest.mark.parametrize(
    ("state", "printed"),
    [
        ("corrected", "danh mục cũ: đã khắc phục – bản in năm 2018."),
        ("unfinished", "danh mục cũ: chưa khắc phục xong – bản in năm 2018."),
        ("not_confirmed", "danh mục cũ: chưa có đủ căn cứ để xác nhận – bản in năm 2018."),
    ],
)
def test_what_was_recorded_of_an_earlier_finding_is_printed(
    database: Database, bank: Bank, audit: Audit, leader: Account, state: str, printed: str
) -> None:
    find(database, audit, leader, "minor_nonconformity")
    later = next_year(database, bank, audit, leader)
    tell(database, later, leader, subject_of_the_last(database, later, leader), state=state, note="bản in năm 2018")
    assert printed in text(database, later, leader)


def test_the_minutes_that_an_earlier_finding_stands_in_are_named(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    fill(database, audit, leader)
    replaced = visit(database, audit.id, reader=leader).opened.journal.head_ids("item:4.2.3-3", "grade")
    told = NewEvent(new_id(AT), audit.id, "item:4.2.3-3", "grade", "minor_nonconformity", AT, replaced)
    record(database, [told], by=leader, device="t", at=AT)
    tell(database, audit, leader, "item:4.2.3-3", evidence="danh mục cũ", gap="danh mục cũ")
    tell(database, audit, leader, "finding:4.2.3-3", request="sửa", deadline="2017-08-11")
    tell(database, audit, leader, "conclusion:", reason="vì thế")
    later = next_year(database, bank, audit, leader)
    assert "Lần kiểm tra trước (năm 2017) có 01 tồn tại, trong đó chưa đủ căn cứ xác nhận 01:" in text(
        database, later, leader
    )
    locking.issue_locked(database, lock(database, audit, leader).id, by=leader, at=AT)
    assert "Lần kiểm tra trước (Biên bản số 01/BB-ĐKT ngày 11/7/2017) có 01 tồn tại" in text(database, later, leader)


def test_the_item_about_corrections_does_not_conform_while_one_is_open(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    find(database, audit, leader, "minor_nonconformity")
    later = next_year(database, bank, audit, leader)
    assert open_points(database, later, leader) == []
    tell(database, later, leader, "item:P19", grade="conformity")
    assert open_points(database, later, leader) == ["P19"]
    subject = subject_of_the_last(database, later, leader)
    tell(database, later, leader, subject, state="unfinished")
    assert open_points(database, later, leader) == ["P19"]
    seen = visit(database, later.id, reader=leader).opened.journal.head_ids(subject, "state")
    event = NewEvent(new_id(AT), later.id, subject, "state", "corrected", AT, seen)
    assert not record(database, [event], by=leader, device="t", at=AT).refused
    assert open_points(database, later, leader) == []


def test_where_nothing_was_found_before_nothing_is_open(database: Database, audit: Audit, leader: Account) -> None:
    tell(database, audit, leader, "item:P19", grade="conformity")
    assert open_points(database, audit, leader) == []
