"""The question bank in the app: drafts, versions in force, going back, audits that move to another version."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from iso_audit.checklists import contents
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank, Banks
from iso_audit.domain.bank_version import BankDraft
from iso_audit.domain.errors import Conflict, Forbidden, IsoAuditError, NotFound, RuleBroken
from iso_audit.domain.programme import Audit
from iso_audit.storage import audits, programmes
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.planning import establishing
from iso_audit.workflow.questions import drafts, moving, versions
from tests.conftest import AT, make_account
from tests.databases import Filled

LATER = AT + timedelta(hours=1)


def in_force(database: Database, bank: Bank) -> Bank:
    return versions.banks_in_force(database, Banks((bank,))).all[0]


def entry(opened: drafts.OpenDraft, part: str) -> dict[str, Any]:
    return dict(contents.parts_of(opened.contents)[part])


def reword(database: Database, draft: BankDraft, item: str, question: str, by: Account, seen=None) -> None:
    opened = seen or drafts.opened(database, draft.id, reader=by)
    changed = entry(opened, f"item:{item}") | {"question": {"vi": question, "en": question}}
    drafts.save(database, opened, {f"item:{item}": changed}, by=by, at=LATER)


def drop(database: Database, draft: BankDraft, item: str, by: Account) -> None:
    opened = drafts.opened(database, draft.id, reader=by)
    drafts.save(database, opened, contents.without_item(opened.contents, item), by=by, at=LATER)


def enforce(database: Database, bank: Bank, draft: BankDraft, by: Account, reason: str = "Thông tư mới"):
    opened = drafts.opened(database, draft.id, reader=by)
    return drafts.put_in_force(database, opened, bank, reason=reason, by=by, at=LATER)


def code_of(act) -> str:
    with pytest.raises(IsoAuditError) as refused:
        act()
    return refused.value.code


def test_the_shipped_files_are_in_force_while_nobody_chose_another_version(
    database: Database, bank: Bank, leader: Account
) -> None:
    assert in_force(database, bank) is bank
    (only,) = versions.listed(database, bank, reader=leader)
    assert (only.version.number, only.version.is_shipped, only.is_in_force) == (2, True, True)


def test_a_draft_put_in_force_is_the_next_version_and_new_audits_ask_by_it(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    draft = drafts.begin(database, "Sửa theo thông tư", bank, by=leader, at=AT)
    reword(database, draft, "P01", "Phạm vi đủ chưa?", leader)
    assert in_force(database, bank).items[0].question == bank.items[0].question
    version = enforce(database, bank, draft, leader)
    asked = in_force(database, bank)
    assert (version.number, asked.version, asked.items[0].question.vi) == (3, "3", "Phạm vi đủ chưa?")
    told = [(one.version.number, one.is_in_force, one.reason) for one in versions.listed(database, bank, reader=leader)]
    assert told == [(3, True, "Thông tư mới"), (2, False, "")]


def test_an_audit_keeps_the_copy_it_was_made_with(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    draft = drafts.begin(database, "Sửa", bank, by=leader, at=AT)
    reword(database, draft, "P01", "Khác?", leader)
    enforce(database, bank, draft, leader)
    with database.read() as cursor:
        checklist = audits.checklist(cursor, audit.id)
    assert checklist is not None
    assert checklist.item("P01").question == bank.items[0].question


def test_going_back_puts_the_shipped_version_in_force_again(database: Database, bank: Bank, leader: Account) -> None:
    draft = drafts.begin(database, "Sửa", bank, by=leader, at=AT)
    reword(database, draft, "P01", "Khác?", leader)
    enforce(database, bank, draft, leader)
    shipped = versions.listed(database, bank, reader=leader)[-1].version
    versions.go_back(database, shipped, bank, reason="Sai văn bản", by=leader, at=LATER + timedelta(hours=1))
    assert in_force(database, bank) == bank
    told = [(one.version.number, one.is_in_force) for one in versions.listed(database, bank, reader=leader)]
    assert told == [(3, False), (2, True)]


def test_a_quality_officer_keeps_the_bank_and_other_members_do_not(database: Database, bank: Bank) -> None:
    officer = make_account(database, "lan", Role.QUALITY_OFFICER)
    draft = drafts.begin(database, "Sửa", bank, by=officer, at=AT)
    reword(database, draft, "P01", "Khác?", officer)
    assert enforce(database, bank, draft, officer).number == 3
    for role in (Role.MEMBER, Role.SECRETARY, Role.VIEWER):
        other = make_account(database, role.value, role)
        with pytest.raises(Forbidden):
            drafts.begin(database, "Sửa", bank, by=other, at=AT)
        assert drafts.open_drafts(database, bank.standard, reader=other) == ()


def test_a_faulty_draft_is_kept_and_not_put_in_force(database: Database, bank: Bank, leader: Account) -> None:
    draft = drafts.begin(database, "Sửa", bank, by=leader, at=AT)
    reword(database, draft, "P01", "", leader)
    opened = drafts.opened(database, draft.id, reader=leader)
    assert {(one.where, one.details["field"], one.code) for one in opened.faults} == {
        ("P01", "question.vi", "empty_field"),
        ("P01", "question.en", "empty_field"),
    }
    assert code_of(lambda: enforce(database, bank, draft, leader)) == "bank_draft_faulty"
    assert in_force(database, bank) is bank


def test_the_second_of_two_people_on_one_question_is_told(database: Database, bank: Bank, leader: Account) -> None:
    officer = make_account(database, "lan", Role.QUALITY_OFFICER)
    draft = drafts.begin(database, "Sửa", bank, by=leader, at=AT)
    seen = drafts.opened(database, draft.id, reader=officer)
    reword(database, draft, "P01", "Của trưởng đoàn?", leader)
    assert code_of(lambda: reword(database, draft, "P01", "Của Lan?", officer, seen)) == "changed_meanwhile"
    reword(database, draft, "P02", "Của Lan?", officer, seen)
    opened = drafts.opened(database, draft.id, reader=leader)
    assert [one.part for one in opened.differences] == ["item:P01", "item:P02"]


def test_an_item_taken_out_comes_back_wherever_it_stood(database: Database, bank: Bank, leader: Account) -> None:
    draft = drafts.begin(database, "Sửa", bank, by=leader, at=AT)
    drop(database, draft, "7.2.1-1", leader)
    drop(database, draft, "8.5.3-1", leader)
    for item in ("7.2.1-1", "8.5.3-1"):
        opened = drafts.opened(database, draft.id, reader=leader)
        drafts.save(database, opened, drafts.restored(opened, f"item:{item}"), by=leader, at=LATER)
    assert drafts.opened(database, draft.id, reader=leader).differences == ()
    assert code_of(lambda: enforce(database, bank, draft, leader)) == "bank_draft_same"


@pytest.mark.parametrize(
    ("item_id", "code"), [("P01", "part_exists"), ("P02", "part_exists"), ("", "part_without_name")]
)
def test_a_new_item_never_goes_over_one_that_is_there_or_was_taken_out(
    database: Database, bank: Bank, leader: Account, item_id: str, code: str
) -> None:
    draft = drafts.begin(database, "Sửa", bank, by=leader, at=AT)
    drop(database, draft, "P02", leader)
    opened = drafts.opened(database, draft.id, reader=leader)
    new = entry(opened, "item:P03") | {"id": item_id}
    add = lambda: drafts.add(database, opened, {f"item:{item_id}": new}, f"item:{item_id}", by=leader, at=LATER)  # noqa: E731
    assert code_of(add) == code
    assert drafts.opened(database, draft.id, reader=leader).changes == opened.changes


def test_the_bank_of_another_edition_is_no_draft_of_this_one(database: Database, bank: Bank, leader: Account) -> None:
    tables = contents.contents_from(replace(bank, standard="TCVN ISO 9001:2015", excludable=()))
    begin = lambda: drafts.begin(database, "Nhầm", bank, tables=tables, by=leader, at=AT)  # noqa: E731
    assert code_of(begin) == "questions_of_another_edition"


def test_a_draft_begun_before_another_version_came_in_force_follows_it_first(
    database: Database, bank: Bank, leader: Account
) -> None:
    first, second = (drafts.begin(database, name, bank, by=leader, at=AT) for name in ("Một", "Hai"))
    reword(database, first, "P01", "Một?", leader)
    reword(database, second, "P01", "Hai?", leader)
    reword(database, second, "P02", "Hai nữa?", leader)
    enforce(database, bank, first, leader)
    assert code_of(lambda: enforce(database, bank, second, leader)) == "bank_changed_meanwhile"
    assert drafts.follow(database, second.id, bank, by=leader, at=LATER) == ("item:P01",)
    assert enforce(database, bank, second, leader).number == 4
    assert [one.question.vi for one in in_force(database, bank).items[:2]] == ["Hai?", "Hai nữa?"]


def test_a_draft_given_up_is_open_no_more(database: Database, bank: Bank, leader: Account) -> None:
    draft = drafts.begin(database, "Sửa", bank, by=leader, at=AT)
    drafts.give_up(database, draft.id, by=leader, at=LATER)
    assert drafts.open_drafts(database, bank.standard, reader=leader) == ()
    with pytest.raises(NotFound, match="bank_draft_unknown"):
        drafts.opened(database, draft.id, reader=leader)


def test_a_draft_begins_from_tables_that_came_from_elsewhere(database: Database, bank: Bank, leader: Account) -> None:
    tables = contents.contents_from(replace(bank, forms=bank.forms[:1]))
    draft = drafts.begin(database, "Từ tệp", bank, tables=tables, by=leader, at=AT)
    opened = drafts.opened(database, draft.id, reader=leader)
    assert [(one.part, one.after) for one in opened.differences][:1] == [("form:half-day", None)]


@pytest.mark.parametrize(("name", "reason"), [("", "Vì"), ("Sửa", " ")])
def test_a_draft_has_a_name_and_putting_it_in_force_a_reason(
    database: Database, bank: Bank, leader: Account, name: str, reason: str
) -> None:
    def act() -> None:
        draft = drafts.begin(database, name, bank, by=leader, at=AT)
        reword(database, draft, "P01", "Khác?", leader)
        enforce(database, bank, draft, leader, reason)

    with pytest.raises(RuleBroken, match="field_empty"):
        act()
    assert in_force(database, bank) is bank


def test_a_version_nobody_kept_is_unknown(database: Database, bank: Bank, leader: Account) -> None:
    version = replace(versions.listed(database, bank, reader=leader)[0].version, id="0" * 32)
    with pytest.raises(NotFound, match="bank_version_unknown"):
        versions.go_back(database, version, bank, reason="Vì", by=leader, at=LATER)


def judge(database: Database, audit: Audit, item: str, by: Account, event_id: str) -> Any:
    return record(
        database, [NewEvent(event_id, audit.id, f"item:{item}", "grade", "conformity", AT)], by=by, device="t", at=AT
    )


def next_version(database: Database, bank: Bank, leader: Account) -> Bank:
    draft = drafts.begin(database, "Sửa", bank, by=leader, at=AT)
    drop(database, draft, "7.2.1-1", leader)
    drop(database, draft, "P03", leader)
    reword(database, draft, "P01", "Khác?", leader)
    opened = drafts.opened(database, draft.id, reader=leader)
    item = entry(opened, "item:P02") | {"id": "P21"}
    section: Mapping[str, Any] = entry(opened, "section:P1")
    parts = {"item:P21": item, "section:P1": {**section, "items": [*section["items"], "P21"]}}
    drafts.save(database, opened, parts, by=leader, at=LATER)
    enforce(database, bank, draft, leader)
    return in_force(database, bank)


def test_an_audit_under_way_moves_to_the_new_version_with_its_answers(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    judge(database, audit, "P01", leader, "1")
    judge(database, audit, "7.2.1-1", leader, "2")
    newer = next_version(database, bank, leader)
    assert moving.foreseen(database, audit.id, bank, by=leader) is None
    foreseen = moving.foreseen(database, audit.id, newer, by=leader)
    assert foreseen is not None
    assert [item.id for item in foreseen.left_over] == ["7.2.1-1"]
    moved = moving.move(database, audit.id, newer, by=leader, at=LATER)
    assert [item.id for item in moved.added] == ["P21"]
    assert [item.id for item in moved.reworded] == ["P01"]
    assert [item.id for item in moved.taken_out] == ["P03", "7.2.1-1"]
    with database.read() as cursor:
        checklist = audits.checklist(cursor, audit.id)
    assert checklist is not None
    assert (checklist.version, checklist.item("P01").question.vi, checklist.retired) == (
        "3",
        "Khác?",
        ("7.2.1-1", "P03"),
    )


def test_what_a_tablet_still_holds_of_an_item_taken_out_is_taken(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    moving.move(database, audit.id, next_version(database, bank, leader), by=leader, at=LATER)
    assert judge(database, audit, "7.2.1-1", leader, "late").accepted == ("late",)
    assert [str(one.error.code) for one in judge(database, audit, "9.9-9", leader, "never").refused] == ["item_unknown"]


def test_only_the_leader_moves_an_audit(database: Database, bank: Bank, audit: Audit, leader: Account) -> None:
    newer = next_version(database, bank, leader)
    with pytest.raises(Forbidden):
        moving.move(database, audit.id, newer, by=make_account(database, "lan", Role.QUALITY_OFFICER), at=LATER)


def test_an_audit_does_not_move_to_another_edition(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    with pytest.raises(Conflict, match="edition_differs"):
        moving.move(database, audit.id, replace(bank, standard="TCVN ISO 9001:2015"), by=leader, at=LATER)


def test_an_audit_not_begun_is_planned_by_the_version_in_force(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    newer = next_version(database, bank, leader)
    establishing.save_audit(database, audit, newer, exclusions={}, by=leader, at=LATER)
    with database.read() as cursor:
        checklist = audits.checklist(cursor, audit.id)
    assert checklist is not None
    assert checklist.version == "3"


def test_an_audit_whose_minutes_are_locked_moves_no_more(bank: Bank, locked_minutes: Filled) -> None:
    with locked_minutes.in_memory() as database:
        leader = make_account(database, "other-leader", Role.LEADER)
        with database.read() as cursor:
            (programme,) = programmes.all_programmes(cursor)
            (audit,) = audits.of_programme(cursor, programme.id)
        newer = next_version(database, bank, leader)
        assert moving.foreseen(database, audit.id, newer, by=leader) is None
        with pytest.raises(Conflict, match="audit_has_minutes"):
            moving.move(database, audit.id, newer, by=leader, at=LATER)


def test_a_version_of_the_same_number_with_other_questions_is_offered(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    newer = replace(next_version(database, bank, leader), version=bank.version)
    assert moving.foreseen(database, audit.id, newer, by=leader) is not None
