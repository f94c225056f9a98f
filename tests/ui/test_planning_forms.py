"""The forms of planning: what they ask, what they begin with, and what is seen after saving."""

from dataclasses import replace
from datetime import date

from streamlit.testing.v1 import AppTest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Agency, Audit
from iso_audit.storage import audits, programmes
from iso_audit.workflow.planning import establishing
from tests.conftest import AT, make_account, plan_audit
from tests.ui.conftest import open_page, read, shown


def test_a_decision_is_asked_for_by_number_then_day_and_an_agency_by_name_then_kind(
    empty: Installation, bank: Bank
) -> None:
    leader = make_account(empty.database, "leader", Role.LEADER)
    plan_audit(empty.database, bank, leader)
    page = open_page("planning", leader)
    asked = [one.label for one in page.main if getattr(one, "label", None)]
    number = asked.index("Số quyết định")
    assert asked[number : number + 4] == ["Số quyết định", "Ngày ban hành", "Cơ quan ban hành", "Về việc"]
    name = asked.index("Tên cơ quan, đơn vị")
    assert asked[name : name + 2] == ["Tên cơ quan, đơn vị", "Loại"]


def send(page: AppTest, key: str) -> AppTest:
    return next(one for one in page.button if one.form_id == f"{key}-form" or one.key == f"{key}.save").click().run()


def tables(page: AppTest) -> str:
    return read("\n".join(one.value.to_string() for one in page.table))


def planned(installed: Installation, bank: Bank) -> tuple[Account, Audit]:
    leader = make_account(installed.database, "leader", Role.LEADER)
    return leader, plan_audit(installed.database, bank, leader, make_account(installed.database, "minh", Role.MEMBER))


def add_agency(installed: Installation, bank: Bank, leader: Account, name: str, kind: str) -> Agency:
    return establishing.save_agency(installed.database, Agency("", name, kind), bank, by=leader, at=AT)


def test_the_first_programme_goes_on_as_the_one_that_was_saved(empty: Installation) -> None:
    page = open_page("planning", make_account(empty.database, "leader", Role.LEADER))
    for name, text in (("parent_body", "UBND tỉnh"), ("issuing_body", "Đoàn kiểm tra"), ("place", "Vũng Tàu")):
        page.text_input(key=f"programme.new.{name}").set_value(text)
    send(page, "programme.new")
    with empty.database.read() as cursor:
        (programme,) = programmes.all_programmes(cursor)
    key = f"programme.{programme.id}"
    assert "Đã lưu lúc" in shown(page)
    assert [one.label for one in page.tabs] == ["Chương trình", "Cơ quan", "Đoàn kiểm tra", "Cuộc kiểm tra"]
    assert page.text_input(key=f"{key}.place").value == "Vũng Tàu"
    page.text_input(key=f"{key}.team.number").set_value("1593/QĐ-UBND")
    send(page, key)
    with empty.database.read() as cursor:
        (programme,) = programmes.all_programmes(cursor)
    assert (programme.place, programme.team.number) == ("Vũng Tàu", "1593/QĐ-UBND")


def test_a_new_agency_is_listed_and_its_form_is_empty_for_the_next_one(empty: Installation, bank: Bank) -> None:
    leader, _ = planned(empty, bank)
    page = open_page("planning", leader)
    page.text_input(key="agency.new.name").set_value("Sở Xây dựng")
    send(page, "agency.new")
    assert "Đã lưu «Sở Xây dựng» lúc" in shown(page)
    assert "Sở Xây dựng" in tables(page)
    assert [one.value for one in page.text_input if one.key == "agency.new._g1_.name"] == [""]
    page.text_input(key="agency.new._g1_.name").set_value("Sở Xây dựng")
    send(page, "agency.new._g1_")
    assert "Đã có cơ quan «Sở Xây dựng»" in shown(page)
    assert page.text_input(key="agency.new._g1_.name").value == "Sở Xây dựng"


