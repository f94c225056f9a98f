"""What people enter arrives: every text an event may set is printed in the minutes, or named here as not printed."""

from dataclasses import MISSING, Field, fields, is_dataclass, replace
from zoneinfo import ZoneInfo

import pytest

from iso_audit.domain.account import Account
from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import Condition
from iso_audit.domain.programme import Audit
from iso_audit.domain.subjects import KINDS
from iso_audit.domain.text import Language
from iso_audit.minutes import content
from iso_audit.minutes import facts as facts_module
from iso_audit.minutes.facts import MinutesFacts
from iso_audit.minutes.fingerprint import canonical_text
from iso_audit.minutes.tree import Document, ProfileName
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting import photos
from iso_audit.workflow.conducting.photos import NewPhoto
from iso_audit.workflow.conducting.recording import Change, NewEvent, record, record_fields
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.planning import establishing
from iso_audit.workflow.reporting import drafting, locking
from iso_audit.workflow.reporting.text import draft_facts
from tests.asked_cases import change_items
from tests.conftest import AT
from tests.pictures import photo as picture
from tests.storage.queries.test_earlier import next_year
from tests.workflow.minutes_ready import fill, lock
from tests.workflow.rich_audit import rich_audit

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
    ("case", "right_fee"): "no",
}
PRINTED_WITH = {
    ("item", "reason"): [("item:P01", "grade", "not_checked")],
    ("visit", "report_to"): [("item:P01", "grade", "minor_nonconformity")],
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
    ("earlier", "note"): "printed beside its finding: tests/workflow/test_earlier_states.py",
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
    needed += PRINTED_WITH.get((kind, name), [])
    entered = f"Ghi tại chỗ {kind} {name}"
    events = [NewEvent(new_id(AT), audit.id, *one, AT) for one in [*needed, (subject, name, entered)]]
    assert not record(database, events, by=leader, device="t", at=AT).refused
    draft = drafting.draft(
        database, visit(database, audit.id, reader=leader), language="vi", zone=ZONE, by=leader, at=AT
    )
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


def told_by_workflow(
    database: Database, bank: Bank, audit: Audit, leader: Account, monkeypatch: pytest.MonkeyPatch
) -> list[MinutesFacts]:
    """What workflow builds minutes from: a second draft of a rich audit, and a second version of another, locked."""
    told: list[MinutesFacts] = []
    build = content.build

    def watched(facts: MinutesFacts, language: Language, profile: ProfileName) -> Document:
        told.append(facts)
        return build(facts, language, profile)

    monkeypatch.setattr(content, "build", watched)
    rich = rich_audit(database, bank, audit, leader)
    change_items(database, rich.id, P06={"weight": 3, "asked_when": Condition("P02", ("conformity",))})
    drafting.draft(database, visit(database, rich.id, reader=leader), language="vi", zone=ZONE, by=leader, at=AT)
    fill(database, audit, leader)
    seen = visit(database, audit.id, reader=leader).opened.journal
    agreeing: list[Change] = [("item:P02", "grade", "major_nonconformity"), ("item:P02", "evidence", "sổ")]
    agreeing.append(("conclusion:", "reason", "vì thế"))
    record_fields(database, audit.id, agreeing, journal=seen, by=leader, device="t", at=AT)
    first = lock(database, audit, leader)
    locking.unlock(database, first.id, reason="sửa", by=leader, at=AT)
    locking.issue_locked(database, lock(database, audit, leader).id, by=leader, at=AT)
    locking.reopen(database, audit.id, reason="sót", by=leader, at=AT)
    drafting.draft(database, visit(database, audit.id, reader=leader), language="vi", zone=ZONE, by=leader, at=AT)
    drafting.draft(database, visit(database, rich.id, reader=leader), language="vi", zone=ZONE, by=leader, at=AT)
    by_2015 = establishing.save_audit(
        database, replace(rich, id="", code="2018-15"), replace(bank, excludable=()), exclusions={}, by=leader, at=AT
    )
    drafting.draft(database, visit(database, by_2015.id, reader=leader), language="vi", zone=ZONE, by=leader, at=AT)
    return told


def values_told(told: object, found: dict[tuple[type, str], list[object]]) -> dict[tuple[type, str], list[object]]:
    """Collect every value of every field of the facts, and of the facts inside them."""
    if is_dataclass(told) and not isinstance(told, type):
        for one in fields(told):
            value = getattr(told, one.name)
            found.setdefault((type(told), one.name), []).append(value)
            values_told(value, found)
    elif isinstance(told, tuple | list):
        for one in told:
            values_told(one, found)
    return found


def never_set(told: object) -> set[str]:
    """The fields of the classes of facts that never have another value than what stands for nothing."""
    found = values_told(told, {})
    own = [one for one in vars(facts_module).values() if getattr(one, "__module__", "") == facts_module.__name__]
    return {
        f"{one.__name__}.{field.name}"
        for one in own
        for field in fields(one)
        if all(value in (_default(field), "", None, ()) for value in found.get((one, field.name), ()))
    }


def _default(field: Field[object]) -> object:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return None if field.default is MISSING else field.default


def test_every_field_that_minutes_are_made_from_is_set_by_the_workflow(
    database: Database, bank: Bank, audit: Audit, leader: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = told_by_workflow(database, bank, audit, leader, monkeypatch)
    assert never_set(told) == set()
    assert never_set([replace(one, findings=(), copies=4) for one in told]) >= {
        "FindingFacts.grade", "FindingFacts.repeated", "MinutesFacts.findings", "MinutesFacts.copies",
    }  # fmt: skip
