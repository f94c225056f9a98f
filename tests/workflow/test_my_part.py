"""How far one's own part of an audit is, and the item to go on with."""

from dataclasses import replace

import pytest

from iso_audit.domain.account import Account
from iso_audit.domain.checklist import Condition
from iso_audit.domain.programme import Audit
from iso_audit.presenting.my_part import my_part
from iso_audit.storage import audits, programmes
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import conducting
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id
from tests.asked_cases import change_items
from tests.conftest import AT


@pytest.fixture
def given(database: Database, audit: Audit, leader: Account) -> Audit:
    """The planned audit with the sections P1 and 5.4 given to the leader."""
    with database.write() as cursor:
        (member,) = [one for one in programmes.team(cursor, audit.programme_id) if one.account_id == leader.id]
        changed = replace(audit, sections={"P1": member.id, "5.4": member.id})
        audits.save(cursor, changed)
    return changed


def judge(database: Database, audit: Audit, leader: Account, *item_ids: str, grade: str = "conformity") -> None:
    told = [NewEvent(new_id(AT), audit.id, f"item:{one}", "grade", grade, AT) for one in item_ids]
    assert not record(database, told, by=leader, device="t", at=AT).refused


def part(database: Database, audit: Audit, reader: Account) -> tuple[int, int, str | None] | None:
    told = my_part(database, conducting.open_audit(database, audit.id, reader=reader), reader=reader)
    next_item = told.next_item.id if told and told.next_item else None
    return (told.counts.judged, told.counts.applicable, next_item) if told else None


def test_one_goes_on_behind_the_item_one_judged_last(database: Database, given: Audit, leader: Account) -> None:
    assert part(database, given, leader) == (0, 7, "P01")
    judge(database, given, leader, "5.4.1-1")
    assert part(database, given, leader) == (1, 7, "5.4.1-2")
    judge(database, given, leader, "5.4.1-2", "5.4.1-3", "5.4.2-1")
    assert part(database, given, leader) == (4, 7, "P01")


def test_what_is_outside_the_own_part_or_does_not_apply_does_not_count(
    database: Database, given: Audit, leader: Account
) -> None:
    judge(database, given, leader, "P04")
    judge(database, given, leader, "P01", "P02", "P03", grade="not_applicable")
    assert part(database, given, leader) == (0, 4, "5.4.1-1")


def test_who_was_given_nothing_has_no_part(database: Database, audit: Audit, leader: Account) -> None:
    assert part(database, audit, leader) is None


def test_what_is_not_asked_is_no_part_and_not_gone_on_with(database: Database, given: Audit, leader: Account) -> None:
    change_items(database, given.id, P02={"asked_when": Condition("P01", ("observation",))})
    judge(database, given, leader, "P01")
    assert part(database, given, leader) == (1, 6, "P03")
    record(
        database, [NewEvent("again", given.id, "item:P01", "grade", "observation", AT)], by=leader, device="t", at=AT
    )
    assert part(database, given, leader) == (1, 7, "P02")
