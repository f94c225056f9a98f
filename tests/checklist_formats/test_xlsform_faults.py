"""Faults of an XLSForm: all told at once, each at its place, and nothing of the form taken; hostile ones too."""

import io
import re
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest

from iso_audit.checklist_formats.notices import FormatFaulty, Notice, sentences_of
from iso_audit.checklist_formats.xlsform import refuse_other_files, rows_of, sheets_to_read
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import Cell, CellFault
from iso_audit.spreadsheets import open_book, read_sheet
from tests.checklist_formats.forms import YES_NO, Sheets, form, items_of, places, read, rows

pytestmark = pytest.mark.one_zone("cells are read as they stand")

QUESTION = ["select_one yes_no", "q", "Có?"]


def faults_of(sheets: Sheets) -> tuple[Notice, ...]:
    with pytest.raises(FormatFaulty) as caught:
        read(sheets)
    assert caught.value.code == "checklist_format_faulty"
    return caught.value.faults


def told(sheets: Sheets) -> list[tuple[str, int, str, str]]:
    return [(one.sheet, one.row, one.column.partition(" ")[0], one.code) for one in faults_of(sheets)]


def of_rows(*lines: Sequence[Cell], choices: str = YES_NO) -> Sheets:
    return {"survey": [["type", "name", "label"], *map(list, lines)], "choices": rows(choices)}


@pytest.mark.parametrize(
    ("lines", "place", "code"),
    [
        ([["begin_group", "g", "Phần"], QUESTION], (2, "A"), "group_unclosed"),
        ([QUESTION, ["end group"]], (3, "A"), "end_without_begin"),
        ([["begin_repeat", "r", "Phần"], QUESTION, ["end_group"]], (4, "A"), "end_of_another"),
        ([QUESTION, QUESTION], (3, "B"), "name_twice"),
        ([["select_one yes_no", None, "Có?"]], (2, "B"), "name_missing"),
        ([["select_one yes_no", "q", None]], (2, "C"), "label_missing"),
        ([["select_one yes_on", "q", "Có?"]], (2, "A"), "list_unknown"),
        ([["select_one", "q", "Có?"]], (2, "A"), "list_missing"),
        ([["select_multiple yes_on", "q", "Có?"]], (2, "A"), "list_unknown"),
        ([[None, "q", "Có?"]], (2, "A"), "type_missing"),
        ([["select_one yes_no", "q", CellFault("#REF!")]], (2, "C"), "formula_error"),
        ([["select_one yes_no", "q", "x" * 10_001]], (2, "C"), "text_too_long"),
        ([["note", "n", "Xin chào"]], (0, ""), "no_questions"),
        ([[*QUESTION, *[None] * 300, "x"]], (2, ""), "too_many_columns"),
        ([["begin_group", f"g{n}", "Phần"] for n in range(30)], (22, "A"), "too_deep"),
    ],
)
def test_a_fault_of_the_survey_is_told_at_its_cell(lines: list[list[Cell]], place: tuple[int, str], code: str) -> None:
    assert ("survey", *place, code) in told(of_rows(*lines))


@pytest.mark.parametrize(
    ("choices", "place", "code"),
    [
        ("list_name|name|label\nyes_no|yes|Có\nyes_no|yes|Không", (3, "B"), "choice_twice"),
        ("list_name|name|label\nyes_no||Có\nyes_no|no|Không", (2, "B"), "choice_without_name"),
    ],
)
def test_a_fault_of_the_choices_is_told_at_its_cell(choices: str, place: tuple[int, str], code: str) -> None:
    assert ("choices", *place, code) in told(of_rows(QUESTION, choices=choices))


@pytest.mark.parametrize(
    ("headings", "code"),
    [
        (["kind", "name", "label"], "no_type_column"),
        (["type", "nom", "label"], "no_name_column"),
        (["type", "name", "text"], "no_label_column"),
    ],
)
def test_a_column_that_must_be_there_is_named(headings: list[Cell], code: str) -> None:
    assert ("survey", 0, "", code) in told({"survey": [headings, [*QUESTION]]})


def test_a_file_without_a_survey_is_none_and_its_sheets_are_named() -> None:
    (fault,) = faults_of({"Sheet1": [["type", "name", "label"]], "choices": rows(YES_NO)})
    assert (fault.code, fault.details["sheets"]) == ("no_survey", "Sheet1, choices")


def test_all_faults_are_told_at_once_in_both_languages() -> None:
    faults = faults_of(
        of_rows(["begin_group", "g", "Phần"], ["select_one x", "a", "Có?"], ["text", "a", "Gì?"], ["text", None, "Gì?"])
    )
    assert sentences_of(faults, "en") == (
        "survey, row 4, column B · name: The name “a” stands in row 3 already. Give one of the two another name.",
        "survey, row 5, column B · name: The question has no name. Write one of letters and digits, each used once.",
        "survey, row 2, column A · type: The group “g” is never closed. Add a row end_group behind its last question.",
        "survey, row 3, column A · type: There is no list “x” on the sheet “choices”. Mend the name, or add the list.",
    )
    assert len(sentences_of(faults, "vi")) == 4


def test_the_same_sentence_is_said_once_and_names_its_rows() -> None:
    lines = [["select_one yes_no", f"q{n}", "Có?"] for n in (1, 2, 3, 5)]
    lines.insert(3, ["note", "n", "Ghi chú"])
    conversion = read(of_rows(*lines))
    assert places(conversion, "evidence_assumed") == [(row, "") for row in (2, 3, 4, 6)]
    sentences = [one for one in sentences_of(conversion.notices, "en") if "no hint" in one]
    assert sentences == [
        "survey, rows 2–4, 6: There is no hint that says what to look at; a general sentence stands there. "
        "Mend it in the draft."
    ]


