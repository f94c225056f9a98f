"""Planning: rights, codes, copies of the checklist, and two people changing one thing."""

from dataclasses import replace
from datetime import date

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank, Banks
from iso_audit.domain.errors import Conflict, Forbidden, IsoAuditError, NotFound, RuleBroken
from iso_audit.domain.programme import Agency, Audit, Member, Programme
from iso_audit.storage import activity, audits, programmes
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.planning import editions, establishing
from tests.conftest import AT, make_account


def save(database: Database, bank: Bank, audit: Audit, by: Account, **excluded: str) -> Audit:
    reasons = {clause.replace("_", "."): reason for clause, reason in excluded.items()}
    return establishing.save_audit(database, audit, bank, exclusions=reasons, by=by, at=AT)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.MEMBER, Role.VIEWER])
def test_only_leaders_plan(database: Database, role: Role) -> None:
    with pytest.raises(Forbidden):
        establishing.save_programme(
            database, establishing.new_programme(2017), by=make_account(database, "one", role), at=AT
        )


@pytest.mark.parametrize(("year", "code"), [(1999, "year_invalid"), (2017, "field_empty")])
def test_a_programme_wants_its_year_and_names(database: Database, leader: Account, year: int, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        establishing.save_programme(database, establishing.new_programme(year), by=leader, at=AT)
    assert refused.value.code == code


def test_a_year_has_one_programme(database: Database, audit: Audit, leader: Account) -> None:
    asked = replace(establishing.new_programme(2017), parent_body="a", issuing_body="b", place="c")
    with pytest.raises(Conflict):
        establishing.save_programme(database, asked, by=leader, at=AT)


def test_a_code_belongs_to_one_audit(database: Database, bank: Bank, audit: Audit, leader: Account) -> None:
    with pytest.raises(Conflict) as refused:
        save(database, bank, replace(audit, id=""), leader)
    assert refused.value.code == "audit_code_taken"


def test_the_second_of_two_editors_is_told(database: Database, bank: Bank, audit: Audit, leader: Account) -> None:
    save(database, bank, replace(audit, code="2017-07"), leader)
    with pytest.raises(Conflict) as refused:
        save(database, bank, replace(audit, code="2017-08"), leader)
    assert refused.value.code == "changed_meanwhile"


def kept_items(database: Database, audit: Audit) -> int:
    with database.read() as cursor:
        checklist = audits.checklist(cursor, audit.id)
    assert checklist is not None
    return len(checklist.items)


def test_an_audit_keeps_its_own_copy_of_the_checklist(database: Database, audit: Audit) -> None:
    assert kept_items(database, audit) == 115


def test_the_checklist_follows_the_form_until_something_was_recorded(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    changed = save(database, bank, replace(audit, checklist_form="half-day"), leader)
    assert kept_items(database, changed) == 19
    record(database, [NewEvent("1", audit.id, "item:P01", "grade", "conformity", AT)], by=leader, device="t", at=AT)
    with pytest.raises(Conflict) as refused:
        save(database, bank, replace(changed, checklist_form="full"), leader)
    assert refused.value.code == "checklist_in_use"
    assert kept_items(database, changed) == 19


def test_an_excluded_clause_keeps_the_question_that_judges_the_reason(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    save(database, bank, audit, leader, **{"7_5_3": "không nhận hồ sơ"})
    with database.read() as cursor:
        checklist = audits.checklist(cursor, audit.id)
    assert checklist is not None
    assert [i.id for i in checklist.items if i.clause == "7.5.3"] == ["7.5.3-1"]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"code": "2017/01 x"}, RuleBroken),
        ({"agency_id": "nowhere"}, NotFound),
        ({"leader_id": "nobody"}, NotFound),
        ({"checklist_form": "dream"}, NotFound),
    ],
)
def test_a_wrong_audit_is_refused(
    database: Database, bank: Bank, audit: Audit, leader: Account, wrong: dict[str, str], error: type[IsoAuditError]
) -> None:
    with pytest.raises(error):
        save(database, bank, replace(audit, **wrong), leader)


def test_an_account_stands_for_one_member(database: Database, audit: Audit, leader: Account) -> None:
    twin = Member("", audit.programme_id, "Người khác", "", "", Role.MEMBER, leader.id)
    with pytest.raises(Conflict):
        establishing.save_member(database, twin, by=leader, at=AT)


def test_an_agency_is_of_a_kind_the_bank_knows(database: Database, bank: Bank, leader: Account) -> None:
    with pytest.raises(NotFound):
        establishing.save_agency(database, Agency("", "Cơ quan", "castle"), bank, by=leader, at=AT)


def test_the_next_code_is_the_first_free_one() -> None:
    assert establishing.next_code(2017, {"2017-01", "2017-03"}) == "2017-02"


def test_the_reason_of_a_cancelled_audit_is_logged_and_never_replaced(
    database: Database, audit: Audit, leader: Account
) -> None:
    establishing.cancel_audit(database, audit.id, reason="bão số 5", by=leader, at=AT)
    with pytest.raises(Conflict) as refused:
        establishing.cancel_audit(database, audit.id, reason="hoãn", by=leader, at=AT)
    assert refused.value.code == "audit_cancelled"
    with database.read() as cursor:
        stored = audits.audit(cursor, audit.id)
        reasons = [one.detail["reason"] for one in activity.latest(cursor) if one.action == "audit_cancelled"]
    assert stored is not None
    assert (stored.cancelled_reason, reasons) == ("bão số 5", ["bão số 5"])


def test_two_agencies_of_one_name_are_refused(database: Database, bank: Bank, audit: Audit, leader: Account) -> None:
    with pytest.raises(Conflict) as refused:
        establishing.save_agency(database, Agency("", " cơ quan THỬ ", "department"), bank, by=leader, at=AT)
    assert refused.value.code == "agency_exists"


