"""What earlier years found at the same agency stands beside this year's questions."""

from dataclasses import replace

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Audit
from iso_audit.storage import programmes
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.earlier import earlier_findings
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.planning import establishing
from tests.conftest import AT, make_account


def next_year(database: Database, bank: Bank, audit: Audit, leader: Account) -> Audit:
    with database.read() as cursor:
        before = programmes.programme(cursor, audit.programme_id)
    assert before is not None
    programme = establishing.save_programme(database, replace(before, id="", year=before.year + 1), by=leader, at=AT)
    asked = replace(audit, id="", programme_id=programme.id, code="2018-01", leader_id=None, member_ids=(), sections={})
    return establishing.save_audit(database, asked, bank, exclusions={}, by=leader, at=AT)


def find(database: Database, audit: Audit, leader: Account, grade: str) -> None:
    fields = [("grade", grade), ("evidence", "danh mục cũ")]
    events = [NewEvent(f"{audit.id}{name}", audit.id, "item:4.2.3-3", name, value, AT) for name, value in fields]
    record(database, events, by=leader, device="t", at=AT)


def test_a_finding_of_last_year_is_told_with_its_clause(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    find(database, audit, leader, "minor_nonconformity")
    (told,) = earlier_findings(database, next_year(database, bank, audit, leader).id, reader=leader)
    assert (told.year, told.clauses, told.item_ids, told.statement) == (2017, ("4.2.3",), ("4.2.3-3",), "danh mục cũ")


def test_what_was_missing_is_told_rather_than_what_was_seen(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    find(database, audit, leader, "minor_nonconformity")
    gap = NewEvent(f"{audit.id}gap", audit.id, "item:4.2.3-3", "gap", "danh mục chưa cập nhật", AT)
    record(database, [gap], by=leader, device="t", at=AT)
    (told,) = earlier_findings(database, next_year(database, bank, audit, leader).id, reader=leader)
    assert told.statement == "danh mục chưa cập nhật"


def test_what_was_written_as_a_finding_is_told_instead_of_its_items(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    find(database, audit, leader, "minor_nonconformity")
    told = {"grade": "observation", "gap": "viết lại", "items": '["4.2.3-3"]'}
    events = [NewEvent(f"{audit.id}{name}f", audit.id, "finding:1", name, told[name], AT) for name in told]
    assert not record(database, events, by=leader, device="t", at=AT).refused
    (one,) = earlier_findings(database, next_year(database, bank, audit, leader).id, reader=leader)
    assert (one.grade, one.statement, one.item_ids) == ("observation", "viết lại", ("4.2.3-3",))


def test_good_practice_and_this_years_findings_are_no_earlier_findings(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    find(database, audit, leader, "good_practice")
    later = next_year(database, bank, audit, leader)
    find(database, later, leader, "minor_nonconformity")
    assert earlier_findings(database, later.id, reader=leader) == ()


def test_who_may_not_see_the_audit_is_told_nothing(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    find(database, audit, leader, "minor_nonconformity")
    later = next_year(database, bank, audit, leader)
    assert earlier_findings(database, later.id, reader=make_account(database, "stranger", Role.MEMBER)) == ()


def test_the_gap_that_was_written_at_an_item_is_what_is_told_of_it(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    find(database, audit, leader, "minor_nonconformity")
    gap = NewEvent("gap", audit.id, "item:4.2.3-3", "gap", "danh mục thiếu 5 thủ tục", AT)
    record(database, [gap], by=leader, device="t", at=AT)
    (told,) = earlier_findings(database, next_year(database, bank, audit, leader).id, reader=leader)
    assert told.statement == "danh mục thiếu 5 thủ tục"
