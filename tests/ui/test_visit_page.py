"""The page of the visit: people edited, absent or from last year, what is proposed, times of now, what is missing."""

import pytest
from streamlit.testing.v1 import AppTest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.journal import Journal
from iso_audit.domain.programme import Audit
from iso_audit.domain.visit import Attendee, attendees
from iso_audit.i18n import translate
from iso_audit.storage.queries.conducting import open_audit
from tests.conftest import make_account, plan_audit, reread
from tests.storage.queries.test_earlier import next_year
from tests.ui.conftest import open_page, shown
from tests.workflow.rich_audit import tell

WORDS = "conducting.visit_page"


@pytest.fixture
def starts_from() -> None:
    """Nothing: the audit here has a secretary too."""


@pytest.fixture
def leader(empty: Installation) -> Account:
    return make_account(empty.database, "leader", Role.LEADER)


@pytest.fixture
def audit(empty: Installation, bank: Bank, leader: Account) -> Audit:
    """An audit of the leader with a secretary, in an installed process."""
    return plan_audit(empty.database, bank, leader, make_account(empty.database, "ky", Role.SECRETARY))


def page(audit: Audit, account: Account, **query: str) -> AppTest:
    app = open_page("visit", account, audit=audit.id, **query)
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    return app


def known(empty: Installation, audit: Audit, reader: Account) -> Journal:
    return open_audit(empty.database, audit.id, reader=reader).journal


def people(empty: Installation, audit: Audit, reader: Account) -> tuple[Attendee, ...]:
    return attendees(known(empty, audit, reader))


def test_marking_one_of_the_planned_team_absent_takes_one_tap_and_writes_the_team_down(
    empty: Installation, audit: Audit, leader: Account
) -> None:
    app = page(audit, leader)
    assert translate("vi", f"{WORDS}.team_planned") in shown(app)
    member_id = next(one for one in audit.member_ids if one != audit.leader_id)
    app.button(key=f"absent-attendee:{member_id}").click().run()
    assert [(one.name, one.absent_reason) for one in people(empty, audit, leader)] == [
        ("Leader", ""),
        ("Ky", "chưa nêu"),
    ]
    app.button(key=f"absent-attendee:{member_id}").click().run()
    assert [one.absent_reason for one in people(empty, audit, leader)] == ["", ""]


def test_a_person_is_edited_in_place_and_removed_only_from_there(
    empty: Installation, audit: Audit, leader: Account
) -> None:
    tell(empty.database, audit, "attendee:1", {"side": "agency", "name": "Bà A", "position": "Giám đốc"}, by=leader)
    app = page(audit, leader)
    app.text_input(key="edit.attendee:1.position").set_value("Phó Giám đốc")
    next(one for one in app.button if one.form_id == "edit.attendee:1-form").click().run()
    assert [(one.name, one.position) for one in people(empty, audit, leader)] == [("Bà A", "Phó Giám đốc")]
    remove = translate("vi", f"{WORDS}.remove")
    next(one for one in app.button if "edit.attendee:1" in one.form_id and one.label == remove).click().run()
    assert people(empty, audit, leader) == ()


def test_the_role_of_a_planned_member_stays_the_teams_own_word(
    empty: Installation, audit: Audit, leader: Account
) -> None:
    member_id = next(one for one in audit.member_ids if one != audit.leader_id)
    app = page(audit, leader)
    app.text_input(key=f"edit.attendee:{member_id}.name").set_value("Bà Ký")
    next(one for one in app.button if one.form_id == f"edit.attendee:{member_id}-form").click().run()
    assert [(one.name, one.role) for one in people(empty, audit, leader)] == [
        ("Leader", "leader"),
        ("Bà Ký", "secretary"),
    ]


def test_last_years_people_of_the_agency_are_taken_with_one_tap_each(
    empty: Installation, bank: Bank, audit: Audit, leader: Account
) -> None:
    tell(empty.database, audit, "visit:", {"place": "Phòng họp A", "copies": "5"}, by=leader)
    earlier = {"side": "agency", "name": "Bà A", "position": "Giám đốc", "signs": "yes", "absent_reason": "ốm"}
    tell(empty.database, audit, "attendee:1", earlier, by=leader)
    later = next_year(empty.database, bank, audit, leader)
    app = press(page(later, reread(empty.database, leader)), "Bà A, Giám đốc")
    (person,) = people(empty, later, reread(empty.database, leader))
    assert (person.name, person.position, person.signs, person.absent_reason) == ("Bà A", "Giám đốc", True, "")
    assert "Bà A, Giám đốc" not in [one.label for one in app.button]


@pytest.mark.parametrize(("has_been_before", "proposed"), [(True, "Phòng họp A"), (False, "Số 1, đường Thử")])
def test_a_place_nobody_wrote_down_is_proposed_and_kept_only_when_it_is_saved(
    empty: Installation, bank: Bank, audit: Audit, leader: Account, has_been_before: bool, proposed: str
) -> None:
    if has_been_before:
        tell(empty.database, audit, "visit:", {"place": "Phòng họp A"}, by=leader)
    later = next_year(empty.database, bank, audit, leader)
    reader = reread(empty.database, leader)
    app = page(later, reader)
    assert app.text_input(key=f"visit.{later.id}.facts.place").value == proposed
    assert known(empty, later, reader).value("visit:", "place") is None
    press(app, translate("vi", "words.save"))
    assert known(empty, later, reader).value("visit:", "place") == proposed
    assert "chưa lưu" not in shown(app)


def test_now_is_one_tap_and_keeps_what_else_was_typed(empty: Installation, audit: Audit, leader: Account) -> None:
    app = page(audit, leader)
    app.text_input(key=f"visit.{audit.id}.facts.period").set_value("năm 2016")
    label = translate("vi", f"{WORDS}.now", field=translate("vi", "fields.visit.opened_at"))
    press(app, label)
    opened_at = next(one for one in app.time_input if one.key.endswith(".opened_at.time"))
    assert opened_at.value.isoformat() == "08:00:00"
    assert label not in [one.label for one in app.button]
    journal = known(empty, audit, leader)
    assert journal.value("visit:", "opened_at") == "2017-07-11T08:00"
    assert journal.value("visit:", "closed_at") is None
    assert journal.value("visit:", "period") == "năm 2016"


def test_what_is_missing_is_said_at_its_field(empty: Installation, audit: Audit, leader: Account) -> None:
    app = page(audit, leader, part="closing")
    missing = translate("vi", "words.gap.agency_not_asked")
    assert translate("vi", "reporting.still_missing", what=missing) in shown(app)
