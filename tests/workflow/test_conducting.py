"""Recording events: rights, idempotence, refusals one by one, and who may settle a disagreement."""

from datetime import datetime, timedelta

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.errors import Conflict, Forbidden, NotFound, RuleBroken
from iso_audit.domain.journal import fold
from iso_audit.domain.programme import Audit
from iso_audit.storage import journal
from iso_audit.storage.database import Database
from iso_audit.storage.queries.conducting import changes, open_audit
from iso_audit.workflow import planning
from iso_audit.workflow.conducting import MOST_EVENTS, NewEvent, Receipt, record, record_fields
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
    planning.cancel_audit(database, audit.id, reason="bão", by=leader, at=AT)
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


def test_an_event_cannot_replace_another_fields_events(database: Database, audit: Audit, leader: Account) -> None:
    sent(database, leader, tap("1", audit, "đã xem", field="evidence"))
    sent(database, leader, tap("2", audit, "conformity", replaces=("1",)))
    assert open_audit(database, audit.id, reader=leader).journal.value("item:P01", "evidence") == "đã xem"


def test_a_form_writes_only_what_its_writer_changed(database: Database, audit: Audit, leader: Account) -> None:
    seen = open_audit(database, audit.id, reader=leader).journal
    asked = [("visit:", "place", "Phòng họp"), ("visit:", "period", None)]
    assert record_fields(database, audit.id, asked, seen=seen, by=leader, device="form", at=AT) == 1


def test_a_form_opened_before_anothers_change_does_not_overwrite_it(
    database: Database, bank: Bank, leader: Account
) -> None:
    secretary = make_account(database, "thu-ky", Role.SECRETARY)
    audit = plan_audit(database, bank, leader)
    seen = open_audit(database, audit.id, reader=leader).journal
    for by, place in ((leader, "Phòng A"), (secretary, "Phòng B")):
        record_fields(database, audit.id, [("visit:", "place", place)], seen=seen, by=by, device="form", at=AT)
    assert open_audit(database, audit.id, reader=leader).journal.disputed("visit:", "place")


def test_changes_tell_only_fields_touched_since(database: Database, audit: Audit, leader: Account) -> None:
    sent(database, leader, tap("1", audit, "conformity"))
    before = changes(database, audit.id, since=0, reader=leader).position
    sent(database, leader, tap("2", audit, "đã xem", field="evidence"))
    later = changes(database, audit.id, since=before, reader=leader)
    assert [heads[0].field for heads in later.fields] == ["evidence"]
    assert changes(database, audit.id, since=later.position, reader=leader).fields == ()
