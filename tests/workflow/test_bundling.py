"""All minutes of a year in one ZIP: counted against the database; a missing one is named, never a stub."""

import csv
import hashlib
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import StringIO

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.errors import Conflict, NotFound
from iso_audit.domain.programme import Audit
from iso_audit.storage import audits
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.planning import establishing
from iso_audit.workflow.reporting import attaching, bundling, drafting
from tests.conftest import AT, make_account
from tests.databases import Filled, filled_once
from tests.patience import SECONDS
from tests.workflow.minutes_ready import ZONE, fill, leader_of


@pytest.fixture(scope="session")
def two_of_three_issued(planned: Filled, bank: Bank, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A programme with two audits issued and one not."""

    def issue(database: Database) -> None:
        leader = leader_of(database)
        with database.read() as cursor:
            audit = audits.by_code(cursor, "2017-01")
        for code in ("2017-02", "2017-03"):
            asked = replace(audit, id="", code=code, checklist_form="commune")
            one = establishing.save_audit(database, asked, bank, exclusions={}, by=leader, at=AT)
            fill(database, one, leader)
            drafting.issue(database, one.id, number="", language="vi", zone=ZONE, by=leader, at=AT)

    return filled_once(tmp_path_factory, "two-issued", issue, after=planned)


@pytest.fixture
def starts_from(two_of_three_issued: Filled) -> Filled:
    return two_of_three_issued


@pytest.fixture
def year(audit: Audit) -> str:
    return audit.programme_id


def bundle(database: Database, programme_id: str, by: Account, progress=lambda done, total, name: None):
    return bundling.bundle(database, programme_id, language="vi", zone=ZONE, by=by, at=AT, progress=progress)


def test_the_zip_holds_every_issued_version_as_it_was_frozen(database: Database, year: str, leader: Account) -> None:
    made = bundle(database, year, leader)
    with zipfile.ZipFile(made.path) as archive:
        assert archive.testzip() is None
        held = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
        table = list(csv.reader(StringIO(archive.read("danh-sach.csv").decode("utf-8-sig")), delimiter=";"))
    assert (made.minutes, len(held)) == (2, 3)
    assert [(line[0], line[4] == "chưa ban hành") for line in table[1:]] == [
        ("2017-01", True),
        ("2017-02", False),
        ("2017-03", False),
    ]
    assert all(held[line[5]] == line[6] for line in table[2:])


def test_attachments_that_stand_are_in_it(database: Database, year: str, leader: Account, picture: bytes) -> None:
    with database.read() as cursor:
        version_id = cursor.execute("select id from minutes order by number").fetchall()[0][0]
    attaching.attach(database, version_id, name="quét.png", data=picture, by=leader, at=AT)
    made = bundle(database, year, leader)
    with zipfile.ZipFile(made.path) as archive:
        assert [name for name in archive.namelist() if name.endswith("quét.png")]
    assert (made.minutes, made.attachments) == (2, 1)


def test_a_document_whose_bytes_are_not_right_is_named_and_no_zip_is_left(
    database: Database, year: str, leader: Account
) -> None:
    earlier = bundle(database, year, leader)
    with database.write() as cursor:
        cursor.execute("update minutes set pdf = 'x'::blob where number = '02/BB-ĐKT'")
    with pytest.raises(Conflict) as refused:
        bundle(database, year, leader)
    assert refused.value.code == "bundle_incomplete"
    assert "2017-03" in str(refused.value.details["missing"])
    assert not list(earlier.path.parent.glob("*.zip"))


def test_progress_tells_every_audit_and_ends(database: Database, year: str, leader: Account) -> None:
    told: list[tuple[int, int, str]] = []
    bundle(database, year, leader, lambda *one: told.append(one))
    assert told == [(1, 3, "2017-02"), (2, 3, "2017-03"), (3, 3, "")]


def test_two_made_at_once_by_one_account_are_both_whole(database: Database, year: str, leader: Account) -> None:
    """Each waits in its middle until the other is there too; then one ends after the other."""
    both = threading.Barrier(2, timeout=SECONDS)

    def make(_: int) -> bundling.Bundle:
        steps = iter((both.wait, lambda: None, lambda: None))
        return bundle(database, year, leader, lambda *one: next(steps)())

    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(make, range(2)))
    for one in made:
        assert bundling.bundle_path(database, one.name, reader=leader).stat().st_size == one.size
        assert zipfile.ZipFile(one.path).testzip() is None
    last = bundle(database, year, leader)
    assert [file.name for file in last.path.parent.iterdir()] == [last.name]


def test_only_its_maker_can_fetch_it(database: Database, year: str, leader: Account) -> None:
    made = bundle(database, year, leader)
    assert bundling.bundle_path(database, made.name, reader=leader) == made.path
    for name, reader in ((made.name, make_account(database, "v", Role.VIEWER)), ("../" + made.name + "x", leader)):
        with pytest.raises(NotFound):
            bundling.bundle_path(database, name, reader=reader)


def test_a_member_gets_only_the_minutes_of_their_own_audits(database: Database, year: str) -> None:
    assert bundle(database, year, make_account(database, "m", Role.MEMBER)).minutes == 0


def test_a_year_that_is_not_there_is_said(database: Database, leader: Account) -> None:
    with pytest.raises(NotFound):
        bundle(database, "none", leader)
