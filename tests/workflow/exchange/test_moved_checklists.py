"""An audit that was moved to another version of its questions on one machine, and went on by the old one on another."""

from datetime import timedelta

from iso_audit.checklists import contents
from iso_audit.domain.account import Role
from iso_audit.domain.bank import Bank, Banks
from iso_audit.domain.checklist import Checklist
from iso_audit.storage import audits
from iso_audit.workflow.questions import drafts, moving, versions
from tests.conftest import AT, make_account
from tests.workflow.exchange.conftest import Laptop

LATER = AT + timedelta(hours=1)


def checklist_of(laptop: Laptop) -> Checklist:
    with laptop.database.read() as cursor:
        checklist = audits.checklist(cursor, laptop.audit.id)
    assert checklist is not None
    return checklist


def moved(laptop: Laptop, bank: Bank) -> None:
    """Put a version without item 7.2.1-1 in force on a laptop and move the audit to it."""
    leader = make_account(laptop.database, "head", Role.LEADER)
    draft = drafts.begin(laptop.database, "Bỏ 7.2.1-1", bank, by=leader, at=AT)
    opened = drafts.opened(laptop.database, draft.id, reader=leader)
    drafts.save(laptop.database, opened, contents.without_item(opened.contents, "7.2.1-1"), by=leader, at=LATER)
    opened = drafts.opened(laptop.database, draft.id, reader=leader)
    drafts.put_in_force(laptop.database, opened, bank, reason="Không dùng", by=leader, at=LATER)
    newer = versions.banks_in_force(laptop.database, Banks((bank,))).all[0]
    moving.move(laptop.database, laptop.audit.id, newer, by=leader, at=LATER)


def test_what_was_entered_by_the_old_version_is_taken_and_both_come_to_the_same(
    office: Laptop, road: Laptop, bank: Bank
) -> None:
    road.take(office)
    moved(office, bank)
    road.say("lan", "conformity", subject="item:7.2.1-1")
    office.take(road, by="head")
    assert checklist_of(office).retired == ("7.2.1-1",)
    assert [one.subject for one in office.events()] == ["item:7.2.1-1"]
    make_account(road.database, "chief", Role.LEADER)
    road.take(office, by="chief")
    assert checklist_of(road) == checklist_of(office)
    assert office.whole()
    assert road.whole()


def test_the_secretary_takes_entries_in_and_leaves_the_questions_as_they_are(
    office: Laptop, road: Laptop, bank: Bank
) -> None:
    road.take(office)
    moved(road, bank)
    before = checklist_of(office)
    make_account(office.database, "thuky", Role.SECRETARY)
    office.take(road, by="thuky")
    assert checklist_of(office) == before
