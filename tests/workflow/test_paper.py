"""Papers beside the minutes: each kind is made from the audit as it stands, or said to be empty."""

import subprocess
from zoneinfo import ZoneInfo

import pytest

from iso_audit.domain.account import Account
from iso_audit.domain.errors import NotFound
from iso_audit.domain.minutes import MinutesVersion
from iso_audit.domain.programme import Audit
from iso_audit.domain.text import Language
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.reporting import locking
from iso_audit.workflow.reporting.paper import Paper, PaperKind, papers
from iso_audit.workflow.reporting.verifying import Standing, verify
from tests.conftest import AT
from tests.workflow.minutes_ready import correct, fill, lock


def text_of(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def printed(
    database: Database, audit: Audit, leader: Account, kind: PaperKind, language: Language = "vi"
) -> tuple[Paper, ...]:
    known = visit(database, audit.id, reader=leader)
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    return papers(database, known, kind, language=language, zone=zone, by=leader, at=AT)


@pytest.mark.parametrize(("kind", "says"), [(PaperKind.CHECKLIST, "8.5.3-1"), (PaperKind.ATTENDANCE, "DANH SÁCH")])
def test_a_blank_paper_can_be_printed_before_the_visit(
    database: Database, audit: Audit, leader: Account, kind: PaperKind, says: str
) -> None:
    (paper,) = printed(database, audit, leader, kind)
    assert says in text_of(paper.pdf)


@pytest.mark.parametrize("kind", [PaperKind.SLIPS, PaperKind.ALBUM])
def test_there_may_be_nothing_to_print(database: Database, audit: Audit, leader: Account, kind: PaperKind) -> None:
    with pytest.raises(NotFound) as refused:
        printed(database, audit, leader, kind)
    assert refused.value.code == "nothing_to_print"


def test_there_is_one_slip_for_each_nonconformity(database: Database, audit: Audit, leader: Account) -> None:
    grades = {"P05": "minor_nonconformity", "P06": "major_nonconformity", "P08": "observation"}
    events = [NewEvent(f"e{item}", audit.id, f"item:{item}", "grade", grade, AT) for item, grade in grades.items()]
    record(database, events, by=leader, device="t", at=AT)
    whole, first, second = printed(database, audit, leader, PaperKind.SLIPS)
    assert [text_of(one.pdf).count("Nguyên nhân") for one in (whole, first, second)] == [2, 1, 1]
    assert "DỰ THẢO 1" in text_of(whole.pdf)


@pytest.fixture
def issued(database: Database, audit: Audit, leader: Account) -> MinutesVersion:
    fill(database, audit, leader)
    found = [("item:P05", "grade", "minor_nonconformity"), ("item:P05", "evidence", "Bảng niêm yết trống.")]
    found += [("item:P05", "gap", "Bản công bố chưa được niêm yết.")]
    state = visit(database, audit.id, reader=leader).opened.journal
    events = [
        NewEvent(f"n{place}", audit.id, *one, AT, state.head_ids(one[0], one[1])) for place, one in enumerate(found)
    ]
    assert not record(database, events, by=leader, device="t", at=AT).refused
    correct(database, audit, leader)
    return locking.issue_locked(database, lock(database, audit, leader, "07/BB-ĐKT").id, by=leader, at=AT)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_slip_of_issued_minutes_names_them_and_is_verified(
    database: Database, audit: Audit, leader: Account, issued: MinutesVersion, language: Language
) -> None:
    (slip,) = printed(database, audit, leader, PaperKind.SLIPS, language)
    text = text_of(slip.pdf)
    assert "07/BB-ĐKT" in text
    assert issued.short_code in text
    assert "DỰ THẢO" not in text
    verdict = verify(database, slip.pdf)
    assert (verdict.standing, verdict.version, verdict.genuine_and_current) == (Standing.PAPER, issued, False)
    assert verify(database, slip.pdf[:-1] + b" ").standing is Standing.ALTERED


def test_a_slip_says_what_was_issued_and_not_what_was_written_since(
    database: Database, audit: Audit, leader: Account, issued: MinutesVersion
) -> None:
    heads = visit(database, audit.id, reader=leader).opened.journal.head_ids("item:P05", "evidence")
    later = NewEvent("later", audit.id, "item:P05", "evidence", "Đã niêm yết.", AT, heads)
    assert not record(database, [later], by=leader, device="t", at=AT).refused
    (slip,) = printed(database, audit, leader, PaperKind.SLIPS)
    assert "Bảng niêm yết trống." in text_of(slip.pdf)
