"""What planning, lists and the caucus refuse, each by its own code, and nothing is written."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from iso_audit.checklists import load_bank
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.errors import IsoAuditError
from iso_audit.domain.grade import Grade
from iso_audit.domain.programme import Agency, Audit, Member
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.conducting import case_lists, caucus
from iso_audit.workflow.planning import establishing
from tests.conftest import AT, ROOT, make_account
from tests.workflow.lists import asked, row, workbook

Act = Callable[[], object]


def code_of(act: Act) -> str:
    with pytest.raises(IsoAuditError) as refused:
        act()
    return refused.value.code


def rows(database: Database) -> list[tuple[str, int]]:
    tables = ("programme", "agency", "team_member", "audit", "event", "case_list", "activity")
    with database.read() as cursor:
        return [(table, cursor.execute(f"select count(*) from {table}").fetchall()[0][0]) for table in tables]


@pytest.fixture
def unchanged(database: Database):
    before = rows(database)
    yield
    assert rows(database) == before


def test_a_year_is_planned_once(database: Database, audit: Audit, leader: Account, unchanged: None) -> None:
    again = replace(establishing.new_programme(2017), parent_body="a", issuing_body="b", place="c")
    assert code_of(lambda: establishing.save_programme(database, again, by=leader, at=AT)) == "programme_exists"


def test_a_programme_that_is_gone_cannot_be_changed_nor_joined(
    database: Database, audit: Audit, leader: Account, unchanged: None
) -> None:
    gone = replace(establishing.new_programme(2018), id="x", parent_body="a", issuing_body="b", place="c")
    member = Member("", "x", "An", "", "", Role.MEMBER)
    assert code_of(lambda: establishing.save_programme(database, gone, by=leader, at=AT)) == "programme_not_found"
    assert code_of(lambda: establishing.save_member(database, member, by=leader, at=AT)) == "programme_not_found"


def test_an_agency_that_is_not_there_is_neither_changed_nor_inspected(
    database: Database, bank: Bank, audit: Audit, leader: Account, unchanged: None
) -> None:
    agency = Agency("x", "Cơ quan", bank.kinds[0].id)
    elsewhere = replace(audit, agency_id="x")
    assert code_of(lambda: establishing.save_agency(database, agency, bank, by=leader, at=AT)) == "agency_not_found"
    assert code_of(lambda: save(database, bank, elsewhere, leader)) == "agency_not_found"


def save(database: Database, bank: Bank, audit: Audit, by: Account) -> Audit:
    return establishing.save_audit(database, audit, bank, exclusions={}, by=by, at=AT)


@pytest.mark.parametrize("code", ["", "2017/01", "x" * 31, "2017 01"])
def test_a_code_of_an_audit_is_short_and_plain(
    database: Database, bank: Bank, audit: Audit, leader: Account, code: str, unchanged: None
) -> None:
    assert code_of(lambda: save(database, bank, replace(audit, code=code), leader)) == "audit_code_invalid"


def test_only_members_of_the_team_take_part_and_a_viewer_does_not_lead(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    assert code_of(lambda: save(database, bank, replace(audit, member_ids=("x",)), leader)) == "member_not_found"
    viewer = Member("", audit.programme_id, "Xem", "", "", Role.VIEWER)
    viewer = establishing.save_member(database, viewer, by=leader, at=AT)
    assert code_of(lambda: save(database, bank, replace(audit, leader_id=viewer.id), leader)) == "viewer_cannot_lead"
    gone = replace(viewer, id="x")
    assert code_of(lambda: establishing.save_member(database, gone, by=leader, at=AT)) == "member_not_found"


def test_an_account_is_one_member_of_a_team(database: Database, audit: Audit, leader: Account) -> None:
    account = make_account(database, "an", Role.MEMBER)
    member = Member("", audit.programme_id, "An", "", "", Role.MEMBER, account.id)
    establishing.save_member(database, member, by=leader, at=AT)
    again = replace(member, name="An thứ hai")
    assert code_of(lambda: establishing.save_member(database, again, by=leader, at=AT)) == "account_linked"


def test_the_rest_is_marked_as_not_checked_or_conforming_and_as_nothing_else(
    database: Database, audit: Audit, leader: Account, unchanged: None
) -> None:
    def act() -> object:
        worst = Grade.MAJOR
        return caucus.decide_rest(database, audit.id, worst, ["P01"], reason="", by=leader, device="t", at=AT)

    assert code_of(act) == "rest_grade_unknown"


def test_a_faulty_list_tells_all_its_faults_and_none_of_it_is_taken(
    database: Database, audit: Audit, leader: Account, unchanged: None
) -> None:
    faulty = workbook([row(""), row("CP-1"), row("CP-1")])
    with pytest.raises(case_lists.CaseListFaulty) as refused:
        case_lists.take_in(database, audit.id, asked(faulty), by=leader, at=AT)
    assert refused.value.code == "case_list_faulty"
    assert refused.value.details["count"] == len(refused.value.faults) > 1


def test_a_faulty_bank_is_not_loaded(tmp_path: Path) -> None:
    for file in (ROOT / "checklists").glob("*.toml"):
        (tmp_path / file.name).write_text(file.read_text("utf-8").replace("P05", "P04"), "utf-8")
    assert code_of(lambda: load_bank(tmp_path)) == "bank_faulty"