def test_an_agency_without_audits_can_be_deleted_and_another_cannot(empty: Installation, bank: Bank) -> None:
    leader, audit = planned(empty, bank)
    unused = add_agency(empty, bank, leader, "Cơ quan nhầm", "department")
    page = open_page("planning", leader)
    page.selectbox(key="planning.agency").select(audit.agency_id).run()
    assert not [one for one in page.button if (one.key or "").startswith("remove.")]
    page.selectbox(key="planning.agency").select(unused.id).run()
    page.button(key=f"remove.{unused.id}").click().run()
    assert "Đã xóa «Cơ quan nhầm»" in shown(page)
    assert "Cơ quan nhầm" not in tables(page)


def test_two_agencies_of_one_name_from_earlier_are_told_apart(empty: Installation, bank: Bank) -> None:
    leader, audit = planned(empty, bank)
    with empty.database.write() as cursor:
        first = programmes.agency(cursor, audit.agency_id)
        assert first is not None
        programmes.add(cursor, replace(first, id="second"))
    names = open_page("planning", leader).selectbox(key="planning.agency").options
    assert names[1:] == ["Cơ quan thử (Số 1, đường Thử)", "Cơ quan thử (2)"]


def test_the_accounts_are_taken_into_the_team_at_once(empty: Installation, bank: Bank) -> None:
    leader, audit = planned(empty, bank)
    hoa = make_account(empty.database, "hoa", Role.SECRETARY)
    page = open_page("planning", leader)
    key = f"team.{audit.programme_id}"
    page.multiselect(key=f"{key}.accounts").select(hoa.id)
    send(page, key)
    with empty.database.read() as cursor:
        team = programmes.team(cursor, audit.programme_id)
    assert [(one.name, one.role) for one in team if one.account_id == hoa.id] == [(hoa.name, Role.SECRETARY)]
    assert hoa.name in tables(page)


def test_a_new_audit_asks_what_its_agencys_kind_is_asked(empty: Installation, bank: Bank) -> None:
    leader, audit = planned(empty, bank)
    commune = add_agency(empty, bank, leader, "UBND phường", "commune")
    page = open_page("planning", leader)
    key = f"audit.new.{audit.programme_id}.{commune.id}"
    assert page.selectbox(key="planning.audit.agency.1").value == commune.id
    assert page.selectbox(key=f"{key}.checklist_form").value == bank.kind("commune").form


def test_the_next_audit_has_the_people_of_the_last_but_not_its_exclusions(empty: Installation, bank: Bank) -> None:
    leader, audit = planned(empty, bank)
    assigned = replace(audit, sections={bank.blocks[0].sections[0].id: audit.leader_id or ""})
    establishing.save_audit(empty.database, assigned, bank, exclusions={"7.3": "không thiết kế"}, by=leader, at=AT)
    other = add_agency(empty, bank, leader, "Chi cục", "department")
    page = open_page("planning", leader)
    key = f"audit.new.{audit.programme_id}.{other.id}"
    page.button(key=f"{key}.save").click().run()
    assert "Đã lưu «2017-02» lúc" in shown(page)
    assert "2017-02" in tables(page)
    with empty.database.read() as cursor:
        added = audits.by_code(cursor, "2017-02")
        assert added is not None
        checklist = audits.checklist(cursor, added.id)
    assert (added.leader_id, set(added.member_ids)) == (audit.leader_id, {audit.leader_id, *audit.member_ids})
    assert added.sections == assigned.sections
    assert checklist is not None
    assert not checklist.excluded


def test_each_excluded_clause_has_its_own_reason(empty: Installation, bank: Bank) -> None:
    leader, audit = planned(empty, bank)
    page = open_page("planning", leader)
    page.selectbox(key="planning.audit").select(audit.id).run()
    key = f"audit.{audit.id}"
    page.multiselect(key=f"{key}.excluded").select("7.3").select("7.6").run()
    page.text_input(key=f"{key}.reason.7.3").set_value("không thiết kế dịch vụ").run()
    page.text_input(key=f"{key}.reason.7.6").set_value("không có phương tiện đo").run()
    send(page, key)
    with empty.database.read() as cursor:
        checklist = audits.checklist(cursor, audit.id)
    assert checklist is not None
    assert checklist.excluded == {"7.3": "không thiết kế dịch vụ", "7.6": "không có phương tiện đo"}


