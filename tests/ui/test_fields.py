"""A field that the catalogue gains stands on its form and in the caucus, behind its word, with nothing else said."""

from dataclasses import replace

import pytest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.subjects import KINDS, Field
from iso_audit.i18n import words
from iso_audit.storage.queries.conducting import open_audit
from iso_audit.workflow.conducting.recording import NewEvent, record
from tests.conftest import AT, make_account, plan_audit
from tests.ui.conftest import open_page, shown


def gain(monkeypatch: pytest.MonkeyPatch, kind: str, field: Field, word: str) -> None:
    monkeypatch.setitem(KINDS, kind, replace(KINDS[kind], fields=(*KINDS[kind].fields, field)))
    monkeypatch.setitem(words("vi"), f"fields.{kind}.{field.name}", word)


def test_a_field_of_an_item_is_shown_in_its_disagreement_and_its_history(
    empty: Installation, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    gain(monkeypatch, "item", Field("seen_at"), "Nơi thấy")
    leader, deputy = (make_account(empty.database, role.value, role) for role in (Role.LEADER, Role.DEPUTY))
    audit = plan_audit(empty.database, bank, leader)
    for by, place in ((leader, "kho lưu trữ"), (deputy, "phòng một cửa")):
        event = NewEvent(f"event-{by.username}", audit.id, "item:P01", "seen_at", place, AT)
        assert not record(empty.database, [event], by=by, device="t", at=AT).refused
    app = open_page("caucus", leader, audit=audit.id)
    assert "Nơi thấy" in shown(app)
    assert "Nơi thấy: **kho lưu trữ**" in shown(app)


def test_a_field_of_the_visit_is_asked_on_its_part_of_the_form_and_kept(
    empty: Installation, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    gain(monkeypatch, "visit", Field("weather", "line", part="facts"), "Thời tiết")
    leader = make_account(empty.database, "leader", Role.LEADER)
    audit = plan_audit(empty.database, bank, leader)
    app = open_page("visit", leader, audit=audit.id)
    form = f"visit.{audit.id}.facts"
    app.text_input(key=f"{form}.weather").set_value("mưa")
    save = words("vi")["words.save"]
    next(one for one in app.button if one.form_id == f"{form}-form" and one.label == save).click().run()
    assert open_audit(empty.database, audit.id, reader=leader).journal.value("visit:", "weather") == "mưa"


@pytest.mark.parametrize(
    ("subject", "name", "values", "shown_as"),
    [
        ("item:P01", "grade", ("conformity", "observation"), "Điểm lưu ý"),
        ("visit:", "agrees", ("yes", "no"), "Không"),
        ("visit:", "opened_at", ("2017-07-11T08:00", "2017-07-11T08:30"), "11/07/2017 08:30"),
        ("visit:", "report_due", ("2017-08-11", "2017-09-11"), "11/09/2017"),
        ("case:1", "right_fee", ("yes", "no"), "Không đạt"),
        ("finding:1", "items", ('["P01"]', '["P01", "P02"]'), "P01, P02"),
    ],
)
def test_values_that_differ_are_shown_as_people_read_them(
    empty: Installation, bank: Bank, subject: str, name: str, values: tuple[str, str], shown_as: str
) -> None:
    leader, deputy = (make_account(empty.database, role.value, role) for role in (Role.LEADER, Role.DEPUTY))
    audit = plan_audit(empty.database, bank, leader)
    for by, value in zip((leader, deputy), values, strict=True):
        event = NewEvent(f"event-{by.username}", audit.id, subject, name, value, AT)
        assert not record(empty.database, [event], by=by, device="t", at=AT).refused
    assert f"**{shown_as}**" in shown(open_page("caucus", leader, audit=audit.id))
