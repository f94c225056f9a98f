"""Sampling: a draw that can be repeated, files on purpose, two copies merged, and what the minutes say."""

import io
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.case_draw import Draw, stratum_id
from iso_audit.domain.case_file import CaseRecord, case_subject
from iso_audit.domain.errors import Conflict, Forbidden, NotFound, RuleBroken
from iso_audit.domain.programme import Audit
from iso_audit.domain.text import Language
from iso_audit.domain.working_days import Calendar
from iso_audit.minutes.case_facts import OnTime
from iso_audit.presenting import case_sheets
from iso_audit.storage import journal
from iso_audit.storage.engine.database import Database
from iso_audit.storage.opening import open_database
from iso_audit.storage.queries import sampling as queries
from iso_audit.storage.queries.sampling import Sampling
from iso_audit.workflow.conducting import case_lists, recording, sampling
from iso_audit.workflow.reporting import case_facts as reporting_facts
from iso_audit.workflow.reporting.case_facts import case_facts
from tests.conftest import AT, make_account, plan_audit
from tests.workflow.lists import AS_OF, asked, row, taken, usual, workbook

CALENDAR = Calendar()
LICENCE = stratum_id(CaseRecord("", "Cấp phép X-quang", "An toàn bức xạ"))
GAUGE = stratum_id(CaseRecord("", "Dấu định lượng", "Đo lường"))


def known(database: Database, audit: Audit, reader: Account) -> Sampling:
    return queries.sampling(database, audit.id, calendar=CALENDAR, today=AS_OF, reader=reader)


def drawn(database: Database, audit: Audit, by: Account, seed: str = "4711", reason: str = "", wanted: int = 8) -> Draw:
    wish = sampling.Wish(seed, (LICENCE, GAUGE), wanted, reason)
    return sampling.draw_sample(database, audit.id, wish, calendar=CALENDAR, by=by, device="tablet", at=AT)


def record(database: Database, audit: Audit, by: Account, subject: str, **values: str | None) -> None:
    changes = [(subject, name, value) for name, value in values.items()]
    seen = known(database, audit, by).opened.journal
    recording.record_fields(database, audit.id, changes, journal=seen, by=by, device="tablet", at=AT)


def check(database: Database, audit: Audit, by: Account, first: int | None = None) -> None:
    """Answer a check of the first files of the sample, of all where none are named."""
    for one in known(database, audit, by).files[:first]:
        record(database, audit, by, one.file.id, stored="yes")


def test_a_draw_enters_random_files_and_late_ones(database: Database, audit: Audit, leader: Account) -> None:
    taken(database, audit.id, usual(late=2), by=leader)
    drawn(database, audit, leader)
    files = known(database, audit, leader).files
    assert sum(1 for one in files if one.file.selection == "drawn") == 8
    late = {one.file.record.code for one in files if one.measured.overrun}
    assert late == {"CP-00", "CP-01", "DL-00", "DL-01"}


def test_the_same_list_and_seed_draw_the_same_files_in_another_database(bank: Bank) -> None:
    found = []
    for _ in range(2):
        other = open_database(":memory:", at=AT)
        leader = make_account(other, "leader", Role.LEADER)
        planned = plan_audit(other, bank, leader)
        taken(other, planned.id, usual(), by=leader)
        drawn(other, planned, leader)
        found.append([one.file.record.code for one in known(other, planned, leader).files])
        other.close()
    assert found[0] == found[1]


def test_the_stored_seed_draws_the_same_again(database: Database, audit: Audit, leader: Account) -> None:
    taken(database, audit.id, usual(), by=leader)
    result = drawn(database, audit, leader)
    again = sampling.redrawn(database, known(database, audit, leader))
    assert again == tuple(one.code for one in (*result.drawn_files, *result.late))


