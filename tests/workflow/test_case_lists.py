"""Taking in a list: every fault at once and nothing taken, no personal data stored, nothing doubled."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.case_file import procedures
from iso_audit.domain.case_rows import Choices
from iso_audit.domain.errors import Conflict, Forbidden, IsoAuditError, NotFound, RuleBroken
from iso_audit.domain.programme import Audit
from iso_audit.domain.text import Language
from iso_audit.i18n import translate
from iso_audit.presenting import case_sheets
from iso_audit.storage import audits, case_lists
from iso_audit.storage.activity import latest
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.conducting import open_audit
from iso_audit.workflow.conducting import recording, sampling
from iso_audit.workflow.conducting.case_lists import CaseListFaulty, headings, take_in
from tests.conftest import AT, make_account
from tests.workflow.lists import AS_OF, Row, asked, row, taken, usual, workbook


def lists_of(database: Database, audit: Audit) -> tuple[case_lists.CaseList, ...]:
    with database.read() as cursor:
        return case_lists.of_audit(cursor, audit.id)


def with_ten_faults() -> bytes:
    rows: list[Row] = [row(f"A-{n}") for n in range(14)]
    rows[0][0] = None  # row 2: no code
    rows[1][5] = "31/02/2017"  # row 3: not in the calendar
    rows[2][5] = "03/16/2017"  # row 4: month first
    rows[3][7] = date(2017, 3, 1)  # row 5: handed over before it was received
    rows[4][0] = "a-12"  # row 6: the code of row 14
    rows[5][2] = "x" * 201  # row 7: a sector without end
    rows[6][1] = None  # row 8: no procedure
    rows[7][1] = "Thủ tục lạ"  # row 9: unknown procedure
    rows[8] = [None] * 10  # row 10: blank, no fault
    rows[9][7] = "#VALUE!"  # row 11: formula error
    # rows 12 and 13 share one sector, in a merged cell
    rows[12][5] = None  # row 14: no day of receipt, and its code stood in row 6
    return workbook(rows, merged="C12:C13")


def test_ten_planted_faults_are_told_at_once_and_nothing_is_taken(
    database: Database, audit: Audit, leader: Account
) -> None:
    register_licence(database, audit, leader)
    with pytest.raises(CaseListFaulty) as refused:
        take_in(database, audit.id, asked(with_ten_faults()), by=leader, at=AT)
    assert [(fault.row, fault.code) for fault in refused.value.faults] == [
        (2, "code_missing"),
        (3, "date_impossible"),
        (4, "date_month_first"),
        (5, "returned_on_backwards"),
        (7, "text_too_long"),
        (8, "procedure_missing"),
        (9, "procedure_unknown"),
        (11, "formula_error"),
        (14, "received_on_missing"),
        (14, "code_twice"),
    ]
    assert lists_of(database, audit) == ()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_fault_says_what_is_wrong_and_how_to_mend_it(
    database: Database, audit: Audit, leader: Account, language: Language
) -> None:
    register_licence(database, audit, leader)
    with pytest.raises(CaseListFaulty) as refused:
        take_in(database, audit.id, asked(with_ten_faults()), by=leader, at=AT)
    for fault in refused.value.faults:
        what, mend = case_sheets.fault_told(fault, language)
        assert what
        assert mend
        assert "{" not in what + mend
    lines = case_sheets.faults_csv(refused.value.faults, "vi").decode("utf-8-sig").splitlines()
    assert len(lines) == 11


def test_a_faulty_list_is_taken_in_once_somebody_agrees_to_leave_those_rows_out(
    database: Database, audit: Audit, leader: Account
) -> None:
    register_licence(database, audit, leader)
    agreed = replace(asked(with_ten_faults()), leaves_out_faulty=True)
    kept = take_in(database, audit.id, agreed, by=leader, at=AT)
    assert (kept.row_count, kept.rows_left_out) == (4, {"faulty": 9})
    assert lists_of(database, audit) == (kept,)
    with database.read() as cursor:
        (act,) = [one for one in latest(cursor) if one.detail.get("hash") == kept.content_hash]
    assert act.detail["rows_left_out"][:2] == ["2 faulty", "3 faulty"]


LISTS = Path(__file__).parents[1] / "data/lists"


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("01b-swapped-received-only.xlsx", Choices(dates="swap")),
        ("04-hidden.xlsx", Choices(hidden="leave")),
    ],
)
def test_a_list_with_an_open_question_waits_for_its_answer(
    name: str, choices: Choices, database: Database, audit: Audit, leader: Account
) -> None:
    wish = asked((LISTS / name).read_bytes())
    with pytest.raises(RuleBroken, match="case_list_undecided"):
        take_in(database, audit.id, wish, by=leader, at=AT)
    kept = take_in(database, audit.id, replace(wish, choices=choices), by=leader, at=AT)
    with database.read() as cursor:
        records = case_lists.records(cursor, kept.id)
    if choices.hidden:
        assert (kept.row_count, kept.rows_left_out) == (10, {"hidden": 20})
    else:
        assert {record.received_on.month for record in records if record.received_on} == {3}


def test_limits_that_are_no_whole_days_come_through_the_database(
    database: Database, audit: Audit, leader: Account
) -> None:
    kept = take_in(database, audit.id, asked((LISTS / "07-limits.csv").read_bytes()), by=leader, at=AT)
    with database.read() as cursor:
        limits = [(one.code, one.legal_days, one.limit_text) for one in case_lists.records(cursor, kept.id)]
    assert limits == [
        ("HS-01", 0, ""),
        ("HS-02", None, "0,5 ngày"),
        ("HS-03", None, "4 giờ"),
        ("HS-04", 15, ""),
        ("HS-05", None, "1.5"),
        ("HS-06", 30, ""),
        ("HS-07", None, "20-40 ngày"),
        ("HS-08", None, "Không quy định"),
    ]


def register_licence(database: Database, audit: Audit, leader: Account) -> None:
    taken(database, audit.id, [row("X-1")], by=leader)
    sampling.take_procedures(database, audit.id, by=leader, device="tablet", at=AT)
    with database.write() as cursor:
        cursor.execute("delete from case_list")


def test_a_good_list_is_kept_whole_and_measured_again_from_the_database(
    database: Database, audit: Audit, leader: Account
) -> None:
    kept = taken(database, audit.id, usual(), by=leader)
    with database.read() as cursor:
        records = case_lists.records(cursor, kept.id)
    assert (kept.row_count, len(records), kept.as_of) == (30, 30, AS_OF)
    assert records[0].code == "CP-00"
    assert records[0].received_on == date(2017, 3, 6)


def test_names_phones_and_unused_columns_are_not_stored_and_said_so(
    database: Database, audit: Audit, leader: Account
) -> None:
    kept = taken(database, audit.id, usual(), by=leader)
    assert kept.left_out == ("Họ và tên người nộp", "Số điện thoại", "Ghi chú")
    with database.read() as cursor:
        stored = repr(case_lists.records(cursor, kept.id)) + repr(latest(cursor))
    assert "Người Nộp" not in stored
    assert "0912345678" not in stored


def test_a_column_of_personal_data_cannot_be_chosen(database: Database, audit: Audit, leader: Account) -> None:
    with pytest.raises(RuleBroken, match="case_column_personal"):
        take_in(database, audit.id, asked(workbook(usual()), sector=3), by=leader, at=AT)


def test_a_column_cannot_serve_two_fields(database: Database, audit: Audit, leader: Account) -> None:
    with pytest.raises(RuleBroken, match="case_column_twice"):
        take_in(database, audit.id, asked(workbook(usual()), finished_on=7), by=leader, at=AT)


def test_a_needed_column_that_nobody_chose_is_named(database: Database, audit: Audit, leader: Account) -> None:
    asking = asked(workbook(usual()))
    del asking.column_of["received_on"]  # type: ignore[attr-defined]
    with pytest.raises(RuleBroken, match="case_column_missing") as refused:
        take_in(database, audit.id, asking, by=leader, at=AT)
    assert refused.value.details["field"] == "case_received_on"


def test_the_same_list_taken_in_twice_is_one(database: Database, audit: Audit, leader: Account) -> None:
    first = taken(database, audit.id, usual(), by=leader)
    assert taken(database, audit.id, usual()[::-1], by=leader) == first
    assert len(lists_of(database, audit)) == 1


def test_a_newer_list_stands_before_the_older_one(database: Database, audit: Audit, leader: Account) -> None:
    taken(database, audit.id, usual(), by=leader)
    newer = taken(database, audit.id, usual(late=0), by=leader, at=AT + timedelta(seconds=1))
    assert lists_of(database, audit)[0] == newer


def test_taking_in_a_list_is_noted_in_the_activity_log(database: Database, audit: Audit, leader: Account) -> None:
    taken(database, audit.id, usual(), by=leader)
    with database.read() as cursor:
        noted = [act for act in latest(cursor) if act.action == "case_list_taken"]
    assert [(act.account_id, act.detail["rows"]) for act in noted] == [(leader.id, 30)]


@pytest.mark.parametrize(("role", "error"), [(Role.VIEWER, Forbidden), (Role.MEMBER, NotFound)])
def test_only_who_may_record_takes_in_a_list(
    database: Database, audit: Audit, role: Role, error: type[IsoAuditError]
) -> None:
    with pytest.raises(error):
        taken(database, audit.id, usual(), by=make_account(database, "other", role))


def test_a_cancelled_audit_takes_no_list(database: Database, audit: Audit, leader: Account) -> None:
    with database.write() as cursor:
        cursor.execute("update audit set cancelled_reason = 'moved' where id = ?", [audit.id])
        assert audits.audit(cursor, audit.id) is not None
    with pytest.raises(Conflict, match="audit_cancelled"):
        taken(database, audit.id, usual(), by=leader)


def test_the_procedures_of_a_list_are_entered_with_their_usual_limit(
    database: Database, audit: Audit, leader: Account
) -> None:
    rows = usual()
    rows[0][8] = 9
    taken(database, audit.id, rows, by=leader)
    sampling.take_procedures(database, audit.id, by=leader, device="tablet", at=AT)
    known = procedures(open_audit(database, audit.id, reader=leader).journal)
    assert [(one.name, one.sector, one.legal_days) for one in known] == [
        ("Cấp phép X-quang", "An toàn bức xạ", 5),
        ("Dấu định lượng", "Đo lường", 5),
    ]


def test_every_field_of_a_list_has_headings_and_words_in_both_languages() -> None:
    for name in headings().fields:
        assert translate("vi", f"fields.case.{name}")
        assert translate("en", f"fields.case.{name}")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_blank_list_is_understood_when_it_comes_back(language: Language) -> None:
    assert len(asked(case_sheets.blank_list_xlsx(language)).column_of) == 12


def test_a_batch_beyond_the_journals_limit_is_entered_whole(database: Database, audit: Audit, leader: Account) -> None:
    rows = [row(f"A-{n:03}", f"Thủ tục {n:03}") for n in range(300)]
    taken(database, audit.id, rows, by=leader)
    assert sampling.take_procedures(database, audit.id, by=leader, device="tablet", at=AT) == 900
    assert recording.MOST_EVENTS < 900
