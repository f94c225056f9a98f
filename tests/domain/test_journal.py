"""The journal: heads, current values, disagreements, and merging in any order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from iso_audit.domain.journal import Event, fold, may_settle

START = datetime(2017, 7, 11, 1, 0, tzinfo=UTC)
KEY = ("item:P01", "grade")


def event(id: str, value: str | None, *, by: str = "an", minute: int = 0, replaces: tuple[str, ...] = ()) -> Event:
    at = START + timedelta(minutes=minute)
    return Event(id, "audit", *KEY, value, by, "tablet", at, at, frozenset(replaces))


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


def test_one_person_on_two_tablets_does_not_disagree_with_themselves() -> None:
    journal = fold([event("1", "conformity"), event("2", "observation", minute=1)])
    assert not journal.disputed(*KEY)


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
    journal = fold([event("1", "conformity", replaces=("2",)), event("2", "observation", minute=1, replaces=("1",))])
    assert journal.value(*KEY) == "observation"


def test_subjects_come_in_the_order_they_were_written() -> None:
    at = START
    events = [Event(id, "audit", f"finding:{id}", "gap", "x", "an", "t", at, at) for id in ("b", "a")]
    assert fold(events).subjects("finding") == ("finding:a", "finding:b")


EVENTS = st.lists(
    st.builds(
        lambda number, value, by, minute, replaced: event(
            str(number), value, by=by, minute=minute, replaces=tuple(str(r) for r in replaced if r < number)
        ),
        st.integers(0, 12),
        st.sampled_from(["conformity", "observation", None]),
        st.sampled_from(["an", "binh"]),
        st.integers(0, 5),
        st.lists(st.integers(0, 12), max_size=3),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


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
