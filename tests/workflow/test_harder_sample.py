"""The harder sample years: each of their audits shows what it is there for, and all of it is marked as sample."""

from collections.abc import Iterator

import pytest

from iso_audit.domain.account import CONSOLE
from iso_audit.domain.bank import Bank
from iso_audit.domain.errors import Conflict
from iso_audit.domain.grade import Grade
from iso_audit.domain.photo import photos
from iso_audit.domain.programme import AuditForm
from iso_audit.domain.signature import Place, SignatureState
from iso_audit.sample import loading
from iso_audit.sample.planning import ZONE
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.earlier import earlier_findings, last_time
from iso_audit.storage.queries.sampling import sampling_of
from iso_audit.storage.queries.visit import Visit, visit
from iso_audit.workflow.planning.holidays import calendar
from iso_audit.workflow.reporting import reading, signing
from iso_audit.workflow.reporting.readiness import readiness
from tests.conftest import AT
from tests.databases import Filled


@pytest.fixture(scope="module")
def loaded(harder_years: Filled) -> Iterator[Database]:
    with harder_years.in_memory() as database:
        yield database


@pytest.fixture(scope="module")
def visits(loaded: Database) -> dict[str, Visit]:
    """Every audit of both years by its code."""
    years = [overview.year(loaded, one.id, reader=CONSOLE) for one in overview.years(loaded, reader=CONSOLE)]
    lines = [line for year in years if year is not None for line in year.lines]
    assert all(line.audit.is_sample and line.agency.is_sample and "Mẫu" in line.agency.name for line in lines)
    return {line.audit.code: visit(loaded, line.audit.id, reader=CONSOLE) for line in lines}


def test_a_used_database_is_refused(loaded: Database, bank: Bank) -> None:
    with pytest.raises(Conflict) as refused:
        loading.load_harder(loaded, bank, by=None, at=AT)
    assert refused.value.code == "database_used"


def test_the_bad_agency_has_twelve_nonconformities_one_of_two_items_and_one_graded_up(visits: dict[str, Visit]) -> None:
    bad = visits["2019-01"]
    nonconformities = [one for one in bad.findings if one.grade.is_nonconformity]
    assert len(nonconformities) == 12
    assert ("4.2.3-3", "4.2.3-4") in [one.item_ids for one in nonconformities]
    assert next(one.grade for one in nonconformities if one.item_ids == ("8.5.2-2",)) is Grade.MAJOR
    assert max(len(one.evidence) for one in nonconformities) > 500
    assert sum(one.attached for one in photos(bad.opened.journal)) == 6


def test_the_bad_agency_refuses_to_sign(loaded: Database, visits: dict[str, Visit]) -> None:
    (version,) = reading.versions(loaded, visits["2019-01"].opened.audit.id, reader=CONSOLE)
    places = signing.signatures_of(loaded, version.id, reader=CONSOLE)
    assert [places[place].state for place in (Place.AGENCY, Place.SECRETARY, Place.LEADER)] == [
        SignatureState.REFUSED,
        SignatureState.PAPER,
        SignatureState.DRAWN,
    ]


def test_the_long_name_comes_with_many_people_and_fourteen_case_files(
    loaded: Database, visits: dict[str, Visit]
) -> None:
    long = visits["2019-02"]
    assert len(long.opened.agency.name) > 150
    sides = [one.side for one in long.attendees]
    assert [sides.count(side) for side in ("team", "agency", "observer")] == [5, 9, 1]
    sampling = sampling_of(loaded, long.opened, calendar=calendar(loaded), today=AT.date())
    assert len(sampling.files) == 14
    assert (sampling.figures(selection="drawn").files, sampling.figures(selection="drawn").late) == (12, 3)


def test_a_deputy_leads_by_report_on_half_a_day_in_the_wording_of_strengths(visits: dict[str, Visit]) -> None:
    one = visits["2021-02"]
    assert one.opened.audit.form is AuditForm.BY_REPORT
    assert one.opened.audit.checklist_form == "half-day"
    assert (one.programme.wording, one.programme.uses_score) == ("strengths", True)
    assert {member.id: member.role.value for member in one.team}[one.opened.audit.leader_id or ""] == "deputy"


def test_the_bad_agency_is_audited_again_and_its_minutes_reopened(loaded: Database, visits: dict[str, Visit]) -> None:
    again = visits["2021-01"]
    assert again.opened.agency.id == visits["2019-01"].opened.agency.id
    assert [one.version for one in reading.versions(loaded, again.opened.audit.id, reader=CONSOLE)] == [2, 1]
    before = earlier_findings(loaded, again.opened.audit.id, reader=CONSOLE)
    items = {item for one in before if one.grade.is_nonconformity for item in one.item_ids}
    repeated = [one.item_ids[0] for one in again.findings if items.intersection(one.item_ids)]
    assert sorted(repeated) == ["4.2.3-3", "P08"]
    states = [again.opened.journal.value(one.subject, "state") for one in last_time(before)]
    assert [states.count(state) for state in ("corrected", "unfinished", "not_confirmed")] == [9, 2, 1]


def test_one_is_on_the_form_of_communes_and_of_one_nothing_but_the_plan_is_known(visits: dict[str, Visit]) -> None:
    assert visits["2021-03"].opened.audit.checklist_form == "commune"
    assert visits["2021-04"].opened.position == 0


def test_only_what_the_harder_years_are_there_for_was_to_be_looked_at(
    loaded: Database, visits: dict[str, Visit]
) -> None:
    cautions = {
        code: [one.code for one in readiness(loaded, each, at=AT, zone=ZONE).cautions] for code, each in visits.items()
    }
    assert {code: codes for code, codes in cautions.items() if codes} == {
        "2019-01": ["photo_names_unchecked"],
        "2021-04": ["period_missing"],
    }


def test_all_that_was_visited_is_issued(loaded: Database, visits: dict[str, Visit]) -> None:
    issued = [code for code, one in visits.items() if reading.versions(loaded, one.opened.audit.id, reader=CONSOLE)]
    assert sorted(issued) == ["2019-01", "2019-02", "2021-01", "2021-02", "2021-03"]


def test_no_evidence_contradicts_how_it_was_come_by(visits: dict[str, Visit]) -> None:
    judgements = [one for visit in visits.values() for one in visit.judgements]
    unjudged = [one for one in judgements if one.grade is not None and not one.grade.judges]
    assert len(unjudged) == 2
    assert [one.value("evidence") for one in unjudged] == ["", ""]
    by_report = [one.value("evidence") for one in visits["2021-02"].judgements]
    assert not [text for text in by_report if "quan sát" in text or "Đã hỏi" in text]
