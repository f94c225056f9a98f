"""The sample year: its counts come from the data, everything in it is marked, and it needs an unused database."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.errors import Conflict
from iso_audit.sample import loading
from iso_audit.storage import accounts
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.reporting import reading
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


def test_what_is_not_done_still_has_gaps(loaded: Database, viewer: Account) -> None:
    year = overview.year(loaded, overview.years(loaded, reader=viewer)[0].id, reader=viewer)
    assert year is not None
    assert [bool(visit(loaded, line.audit.id, reader=viewer).gaps) for line in year.lines] == [False] * 8 + [True] * 2
