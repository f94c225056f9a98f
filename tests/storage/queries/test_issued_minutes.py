"""The issued minutes of a year: as they were issued, for as few statements whatever the number of audits."""

from dataclasses import replace

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.conclusion import Conclusion
from iso_audit.domain.programme import Audit
from iso_audit.domain.visit import CONCLUSION
from iso_audit.storage import audits, journal
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.year_findings import issued_minutes
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id
from tests.conftest import AT, make_account
from tests.databases import Filled


def test_a_year_costs_six_and_what_came_later_changes_nothing(year_2017: Filled) -> None:
    with year_2017.in_memory() as database:
        leader = make_account(database, "another", Role.LEADER)
        programme = overview.years(database, reader=leader)[0]
        issued_minutes(database, programme.id, reader=leader)
        with database.statements() as heard:
            before = issued_minutes(database, programme.id, reader=leader)
        assert (len(before), len(heard)) == (8, 6)
        one = next(line for line in before if line.findings)
        item_id = one.findings[0].item_ids[0]
        later = [
            NewEvent("later-grade", one.audit.id, f"item:{item_id}", "grade", "conformity", AT),
            NewEvent("later-end", one.audit.id, "conclusion:", "value", "not_maintained", AT),
        ]
        assert not record(database, later, by=leader, device="t", at=AT).refused
        with database.statements() as heard:
            after = issued_minutes(database, programme.id, reader=leader)
        assert (after, len(heard)) == (before, 8)


def conclude(database: Database, audit: Audit, value: str, *replaced: str, by: Account) -> str:
    event = NewEvent(new_id(AT), audit.id, "conclusion:", "value", value, AT, frozenset(replaced))
    assert not record(database, [event], by=by, device="t", at=AT).refused
    return event.id


@pytest.mark.parametrize("changed", [1, 5])
def test_the_year_tells_what_issued_minutes_conclude_however_many_changed_since(
    year_2017: Filled, changed: int
) -> None:
    with year_2017.in_memory() as database:
        leader = make_account(database, "another", Role.LEADER)
        programme = overview.years(database, reader=leader)[0]
        before = issued_minutes(database, programme.id, reader=leader)
        for line in before[:changed]:
            with database.read() as cursor:
                issued_with = [one.id for one in journal.of_audit(cursor, line.audit.id) if one.subject == CONCLUSION]
            first = conclude(database, line.audit, "maintained_not_effectively", *issued_with, by=leader)
            conclude(database, line.audit, "not_maintained", first, by=leader)
        audits.forget_checklists()
        with database.statements() as heard:
            year = overview.year(database, programme.id, reader=leader)
        assert year is not None
        assert len(heard) == 6
        told = {line.audit.id: line.conclusion for line in year.lines if line.done}
        assert told == {line.audit.id: line.conclusion for line in before}
        assert year.counts.maintained == len(before)
        with database.statements() as heard:
            after = issued_minutes(database, programme.id, reader=leader)
        assert (after, len(heard)) == (before, 8)


def test_who_only_views_sees_no_conclusion_before_minutes_are_issued(year_2017: Filled) -> None:
    with year_2017.in_memory() as database:
        leader, viewer = (make_account(database, role.value + "-2", role) for role in (Role.LEADER, Role.VIEWER))
        programme = overview.years(database, reader=leader)[0]
        year = overview.year(database, programme.id, reader=leader)
        assert year is not None
        draft = next(line.audit for line in year.lines if not line.done)
        conclude(database, draft, "not_maintained", by=leader)
        for reader, conclusion in ((leader, Conclusion.NOT_MAINTAINED), (viewer, None)):
            shown = overview.year(database, programme.id, reader=reader)
            assert shown is not None
            assert {line.audit.id: line.conclusion for line in shown.lines}[draft.id] is conclusion
            assert all(line.conclusion for line in shown.lines if line.done)


def test_a_finding_on_an_item_that_is_asked_no_more_is_told_without_its_clause(year_2017: Filled) -> None:
    with year_2017.in_memory() as database:
        leader = make_account(database, "another", Role.LEADER)
        programme = overview.years(database, reader=leader)[0]
        line = next(one for one in issued_minutes(database, programme.id, reader=leader) if one.findings)
    finding = next(one for one in line.findings if one.item_ids and not one.criterion)
    assert line.clauses(finding) != ""
    assert replace(line, checklist=replace(line.checklist, items=())).clauses(finding) == ""
