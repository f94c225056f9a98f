"""Two pages of one person, open at once: the one that is stale overwrites nothing unseen."""

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Role
from iso_audit.domain.bank import Bank
from iso_audit.storage.queries.conducting import open_audit
from tests.conftest import make_account, plan_audit
from tests.ui.conftest import open_page, shown


def test_two_stale_pages_of_one_person_disagree_and_both_values_stay(empty: Installation, bank: Bank) -> None:
    leader = make_account(empty.database, "leader", Role.LEADER)
    audit = plan_audit(empty.database, bank, leader)
    key = f"visit.{audit.id}.facts.place"
    first, second = (open_page("visit", leader, audit=audit.id) for _ in range(2))
    for page, place in ((first, "Phòng A"), (second, "Phòng B")):
        page.text_input(key=key).set_value(place)
        next(
            one for one in page.button if one.proto.form_id == f"visit.{audit.id}.facts-form" and one.label == "Lưu"
        ).click().run()
        assert not page.exception
    state = open_audit(empty.database, audit.id, reader=leader).journal.fields[("visit:", "place")]
    assert {head.value for head in state.heads} == {"Phòng A", "Phòng B"}
    assert len({head.device for head in state.heads}) == 2
    assert state.disputed


def test_a_page_opened_afresh_after_a_change_replaces_it(empty: Installation, bank: Bank) -> None:
    leader = make_account(empty.database, "leader", Role.LEADER)
    audit = plan_audit(empty.database, bank, leader)
    for place in ("Phòng A", "Phòng B"):
        page = open_page("visit", leader, audit=audit.id)
        page.text_input(key=f"visit.{audit.id}.facts.place").set_value(place)
        next(
            one for one in page.button if one.proto.form_id == f"visit.{audit.id}.facts-form" and one.label == "Lưu"
        ).click().run()
    state = open_audit(empty.database, audit.id, reader=leader).journal.fields[("visit:", "place")]
    assert [head.value for head in state.heads] == ["Phòng B"]


def test_the_caucus_calls_a_form_a_form(empty: Installation, bank: Bank) -> None:
    leader = make_account(empty.database, "leader", Role.LEADER)
    audit = plan_audit(empty.database, bank, leader)
    key = f"visit.{audit.id}.facts.place"
    for page, place in [(open_page("visit", leader, audit=audit.id), one) for one in ("Phòng A", "Phòng B")]:
        page.text_input(key=key).set_value(place)
        next(
            one for one in page.button if one.proto.form_id == f"visit.{audit.id}.facts-form" and one.label == "Lưu"
        ).click().run()
    told = shown(open_page("caucus", leader, audit=audit.id))
    assert "trên trang nhập liệu" in told
    assert "form-" not in told
