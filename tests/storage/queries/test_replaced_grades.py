"""Whose grade stands in place of one's own: told to its author, also to one who was away."""

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.programme import Audit
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import conducting
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id
from tests.conftest import AT, make_account


@pytest.fixture
def colleague(database: Database, audit: Audit) -> Account:
    return make_account(database, "colleague", Role.LEADER)


def grade(database: Database, audit: Audit, value: str, *replaced: str, by: Account) -> str:
    event = NewEvent(new_id(AT), audit.id, "item:P01", "grade", value, AT, frozenset(replaced))
    assert not record(database, [event], by=by, device=by.username, at=AT).refused
    return event.id


def replaced_values(database: Database, audit: Audit, reader: Account) -> list[str | None]:
    opened = conducting.open_audit(database, audit.id, reader=reader)
    return [own.value for own in conducting.replaced_grades(database, opened, reader=reader)]


def test_the_author_of_a_replaced_grade_is_told_and_nobody_else(
    database: Database, audit: Audit, leader: Account, colleague: Account
) -> None:
    first = grade(database, audit, "minor_nonconformity", by=leader)
    grade(database, audit, "observation", first, by=colleague)
    assert replaced_values(database, audit, leader) == ["minor_nonconformity"]
    assert replaced_values(database, audit, colleague) == []


def test_a_grade_beside_another_replaces_nothing(
    database: Database, audit: Audit, leader: Account, colleague: Account
) -> None:
    grade(database, audit, "minor_nonconformity", by=leader)
    grade(database, audit, "observation", by=colleague)
    assert replaced_values(database, audit, leader) == replaced_values(database, audit, colleague) == []
