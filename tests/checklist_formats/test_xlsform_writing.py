"""Our bank as an XLSForm: taken in again without a difference."""

from typing import Any

import pytest
from hypothesis import given, settings

from iso_audit.checklist_formats.notices import FormatFaulty
from iso_audit.checklist_formats.tables import Tables
from iso_audit.checklist_formats.xlsform import rows_of, sheets_to_read
from iso_audit.domain.errors import RuleBroken
from iso_audit.spreadsheets import open_book, read_sheet
from tests.checklist_formats.banks import EDITIONS, banks, sheets_of, shipped, small, workbook
from tests.checklist_formats.forms import items_of, places, read

pytestmark = pytest.mark.one_zone("cells are written as they stand")


def read_again(data: bytes) -> Any:
    book = open_book(data)
    return read({name: rows_of(read_sheet(book, name)) for name in sheets_to_read(book.sheets)})


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_shipped_bank_goes_out_and_comes_back_the_same_and_nothing_is_told(edition: str) -> None:
    conversion = read_again(workbook(shipped(edition)))
    assert conversion.tables == shipped(edition)
    assert conversion.notices == ()


@given(banks())
@settings(max_examples=60)
def test_any_bank_comes_back_the_same(tables: Tables) -> None:
    conversion = read(sheets_of(tables))
    for table, entries in tables.items():
        assert conversion.tables[table] == entries
    assert [
        one.code for one in conversion.notices if one.code not in {"clause_title_assumed", "language_missing"}
    ] == []


@pytest.mark.parametrize(
    "item",
    [
        {"starred": True, "kinds": ["S", "H"], "decides": "internal_audit", "weight": 3},
        {"starred": False, "kinds": [], "decides": ""},
        {"asked_when": {"item": "4.1-1", "grades": ["minor_nonconformity", "major_nonconformity"]}},
        {"asked_when": {"item": "4.1-1", "grades": []}},
        {"asked_when": {"item": "elsewhere", "grades": ["conformity"]}},
        {"asked_when": {"item": "4.1-2", "grades": ["conformity"]}},
        {"question": {"vi": "Tại ${phòng}, instance(1) “đủ” chưa?", "en": "=1+1"}},
        {"question": {"vi": "7.2.1 Có số ở đầu", "en": " Blank before\nand lines "}},
        {"a_field_of_later": [1, {"x": None}]},
    ],
)
def test_every_field_of_an_item_comes_back(item: dict[str, Any]) -> None:
    tables = small(**item)
    assert read(sheets_of(tables)).tables == tables


def test_texts_that_a_spreadsheet_or_a_form_would_change_come_back_through_a_workbook() -> None:
    tables = small(
        question={"vi": "Tại ${phòng}, instance(1) “đủ” chưa?\u0301", "en": "=1+1"},
        evidence={"vi": " Dòng một\r\n\tdòng hai\x07 ", "en": "'quoted"},
        kinds=["S", "H"],
        weight=2,
    )
    assert read_again(workbook(tables)).tables == tables


def test_a_condition_of_ours_is_one_of_the_form_and_holds_for_evidence_and_photographs() -> None:
    tables = small(asked_when={"item": "4.1-1", "grades": ["observation", "minor_nonconformity"]})
    heading, *lines = sheets_of(tables)["survey"]
    condition = "${q_4_1_1} = 'observation' or ${q_4_1_1} = 'minor_nonconformity'"
    named = {line[1]: line[heading.index("relevant")] for line in lines}
    assert [named[f"q_4_1_2{ending}"] for ending in ("", "_evidence", "_photo")] == [condition] * 3


def test_a_circle_of_conditions_is_kept_beside_the_form_that_cannot_have_it() -> None:
    tables = small(asked_when={"item": "4.1-1", "grades": ["conformity"]})
    tables["item"][0]["asked_when"] = {"item": "4.1-2", "grades": ["conformity"]}
    heading, *lines = sheets_of(tables)["survey"]
    assert {line[heading.index("relevant")] for line in lines} == {None}
    assert read(sheets_of(tables)).tables == tables


def test_what_people_change_in_the_form_is_what_is_read() -> None:
    sheets = sheets_of(small(question={"vi": "Tại ${phòng}?", "en": "Old"}))
    label = sheets["survey"][0].index("label::Tiếng Việt (vi)")
    row = next(line for line in sheets["survey"] if line[1] == "q_4_1_2")
    row[label] = "Câu mới?"
    assert items_of(read(sheets))["4.1-2"]["question"] == {"vi": "Câu mới?", "en": "Old"}


def test_a_question_whose_text_people_deleted_is_a_fault() -> None:
    sheets = sheets_of(small())
    row = next(line for line in sheets["survey"] if line[1] == "q_4_1_2")
    row[2] = row[3] = None
    with pytest.raises(FormatFaulty) as caught:
        read(sheets)
    assert [one.code for one in caught.value.faults] == ["label_missing"]


def test_a_row_that_people_add_to_the_form_is_an_item_of_its_section() -> None:
    sheets = sheets_of(small())
    at = next(number for number, line in enumerate(sheets["survey"]) if line[1] == "q_4_1_2")
    sheets["survey"].insert(at, ["select_one iso_audit_grades", "moi", "Câu thêm?", "New?", "Xem sổ", "The book"])
    conversion = read(sheets)
    assert conversion.tables["section"][0]["items"] == ["4.1-1", "moi", "4.1-2"]
    assert items_of(conversion)["moi"]["clause"] == "ISO.1"
    assert items_of(conversion)["moi"]["evidence"] == {"vi": "Xem sổ", "en": "The book"}


def test_a_row_that_people_add_outside_the_sections_has_a_section_of_its_own() -> None:
    sheets = sheets_of(small())
    sheets["survey"].insert(2, ["select_one iso_audit_grades", "moi", "Câu thêm?", "New?"])
    assert [one["items"] for one in read(sheets).tables["section"]] == [["moi"], ["4.1-1", "4.1-2"]]


def test_without_our_sheet_the_columns_are_enough_but_for_the_titles_of_clauses() -> None:
    sheets = sheets_of(small(starred=True))
    del sheets["iso_audit"]
    conversion = read(sheets)
    assert conversion.tables["item"] == small(starred=True)["item"]
    assert places(conversion, "clause_title_assumed") == [(4, "C")]


def test_a_text_too_long_for_a_cell_is_refused() -> None:
    with pytest.raises(RuleBroken, match="checklist_text_too_long"):
        sheets_of(small(question={"vi": "x" * 10_001, "en": "x"}))
    with pytest.raises(RuleBroken, match="checklist_text_too_long"):
        sheets_of(small(a_field_of_later="x" * 33_000))


@pytest.mark.parametrize("items", [["4.1-1", "4.1-2", "9"], ["4.1-1", "4.1-2", "4.1-2"]])
def test_tables_that_would_lose_something_are_refused(items: list[str]) -> None:
    tables = small()
    tables["section"][0]["items"] = items
    with pytest.raises(RuleBroken, match="checklist_not_whole"):
        sheets_of(tables)


def test_an_item_of_no_block_is_refused() -> None:
    with pytest.raises(RuleBroken, match="checklist_not_whole"):
        sheets_of(small(block="X"))
