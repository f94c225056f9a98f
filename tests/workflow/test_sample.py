"""The sample year: its counts come from the data, everything in it is marked, and it needs an unused database."""

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.conclusion import Conclusion
from iso_audit.domain.errors import Conflict
from iso_audit.sample import loading
from iso_audit.sample.planning import ZONE
from iso_audit.storage import accounts
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.visit import Visit, visit
from iso_audit.workflow.reporting import reading
from iso_audit.workflow.reporting.readiness import readiness
from tests.conftest import AT, make_account
from tests.databases import Filled


@pytest.fixture(scope="module")
def loaded(year_2017: Filled) -> Iterator[Database]:
    with year_2017.in_memory() as database:
        make_account(database, "viewer", Role.VIEWER)
        yield database


@pytest.fixture(scope="module")
def viewer(loaded: Database) -> Account:
    with loaded.read() as cursor:
        found = accounts.by_username(cursor, "viewer")
    assert found is not None
    return found[0]


def test_ten_planned_eight_done_and_maintaining(loaded: Database, viewer: Account) -> None:
    year = overview.year(loaded, overview.years(loaded, reader=viewer)[0].id, reader=viewer)
    assert year is not None
    assert (year.counts.planned, year.counts.done, year.counts.maintained, year.counts.remaining) == (10, 8, 8, 2)
    assert all(line.audit.is_sample and line.agency.is_sample for line in year.lines)


def test_a_used_database_is_refused(loaded: Database, bank: Bank) -> None:
    with pytest.raises(Conflict) as refused:
        loading.load(loaded, bank, by=None, at=AT)
    assert refused.value.code == "database_used"


def test_every_page_of_every_document_says_sample(loaded: Database, viewer: Account, tmp_path: Path) -> None:
    year = overview.year(loaded, overview.years(loaded, reader=viewer)[0].id, reader=viewer)
    assert year is not None
    version = reading.versions(loaded, year.lines[0].audit.id, reader=viewer)[0]
    file = tmp_path / "minutes.pdf"
    file.write_bytes(reading.issued_pdf(loaded, version, reader=viewer))
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) == version.pages
    assert all("DỮ LIỆU MẪU" in page for page in pages)


@pytest.fixture(scope="module")
def done(loaded: Database, viewer: Account) -> list[Visit]:
    """The eight visits of which minutes were issued."""
    year = overview.year(loaded, overview.years(loaded, reader=viewer)[0].id, reader=viewer)
    assert year is not None
    return [visit(loaded, line.audit.id, reader=viewer) for line in year.lines[:8]]


def test_correcting_is_asked_and_promised_only_where_there_is_something_to_correct(done: list[Visit]) -> None:
    for one in done:
        corrects = any(finding.grade.is_nonconformity for finding in one.findings)
        said = one.fact("to_agency") + one.fact("agency_opinion")
        assert ("khắc phục" in said) == corrects
        assert bool(one.fact("report_due")) == bool(one.fact("report_to")) == corrects


def test_the_report_is_asked_for_once_and_after_the_corrections(done: list[Visit]) -> None:
    for one in done:
        assert "báo cáo" not in one.fact("to_agency")
        assert all(finding.deadline < one.fact("report_due") for finding in one.findings if finding.deadline)


def test_no_evidence_is_of_a_month_after_its_visit(done: list[Visit]) -> None:
    for one in done:
        texts = " ".join(judgement.value(name) for judgement in one.judgements for name in ("evidence", "gap"))
        months = [(int(year), int(month)) for month, year in re.findall(r"(\d{1,2})/(\d{4})", texts)]
        day = date.fromisoformat(one.fact("opened_at")[:10])
        assert all(month <= (day.year, day.month) for month in months)


def test_a_clause_that_the_agency_excludes_is_excluded_in_its_checklist(done: list[Visit]) -> None:
    excluding = [one for one in done if "loại trừ" in " ".join(each.value("evidence") for each in one.judgements)]
    assert [dict(one.opened.checklist.excluded).keys() for one in excluding] == [{"7.6"}]


def test_nothing_was_to_be_looked_at_before_the_minutes_were_locked(loaded: Database, done: list[Visit]) -> None:
    assert [readiness(loaded, one, at=AT, zone=ZONE).cautions for one in done] == [()] * 8


def test_one_agency_maintains_but_not_effectively(done: list[Visit]) -> None:
    conclusions = [one.conclusion for one in done]
    assert conclusions.count(Conclusion.MAINTAINED_NOT_EFFECTIVELY) == 1
    assert Conclusion.NOT_MAINTAINED not in conclusions


def test_what_is_not_done_still_has_gaps(loaded: Database, viewer: Account) -> None:
    year = overview.year(loaded, overview.years(loaded, reader=viewer)[0].id, reader=viewer)
    assert year is not None
    assert [bool(visit(loaded, line.audit.id, reader=viewer).gaps) for line in year.lines] == [False] * 8 + [True] * 2