def test_minutes_say_how_many_case_files_of_the_list_were_left_out(
    database: Database, audit: Audit, leader: Account
) -> None:
    asking = asked(workbook([*usual(), row("A-1", ""), ["Tổng cộng"]]))  # type: ignore[list-item]
    case_lists.take_in(database, audit.id, replace(asking, leaves_out_faulty=True), by=leader, at=AT)
    drawn(database, audit, leader)
    facts = case_facts(database, known(database, audit, leader), "vi")
    assert facts is not None
    assert "không nhận 01 dòng hồ sơ" in facts.selection


def test_drawing_again_needs_a_reason_and_keeps_what_was_worked_on(
    database: Database, audit: Audit, leader: Account
) -> None:
    taken(database, audit.id, usual(late=0), by=leader)
    first = {one.code for one in drawn(database, audit, leader).drawn_files}
    with pytest.raises(RuleBroken, match="sample_drawn"):
        drawn(database, audit, leader, "other")
    worked = sorted(first)[0]
    record(database, audit, leader, case_subject(worked), right_fee="no")
    second = {one.code for one in drawn(database, audit, leader, "other", "the agency asked for it").drawn_files}
    selections = {one.file.record.code: one.file.selection for one in known(database, audit, leader).files}
    assert worked not in second
    assert selections == {**dict.fromkeys(second, "drawn"), worked: "purposeful"}


def test_the_same_draw_twice_changes_nothing(database: Database, audit: Audit, leader: Account) -> None:
    taken(database, audit.id, usual(), by=leader)
    drawn(database, audit, leader)
    before = known(database, audit, leader).opened.position
    drawn(database, audit, leader)
    assert known(database, audit, leader).opened.position == before


def test_a_draw_never_overwrites_what_was_found_on_site(database: Database, audit: Audit, leader: Account) -> None:
    taken(database, audit.id, usual(late=0), by=leader)
    code = sorted(one.code for one in drawn(database, audit, leader).drawn_files)[0]
    record(database, audit, leader, case_subject(code), returned_on="2017-03-20")
    sampling.take_out(database, audit.id, case_subject(code), "lost", by=leader, device="tablet", at=AT)
    drawn(database, audit, leader, reason="found again")
    found = known(database, audit, leader).file(case_subject(code))
    assert found is not None
    assert found.file.record.returned_on == date(2017, 3, 20)


def test_a_draw_without_a_list_or_without_strata_is_refused(database: Database, audit: Audit, leader: Account) -> None:
    with pytest.raises(NotFound, match="case_list_missing"):
        drawn(database, audit, leader)
    with pytest.raises(RuleBroken, match="strata_missing"):
        sampling.draw_sample(
            database, audit.id, sampling.Wish("1", (), 5), calendar=CALENDAR, by=leader, device="tablet", at=AT
        )


def test_a_file_chosen_on_purpose_brings_its_row_of_the_list_and_its_reason(
    database: Database, audit: Audit, leader: Account
) -> None:
    taken(database, audit.id, usual(), by=leader)
    subject = sampling.add_on_purpose(database, audit.id, "cp-05", "complaint", by=leader, device="tablet", at=AT)
    found = known(database, audit, leader).file(subject)
    assert found is not None
    assert (found.file.record.code, found.file.record.procedure) == ("CP-05", "Cấp phép X-quang")
    assert (found.file.selection, found.file.reason) == ("purposeful", "complaint")


def test_a_file_on_purpose_needs_a_reason_and_stands_once(database: Database, audit: Audit, leader: Account) -> None:
    def add(code: str, reason: str) -> None:
        sampling.add_on_purpose(database, audit.id, code, reason, by=leader, device="tablet", at=AT)

    with pytest.raises(RuleBroken, match="field_empty"):
        add("A-1", " ")
    add("A-1", "complaint")
    with pytest.raises(Conflict, match="case_in_sample"):
        add("a-1", "again")


def test_a_file_taken_out_leaves_the_sample_with_its_reason(database: Database, audit: Audit, leader: Account) -> None:
    subject = sampling.add_on_purpose(database, audit.id, "A-1", "complaint", by=leader, device="tablet", at=AT)
    sampling.take_out(database, audit.id, subject, "another agency's", by=leader, device="tablet", at=AT)
    state = known(database, audit, leader)
    assert state.files == ()
    assert state.opened.journal.value(subject, "withdrawn") == "another agency's"
    with pytest.raises(NotFound, match="case_not_in_sample"):
        sampling.take_out(database, audit.id, subject, "twice", by=leader, device="tablet", at=AT)


