"""Locking takes number and text; unlocking voids; issuing freezes; reopening needs the leader and a reason."""

import threading
from dataclasses import replace

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.errors import Conflict, Forbidden, NotFound, RuleBroken
from iso_audit.domain.minutes import MinutesState
from iso_audit.domain.programme import Audit
from iso_audit.minutes import fingerprint
from iso_audit.storage import activity, minutes
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.planning import establishing
from iso_audit.workflow.reporting import locking, reading
from tests.conftest import AT, make_account
from tests.workflow.minutes_ready import act, fill, lock, sign


@pytest.fixture
def ready(database: Database, audit: Audit, leader: Account) -> Audit:
    fill(database, audit, leader)
    return audit


def tap(database: Database, audit: Audit, by: Account) -> None:
    late = NewEvent(new_id(AT), audit.id, "item:P01", "evidence", "ghi sau", AT)
    assert not record(database, [late], by=by, device="t", at=AT).refused


def states(database: Database, audit: Audit, reader: Account) -> list[tuple[str, int, str]]:
    listed = reading.all_versions(database, audit.id, reader=reader)
    return [(one.number, one.version, one.state.value) for one in listed]


def test_gaps_block_locking(database: Database, audit: Audit, leader: Account) -> None:
    with pytest.raises(RuleBroken) as refused:
        lock(database, audit, leader)
    assert refused.value.code == "minutes_have_gaps"


def test_the_locked_text_is_the_text_signatures_are_tied_to(database: Database, ready: Audit, leader: Account) -> None:
    version = lock(database, ready, leader)
    text = reading.locked_text(database, version, reader=leader)
    assert fingerprint.text_hash(text) == version.text_hash
    assert text.verification is not None
    assert (text.number, text.verification.code) == ("01/BB-ĐKT", version.short_code)


def test_a_tap_after_locking_does_not_enter_the_issued_text(database: Database, ready: Audit, leader: Account) -> None:
    version = lock(database, ready, leader)
    tap(database, ready, leader)
    issued = locking.issue_locked(database, version.id, by=leader, at=AT)
    assert issued.journal_position == version.journal_position
    assert visit(database, ready.id, reader=leader).changes_since_issue(issued.journal_position) == 1
    assert "ghi sau" not in str(reading.signed_text(database, issued, reader=leader))


def test_what_was_not_read_is_not_locked(database: Database, ready: Audit, leader: Account) -> None:
    seen = visit(database, ready.id, reader=leader).opened.position
    tap(database, ready, leader)
    with pytest.raises(Conflict) as refused:
        lock(database, ready, leader, seen=seen)
    assert (refused.value.code, refused.value.details) == ("minutes_moved_on", {"count": 1})


def test_locked_minutes_are_not_locked_again(database: Database, ready: Audit, leader: Account) -> None:
    lock(database, ready, leader)
    with pytest.raises(Conflict) as refused:
        lock(database, ready, leader)
    assert refused.value.code == "minutes_locked_already"


def test_unlocking_voids_the_version_and_keeps_its_number_listed(
    database: Database, ready: Audit, leader: Account
) -> None:
    first = lock(database, ready, leader, "07/BB-ĐKT")
    locking.unlock(database, first.id, reason="sai họ tên", by=leader, at=AT)
    second = lock(database, ready, leader, "08/BB-ĐKT")
    assert states(database, ready, leader) == [("08/BB-ĐKT", 2, "locked"), ("07/BB-ĐKT", 1, "void")]
    assert second.text_hash != first.text_hash


def test_the_number_that_would_be_taken_is_told_ahead(database: Database, ready: Audit, leader: Account) -> None:
    assert locking.number_ahead(database, visit(database, ready.id, reader=leader)) == "01/BB-ĐKT"
    version = lock(database, ready, leader, "07/BB-ĐKT")
    locking.unlock(database, version.id, reason="sửa", by=leader, at=AT)
    assert locking.number_ahead(database, visit(database, ready.id, reader=leader)) == "07/BB-ĐKT"


