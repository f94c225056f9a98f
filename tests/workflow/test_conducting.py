"""Recording events: rights, idempotence, refusals one by one, and who may settle a disagreement."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.errors import Conflict, Forbidden, NotFound, RuleBroken
from iso_audit.domain.journal import fold
from iso_audit.domain.programme import Audit
from iso_audit.storage import journal
from iso_audit.storage.engine.database import Database
from iso_audit.storage.file import checking
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.conducting import changes, open_audit
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting.recording import MOST_EVENTS, NewEvent, Receipt, record, record_fields
from iso_audit.workflow.planning import establishing
from tests.conftest import AT, make_account, plan_audit, reread


def tap(id: str, audit: Audit, value: str | None, *, field: str = "grade", replaces: tuple[str, ...] = ()) -> NewEvent:
    return NewEvent(id, audit.id, "item:P01", field, value, AT, frozenset(replaces))


def sent(database: Database, by: Account, *events: NewEvent, at: datetime = AT) -> Receipt:
    return record(database, events, by=by, device="tablet", at=at)


def value(database: Database, audit: Audit, by: Account) -> str | None:
    return open_audit(database, audit.id, reader=by).journal.value("item:P01", "grade")


def test_an_accepted_tap_is_the_items_grade(database: Database, audit: Audit, leader: Account) -> None:
    assert sent(database, leader, tap("1", audit, "conformity")).accepted == ("1",)
    assert value(database, audit, leader) == "conformity"


def test_sending_an_event_twice_is_harmless(database: Database, audit: Audit, leader: Account) -> None:
    first = sent(database, leader, tap("1", audit, "conformity"))
    again = sent(database, leader, tap("1", audit, "conformity"))
    with database.read() as cursor:
        assert len(journal.of_audit(cursor, audit.id)) == 1
    assert first == again


def test_an_id_that_stands_for_another_act_is_refused_and_not_acknowledged(
    database: Database, bank: Bank, leader: Account
) -> None:
    member = make_account(database, "member", Role.MEMBER)
    audit = plan_audit(database, bank, leader, member)
    sent(database, leader, tap("1", audit, "conformity"))
    elsewhere = replace(tap("1", audit, "conformity"), audit_id="nowhere")
    others = [tap("1", audit, "observation"), tap("1", audit, "conformity", field="gap"), elsewhere]
    receipts = [sent(database, leader, one) for one in others]
    receipts.append(sent(database, reread(database, member), tap("1", audit, "conformity")))
    assert [(one.accepted, [r.error.code for r in one.refused]) for one in receipts] == [((), ["event_differs"])] * 4
    assert value(database, audit, leader) == "conformity"


def test_a_text_that_was_tidied_when_kept_may_be_sent_again(database: Database, audit: Audit, leader: Account) -> None:
    first = sent(database, leader, tap("1", audit, "  đã xem \r\n", field="evidence"))
    assert sent(database, leader, tap("1", audit, "  đã xem \r\n", field="evidence")) == first


def test_one_bad_event_does_not_hold_up_the_others(database: Database, audit: Audit, leader: Account) -> None:
    receipt = sent(database, leader, tap("1", audit, "excellent"), tap("2", audit, "observation"))
    assert receipt.accepted == ("2",)
    assert [(one.event_id, one.error.code) for one in receipt.refused] == [("1", "value_unknown")]


def test_a_batch_beyond_the_limit_is_refused_whole(database: Database, audit: Audit, leader: Account) -> None:
    with pytest.raises(RuleBroken):
        sent(database, leader, *[tap(str(n), audit, "conformity") for n in range(MOST_EVENTS + 1)])


def test_a_clock_far_ahead_does_not_win_for_ever(database: Database, audit: Audit, leader: Account) -> None:
    ahead = NewEvent("1", audit.id, "item:P01", "grade", "conformity", AT + timedelta(days=365))
    sent(database, leader, ahead)
    sent(database, leader, tap("2", audit, "observation"), at=AT + timedelta(hours=1))
    with database.read() as cursor:
        made = {event.id: event.made_at for event in journal.of_audit(cursor, audit.id)}
    assert made["1"] < AT + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("role", "inside", "error"),
    [
        (Role.LEADER, False, None),
        (Role.DEPUTY, False, None),
        (Role.SECRETARY, False, None),
        (Role.MEMBER, True, None),
        (Role.MEMBER, False, NotFound),
        (Role.VIEWER, False, Forbidden),
    ],
)
def test_each_role_records_what_it_may(
    database: Database, bank: Bank, leader: Account, role: Role, inside: bool, error: type[Exception] | None
) -> None:
    one = make_account(database, "one", role)
    audit = plan_audit(database, bank, leader, *([one] if inside else []))
    refused = sent(database, reread(database, one), tap("1", audit, "conformity")).refused
    assert [type(refusal.error) for refusal in refused] == ([error] if error else [])


def test_only_a_leader_concludes(database: Database, bank: Bank, leader: Account) -> None:
    member = make_account(database, "member", Role.MEMBER)
    audit = plan_audit(database, bank, leader, member)
    event = NewEvent("1", audit.id, "conclusion:", "value", "maintained", AT)
    assert [r.error.code for r in sent(database, reread(database, member), event).refused] == ["forbidden"]


def test_a_cancelled_audit_takes_no_more(database: Database, audit: Audit, leader: Account) -> None:
    establishing.cancel_audit(database, audit.id, reason="bão", by=leader, at=AT)
    refused = sent(database, leader, tap("1", audit, "conformity")).refused
    assert [type(one.error) for one in refused] == [Conflict]


def test_an_audit_that_is_not_there_is_not_found(database: Database, leader: Account) -> None:
    refused = sent(database, leader, NewEvent("1", "nowhere", "item:P01", "grade", "conformity", AT)).refused
    assert [one.error.code for one in refused] == ["audit_not_found"]


def two_who_disagree(database: Database, bank: Bank, leader: Account) -> tuple[Audit, Account, Account]:
    an, chi = make_account(database, "anh", Role.MEMBER), make_account(database, "chi", Role.MEMBER)
    audit = plan_audit(database, bank, leader, an, chi)
    sent(database, reread(database, an), tap("1", audit, "conformity"))
    sent(database, leader, tap("2", audit, "observation"))
    return audit, reread(database, an), reread(database, chi)


def test_a_third_person_adds_to_a_disagreement_but_does_not_settle_it(
    database: Database, bank: Bank, leader: Account
) -> None:
    audit, _, third = two_who_disagree(database, bank, leader)
    sent(database, third, tap("3", audit, "minor_nonconformity", replaces=("1", "2")))
    with database.read() as cursor:
        state = fold(journal.of_audit(cursor, audit.id)).fields[("item:P01", "grade")]
    assert {head.id for head in state.heads} == {"1", "2", "3"}


def test_a_writer_settles_a_disagreement(database: Database, bank: Bank, leader: Account) -> None:
    audit, writer, _ = two_who_disagree(database, bank, leader)
    sent(database, writer, tap("3", audit, "observation", replaces=("1", "2")))
    opened = open_audit(database, audit.id, reader=leader)
    assert not opened.journal.disputed("item:P01", "grade")


def test_an_id_that_never_comes_is_no_fault_of_the_database(database: Database, audit: Audit, leader: Account) -> None:
    sent(database, leader, tap("1", audit, "conformity", replaces=("never",)))
    assert checking.faults(database) == ()


def test_two_that_replace_one_another_are_counted_the_same_everywhere(
    database: Database, audit: Audit, leader: Account
) -> None:
    sent(database, leader, tap("1", audit, "conformity", replaces=("2",)))
    sent(database, leader, tap("2", audit, "conformity", replaces=("1",)))
    year = overview.year(database, audit.programme_id, reader=leader)
    assert year is not None
    assert year.lines[0].completion == visit(database, audit.id, reader=leader).completion
    assert year.lines[0].completion.judged == 1
    assert checking.faults(database) == ()


def test_a_settlement_that_arrives_before_a_side_settles_it_too(
    database: Database, bank: Bank, leader: Account
) -> None:
    one = make_account(database, "one", Role.MEMBER)
    audit = plan_audit(database, bank, leader, one)
    sent(database, leader, tap("3", audit, "observation", replaces=("1", "2")))
    sent(database, reread(database, one), tap("1", audit, "conformity"))
    state = open_audit(database, audit.id, reader=leader).journal.fields["item:P01", "grade"]
    assert [head.id for head in state.heads] == ["3"]


def test_a_batch_that_replaces_a_hundred_others_is_kept_whole(
    database: Database, audit: Audit, leader: Account
) -> None:
    items = [item.id for item in open_audit(database, audit.id, reader=leader).checklist.items][:100]
    for grade, seen in (("conformity", ""), ("observation", "conformity")):
        batch = [
            NewEvent(
                f"{item}{grade}",
                audit.id,
                f"item:{item}",
                "grade",
                grade,
                AT,
                frozenset({f"{item}{seen}"} if seen else ()),
            )
            for item in items
        ]
        assert not sent(database, leader, *batch).refused
    journal_now = open_audit(database, audit.id, reader=leader).journal
    assert {journal_now.value(f"item:{item}", "grade") for item in items} == {"observation"}
    assert {len(state.heads) for state in journal_now.fields.values()} == {1}


def test_an_event_cannot_replace_another_fields_events(database: Database, audit: Audit, leader: Account) -> None:
    sent(database, leader, tap("1", audit, "đã xem", field="evidence"))
    sent(database, leader, tap("2", audit, "conformity", replaces=("1",)))
    assert open_audit(database, audit.id, reader=leader).journal.value("item:P01", "evidence") == "đã xem"


def test_a_form_writes_only_what_its_writer_changed(database: Database, audit: Audit, leader: Account) -> None:
    seen = open_audit(database, audit.id, reader=leader).journal
    asked = [("visit:", "place", "Phòng họp"), ("visit:", "period", None)]
    assert record_fields(database, audit.id, asked, journal=seen, by=leader, device="form", at=AT) == 1


def test_a_form_opened_before_anothers_change_does_not_overwrite_it(
    database: Database, bank: Bank, leader: Account
) -> None:
    secretary = make_account(database, "thu-ky", Role.SECRETARY)
    audit = plan_audit(database, bank, leader)
    seen = open_audit(database, audit.id, reader=leader).journal
    for by, place in ((leader, "Phòng A"), (secretary, "Phòng B")):
        record_fields(database, audit.id, [("visit:", "place", place)], journal=seen, by=by, device="form", at=AT)
    assert open_audit(database, audit.id, reader=leader).journal.disputed("visit:", "place")


def test_two_pages_of_one_person_do_not_overwrite_each_other(database: Database, audit: Audit, leader: Account) -> None:
    seen = open_audit(database, audit.id, reader=leader).journal
    for page, place in (("form-1", "Phòng A"), ("form-2", "Phòng B")):
        record_fields(database, audit.id, [("visit:", "place", place)], journal=seen, by=leader, device=page, at=AT)
    state = open_audit(database, audit.id, reader=leader).journal.fields["visit:", "place"]
    assert (state.disputed, {side.value for side in state.sides}) == (True, {"Phòng A", "Phòng B"})


def test_a_page_opened_after_another_saved_is_no_disagreement(
    database: Database, audit: Audit, leader: Account
) -> None:
    for page, place in (("form-1", "Phòng A"), ("form-2", "Phòng B")):
        seen = open_audit(database, audit.id, reader=leader).journal
        record_fields(database, audit.id, [("visit:", "place", place)], journal=seen, by=leader, device=page, at=AT)
    state = open_audit(database, audit.id, reader=leader).journal.fields["visit:", "place"]
    assert (state.disputed, state.value) == (False, "Phòng B")


def test_a_form_in_a_disagreement_changes_its_own_side_only(database: Database, audit: Audit, leader: Account) -> None:
    seen = open_audit(database, audit.id, reader=leader).journal
    for page, place in (("form-1", "Phòng A"), ("form-2", "Phòng B")):
        record_fields(database, audit.id, [("visit:", "place", place)], journal=seen, by=leader, device=page, at=AT)
    seen = open_audit(database, audit.id, reader=leader).journal
    record_fields(database, audit.id, [("visit:", "place", "Phòng C")], journal=seen, by=leader, device="form-2", at=AT)
    state = open_audit(database, audit.id, reader=leader).journal.fields["visit:", "place"]
    assert {side.value for side in state.sides} == {"Phòng A", "Phòng C"}


def test_changes_tell_only_fields_touched_since(database: Database, audit: Audit, leader: Account) -> None:
    sent(database, leader, tap("1", audit, "conformity"))
    before = changes(database, audit.id, since=0, reader=leader).position
    sent(database, leader, tap("2", audit, "đã xem", field="evidence"))
    later = changes(database, audit.id, since=before, reader=leader)
    assert [heads[0].field for heads in later.fields] == ["evidence"]
    assert changes(database, audit.id, since=later.position, reader=leader).fields == ()


def test_a_form_of_which_one_field_is_refused_keeps_none(database: Database, audit: Audit, leader: Account) -> None:
    seen = open_audit(database, audit.id, reader=leader).journal
    asked = [("visit:", "place", "Phòng họp"), ("visit:", "copies", "mấy bản")]
    with pytest.raises(RuleBroken):
        record_fields(database, audit.id, asked, journal=seen, by=leader, device="form", at=AT)
    assert open_audit(database, audit.id, reader=leader).journal.value("visit:", "place") is None
