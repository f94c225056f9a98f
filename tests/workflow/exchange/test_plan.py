"""What an import does about the plan: it stands here, differences are told, people made apart keep their names."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import Condition
from iso_audit.storage import accounts, audits, programmes
from iso_audit.storage.engine.database import Database
from iso_audit.storage.opening import open_database
from iso_audit.workflow.accounts import adding, administering, signing_in
from iso_audit.workflow.exchange import export_audit, import_audit
from iso_audit.workflow.planning import establishing
from tests.asked_cases import change_items
from tests.conftest import AT, make_account, plan_audit, reread
from tests.databases import Filled
from tests.workflow.exchange.conftest import Laptop, refused

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def apart(office: Laptop, bank, tmp_path):
    """A laptop on which somebody typed the same plan again, under another code: every id is another."""
    database = open_database(":memory:", at=AT)
    leader, lan = make_account(database, "leader", Role.LEADER), make_account(database, "lan", Role.MEMBER)
    audit = plan_audit(database, bank, leader, lan, form="half-day")
    with database.write() as cursor:
        audits.save(cursor, replace(audit, code="2017-02"))
    yield Laptop(database, tmp_path, replace(audit, code="2017-02"))
    database.close()


def test_a_changed_plan_is_told_and_the_one_here_stands(office: Laptop, road: Laptop, bank) -> None:
    with road.database.write() as cursor:
        agency = programmes.agency(cursor, road.audit.agency_id)
        programmes.save(cursor, replace(agency, address="12 Trần Phú", revision=1))
        cursor.execute("update audit set code = '2017-77', leader_id = null")
    moved = replace(road, audit=replace(road.audit, code="2017-77"))
    taken = office.take(moved)
    told = {(one.table, one.field): (one.here, one.there) for one in taken.differences}
    assert told == {
        ("agency", "address"): ("Số 1, đường Thử", "12 Trần Phú"),
        ("audit", "code"): ("2017-01", "2017-77"),
        ("audit", "leader_id"): ("Leader", ""),
    }
    with office.database.read() as cursor:
        here = audits.audit(cursor, office.audit.id)
    assert here is not None
    assert (here.code, here.leader_id, here.revision) == ("2017-01", office.audit.leader_id, 0)


def test_another_assignment_is_told_by_name(office: Laptop, road: Laptop) -> None:
    _, lan, minh = road.audit.member_ids
    with road.database.write() as cursor:
        cursor.execute("update audit set sections = ?", [json.dumps({"p": lan})])
        cursor.execute("delete from audit_member where member_id = ?", [minh])
    told = {one.field: (one.here, one.there) for one in office.take(road).differences}
    assert told == {"sections": ("", "p: Lan"), "members": ("Lan, Leader, Minh", "Lan, Leader")}


def test_weights_conditions_and_former_questions_come_along(office: Laptop, empty: Laptop) -> None:
    asked_when = Condition("P01", ("conformity", "observation"))
    sent = change_items(
        office.database, office.audit.id, P11={"weight": 3, "asked_when": asked_when}, P12={"former": ("4.1-9",)}
    )
    assert (sent.item("P11").weight, sent.item("P12").former) == (3, ("4.1-9",))
    empty.take(office)
    with empty.database.read() as cursor:
        assert audits.checklist(cursor, office.audit.id) == sent


def test_accounts_unknown_here_are_disabled_and_have_no_password(office: Laptop, empty: Laptop) -> None:
    office.say("lan", "conformity")
    with office.database.write() as cursor:
        accounts.set_password_hash(cursor, office.person("lan").id, "$argon2id$secret")
    source = office.file()
    assert b"argon2id" not in source.read_bytes()
    taken = empty.take(source)
    assert [(one.code, one.details["names"]) for one in taken.notes] == [("accounts_made", "Lan, Leader, Minh")]
    with empty.database.read() as cursor:
        listed = accounts.all_accounts(cursor)
        assert [(one.name, one.active) for one in listed] == [("Lan", False), ("Leader", False), ("Minh", False)]
        rows = cursor.execute("select count(*) from account where password_hash is not null").fetchall()
    assert rows == [(0,)]


def test_a_person_set_up_on_two_machines_is_one_person(bank: Bank, tmp_path: Path) -> None:
    people = []
    file = tmp_path / "audit.isoaudit"
    for name in ("office", "road"):
        database = open_database(tmp_path / f"{name}.duckdb", at=AT)
        leader = signing_in.set_up(
            database, username="thu.ha", name="Trần Thu  Hà", password="mot cau de nho", at=AT, hasher=CHEAP
        )
        if name == "office":
            export_audit(database, plan_audit(database, bank, leader).code, file, by=leader, at=AT)
        else:
            assert import_audit(database, file, by=leader, at=AT).notes == ()
        with database.read() as cursor:
            people.append(accounts.all_accounts(cursor))
        database.close()
    assert [[(one.username, one.active) for one in listed] for listed in people] == [[("thu.ha", True)]] * 2


def test_an_id_that_is_in_use_is_given_to_nobody_else(database: Database, leader: Account) -> None:
    with database.write() as cursor:
        squatter = Account(adding.id_of("lan", "Lan"), "carried.1", "Ai đó", Role.MEMBER, active=False)
        accounts.add(cursor, squatter, password_hash=None, at=AT)
    lan = administering.make_account(
        database,
        username="lan",
        name="Lan",
        role=Role.MEMBER,
        password="mot cau de nho",
        by=leader,
        at=AT,
        hasher=CHEAP,
    )
    assert lan.id != squatter.id


def test_an_account_here_is_left_as_it_is(office: Laptop, road: Laptop) -> None:
    with road.database.write() as cursor:
        cursor.execute("update account set name = 'Tên khác', role = 'leader', active = true")
    office.take(road)
    lan = office.person("lan")
    assert (lan.name, lan.role, lan.active) == ("Lan", Role.MEMBER, True)


def test_a_username_taken_here_becomes_another_one(office: Laptop, apart: Laptop) -> None:
    apart.take(office)
    with apart.database.read() as cursor:
        names = sorted(one.username for one in accounts.all_accounts(cursor))
    assert len(set(names)) == 5
    assert [name.split(".")[0] for name in names] == ["lan", "lan", "leader", "leader", "minh"]


def test_a_code_that_is_another_audits_here_is_refused(office: Laptop, apart: Laptop) -> None:
    with apart.database.write() as cursor:
        cursor.execute("update audit set code = '2017-01'")
    before = apart.counted()
    assert refused(apart.take, office) == "carry_code_taken"
    assert apart.counted() == before


def test_a_plan_typed_twice_becomes_one(office: Laptop, apart: Laptop) -> None:
    taken = apart.take(office)
    assert taken.is_new
    assert taken.new.get("programme", 0) == taken.new.get("agency", 0) == 0
    assert taken.new["team_member"] == 1
    with apart.database.read() as cursor:
        (programme,) = programmes.all_programmes(cursor)
        assert [one.code for one in audits.of_programme(cursor, programme.id)] == ["2017-01", "2017-02"]
        assert sorted(one.name for one in programmes.team(cursor, programme.id)) == ["Lan", "Leader", "Minh"]
        lan = accounts.by_username(cursor, "lan")
    assert lan is not None
    assert lan[0].may_read(office.audit.id)
    assert apart.whole()
    assert not any(apart.take(office).new.get(table, 0) for table in ("programme", "agency", "team_member"))


def test_what_came_back_from_a_plan_typed_twice_merges_at_home(office: Laptop, apart: Laptop) -> None:
    apart.take(office)
    visiting = replace(apart, audit=office.audit)
    visiting.say("lan", "observation")
    taken = office.take(visiting)
    assert taken.new["event"] == 1
    assert taken.differences == ()
    assert office.whole()


def test_two_people_of_one_name_stay_two(office: Laptop, empty: Laptop) -> None:
    with office.database.write() as cursor:
        cursor.execute("update team_member set name = 'Lan' where name = 'Minh'")
    assert empty.take(office).new["team_member"] == 3


def test_another_checklist_is_refused(office: Laptop, road: Laptop, bank) -> None:
    with road.database.read() as cursor:
        stored = audits.audit(cursor, road.audit.id)
    leader = reread(road.database, road.person("leader"))
    establishing.save_audit(
        road.database, replace(stored, checklist_form="full"), bank, exclusions={}, by=leader, at=AT
    )
    assert refused(office.take, road) == "carry_checklist_differs"


def test_sample_and_real_years_are_not_mixed(office: Laptop, year_2017: Filled, tmp_path) -> None:
    before = office.counted()
    with year_2017.in_memory() as database:
        with database.write() as cursor:
            cursor.execute("update audit set code = '2017-01-m' where code = '2017-01'")
        with database.read() as cursor:
            audit = audits.by_code(cursor, "2017-02")
        assert refused(office.take, Laptop(database, tmp_path, audit)) == "carry_sample_mixed"
    assert office.counted() == before


def test_a_sample_audit_stays_marked(database, year_2017: Filled, tmp_path) -> None:
    with year_2017.in_memory() as source:
        with source.read() as cursor:
            audit = audits.by_code(cursor, "2017-02")
        taken = import_audit(database, Laptop(source, tmp_path, audit).file(), by=None, at=AT)
    with database.read() as cursor:
        flags = cursor.execute(
            "select is_sample from programme union all select is_sample from agency union all select is_sample "
            "from audit"
        ).fetchall()
    assert taken.is_sample
    assert flags == [(True,), (True,), (True,)]


def test_days_off_nobody_decided_here_are_taken_and_others_told(office: Laptop, road: Laptop) -> None:
    with office.database.write() as cursor:
        cursor.execute("insert into special_day values ('2017-09-05', 'off', 'Nghỉ', 0)")
        cursor.execute("insert into special_day values ('2017-09-04', 'off', 'Nghỉ bù', 0)")
    with road.database.write() as cursor:
        cursor.execute("insert into special_day values ('2017-09-04', 'work', '', 3)")
    taken = road.take(office)
    assert taken.new["special_day"] == 1
    assert [(one.code, one.details) for one in taken.notes] == [("calendar_differs", {"count": 1})]