def test_two_copies_that_sampled_apart_merge_into_one_sample(tmp_path: Path, bank: Bank) -> None:
    first = open_database(tmp_path / "a.duckdb", at=AT)
    leader = make_account(first, "leader", Role.LEADER)
    planned = plan_audit(first, bank, leader)
    taken(first, planned.id, usual(late=0), by=leader)
    first.close()
    shutil.copyfile(tmp_path / "a.duckdb", tmp_path / "b.duckdb")
    copies = [open_database(tmp_path / name, at=AT) for name in ("a.duckdb", "b.duckdb")]
    for copy in copies:
        drawn(copy, planned, leader)
    subject = known(copies[0], planned, leader).files[0].file.id
    record(copies[0], planned, leader, subject, right_fee="no")
    record(copies[1], planned, leader, subject, stored="yes")
    merge(copies[0], copies[1], planned)
    merge(copies[1], copies[0], planned)
    for copy in copies:
        state = known(copy, planned, leader)
        merged = state.file(subject)
        assert merged is not None
        assert merged.file.checks == {"right_fee": "no", "stored": "yes"}
        assert len(state.files) == 8
        assert all(not one.disputed for one in state.files)
        copy.close()


def merge(into: Database, source: Database, audit: Audit) -> None:
    with source.read() as cursor:
        events = journal.of_audit(cursor, audit.id)
    with into.write() as cursor:
        journal.append(cursor, events)


def test_two_people_who_answer_a_check_differently_disagree(database: Database, audit: Audit, leader: Account) -> None:
    secretary = make_account(database, "secretary", Role.SECRETARY)
    subject = sampling.add_on_purpose(database, audit.id, "A-1", "complaint", by=leader, device="tablet", at=AT)
    seen = known(database, audit, leader).opened.journal
    for who, answer in ((leader, "yes"), (secretary, "no")):
        changes = [(subject, "right_fee", answer)]
        recording.record_fields(database, audit.id, changes, journal=seen, by=who, device="tablet", at=AT)
    (one,) = known(database, audit, leader).files
    assert one.disputed == ("right_fee",)


def test_the_minutes_tell_the_rate_of_the_random_files_alone(database: Database, audit: Audit, leader: Account) -> None:
    taken(database, audit.id, usual(late=5), by=leader)
    drawn(database, audit, leader, wanted=10)
    sampling.add_on_purpose(database, audit.id, "X-9", "complaint", by=leader, device="tablet", at=AT)
    record(database, audit, leader, "sample:", declared_settled="30", declared_on_time="30", declared_late="0")
    check(database, audit, leader)
    state = known(database, audit, leader)
    facts = case_facts(database, state, "vi")
    assert facts is not None
    on_time = sum(1 for one in state.files if one.file.selection == "drawn" and not one.measured.overrun)
    assert facts.measured_on_time == OnTime(10 * on_time, on_time, 10)
    assert facts.listed_on_time == OnTime(100 * 20 / 30, 20, 30)
    assert facts.declared_on_time == OnTime(100, 30, 30)
    assert (facts.population, facts.procedures, facts.late) == (30, 2, 10)
    assert facts.selection.startswith("chọn ngẫu nhiên 10 hồ sơ theo lĩnh vực và thủ tục (mã chọn mẫu 4711)")
    assert "chọn chủ đích 01 hồ sơ" in facts.selection


