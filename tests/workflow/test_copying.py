"""A new year begins with the team, the agencies and the assignment of a former one, and claims nothing else of it."""

from dataclasses import replace

import pytest

from iso_audit.domain.account import Account
from iso_audit.domain.bank import Bank
from iso_audit.domain.errors import NotFound, RuleBroken
from iso_audit.domain.programme import Agency, Audit, Programme
from iso_audit.storage import audits, programmes
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.planning import copying, establishing
from tests.conftest import AT


def next_year(database: Database, audit: Audit) -> Programme:
    with database.read() as cursor:
        former = programmes.programme(cursor, audit.programme_id)
    assert former is not None
    return establishing.new_programme(2018, former)


def test_team_agencies_and_assignment_are_copied_but_neither_days_nor_exclusions(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    assigned = replace(audit, sections={"s-4.1": audit.leader_id or ""})
    establishing.save_audit(database, assigned, bank, exclusions={"7.3": "không thiết kế"}, by=leader, at=AT)
    added = copying.begin_year(database, next_year(database, audit), audit.programme_id, bank, by=leader, at=AT)
    with database.read() as cursor:
        former_team, team = (programmes.team(cursor, one) for one in (audit.programme_id, added.id))
        (copy,) = audits.of_programme(cursor, added.id)
        checklist = audits.checklist(cursor, copy.id)
    assert [(one.name, one.role, one.account_id) for one in team] == [
        (one.name, one.role, one.account_id) for one in former_team
    ]
    assert not {one.id for one in team} & {one.id for one in former_team}
    assert (copy.code, copy.agency_id, copy.planned_on) == ("2018-01", audit.agency_id, None)
    assert copy.leader_id in {one.id for one in team}
    assert copy.sections == {"s-4.1": copy.leader_id}
    assert checklist is not None
    assert not checklist.excluded


def test_a_cancelled_audit_is_not_planned_again(database: Database, bank: Bank, audit: Audit, leader: Account) -> None:
    establishing.cancel_audit(database, audit.id, reason="sáp nhập", by=leader, at=AT)
    added = copying.begin_year(database, next_year(database, audit), audit.programme_id, bank, by=leader, at=AT)
    with database.read() as cursor:
        assert audits.of_programme(cursor, added.id) == ()


def test_whom_an_older_team_names_twice_is_copied_once(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    with database.write() as cursor:
        team = programmes.team(cursor, audit.programme_id)
        programmes.add(cursor, replace(team[0], id="twice", account_id=None))
        audits.save(cursor, replace(audit, member_ids=(team[0].id, "twice")))
    added = copying.begin_year(database, next_year(database, audit), audit.programme_id, bank, by=leader, at=AT)
    with database.read() as cursor:
        names = [one.name for one in programmes.team(cursor, added.id)]
        (copy,) = audits.of_programme(cursor, added.id)
    assert names == [one.name for one in team]
    assert len(copy.member_ids) == 1


def test_an_agency_is_planned_once_and_not_where_its_kind_is_no_more(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    district = establishing.save_agency(database, Agency("", "UBND huyện", "district"), bank, by=leader, at=AT)
    for agency_id, code in ((audit.agency_id, "2017-50"), (district.id, "2017-51")):
        again = replace(audit, id="", code=code, agency_id=agency_id)
        establishing.save_audit(database, again, bank, exclusions={}, by=leader, at=AT)
    years = {}
    for year in (2024, 2025):
        wish = replace(next_year(database, audit), year=year)
        added = copying.begin_year(database, wish, audit.programme_id, bank, by=leader, at=AT)
        with database.read() as cursor:
            years[year] = sorted(one.agency_id for one in audits.of_programme(cursor, added.id))
    assert years == {2024: sorted([audit.agency_id, district.id]), 2025: [audit.agency_id]}


def test_names_and_manners_are_those_of_the_former_year_its_decisions_are_not(database: Database, audit: Audit) -> None:
    programme = next_year(database, audit)
    assert (programme.id, programme.year, programme.place) == ("", 2018, "Bà Rịa - Vũng Tàu")
    assert (programme.plan.number, programme.plan.issued_on, programme.plan.issuer) == ("", None, "UBND tỉnh")


@pytest.mark.parametrize(("former", "error"), [("sample", RuleBroken("sample_copied")), ("gone", NotFound("gone"))])
def test_neither_the_sample_nor_a_year_that_is_gone_is_copied(
    database: Database, bank: Bank, audit: Audit, leader: Account, former: str, error: Exception
) -> None:
    with database.write() as cursor:
        sample = programmes.programme(cursor, audit.programme_id)
        assert sample is not None
        programmes.add(cursor, replace(sample, id="sample", year=2016, is_sample=True))
    with pytest.raises(type(error)):
        copying.begin_year(database, next_year(database, audit), former, bank, by=leader, at=AT)
    with database.read() as cursor:
        assert programmes.of_year(cursor, 2018) is None
