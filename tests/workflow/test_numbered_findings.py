"""A finding of locked minutes is a thing that can be named: under one subject for ever, by its number."""

import re

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.finding import Finding
from iso_audit.domain.programme import Audit
from iso_audit.minutes.fingerprint import canonical_text
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.earlier import earlier_findings
from iso_audit.storage.queries.visit import Visit, visit
from iso_audit.workflow.conducting import caucus
from iso_audit.workflow.conducting.recording import Change, record_fields
from iso_audit.workflow.reporting import locking, reading
from tests.conftest import AT, make_account, reread
from tests.storage.queries.test_earlier import next_year
from tests.workflow.minutes_ready import correct, fill, lock


@pytest.fixture
def ready(database: Database, audit: Audit, leader: Account) -> Audit:
    """An audit with three findings, one of them a draft, and nothing missing."""
    fill(database, audit, leader)
    judge(database, audit, leader, "P05", "major_nonconformity")
    judge(database, audit, leader, "P06", "minor_nonconformity")
    judge(database, audit, leader, "P08", "observation")
    (_, minor, _) = known(database, audit, leader).findings
    opened = known(database, audit, leader).opened
    caucus.write_finding(database, opened, minor, {"gap": "chưa niêm yết"}, by=leader, device="caucus", at=AT)
    correct(database, audit, leader)
    conclude(database, audit, leader)
    return audit


def known(database: Database, audit: Audit, reader: Account) -> Visit:
    return visit(database, audit.id, reader=reader)


def tell(database: Database, audit: Audit, by: Account, *changes: Change) -> None:
    seen = known(database, audit, by).opened.journal
    record_fields(database, audit.id, changes, journal=seen, by=by, device="t", at=AT)


def judge(database: Database, audit: Audit, by: Account, item_id: str, grade: str) -> None:
    subject = f"item:{item_id}"
    tell(database, audit, by, (subject, "grade", grade), (subject, "evidence", "đã xem"))


def conclude(database: Database, audit: Audit, leader: Account) -> None:
    tell(database, audit, leader, ("conclusion:", "reason", "vì thế"))


def named(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(one.id, one.number) for one in findings]


NUMBERED = [("finding:P05", "01"), ("finding:P06", "02"), ("finding:P08", "03")]


def test_locking_gives_every_finding_its_number_under_its_subject(
    database: Database, ready: Audit, leader: Account
) -> None:
    before = known(database, ready, leader)
    assert named(before.findings) == [(subject, "") for subject, _ in NUMBERED]
    secretary = make_account(database, "thuky", Role.SECRETARY)
    version = lock(database, ready, secretary)
    after = known(database, ready, leader)
    assert named(after.findings) == NUMBERED
    assert [one.is_draft for one in after.findings] == [False, False, True]
    number = after.opened.journal.fields["finding:P08", "number"].current
    assert (number.account_id, number.device) == (secretary.id, locking.LOCKING)
    assert after.opened.journal.value("finding:P08", "items") == '["P08"]'
    assert after.changes_since_issue(version.journal_position) == 0
    assert after.gaps == ()


def test_numbers_stand_until_the_next_version_and_new_findings_take_free_ones(
    database: Database, ready: Audit, leader: Account
) -> None:
    locking.unlock(database, lock(database, ready, leader).id, reason="sửa", by=leader, at=AT)
    locking.issue_locked(database, lock(database, ready, leader).id, by=leader, at=AT)
    locking.reopen(database, ready.id, reason="bổ sung", by=leader, at=AT)
    judge(database, ready, leader, "P06", "conformity")
    opened = known(database, ready, leader)
    written = next(one for one in opened.findings if one.id == "finding:P06")
    caucus.withdraw_finding(database, opened.opened, written, reason="đã rõ", by=leader, device="caucus", at=AT)
    judge(database, ready, leader, "P02", "major_nonconformity")
    correct(database, ready, leader)
    lock(database, ready, leader)
    assert named(known(database, ready, leader).findings) == [
        ("finding:P02", "04"), ("finding:P05", "01"), ("finding:P08", "03"),
    ]  # fmt: skip


def test_a_numbered_draft_follows_its_item_and_keeps_number_and_id_when_it_is_written_out(
    database: Database, ready: Audit, leader: Account
) -> None:
    locking.unlock(database, lock(database, ready, leader).id, reason="sửa", by=leader, at=AT)
    judge(database, ready, leader, "P08", "opportunity_for_improvement")
    visit_now = known(database, ready, leader)
    draft = next(one for one in visit_now.findings if one.item_ids == ("P08",))
    assert (draft.grade.value, draft.number) == ("opportunity_for_improvement", "03")
    caucus.write_finding(database, visit_now.opened, draft, {"gap": "thiếu"}, by=leader, device="caucus", at=AT)
    written = next(one for one in known(database, ready, leader).findings if one.item_ids == ("P08",))
    assert (written.id, written.number, written.gap, written.is_draft) == (draft.id, "03", "thiếu", False)


def test_a_withdrawn_finding_is_written_out_again_under_its_id(
    database: Database, ready: Audit, leader: Account
) -> None:
    written = next(one for one in known(database, ready, leader).findings if not one.is_draft)
    by = {"by": leader, "device": "caucus", "at": AT}
    caucus.withdraw_finding(database, known(database, ready, leader).opened, written, reason="nhầm", **by)
    again = next(one for one in known(database, ready, leader).findings if one.id == written.id)
    assert again.is_draft
    caucus.write_finding(database, known(database, ready, leader).opened, again, {"gap": "đúng ra"}, **by)
    last = next(one for one in known(database, ready, leader).findings if one.id == written.id)
    assert (last.gap, last.is_draft) == ("đúng ra", False)


def test_findings_of_issued_minutes_are_named_by_their_number_the_year_after(
    database: Database, bank: Bank, ready: Audit, leader: Account
) -> None:
    locking.issue_locked(database, lock(database, ready, leader).id, by=leader, at=AT)
    later = next_year(database, bank, ready, leader)
    found = earlier_findings(database, later.id, reader=reread(database, leader))
    assert [(one.number, one.item_ids) for one in found] == [("01", ("P05",)), ("02", ("P06",)), ("03", ("P08",))]


def test_the_minutes_print_the_numbers_that_are_entered(database: Database, ready: Audit, leader: Account) -> None:
    text = canonical_text(reading.locked_text(database, lock(database, ready, leader), reader=leader))
    assert "cell text\t01\n" in text
    assert "cell text\t02\n" in text
    assert re.search("Số 03, .* – Điểm lưu ý:", text)