def test_more_rows_than_a_form_has_are_refused_before_any_is_looked_at() -> None:
    blank: list[list[Cell]] = [[]]
    lines = [*of_rows(QUESTION)["survey"], *(blank * 1_000_000)]
    assert ("survey", 0, "", "too_many_rows") in told({"survey": lines, "choices": rows(YES_NO)})


def test_more_questions_than_a_checklist_has_are_refused() -> None:
    lines = [["select_one yes_no", f"q{n}", "Có?"] for n in range(2_001)]
    assert ("survey", 0, "", "too_many_questions") in told(of_rows(*lines))


def test_a_list_of_more_choices_than_answers_have_is_refused() -> None:
    choices = "list_name | name | label\n" + "\n".join(f"yes_no | c{n} | Phòng {n}" for n in range(501))
    assert ("choices", 0, "", "too_many_choices") in told(of_rows(QUESTION, choices=choices))


@pytest.mark.parametrize("relevant", ["(" * 900 + "${q} = 'no'" + ")" * 900, "${q} = 'no' or " * 600 + "${q} = 'no'"])
def test_a_condition_longer_than_people_write_is_told_and_not_followed(relevant: str) -> None:
    lines = [["type", "name", "label", "relevant"], QUESTION, ["select_one yes_no", "r", "Có?", relevant]]
    conversion = read({"survey": lines, "choices": rows(YES_NO)})
    assert places(conversion, "condition_left_out") == [(3, "D")]


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    conversion = read(of_rows(["select_one yes_no", "q", '=HYPERLINK("http://x.example","Bấm vào")']))
    assert items_of(conversion)["q"]["question"]["vi"] == '=HYPERLINK("http://x.example","Bấm vào")'


def test_control_characters_never_come_in() -> None:
    conversion = read(of_rows(["select_one yes_no", "q\x00", "C\u200bó\x07 kh\x1bông?\x0b"]))
    assert items_of(conversion)["q"]["question"]["vi"].replace("\u200b", "") == "Có không?"


def test_what_our_export_wrote_and_somebody_damaged_is_told() -> None:
    lines = [["type", "name", "label", "iso_audit_table", "iso_audit_id", "iso_audit_more"]]
    damaged = ["json:{", "json:[1]", "json:" + "[" * 9_000]
    lines += [[*QUESTION[:1], f"q{n}", "Có?", "item", f"i{n}", cell] for n, cell in enumerate(damaged)]
    lines += [
        ["select_one yes_no", "r", "Có?", "poem", "i9", None],
        ["select_one yes_no", "s", "Có?", "item", None, None],
    ]
    ours = [["table", "entry"], ["clause", "json:{}"], ["item", "json:{}"], ["bank", "text"]]
    codes = told({"survey": lines, "choices": rows(YES_NO), "iso_audit": ours})
    assert [(sheet, row) for sheet, row, _, code in codes if code == "own_unreadable"] == [
        *(("survey", row) for row in range(2, 7)),
        *(("iso_audit", row) for row in range(2, 5)),
    ]


def test_a_row_of_our_export_that_was_copied_is_told() -> None:
    lines = [["type", "name", "label", "iso_audit_table", "iso_audit_id"]]
    lines += [["select_one yes_no", name, "Có?", "item", "4.1-1"] for name in ("q", "r")]
    assert ("survey", 3, "C", "id_twice") in told({"survey": lines, "choices": rows(YES_NO)})


def workbook(sheets: Sheets) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(out)
    return out.getvalue()


def test_a_workbook_that_claims_a_million_rows_is_read_by_what_it_holds() -> None:
    data = workbook(of_rows(QUESTION))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            after.writestr(part, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:ZZ1000000"', content))
    book = open_book(out.getvalue())
    sheets = {name: rows_of(read_sheet(book, name)) for name in sheets_to_read(book.sheets)}
    assert [*items_of(read(sheets))] == ["q"]


def test_a_workbook_with_a_cell_in_its_last_row_is_refused_by_the_reader_of_workbooks() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].title = "survey"
    book.worksheets[0]["A1"], book.worksheets[0]["A1048576"] = "type", "x"
    book.save(out)
    with pytest.raises(RuleBroken, match="spreadsheet_too_long"):
        read_sheet(open_book(out.getvalue()), "survey")


@pytest.mark.parametrize("name", ["survey", " Survey", "SURVEY", "Choices ", "settings"])
def test_the_sheets_of_a_form_are_found_however_they_are_written(name: str) -> None:
    assert sheets_to_read([name, "Hướng dẫn"]) == (name,)


def test_form_rows_of_a_sheet_that_begins_lower_keep_their_numbers() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.title = "survey"
    sheet["A3"], sheet["B3"], sheet["C3"] = "type", "name", "label"
    sheet["A5"], sheet["B5"], sheet["C5"] = "text", "q", "Gì?"
    book.save(out)
    sheets = {"survey": rows_of(read_sheet(open_book(out.getvalue()), "survey"))}
    assert [one.row for one in read(sheets).notices if one.code == "answer_as_evidence"] == [5]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1", "xlsform_is_old_excel"), (b"type,name,label", "xlsform_is_no_workbook")],
)
def test_a_file_of_another_kind_is_told_plainly(data: bytes, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        refuse_other_files(data)
    refuse_other_files(workbook(form("type | name | label")))


def test_a_small_form_is_sound() -> None:
    assert read(form("type | name | label\nselect_one yes_no | q | Có?")).choices
