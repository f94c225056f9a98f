"""Two copies of one audit, worked on apart: merged both ways they are alike; twice is harmless; nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iso_audit.domain.account import Role
from iso_audit.domain.subjects import KINDS, Field
from iso_audit.storage import activity
from iso_audit.workflow.conducting.caucus import settle
from iso_audit.workflow.ids import new_id
from tests.conftest import AT, make_account
from tests.databases import Filled
from tests.workflow.exchange.conftest import Laptop, beginning, copy_of, refused, said
from tests.workflow.exchange.test_hostile import of_format, rewritten

LATER = AT + timedelta(minutes=5)


def test_an_empty_laptop_gets_the_whole_audit(office: Laptop, empty: Laptop) -> None:
    office.say("lan", "conformity")
    taken = empty.take(office)
    assert taken.is_new
    assert (taken.new["event"], taken.new["audit"], taken.new["team_member"]) == (1, 1, 3)
    assert said(empty.events()) == said(office.events())
    assert empty.whole()


def test_a_field_that_the_catalogue_gains_is_carried(
    office: Laptop, empty: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    gained = replace(KINDS["item"], fields=(*KINDS["item"].fields, Field("seen_at")))
    monkeypatch.setitem(KINDS, "item", gained)
    office.say("lan", "kho lưu trữ", field="seen_at")
    empty.take(office)
    assert empty.journal().value("item:P01", "seen_at") == "kho lưu trữ"


def test_both_ways_the_journals_are_alike(office: Laptop, road: Laptop) -> None:
    office.say("lan", "conformity")
    office.say("lan", "Sổ theo dõi 2017", field="evidence")
    road.say("minh", "observation", subject="item:P04")
    road.take(office)
    taken = office.take(road)
    assert (taken.new["event"], taken.known["event"]) == (1, 2)
    assert said(office.events()) == said(road.events())
    assert office.journal().value("item:P04", "grade") == "observation"
    assert road.journal().value("item:P01", "evidence") == "Sổ theo dõi 2017"
    assert office.whole()
    assert road.whole()


def test_different_grades_of_one_item_are_a_disagreement(office: Laptop, road: Laptop) -> None:
    office.say("lan", "conformity")
    road.say("minh", "minor_nonconformity", at=LATER)
    taken = office.take(road, at=LATER)
    assert taken.disagreements == (("item:P01", "grade"),)
    state = office.journal().fields["item:P01", "grade"]
    assert {head.value for head in state.heads} == {"conformity", "minor_nonconformity"}
    assert state.value == "minor_nonconformity"
    assert office.take(road, at=LATER).disagreements == ()


def test_the_same_grade_from_two_people_is_no_disagreement(office: Laptop, road: Laptop) -> None:
    office.say("lan", "conformity")
    road.say("minh", "conformity")
    assert office.take(road).disagreements == ()


def test_different_words_stand_side_by_side(office: Laptop, road: Laptop) -> None:
    office.say("lan", "Sổ số 1", field="evidence")
    road.say("minh", "Sổ số 2", field="evidence")
    road.take(office)
    office.take(road)
    for laptop in (office, road):
        heads = laptop.journal().fields["item:P01", "evidence"].heads
        assert {head.value for head in heads} == {"Sổ số 1", "Sổ số 2"}


def test_what_was_settled_on_one_laptop_is_settled_on_the_other(office: Laptop, road: Laptop) -> None:
    office.say("lan", "conformity")
    chosen = road.say("minh", "observation")
    office.take(road)
    state = office.journal().fields["item:P01", "grade"]
    settle(
        office.database, office.audit.id, state, event_id=chosen, by=office.person("leader"), device="form", at=LATER
    )
    road.take(office, at=LATER)
    assert not road.journal().disputed("item:P01", "grade")
    assert road.journal().value("item:P01", "grade") == "observation"


def test_taking_in_twice_changes_nothing_but_the_log(office: Laptop, road: Laptop) -> None:
    office.say("lan", "conformity")
    source = office.file()
    road.take(source)
    before, events = road.counted(), road.events()
    taken = road.take(source)
    assert not any(taken.new.values())
    assert (road.counted(), road.events()) == (before, events)
    with road.database.read() as cursor:
        actions = [one.action for one in activity.latest(cursor)]
    assert actions.count("audit_imported") == 3


def test_in_any_order_a_third_laptop_ends_up_the_same(office: Laptop, road: Laptop, tmp_path) -> None:
    office.say("lan", "conformity")
    road.say("minh", "observation")
    road.say("minh", None, at=LATER)
    ends = []
    for order in ((office, road), (road, office)):
        with copy_of(office, tmp_path) as third:
            for source in order:
                third.take(source, at=LATER)
            ends.append((said(third.events()), heads(third)))
    assert ends[0] == ends[1]


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["office", "road", "merge"]),
        st.sampled_from(["leader", "lan", "minh"]),
        st.sampled_from(["item:P01", "item:P04"]),
        st.sampled_from(["conformity", "observation", "minor_nonconformity", None]),
        st.integers(0, 3),
    ),
    max_size=12,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_was_done_apart_both_end_up_alike(road_plan: Filled, tmp_path, acts) -> None:
    at, folders = AT, (tmp_path / new_id(AT), tmp_path / new_id(AT))
    with beginning(road_plan, folders[0]) as one, beginning(road_plan, folders[1]) as other:
        for where, username, subject, value, minutes in acts:
            at = AT + timedelta(minutes=minutes)
            if where == "merge":
                other.take(one)
            else:
                (one if where == "office" else other).say(username, value, subject=subject, at=at)
        one.take(other)
        other.take(one)
        assert said(one.events()) == said(other.events())
        assert heads(one) == heads(other)


def heads(laptop: Laptop) -> dict[object, list[str]]:
    return {key: [head.id for head in state.heads] for key, state in laptop.journal().fields.items()}


def test_an_event_with_other_contents_is_refused_and_nothing_is_taken(office: Laptop, road: Laptop) -> None:
    office.say("lan", "conformity", subject="item:P04")
    event = road.say("minh", "observation")
    road.take(office)
    office.take(road)
    office.say("lan", "conformity", subject="item:P04")
    with office.database.write() as cursor:
        cursor.execute("update event set value = 'conformity' where id = ?", [event])
    before = road.counted()
    assert refused(road.take, office) == "carry_event_differs"
    assert road.counted() == before


def test_positions_are_given_anew_and_stay_unique(office: Laptop, road: Laptop) -> None:
    for item in ("item:P01", "item:P04"):
        office.say("lan", "conformity", subject=item)
        road.say("minh", "conformity", subject=item)
    office.take(road)
    with office.database.read() as cursor:
        positions = [row[0] for row in cursor.execute("select position from event order by 1").fetchall()]
    assert positions == [1, 2, 3, 4]


def test_a_tablet_that_sent_one_event_to_both_laptops_is_no_conflict(office: Laptop, road: Laptop) -> None:
    event = office.say("lan", "conformity")
    road.take(office)
    with road.database.write() as cursor:
        cursor.execute("update event set received_at = received_at + interval 1 hour where id = ?", [event])
    assert office.take(road).known["event"] == 1


def test_a_moment_that_each_server_reckoned_for_itself_is_no_conflict(office: Laptop, road: Laptop) -> None:
    event = office.say("lan", "conformity", tablet_at=AT)
    road.take(office)
    with road.database.write() as cursor:
        cursor.execute("update event set made_at = made_at + interval 1 minute where id = ?", [event])
    assert office.take(road).known["event"] == 1
    with road.database.write() as cursor:
        cursor.execute("update event set tablet_at = tablet_at + interval 1 minute where id = ?", [event])
    assert refused(office.take, road) == "carry_event_differs"


def test_what_a_tablets_own_clock_showed_is_carried(office: Laptop, empty: Laptop) -> None:
    office.say("lan", "conformity", tablet_at=AT - timedelta(days=1))
    empty.take(office)
    assert [event.tablet_at for event in empty.events()] == [AT - timedelta(days=1)]


def test_a_file_of_the_first_format_is_taken_in(office: Laptop, empty: Laptop) -> None:
    office.say("lan", "conformity")
    without = rewritten(office.file(), "event", lambda row: row.pop("tablet_at"))
    assert refused(empty.take, without) == "carry_damaged"
    empty.take(of_format(without, 1))
    assert said(empty.events()) == said(office.events())
    assert [event.tablet_at for event in empty.events()] == [None]


def test_an_event_this_version_does_not_know_is_refused(office: Laptop, road: Laptop) -> None:
    event = road.say("minh", "observation")
    with road.database.write() as cursor:
        cursor.execute("update event set field = 'colour' where id = ?", [event])
    assert refused(office.take, road) == "carry_event_unknown"


def test_a_cancelled_audit_still_takes_what_was_recorded_elsewhere(office: Laptop, road: Laptop) -> None:
    road.say("minh", "observation")
    with office.database.write() as cursor:
        cursor.execute("update audit set cancelled_reason = 'hoãn'")
    taken = office.take(road)
    assert taken.new["event"] == 1
    assert [(one.field, one.here, one.there) for one in taken.differences] == [("cancelled_reason", "hoãn", "")]


def test_a_clock_that_runs_ahead_is_told(office: Laptop, road: Laptop) -> None:
    source = office.file(at=AT + timedelta(hours=1))
    assert [note.code for note in road.take(source, at=AT).notes] == ["clock_ahead"]


def test_the_other_audits_of_the_database_stay_out_of_the_file(office: Laptop, empty: Laptop) -> None:
    make_account(office.database, "stranger", Role.MEMBER)
    empty.take(office)
    with empty.database.read() as cursor:
        names = {row[0] for row in cursor.execute("select username from account").fetchall()}
    assert names == {"leader", "lan", "minh"}


def test_a_file_from_days_ahead_of_this_machine_is_not_taken_in(office: Laptop, road: Laptop) -> None:
    office.say("lan", "conformity")
    before = road.counted()
    assert refused(road.take, office.file(AT + timedelta(days=30)), AT) == "carry_moment_ahead"
    assert road.counted() == before


def test_an_act_from_days_ahead_of_this_machine_keeps_its_whole_file_out(office: Laptop, road: Laptop) -> None:
    office.say("lan", "conformity")
    office.say("minh", "observation", at=AT + timedelta(days=30))
    before = road.counted()
    assert refused(road.take, office.file(AT), AT) == "carry_moment_ahead"
    assert road.counted() == before
