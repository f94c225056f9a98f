"""The overview's counts: the same as the domain's, whatever was recorded; and only what the reader may see."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Audit
from iso_audit.domain.summary import YearCounts
from iso_audit.storage import accounts, audits, journal
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.planning import establishing
from tests.asked_cases import ASKED, NAMES, checklist, checklist_of, events_of
from tests.conftest import AT, make_account, plan_audit, reread
from tests.databases import Filled

TAPS = st.lists(
    st.tuples(
        st.sampled_from(["P01", "P02", "4.1-1"]),
        st.sampled_from(["conformity", "minor_nonconformity", "not_applicable", "not_checked", None]),
        st.integers(0, 1),
        st.booleans(),
        st.sampled_from(["grade", "gap"]),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TAPS)
def test_counts_agree_with_the_domain(planned: Filled, taps: list[tuple[str, str | None, int, bool, str]]) -> None:
    with planned.in_memory() as database:
        counts_agree(database, taps)


def counts_agree(database: Database, taps: list[tuple[str, str | None, int, bool, str]]) -> None:
    with database.read() as cursor:
        audit = audits.by_code(cursor, "2017-01")
        leader = accounts.all_accounts(cursor)[0]
    people = [leader, make_account(database, "deputy", Role.DEPUTY)]
    last: dict[str, str] = {}
    for item, value, who, replaces, field in taps:
        seen = frozenset({last[item + field]}) if replaces and item + field in last else frozenset()
        event = NewEvent(new_id(AT), audit.id, f"item:{item}", field, value, AT, seen)
        record(database, [event], by=people[who], device="t", at=AT)
        last[item + field] = event.id
    year = overview.year(database, audit.programme_id, reader=people[0])
    assert year is not None
    assert year.lines[0].completion == visit(database, audit.id, reader=people[0]).completion


@pytest.mark.parametrize("case", ASKED, ids=NAMES)
def test_what_is_not_asked_is_in_no_count(database: Database, audit: Audit, leader: Account, case) -> None:
    with database.write() as cursor:
        audits.set_checklist(cursor, audit.id, checklist_of(case), at=AT)
        journal.append(cursor, list(events_of(case, audit=audit.id)))
    year = overview.year(database, audit.programme_id, reader=leader)
    assert year is not None
    assert year.lines[0].completion.total == len(case["asked"])
    assert year.lines[0].completion == visit(database, audit.id, reader=leader).completion


def test_what_was_entered_of_an_item_taken_out_counts_no_more(
    database: Database, audit: Audit, leader: Account
) -> None:
    told = [NewEvent(f"e{item}", audit.id, f"item:{item}", "grade", "conformity", AT) for item in ("A", "P01")]
    record(database, told[1:], by=leader, device="t", at=AT)
    with database.write() as cursor:
        audits.set_checklist(cursor, audit.id, replace(checklist({}), retired=("P01",)), at=AT)
    record(database, told[:1], by=leader, device="t", at=AT)
    year = overview.year(database, audit.programme_id, reader=leader)
    assert year is not None
    assert (year.lines[0].completion.judged, year.lines[0].completion.unanswered) == (1, 2)
    assert year.lines[0].completion == visit(database, audit.id, reader=leader).completion


def test_a_member_sees_only_their_audits(database: Database, bank: Bank, leader: Account) -> None:
    inside, outside = make_account(database, "inside", Role.MEMBER), make_account(database, "outside", Role.MEMBER)
    audit = plan_audit(database, bank, leader, inside)
    seen = [overview.year(database, audit.programme_id, reader=reread(database, one)) for one in (inside, outside)]
    assert [len(year.lines) for year in seen if year] == [1, 0]


def test_a_cancelled_audit_is_listed_but_not_counted(database: Database, audit: Audit, leader: Account) -> None:
    establishing.cancel_audit(database, audit.id, reason="hoãn", by=leader, at=AT)
    year = overview.year(database, audit.programme_id, reader=leader)
    assert year is not None
    assert (len(year.lines), len(year.counted)) == (1, 0)
    assert year.counts == YearCounts(planned=1, done=0, maintained=0, withdrawn=1)
    assert year.counts.remaining == 0


def test_two_audits_of_one_agency_are_one_agency(database: Database, bank: Bank, audit: Audit, leader: Account) -> None:
    again = replace(audit, id="", code="2017-02", leader_id=None, member_ids=(), sections={})
    establishing.save_audit(database, again, bank, exclusions={}, by=leader, at=AT)
    establishing.cancel_audit(database, audit.id, reason="hoãn", by=leader, at=AT)
    year = overview.year(database, audit.programme_id, reader=leader)
    assert year is not None
    assert (len(year.lines), year.counts) == (2, YearCounts(planned=1, done=0, maintained=0))
