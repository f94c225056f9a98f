"""The journal: heads, current values, disagreements, and merging in any order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iso_audit.domain.journal import Event, FieldState, arrived, fold, granted, may_settle, same_act

START = datetime(2017, 7, 11, 1, 0, tzinfo=UTC)
KEY = ("item:P01", "grade")


def event(
    id: str,
    value: str | None,
    *,
    by: str = "an",
    device: str = "tablet",
    minute: int = 0,
    replaces: tuple[str, ...] = (),
) -> Event:
    at = START + timedelta(minutes=minute)
    return Event(id, "audit", *KEY, value, by, device, at, at, frozenset(replaces))


def test_the_newest_head_is_the_current_value() -> None:
    journal = fold([event("1", "conformity"), event("2", "observation", minute=1)])
    assert journal.value(*KEY) == "observation"


def test_a_replaced_event_is_no_head_even_when_its_clock_ran_ahead() -> None:
    journal = fold([event("1", "conformity", minute=9), event("2", "observation", replaces=("1",))])
    assert journal.value(*KEY) == "observation"


def test_a_null_value_clears_the_field() -> None:
    journal = fold([event("1", "conformity"), event("2", None, minute=1, replaces=("1",))])
    assert journal.value(*KEY) is None


def test_a_field_nobody_set_has_no_value() -> None:
    assert fold([]).value(*KEY) is None


def test_two_people_with_different_values_disagree() -> None:
    journal = fold([event("1", "conformity"), event("2", "observation", by="binh", minute=1)])
    assert journal.disputed(*KEY)


def test_two_people_with_the_same_value_agree() -> None:
    journal = fold([event("1", "conformity"), event("2", "conformity", by="binh", minute=1)])
    assert not journal.disputed(*KEY)


def test_one_person_on_two_devices_that_did_not_see_each_other_disagrees_with_themselves() -> None:
    journal = fold([event("1", "conformity"), event("2", "observation", minute=1, device="phone")])
    assert journal.disputed(*KEY)
    assert [side.device for side in journal.fields[KEY].sides] == ["phone", "tablet"]


def test_one_person_on_one_device_is_of_the_mind_they_were_last() -> None:
    journal = fold([event("1", "conformity"), event("2", "observation", minute=1)])
    assert not journal.disputed(*KEY)


def test_in_a_disagreement_an_ordinary_act_replaces_its_own_side_only() -> None:
    state = fold(
        [event("1", "conformity"), event("2", "observation", device="phone"), event("3", None, by="b")]
    ).fields[KEY]
    assert state.seen_by("an", "tablet") == {"1"}
    assert state.seen_by("chi", "tablet") == frozenset()


def test_where_all_are_of_one_mind_an_ordinary_act_replaces_every_head() -> None:
    state = fold([event("1", "conformity"), event("2", "conformity", by="binh")]).fields[KEY]
    assert state.seen_by("chi", "tablet") == {"1", "2"}


def test_an_event_that_replaces_all_heads_settles_a_disagreement() -> None:
    heads = [event("1", "conformity"), event("2", "observation", by="binh")]
    settled = fold([*heads, event("3", "observation", by="lead", minute=2, replaces=("1", "2"))])
    assert not settled.disputed(*KEY)
    assert settled.value(*KEY) == "observation"


def test_only_a_writer_of_a_head_or_the_leader_may_settle() -> None:
    state = fold([event("1", "conformity"), event("2", "observation", by="binh")]).fields[KEY]
    assert may_settle(state, account_id="an", leads=False)
    assert may_settle(state, account_id="chi", leads=True)
    assert not may_settle(state, account_id="chi", leads=False)


def test_events_that_replace_each_other_in_a_circle_are_not_lost() -> None:
    circle = [event("1", "conformity", replaces=("2",)), event("2", "observation", minute=1, replaces=("1",))]
    assert fold(circle).value(*KEY) == "observation"
    beside = fold([*circle, event("3", "conformity", by="binh")])
    assert {head.id for head in beside.fields[KEY].heads} == {"1", "2", "3"}
    over = fold([*circle, event("3", "conformity", by="binh", replaces=("1",))])
    assert {head.id for head in over.fields[KEY].heads} == {"3"}


def test_subjects_come_in_the_order_they_were_written() -> None:
    at = START
    events = [Event(id, "audit", f"finding:{id}", "gap", "x", "an", "t", at, at) for id in ("b", "a")]
    assert fold(events).subjects("finding") == ("finding:a", "finding:b")


EVENTS = st.lists(
    st.builds(
        lambda number, value, by, device, minute, replaced: event(
            str(number), value, by=by, device=device, minute=minute, replaces=tuple(str(one) for one in replaced)
        ),
        st.integers(0, 9),
        st.sampled_from(["conformity", "observation", None]),
        st.sampled_from(["an", "binh", "chi"]),
        st.sampled_from(["tablet", "phone"]),
        st.integers(0, 5),
        st.lists(st.integers(0, 12), max_size=3),
    ),
    max_size=10,
    unique_by=lambda one: one.id,
)
"""Events in any order, that replace what came before, what comes later, what never comes, and each other."""


@settings(max_examples=200, deadline=None)
@given(EVENTS, st.randoms(use_true_random=False))
def test_merging_in_any_order_and_twice_gives_one_result(events: list[Event], random: object) -> None:
    shuffled = [*events, *events]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled).fields == fold(events).fields


@settings(max_examples=100, deadline=None)
@given(EVENTS)
def test_a_field_with_events_always_has_a_head(events: list[Event]) -> None:
    assert bool(fold(events).fields) == bool(events)


@settings(max_examples=500, deadline=None)
@given(EVENTS, st.lists(st.integers(0, 9), max_size=5))
def test_heads_kept_event_by_event_are_those_of_the_folded_journal(events: list[Event], again: list[int]) -> None:
    state: FieldState | None = None
    known: dict[str, Event] = {}
    for one in [*events, *(events[place] for place in again if place < len(events))]:
        if one.id in known:
            continue
        unknown = frozenset(one.replaces - known.keys())
        state = arrived(state, one, unknown=unknown, known=known.values)
        known[one.id] = one
        assert state == fold(known.values()).fields[KEY]


def granted_to(
    one: Event, named: list[Event], state: FieldState | None = None, *, leads: bool = False
) -> frozenset[str]:
    return granted(one, {other.id: other for other in named}, state, leads=leads)


def test_an_event_never_replaces_one_of_another_field_or_audit() -> None:
    elsewhere = [replace(event("1", "x"), field="evidence"), replace(event("2", "x"), audit_id="other")]
    assert granted_to(event("3", "y", replaces=("1", "2")), elsewhere, leads=True) == frozenset()


def test_who_leads_or_wrote_a_side_replaces_also_what_has_not_come() -> None:
    mine = [event("1", "conformity", by="chi")]
    assert granted_to(event("3", "y", by="chi", replaces=("1", "late")), mine) == {"1", "late"}
    assert granted_to(event("3", "y", by="lead", replaces=("late",)), [], leads=True) == {"late"}


@pytest.mark.parametrize("order", list(permutations(["1", "2", "3"])))
def test_a_third_person_swallows_no_side_in_whatever_order_the_events_arrive(order: tuple[str, ...]) -> None:
    sent = {
        "1": event("1", "conformity", by="an"),
        "2": event("2", "observation", by="binh"),
        "3": event("3", None, by="chi", minute=1, replaces=("1", "2")),
    }
    known: dict[str, Event] = {}
    for one in (sent[name] for name in order):
        state = fold(known.values()).fields.get(KEY)
        known[one.id] = replace(one, replaces=granted(one, known, state, leads=False))
    assert {head.id for head in fold(known.values()).fields[KEY].heads} == {"1", "2", "3"}


def test_an_ordinary_act_of_a_third_person_replaces_what_is_of_one_mind() -> None:
    one = event("1", "conformity")
    state = fold([one]).fields[KEY]
    assert granted_to(event("3", "observation", by="chi", replaces=("1",)), [one], state) == {"1"}


@pytest.mark.parametrize(
    "other", [{"value": "observation"}, {"field": "gap"}, {"audit_id": "other"}, {"account_id": "binh"}]
)
def test_another_value_field_audit_or_account_is_another_act(other: dict[str, str]) -> None:
    one = event("1", "conformity")
    assert not same_act(one, replace(one, **other))  # type: ignore[arg-type]
    assert same_act(one, replace(one, made_at=START + timedelta(days=1), device="phone"))
