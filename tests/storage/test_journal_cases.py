"""The database on the cases it shares with the domain and the card: states kept, and counted on the overview."""

import pytest

from iso_audit.domain.account import Account
from iso_audit.domain.grade import Grade
from iso_audit.domain.programme import Audit
from iso_audit.storage import heads, journal
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import overview
from tests.journal_cases import CASES, KEY, NAMES, events, expected, outcome


@pytest.mark.parametrize("order", [list, reversed], ids=["as told", "backwards"])
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_state_that_is_kept_is_as_the_case_says(database: Database, case, order) -> None:
    with database.write() as cursor:
        for event in order(events(case)):
            journal.append(cursor, [event])
    with database.read() as cursor:
        state = heads.of_audit(cursor, "audit")[0].fields[KEY]
    assert outcome(state) == expected(case)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_overview_counts_what_the_case_says(database: Database, audit: Audit, leader: Account, case) -> None:
    with database.write() as cursor:
        journal.append(cursor, events(case, audit=audit.id))
    year = overview.year(database, audit.programme_id, reader=leader)
    assert year is not None
    (line,) = year.lines
    assert line.grades == ({Grade(case["value"]): 1} if case["value"] else {})
    assert line.completion.disputed == case["disputed"]
    assert line.completion.unanswered == line.completion.total - len(line.grades)