def test_a_void_number_is_not_given_to_another_audit(
    database: Database, bank: Bank, ready: Audit, leader: Account
) -> None:
    version = lock(database, ready, leader)
    locking.unlock(database, version.id, reason="lập lại", by=leader, at=AT)
    other = replace(ready, id="", code="2017-02")
    second = establishing.save_audit(database, other, bank, exclusions={}, by=leader, at=AT)
    fill(database, second, leader)
    with pytest.raises(Conflict):
        lock(database, second, leader, "01/BB-ĐKT")
    assert lock(database, second, leader).number == "02/BB-ĐKT"


def test_a_picture_that_only_a_void_version_showed_is_kept_no_longer(
    database: Database, ready: Audit, leader: Account
) -> None:
    version = lock(database, ready, leader)
    with database.write() as cursor:
        minutes.keep_images(cursor, {"0" * 64: b"face"})
    locking.unlock(database, version.id, reason="che mặt", by=leader, at=AT)
    with database.read() as cursor:
        assert minutes.images(cursor, ["0" * 64]) == {}


def test_unlocking_needs_a_reason(database: Database, ready: Audit, leader: Account) -> None:
    version = lock(database, ready, leader)
    with pytest.raises(RuleBroken) as refused:
        locking.unlock(database, version.id, reason=" ", by=leader, at=AT)
    assert refused.value.code == "field_empty"


def test_an_issued_version_is_neither_unlocked_nor_issued_again(
    database: Database, ready: Audit, leader: Account
) -> None:
    version = lock(database, ready, leader)
    locking.issue_locked(database, version.id, by=leader, at=AT)
    for attempt in (
        lambda: locking.issue_locked(database, version.id, by=leader, at=AT),
        lambda: locking.unlock(database, version.id, reason="x", by=leader, at=AT),
    ):
        with pytest.raises(Conflict) as refused:
            attempt()
        assert refused.value.code == "minutes_not_locked"


def test_a_next_version_needs_a_reopening_by_the_leader_with_a_reason(
    database: Database, ready: Audit, leader: Account
) -> None:
    first = locking.issue_locked(database, lock(database, ready, leader).id, by=leader, at=AT)
    with pytest.raises(Conflict) as refused:
        lock(database, ready, leader)
    assert refused.value.code == "minutes_not_reopened"
    with pytest.raises(Forbidden):
        locking.reopen(database, ready.id, reason="x", by=make_account(database, "s", Role.SECRETARY), at=AT)
    locking.reopen(database, ready.id, reason="bổ sung", by=leader, at=AT)
    with pytest.raises(Conflict):
        locking.reopen(database, ready.id, reason="bổ sung", by=leader, at=AT)
    second = lock(database, ready, leader)
    assert (second.number, second.version) == (first.number, 2)
    told = fingerprint.canonical_text(reading.locked_text(database, second, reader=leader))
    assert "Lần ban hành 2, thay thế lần ban hành 1 ngày 11/7/2017; lý do: bổ sung" in told


def test_minutes_not_yet_issued_are_not_reopened(database: Database, ready: Audit, leader: Account) -> None:
    with pytest.raises(Conflict) as refused:
        locking.reopen(database, ready.id, reason="x", by=leader, at=AT)
    assert refused.value.code == "minutes_not_issued"


def test_the_issued_bytes_hold_the_drawn_signatures_and_three_fields(
    database: Database, ready: Audit, leader: Account
) -> None:
    version = lock(database, ready, leader)
    plain = reading.locked_pdf(database, version, reader=leader)
    sign(database, leader, act(version, "agency", "stroke"))
    issued = locking.issue_locked(database, version.id, by=leader, at=AT)
    pdf = reading.issued_pdf(database, issued, reader=leader)
    assert pdf.count(b"/FT /Sig") == 3
    assert not pdf.startswith(plain)