def test_a_conflict_shows_fields_and_values_as_people_read_them(empty: Installation, bank: Bank) -> None:
    leader, audit = planned(empty, bank)
    page = open_page("planning", leader)
    page.selectbox(key="planning.audit").select(audit.id).run()
    theirs = replace(audit, leader_id=None, code="2017-09")
    establishing.save_audit(empty.database, theirs, bank, exclusions={}, by=leader, at=AT)
    page.selectbox(key=f"audit.{audit.id}.checklist_form").select("half-day").run()
    send(page, f"audit.{audit.id}")
    told = tables(page)
    for text in ("Mẫu phiếu", "Mã cuộc kiểm tra", "2017-09", "Trưởng đoàn tại buổi kiểm tra", "Không có", "Leader"):
        assert text in told, text
    assert "leader_id" not in told
    assert audit.leader_id not in told


def test_a_new_year_is_the_next_free_one_and_copies_the_last(empty: Installation, bank: Bank) -> None:
    leader, _ = planned(empty, bank)
    page = open_page("planning", leader)
    page.selectbox(key="planning.programme").select("").run()
    assert page.number_input(key="programme.new.year").value == AT.year + 1
    assert page.text_input(key="programme.new.place").value == "Bà Rịa - Vũng Tàu"
    assert page.checkbox(key="programme.new.copies").value is True
    send(page, "programme.new")
    told = tables(page)
    assert f"{AT.year + 1}-01" in told
    assert "Leader" in told


def test_a_new_audit_begins_with_the_team_that_was_added_since_the_page_was_opened(
    empty: Installation, bank: Bank
) -> None:
    leader, audit = planned(empty, bank)
    with empty.database.write() as cursor:
        for table in ("audit", "audit_member", "audit_checklist", "team_member"):
            cursor.execute(f"delete from {table}")
    page = open_page("planning", leader)
    new = f"audit.new.{audit.programme_id}.{audit.agency_id}"
    assert page.selectbox(key=f"{new}.leader").value is None
    send(page, f"team.{audit.programme_id}")
    assert "Đã thêm" in shown(page)
    with empty.database.read() as cursor:
        team = programmes.team(cursor, audit.programme_id)
    assert page.selectbox(key=f"{new}._g1_.leader").value == team[0].id
    assert set(page.multiselect(key=f"{new}._g1_.members").value) == {one.id for one in team}


def test_the_year_chooses_its_edition_and_audits_not_begun_follow(empty: Installation, bank: Bank) -> None:
    leader, audit = planned(empty, bank)
    page = open_page("planning", leader)
    key = f"programme.{audit.programme_id}"
    edition = page.radio(key=f"{key}.standard")
    assert (edition.label, edition.options) == ("Tiêu chuẩn", ["TCVN ISO 9001:2008", "TCVN ISO 9001:2015"])
    edition.set_value("TCVN ISO 9001:2015")
    send(page, key)
    with empty.database.read() as cursor:
        checklist = audits.checklist(cursor, audit.id)
    assert checklist is not None
    assert checklist.standard == "TCVN ISO 9001:2015"


def test_a_day_after_the_edition_was_withdrawn_is_warned_of_and_kept(empty: Installation, bank: Bank) -> None:
    leader, audit = planned(empty, bank)
    page = open_page("planning", leader)
    page.selectbox(key="planning.audit").set_value(audit.id).run()
    assert "hết hiệu lực" not in shown(page)
    page.date_input(key=f"audit.{audit.id}.planned_on").set_value(date(2026, 7, 1)).run()
    assert "TCVN ISO 9001:2008 đã hết hiệu lực từ sau ngày 30/06/2021" in shown(page)
    send(page, f"audit.{audit.id}")
    with empty.database.read() as cursor:
        saved = audits.audit(cursor, audit.id)
    assert saved is not None
    assert saved.planned_on == date(2026, 7, 1)
