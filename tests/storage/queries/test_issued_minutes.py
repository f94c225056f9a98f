"""The issued minutes of a year: as they were issued, for as few statements whatever the number of audits."""

from iso_audit.domain.account import Role
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.year_findings import issued_minutes
from iso_audit.workflow.conducting.recording import NewEvent, record
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