def test_a_failure_while_issuing_leaves_the_version_locked(database: Database, ready: Audit, leader: Account) -> None:
    version = lock(database, ready, leader)
    with database.write() as cursor:
        cursor.execute("alter table activity rename to activity_gone")
    with pytest.raises(Exception, match="activity"):
        locking.issue_locked(database, version.id, by=leader, at=AT)
    with database.write() as cursor:
        cursor.execute("alter table activity_gone rename to activity")
    (found,) = reading.all_versions(database, ready.id, reader=leader)
    assert (found.state, found.issued_at) == (MinutesState.LOCKED, None)
    assert locking.issue_locked(database, version.id, by=leader, at=AT).state is MinutesState.ISSUED


def test_a_text_that_is_no_longer_the_locked_one_is_not_issued(
    database: Database, ready: Audit, leader: Account
) -> None:
    version = lock(database, ready, leader)
    with database.write() as cursor:
        cursor.execute("update minutes set content = replace(content, 'Phòng họp', 'Phòng khác')")
    with pytest.raises(Conflict) as refused:
        locking.issue_locked(database, version.id, by=leader, at=AT)
    assert refused.value.code == "minutes_text_differs"


def test_a_text_that_cannot_be_read_is_said(database: Database, ready: Audit, leader: Account) -> None:
    version = lock(database, ready, leader)
    with database.write() as cursor:
        cursor.execute("update minutes set content = '{}'")
    with pytest.raises(Conflict) as refused:
        reading.locked_text(database, version, reader=leader)
    assert refused.value.code == "minutes_text_unreadable"


@pytest.mark.one_zone("who comes first is not told by a clock")
def test_eight_threads_locking_eight_audits_take_eight_numbers(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    codes = [f"2017-1{n}" for n in range(8)]
    others = [
        establishing.save_audit(
            database,
            replace(audit, id="", code=code, checklist_form="half-day"),
            bank,
            exclusions={},
            by=leader,
            at=AT,
        )
        for code in codes
    ]
    for one in others:
        fill(database, one, leader)
    taken: list[str] = []
    threads = [threading.Thread(target=lambda a=one: taken.append(lock(database, a, leader).number)) for one in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [f"{n:02d}/BB-ĐKT" for n in range(1, 9)]


def test_two_threads_locking_one_audit_lock_it_once(database: Database, ready: Audit, leader: Account) -> None:
    ended: list[str] = []

    def attempt() -> None:
        try:
            ended.append(lock(database, ready, leader).number)
        except Conflict as error:
            ended.append(error.code)

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["01/BB-ĐKT", "minutes_locked_already"]


def test_every_step_is_an_activity(database: Database, ready: Audit, leader: Account) -> None:
    version = lock(database, ready, leader)
    locking.unlock(database, version.id, reason="sửa", by=leader, at=AT)
    locking.issue_locked(database, lock(database, ready, leader).id, by=leader, at=AT)
    locking.reopen(database, ready.id, reason="bổ sung", by=leader, at=AT)
    with database.read() as cursor:
        actions = {one.action for one in activity.latest(cursor)}
    assert {"minutes_locked", "minutes_unlocked", "minutes_issued", "minutes_reopened"} <= actions


def test_a_member_does_not_lock_and_a_stranger_sees_nothing(database: Database, ready: Audit, leader: Account) -> None:
    version = lock(database, ready, leader)
    with pytest.raises(Forbidden):
        lock(database, ready, make_account(database, "m", Role.MEMBER))
    with pytest.raises(NotFound):
        reading.locked_pdf(database, version, reader=make_account(database, "n", Role.MEMBER))


def test_minutes_that_are_open_already_are_not_reopened_again(
    database: Database, ready: Audit, leader: Account
) -> None:
    locking.issue_locked(database, lock(database, ready, leader).id, by=leader, at=AT)
    locking.reopen(database, ready.id, reason="sửa", by=leader, at=AT)
    with pytest.raises(Conflict) as refused:
        locking.reopen(database, ready.id, reason="sửa nữa", by=leader, at=AT)
    assert refused.value.code == "minutes_reopened_already"