def test_figures_of_a_list_are_told_though_others_forget_them_at_the_same_moment(
    database: Database, audit: Audit, leader: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Forgetful(dict[object, object]):
        def __setitem__(self, key: object, value: object) -> None:
            self.clear()

    monkeypatch.setattr(reporting_facts, "_list_figures", Forgetful())
    taken(database, audit.id, usual(late=5), by=leader)
    listed = reporting_facts.listed_figures(database, known(database, audit, leader))
    assert listed is not None
    assert listed.settled == 30


def test_the_minutes_count_only_the_files_that_were_checked(database: Database, audit: Audit, leader: Account) -> None:
    taken(database, audit.id, usual(late=0), by=leader)
    drawn(database, audit, leader, wanted=10)
    check(database, audit, leader, first=3)
    facts = case_facts(database, known(database, audit, leader), "vi")
    assert facts is not None
    assert (facts.sampled, facts.unchecked, len(facts.files)) == (3, 7, 3)
    assert facts.measured_on_time == OnTime(100, 3, 3)
    assert facts.selection.startswith("chọn ngẫu nhiên 03 hồ sơ")


def test_reported_numbers_that_do_not_add_up_are_told_in_the_minutes(
    database: Database, audit: Audit, leader: Account
) -> None:
    taken(database, audit.id, usual(), by=leader)
    drawn(database, audit, leader)
    record(database, audit, leader, "sample:", declared_total="1012", declared_settled="1000", declared_pending="2")
    facts = case_facts(database, known(database, audit, leader), "vi")
    assert facts is not None
    assert facts.declared_total == 1012
    assert facts.sums == ("Tổng số ghi 1.012, nhưng đã giải quyết cộng đang giải quyết 1.000 + 2 = 1.002 (lệch 10).",)


def test_the_minutes_tell_each_file_with_its_state_and_faults(
    database: Database, audit: Audit, leader: Account
) -> None:
    taken(database, audit.id, [row("A-1", days=8)], by=leader)
    subject = sampling.add_on_purpose(database, audit.id, "A-1", "late", by=leader, device="tablet", at=AT)
    record(database, audit, leader, subject, right_fee="no", apology="no", control_slip="yes", note="slip seen")
    facts = case_facts(database, known(database, audit, leader), "en")
    assert facts is not None
    (printed,) = facts.files
    assert printed.state == "Late by 3 working days"
    assert printed.faults == "wrong fee charged; late without an apology slip; slip seen"
    assert facts.faults == ("wrong fee charged (1 of 1 file)", "late without an apology slip (1 of 1 file)")


def test_an_audit_without_a_sample_says_nothing_of_one(database: Database, audit: Audit, leader: Account) -> None:
    assert case_facts(database, known(database, audit, leader), "vi") is None


def test_states_are_told_as_of_the_visit_where_there_is_no_list(
    database: Database, audit: Audit, leader: Account
) -> None:
    assert known(database, audit, leader).as_of == date(2017, 7, 11)
    record(database, audit, leader, "visit:", opened_at="2017-07-12T08:00")
    assert known(database, audit, leader).as_of == date(2017, 7, 12)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_sample_is_exported_with_its_draw(
    database: Database, audit: Audit, leader: Account, language: Language
) -> None:

    taken(database, audit.id, usual(), by=leader)
    drawn(database, audit, leader)
    data = case_sheets.sample_xlsx(known(database, audit, leader), language)
    files, facts = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    assert files.max_row == 1 + len(known(database, audit, leader).files)
    assert "4711" in [cell.value for cell in facts["B"]]


def test_a_viewer_reads_and_draws_nothing(database: Database, audit: Audit, leader: Account) -> None:
    viewer = make_account(database, "viewer", Role.VIEWER)
    taken(database, audit.id, usual(), by=leader)
    assert known(database, audit, viewer).case_list is not None
    with pytest.raises(Forbidden):
        drawn(database, audit, viewer)


def test_a_made_up_moment_of_a_draw_is_told_as_it_was_recorded(
    database: Database, audit: Audit, leader: Account
) -> None:
    taken(database, audit.id, usual(), by=leader)
    drawn(database, audit, leader)
    facts = known(database, audit, leader).draw
    assert facts is not None
    assert abs(facts.drawn_at - datetime(2017, 7, 11, 1, tzinfo=UTC)) < timedelta(seconds=1)
    assert facts.drawn_by == leader.name
