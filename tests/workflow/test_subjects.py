"""What the catalogue of subjects says of a kind or a field holds everywhere: it is enough to say it there."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.programme import Audit
from iso_audit.domain.subjects import KINDS, Field, Kind
from iso_audit.i18n import words
from iso_audit.minutes.fingerprint import canonical_text
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.reporting import drafting
from tests.conftest import AT, make_account, reread
from tests.workflow.minutes_ready import fill, lock

PLACE = Field("seen_at", annexed=True)
FOLLOW_UP = Kind("follow_up", "id", (Field("cause"),), enters_minutes=False)


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Field:
    """A field of an item that only the catalogue and the words know."""
    monkeypatch.setitem(KINDS, "item", replace(KINDS["item"], fields=(*KINDS["item"].fields, PLACE)))
    monkeypatch.setitem(words("vi"), "fields.item.seen_at", "Nơi thấy")
    return PLACE


def tell(database: Database, audit: Audit, by: Account, subject: str, name: str, value: str) -> None:
    event = NewEvent(new_id(AT), audit.id, subject, name, value, AT)
    assert not record(database, [event], by=by, device=by.id, at=AT).refused


@pytest.mark.usefixtures("place")
def test_a_new_field_of_an_item_stands_in_the_annex_behind_its_word(
    database: Database, audit: Audit, leader: Account
) -> None:
    tell(database, audit, leader, "item:P01", "seen_at", "kho lưu trữ")
    known = visit(database, audit.id, reader=leader)
    draft = drafting.draft(database, known, language="vi", zone=ZoneInfo("UTC"), by=leader, at=AT)
    assert "Nơi thấy: kho lưu trữ" in canonical_text(draft.document)


@pytest.mark.usefixtures("place")
def test_two_people_who_fill_a_new_field_differently_disagree(
    database: Database, audit: Audit, leader: Account
) -> None:
    deputy = reread(database, make_account(database, "deputy", Role.DEPUTY))
    tell(database, audit, leader, "item:P01", "seen_at", "kho lưu trữ")
    tell(database, audit, deputy, "item:P01", "seen_at", "phòng một cửa")
    assert visit(database, audit.id, reader=leader).completion.disputed == 1


def test_a_field_that_a_grade_needs_is_a_gap_until_it_is_written(
    database: Database, audit: Audit, leader: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    (grade, *others) = KINDS["item"].fields
    needed = replace(PLACE, required="finding")
    monkeypatch.setitem(KINDS, "item", replace(KINDS["item"], fields=(grade, *others, needed)))
    tell(database, audit, leader, "item:P01", "grade", "minor_nonconformity")
    codes = {gap.code for gap in visit(database, audit.id, reader=leader).gaps if gap.item_id == "P01"}
    assert codes == {"evidence_missing", "seen_at_missing"}


def test_what_does_not_enter_the_minutes_neither_holds_them_up_nor_changes_them(
    database: Database, audit: Audit, leader: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KINDS, FOLLOW_UP.name, FOLLOW_UP)
    deputy = reread(database, make_account(database, "deputy", Role.DEPUTY))
    fill(database, audit, leader)
    seen = visit(database, audit.id, reader=leader).opened.position
    tell(database, audit, leader, "follow_up:1", "cause", "thiếu người")
    tell(database, audit, deputy, "follow_up:1", "cause", "thiếu thời gian")
    version = lock(database, audit, leader, seen=seen)
    tell(database, audit, leader, "follow_up:1", "cause", "cả hai")
    assert visit(database, audit.id, reader=leader).changes_since_issue(version.journal_position) == 0
