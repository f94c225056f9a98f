"""One agency by two editions of the standard: what was found in 2017 is compared with what is found in 2026."""

import subprocess
from collections.abc import Iterator

import pytest

from iso_audit.checklists import load_banks
from iso_audit.domain.account import CONSOLE
from iso_audit.domain.earlier import EarlierState, state_of
from iso_audit.domain.programme import Audit
from iso_audit.sample import loading
from iso_audit.storage import audits
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.earlier import earlier_findings, last_time, repeated
from iso_audit.storage.queries.visit import Visit, visit
from iso_audit.workflow.reporting import reading
from tests.conftest import AT
from tests.databases import Filled, filled_once


@pytest.fixture(scope="module")
def both_years(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    banks = load_banks()
    return filled_once(
        tmp_path_factory, "editions", lambda database: loading.load_editions(database, banks, by=None, at=AT)
    )


@pytest.fixture(scope="module")
def database_of_both(both_years: Filled) -> Iterator[Database]:
    with both_years.in_memory() as database:
        yield database


@pytest.fixture(scope="module")
def again(database_of_both: Database) -> Visit:
    return visit(database_of_both, audit_of(database_of_both, "2026-01").id, reader=CONSOLE)


def text_of(pdf: bytes) -> str:
    printed = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(printed.split())


def audit_of(database: Database, code: str) -> Audit:
    with database.read() as cursor:
        audit = audits.by_code(cursor, code)
    assert audit is not None
    return audit


def test_each_year_asks_by_its_edition(database_of_both: Database, again: Visit) -> None:
    then = visit(database_of_both, audit_of(database_of_both, "2017-02").id, reader=CONSOLE)
    assert [one.opened.checklist.standard for one in (then, again)] == ["TCVN ISO 9001:2008", "TCVN ISO 9001:2015"]
    assert [then.opened.agency.name, again.opened.agency.name] == ["Cơ quan mẫu 02", "Cơ quan mẫu 02"]


def test_what_was_found_then_stands_at_the_clauses_of_now(database_of_both: Database, again: Visit) -> None:
    last = last_time(earlier_findings(database_of_both, again.opened.audit.id, reader=CONSOLE))
    assert {(*one.clauses, *one.here, *one.item_ids) for one in last} == {
        ("P.2", "P.2", "P08"),
        ("4.2.3", "7.5.2", "7.5.3", "7.5.3-02"),
        ("4.2.3", "7.5.2", "7.5.3", "7.5.3-03"),
        ("4.2.4", "7.5.2", "7.5.3", "7.5.3-05"),
        ("5.4.1", "6.2", "6.2-03"),
        ("5.6.2", "9.3.2", "9.3.2-01"),
    }


def test_the_same_fault_on_the_same_question_is_a_repeat(database_of_both: Database, again: Visit) -> None:
    before = earlier_findings(database_of_both, again.opened.audit.id, reader=CONSOLE)
    repeats = {one.item_ids: [was.year for was in repeated(before, one.grade, one.item_ids)] for one in again.findings}
    assert {items: years for items, years in repeats.items() if years} == {("7.5.3-02",): [2017]}
    assert {("6.2-03",), ("6.1-01",), ("10.3-01",)} < repeats.keys()


def test_what_became_of_each_was_recorded(database_of_both: Database, again: Visit) -> None:
    last = last_time(earlier_findings(database_of_both, again.opened.audit.id, reader=CONSOLE))
    states = [state_of(again.opened.journal, one.subject) for one in last]
    assert sorted(states) == [EarlierState.CORRECTED] * (len(last) - 1) + [EarlierState.UNFINISHED]


def test_the_minutes_name_the_edition_and_the_clauses_of_2015(database_of_both: Database, again: Visit) -> None:
    (version,) = reading.versions(database_of_both, again.opened.audit.id, reader=CONSOLE)
    text = text_of(reading.issued_pdf(database_of_both, version, reader=CONSOLE))
    assert "theo TCVN ISO 9001:2015" in text
    assert "Không áp dụng: điều khoản 8.3" in text
    assert "7.5.3" in text
    assert "Ngoại lệ" not in text