def test_an_agency_is_taken_out_while_no_audit_was_planned_for_it(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    other = establishing.save_agency(database, Agency("", "Cơ quan nhầm", "department"), bank, by=leader, at=AT)
    establishing.remove_agency(database, other.id, by=leader, at=AT)
    with pytest.raises(Conflict) as refused:
        establishing.remove_agency(database, audit.agency_id, by=leader, at=AT)
    assert refused.value.code == "agency_in_use"
    with database.read() as cursor:
        assert [one.id for one in programmes.all_agencies(cursor)] == [audit.agency_id]


def test_the_same_person_is_not_added_to_a_team_twice(database: Database, audit: Audit, leader: Account) -> None:
    with database.read() as cursor:
        member = programmes.team(cursor, audit.programme_id)[0]
    again = replace(member, id="", account_id=None)
    with pytest.raises(Conflict) as refused:
        establishing.save_member(database, again, by=leader, at=AT)
    assert refused.value.code == "member_exists"


def test_who_leads_a_visit_takes_part_in_it(database: Database, bank: Bank, audit: Audit, leader: Account) -> None:
    changed = save(database, bank, replace(audit, member_ids=()), leader)
    assert changed.member_ids == (audit.leader_id,)


def test_the_next_audit_takes_over_people_and_assignment_of_the_one_before(audit: Audit) -> None:
    former = replace(audit, sections={"s1": audit.leader_id or ""})
    empty = establishing.new_audit("p", "a", code="2017-02", checklist_form="commune", planned_on=None)
    next_one = establishing.with_people(empty, (), former)
    assert (next_one.leader_id, next_one.member_ids, next_one.sections) == (
        former.leader_id,
        former.member_ids,
        former.sections,
    )
    assert next_one.checklist_form == "commune"


def test_the_first_audit_begins_with_the_whole_team_but_viewers() -> None:
    roles = (Role.LEADER, Role.SECRETARY, Role.VIEWER)
    team = [Member(role.value, "p", role.value, "", "", role) for role in roles]
    empty = establishing.new_audit("p", "a", code="2017-01", checklist_form="full", planned_on=None)
    first = establishing.with_people(empty, team, None)
    assert (first.leader_id, first.member_ids) == ("leader", ("leader", "secretary"))


@pytest.mark.parametrize(("years", "year"), [(set(), 2026), ({2026}, 2027), ({2025, 2026, 2027}, 2028)])
def test_a_new_programme_is_for_the_next_free_year(years: set[int], year: int) -> None:
    assert establishing.free_year(years, date(2026, 11, 27)) == year


def next_edition(bank: Bank) -> Bank:
    return replace(bank, standard="TCVN ISO 9001:2015", excludable=())


def follow(database: Database, bank: Bank, audit: Audit, by: Account) -> Programme:
    with database.read() as cursor:
        programme = programmes.programme(cursor, audit.programme_id)
    assert programme is not None
    return editions.save_programme(database, programme, bank, by=by, at=AT)


def standard_of(database: Database, audit: Audit) -> str:
    with database.read() as cursor:
        checklist = audits.checklist(cursor, audit.id)
    assert checklist is not None
    return checklist.standard


def test_audits_not_begun_follow_the_edition_of_their_year(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    assert follow(database, next_edition(bank), audit, leader).standard == "TCVN ISO 9001:2015"
    assert standard_of(database, audit) == "TCVN ISO 9001:2015"


def test_an_audit_with_results_keeps_the_edition_it_was_begun_by(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    record(database, [NewEvent("1", audit.id, "item:P01", "grade", "conformity", AT)], by=leader, device="t", at=AT)
    follow(database, next_edition(bank), audit, leader)
    assert standard_of(database, audit) == "TCVN ISO 9001:2008"
    assert save(database, bank, replace(audit, code="2017-88"), leader).code == "2017-88"


def test_what_does_not_apply_is_claimed_anew_by_another_edition(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    save(database, bank, audit, leader, **{"7_3": "Không thiết kế"})
    follow(database, next_edition(bank), audit, leader)
    with database.read() as cursor:
        checklist = audits.checklist(cursor, audit.id)
    assert checklist is not None
    assert (dict(checklist.excluded), checklist.excludable) == ({}, ())


def test_an_audit_is_not_planned_by_another_edition_than_its_year(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    with pytest.raises(Conflict, match="edition_differs"):
        save(database, next_edition(bank), replace(audit, id="", code="2017-77"), leader)


def test_a_new_year_goes_on_by_the_former_edition_while_that_is_in_force(bank: Bank) -> None:
    banks = Banks((replace(bank, withdrawn_on=date(2021, 6, 30)), next_edition(bank)))
    assert banks.to_begin_by(date(2019, 1, 1), "TCVN ISO 9001:2008").standard == "TCVN ISO 9001:2008"
    assert banks.to_begin_by(date(2019, 1, 1), "TCVN ISO 9001:2015").standard == "TCVN ISO 9001:2015"
    assert banks.to_begin_by(date(2026, 1, 1), "TCVN ISO 9001:2008").standard == "TCVN ISO 9001:2015"


def test_an_audit_by_an_edition_that_is_not_known_here_is_helped_by_the_newest(bank: Bank) -> None:
    banks = Banks((bank, next_edition(bank)))
    assert banks.helping("TCVN ISO 9001:2008") is bank
    assert banks.helping("TCVN ISO 9001:1987").standard == "TCVN ISO 9001:2015"


def test_an_edition_nobody_knows_is_refused(bank: Bank) -> None:
    with pytest.raises(NotFound, match="edition_unknown"):
        Banks((bank,)).of("TCVN ISO 9001:1987")
