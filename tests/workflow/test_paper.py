"""Papers beside the minutes: each kind is made from the audit as it stands, or said to be empty."""

import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from iso_audit.domain.account import Account
from iso_audit.domain.errors import NotFound
from iso_audit.domain.programme import Audit
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.reporting.paper import Paper, PaperKind, papers
from tests.conftest import AT


def printed(database: Database, audit: Audit, leader: Account, kind: PaperKind) -> tuple[Paper, ...]:
    known = visit(database, audit.id, reader=leader)
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    return papers(database, known, kind, language="vi", zone=zone, by=leader, at=AT)


@pytest.mark.parametrize(("kind", "says"), [(PaperKind.CHECKLIST, "8.5.3-1"), (PaperKind.ATTENDANCE, "DANH SÁCH")])
def test_a_blank_paper_can_be_printed_before_the_visit(
    database: Database, audit: Audit, leader: Account, tmp_path: Path, kind: PaperKind, says: str
) -> None:
    (paper,) = printed(database, audit, leader, kind)
    file = tmp_path / paper.file_name
    file.write_bytes(paper.pdf)
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    assert says in text


@pytest.mark.parametrize("kind", [PaperKind.SLIPS, PaperKind.ALBUM])
def test_there_may_be_nothing_to_print(database: Database, audit: Audit, leader: Account, kind: PaperKind) -> None:
    with pytest.raises(NotFound) as refused:
        printed(database, audit, leader, kind)
    assert refused.value.code == "nothing_to_print"


def test_there_is_one_slip_for_each_nonconformity(database: Database, audit: Audit, leader: Account) -> None:
    grades = {"P05": "minor_nonconformity", "P06": "major_nonconformity", "P08": "observation"}
    events = [NewEvent(f"e{item}", audit.id, f"item:{item}", "grade", grade, AT) for item, grade in grades.items()]
    record(database, events, by=leader, device="t", at=AT)
    assert len(printed(database, audit, leader, PaperKind.SLIPS)) == 2
