"""The states kept beside the journal: the same as the journal's, however the events arrive."""

from datetime import timedelta
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from iso_audit.domain.journal import Event, fold
from iso_audit.storage import heads, journal, rebuilding
from iso_audit.storage.engine.database import Database
from iso_audit.storage.opening import open_database
from tests.conftest import AT

AUDITS = count()
EVENTS = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.sampled_from(["grade", "gap"]),
        st.sampled_from(["conformity", None]),
        st.sampled_from(["an", "binh"]),
        st.sampled_from(["tablet", "phone"]),
        st.lists(st.integers(0, 11), max_size=3),
    ),
    max_size=12,
    unique_by=lambda one: one[0],
)


def kept(database: Database, audit: str) -> dict[object, object]:
    with database.read() as cursor:
        state, _ = heads.of_audit(cursor, audit)
    return {key: ([head.id for head in one.heads], one.awaited, one.disputed) for key, one in state.fields.items()}


def test_batches_in_any_order_leave_what_folding_gives(database: Database) -> None:
    """After each example its audit is as folded; at the end the states of all of them are as the journal has them."""

    @settings(max_examples=60, deadline=None)
    @given(EVENTS, st.integers(1, 6))
    def one_audit_more(told: list[tuple], size: int) -> None:
        folds_alike(database, told, size)

    one_audit_more()
    with database.read() as cursor:
        assert list(rebuilding.wrong_states(cursor)) == []


def folds_alike(database: Database, told: list[tuple], size: int) -> None:
    audit = f"audit-{next(AUDITS)}"
    events = [
        Event(
            f"{audit}-{number}", audit, "item:P01", field, value, by, device, AT + timedelta(minutes=number % 3), AT,
            frozenset(f"{audit}-{one}" for one in replaced),
        )
        for number, field, value, by, device, replaced in told
    ]  # fmt: skip
    for start in range(0, len(events), size):
        with database.write() as cursor:
            journal.append(cursor, events[start : start + size])
            journal.append(cursor, events[:start])
    folded = fold(events).fields
    assert kept(database, audit) == {
        key: ([head.id for head in one.heads], one.awaited, one.disputed) for key, one in folded.items()
    }


def test_a_start_that_was_cut_off_before_the_states_were_made_makes_them_at_the_next(tmp_path) -> None:
    event = Event("1", "audit", "item:P01", "grade", "conformity", "an", "tablet", AT, AT)
    database = open_database(tmp_path / "a.duckdb", at=AT)
    with database.write() as cursor:
        journal.append(cursor, [event])
        cursor.execute("delete from field_state")
        cursor.execute("insert into setting values (?, 'yes')", [rebuilding.WANTED])
    database.close()
    database = open_database(tmp_path / "a.duckdb", at=AT)
    assert kept(database, "audit") == {("item:P01", "grade"): (["1"], frozenset(), False)}
    database.close()
