"""How many SQL statements a screen's question may cost, whatever the number of audits."""

from dataclasses import replace
from threading import Thread

import pytest

from iso_audit.domain.account import Account
from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import Condition
from iso_audit.domain.programme import Agency, Audit
from iso_audit.storage import audits
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.storage.queries import conducting, earlier, overview, photos, visit
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.planning import establishing
from tests.asked_cases import change_items
from tests.conftest import AT


def another(database: Database, bank: Bank, audit: Audit, leader: Account, number: int) -> Audit:
    """Plan one more audit of the programme, at an agency and with a checklist of its own, and judge in it."""
    agency = establishing.save_agency(database, Agency("", f"Cơ quan {number}", "department"), bank, by=leader, at=AT)
    asked = replace(
        audit, id="", agency_id=agency.id, code=f"2017-{number}", leader_id=None, member_ids=(), sections={}
    )
    made = establishing.save_audit(database, asked, bank, exclusions={"7.3": f"lý do {number}"}, by=leader, at=AT)
    event = NewEvent(made.id, made.id, "item:P01", "grade", "minor_nonconformity", AT)
    assert not record(database, [event], by=leader, device="t", at=AT).refused
    return made


@pytest.mark.parametrize("count", [1, 12])
def test_the_overview_costs_six(database: Database, bank: Bank, audit: Audit, leader: Account, count: int) -> None:
    for number in range(count):
        another(database, bank, audit, leader, 10 + number)
    audits.forget_checklists()
    with database.statements() as heard:
        year = overview.year(database, audit.programme_id, reader=leader)
    assert year is not None
    assert (len(year.lines), len(heard)) == (count + 1, 6)
    with database.statements() as heard:
        overview.year(database, audit.programme_id, reader=leader)
    assert len(heard) == 5


@pytest.mark.parametrize("count", [1, 12])
def test_conditions_cost_the_overview_one_more(
    database: Database, bank: Bank, audit: Audit, leader: Account, count: int
) -> None:
    for number in range(count):
        made = another(database, bank, audit, leader, 10 + number)
        change_items(database, made.id, P02={"asked_when": Condition("P01", ("conformity",))})
    audits.forget_checklists()
    with database.statements() as heard:
        overview.year(database, audit.programme_id, reader=leader)
    assert len(heard) == 7


@pytest.mark.parametrize("count", [1, 6])
def test_earlier_findings_cost_five(database: Database, bank: Bank, audit: Audit, leader: Account, count: int) -> None:
    another(database, bank, audit, leader, 99)
    here = audit
    for year in range(2018, 2018 + count):
        programme = establishing.new_programme(year)
        programme = replace(programme, parent_body="UBND", issuing_body="Đoàn", place="Vũng Tàu")
        programme = establishing.save_programme(database, programme, by=leader, at=AT)
        asked = replace(audit, id="", programme_id=programme.id, code=f"{year}-01", leader_id=None, member_ids=())
        here = establishing.save_audit(database, replace(asked, sections={}), bank, exclusions={}, by=leader, at=AT)
    with database.statements() as heard:
        earlier.earlier_findings(database, here.id, reader=leader)
    assert len(heard) <= 5


def test_opening_an_audit_its_visit_and_its_photographs(database: Database, audit: Audit, leader: Account) -> None:
    conducting.open_audit(database, audit.id, reader=leader)
    costs = []
    for ask in (conducting.open_audit, visit.visit, photos.listed):
        with database.statements() as heard:
            ask(database, audit.id, reader=leader)
        costs.append(len(heard))
    assert costs == [4, 7, 3]


def test_a_visit_is_one_moment_of_the_database(
    database: Database, audit: Audit, leader: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody else writes while a visit is being read is in none of its parts."""
    opened = conducting.opened

    def moved() -> None:
        with database.write() as cursor:
            cursor.execute("update programme set place = 'Nơi khác'")

    def moved_meanwhile(cursor: Cursor, audit_id: str, *, reader: Account) -> conducting.OpenAudit:
        made = opened(cursor, audit_id, reader=reader)
        other = Thread(target=moved)
        other.start()
        other.join()
        return made

    monkeypatch.setattr(conducting, "opened", moved_meanwhile)
    assert visit.visit(database, audit.id, reader=leader).programme.place != "Nơi khác"
    assert visit.visit(database, audit.id, reader=leader).programme.place == "Nơi khác"
