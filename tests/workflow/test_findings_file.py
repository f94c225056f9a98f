"""The findings of issued minutes as data: as issued, for whoever may read the audit, never of a draft."""

import json
from typing import Any

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.errors import NotFound
from iso_audit.domain.programme import Audit
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.year_findings import issued_minutes as issued_lines
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.reporting import findings_file, locking
from tests.checklist_formats.oscal_rules import faults, told
from tests.conftest import AT, make_account
from tests.databases import Filled
from tests.workflow.minutes_ready import ZONE, newest_version


@pytest.fixture
def starts_from(request: pytest.FixtureRequest, locked_minutes: Filled, issued_minutes: Filled) -> Filled:
    return locked_minutes if "locked" in request.node.name else issued_minutes


def read(database: Database, reader: Account) -> dict[str, Any]:
    document = json.loads(findings_file.oscal(database, newest_version(database).id, zone=ZONE, reader=reader))
    return document["assessment-results"]


def test_what_was_recorded_later_is_not_told(database: Database, audit: Audit, leader: Account) -> None:
    before = read(database, leader)
    fields = {"grade": "minor_nonconformity", "evidence": "danh mục cũ"}
    events = [NewEvent(f"late-{name}", audit.id, "item:4.2.3-3", name, value, AT) for name, value in fields.items()]
    assert not record(database, events, by=leader, device="t", at=AT).refused
    assert read(database, leader) == before
    assert before["results"][0].get("findings", []) == []


def test_a_viewer_reads_them_and_a_member_of_another_audit_does_not(database: Database, leader: Account) -> None:
    assert read(database, make_account(database, "viewer", Role.VIEWER)) == read(database, leader)
    with pytest.raises(NotFound) as refused:
        read(database, make_account(database, "other", Role.MEMBER))
    assert refused.value.code == "minutes_not_found"


def test_nobody_in_the_minutes_is_named(database: Database, leader: Account) -> None:
    said = json.dumps(read(database, leader), ensure_ascii=False)
    assert "Người đại diện" not in said
    assert leader.name not in said


@pytest.mark.parametrize("is_void", [False, True])
def test_locked_minutes_give_none(database: Database, leader: Account, is_void: bool) -> None:
    if is_void:
        locking.unlock(database, newest_version(database).id, reason="sai", by=leader, at=AT)
    with pytest.raises(NotFound):
        read(database, leader)


def test_unknown_minutes_give_none(database: Database, leader: Account) -> None:
    with pytest.raises(NotFound):
        findings_file.oscal(database, "none", zone=ZONE, reader=leader)


def test_every_finding_of_the_sample_year_is_told_as_the_year_lists_it(year_2017: Filled) -> None:
    with year_2017.in_memory() as database:
        leader = make_account(database, "another", Role.LEADER)
        programme = overview.years(database, reader=leader)[0]
        for line in issued_lines(database, programme.id, reader=leader):
            document = json.loads(findings_file.oscal(database, line.version.id, zone=ZONE, reader=leader))
            assert faults(document) == []
            (result,) = document["assessment-results"]["results"]
            grades = [told(one["props"])["grade"] for one in result["findings"]]
            assert grades == [[one.grade.value] for one in line.findings]
            assert "sample-data" in told(result["props"])
