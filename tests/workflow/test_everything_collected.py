"""What people enter arrives: every text an event may set is printed in the minutes, or named here as not printed."""

from zoneinfo import ZoneInfo

import pytest

from iso_audit.domain.account import Account
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Audit
from iso_audit.domain.subjects import KINDS
from iso_audit.minutes.facts import MinutesFacts
from iso_audit.minutes.fingerprint import canonical_text
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting import photos
from iso_audit.workflow.conducting.photos import NewPhoto
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.reporting import drafting
from iso_audit.workflow.reporting.text import draft_facts
from tests.conftest import AT
from tests.pictures import photo as picture
from tests.storage.queries.test_earlier import next_year

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NAMES = {"item": "P01", "visit": "", "conclusion": "", "sample": ""}
NEEDED = {
    ("item", "grade"): "minor_nonconformity",
    ("finding", "grade"): "minor_nonconformity",
    ("finding", "items"): '["P02"]',
    ("attendee", "side"): "agency",
    ("conclusion", "value"): "maintained",
    ("case", "received_on"): "2017-07-03",
    ("attendee", "name"): "Người dự",
    ("case", "code"): "000.00.16.H06-170703-0001",
}
NOT_PRINTED = {
    ("finding", "withdrawn"): "takes the finding out of the minutes",
    ("photo", "finding"): "an id of a finding",
    ("photo", "caption"): "printed with the picture: tests/workflow/test_photos.py",
    ("photo", "withdrawn"): "takes the photograph out of the minutes",
    ("case", "withdrawn"): "takes the case file out of the minutes",
    ("case", "channel"): "in the spreadsheet of the sample",
    ("case", "sector"): "groups the list that is drawn from",
    ("case", "selection_reason"): "on the screen of the sample and its sheets",
    ("case", "procedure"): "an id of a procedure",
    ("procedure", "sector"): "groups the list that is drawn from",
    ("procedure", "name"): "printed with its files: tests/workflow/test_sampling.py",
    ("sample", "seed"): "printed with the draw: tests/workflow/test_sampling.py",
    ("sample", "list"): "an id of a list",
}


def texts() -> list[tuple[str, str]]:
    """Every kind and field that takes any text."""
    return [(kind.name, field.name) for kind in KINDS.values() for field in kind.fields if field.longest]


@pytest.mark.parametrize(("kind", "name"), [one for one in texts() if one not in NOT_PRINTED])
def test_a_text_that_was_entered_is_printed(
    database: Database, audit: Audit, leader: Account, kind: str, name: str
) -> None:
    subject = f"{kind}:{NAMES.get(kind, '1')}"
    needed = [(f"{one}:{NAMES.get(one, '1')}", field, value) for (one, field), value in NEEDED.items() if one == kind]
    entered = f"Ghi tại chỗ {kind} {name}"
    events = [NewEvent(new_id(AT), audit.id, *one, AT) for one in [*needed, (subject, name, entered)]]
    assert not record(database, events, by=leader, device="t", at=AT).refused
    draft = drafting.draft(database, audit.id, language="vi", zone=ZONE, by=leader, at=AT)
    assert entered in canonical_text(draft.document)


def told(database: Database, audit: Audit, leader: Account, *fields: tuple[str, str, str]) -> None:
    events = [NewEvent(new_id(AT), audit.id, *one, AT) for one in fields]
    assert not record(database, events, by=leader, device="t", at=AT).refused


def facts(database: Database, audit: Audit, leader: Account) -> MinutesFacts:
    known = visit(database, audit.id, reader=leader)
    return draft_facts(database, known, version=1, draft=1, language="vi", zone=ZONE, by=leader, at=AT)


def test_a_finding_refers_to_the_photographs_of_its_items(database: Database, audit: Audit, leader: Account) -> None:
    told(database, audit, leader, ("item:P02", "grade", "minor_nonconformity"))
    new = NewPhoto(new_id(AT), audit.id, "P02", AT, picture(64, 48))
    photos.receive(database, new, by=leader, device="t", at=AT)
    (finding,) = facts(database, audit, leader).findings
    assert finding.photos == ("1",)


def test_two_items_under_one_written_finding_are_scored_as_one_fault(
    database: Database, audit: Audit, leader: Account
) -> None:
    told(
        database,
        audit,
        leader,
        ("item:P02", "grade", "major_nonconformity"),
        ("item:P05", "grade", "major_nonconformity"),
        ("item:P06", "grade", "conformity"),
        ("finding:1", "grade", "major_nonconformity"),
        ("finding:1", "items", '["P02", "P05"]'),
    )
    assert visit(database, audit.id, reader=leader).proposal.score == 50


@pytest.mark.parametrize(("grade", "repeated"), [("minor_nonconformity", True), ("observation", False)])
def test_a_nonconformity_of_an_earlier_year_is_told_as_repeated(
    database: Database, bank: Bank, audit: Audit, leader: Account, grade: str, repeated: bool
) -> None:
    told(database, audit, leader, ("item:4.2.3-3", "grade", grade))
    later = next_year(database, bank, audit, leader)
    told(database, later, leader, ("item:4.2.3-3", "grade", "minor_nonconformity"))
    (finding,) = facts(database, later, leader).findings
    assert finding.repeated is repeated


def test_what_is_named_as_not_printed_exists() -> None:
    assert set(NOT_PRINTED) <= {(kind.name, name) for kind in KINDS.values() for name in kind.names}
