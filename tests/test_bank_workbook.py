"""The question bank as sheets of a workbook: what is written is understood again, and every fault by its cell."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from iso_audit.checklists import Fault, contents, load_banks, sentence_of, workbook
from iso_audit.checklists.contents import Contents
from iso_audit.checklists.headings import sheet_called
from iso_audit.checklists.workbook.layout import GUIDE, TABLES, columns_by_heading, columns_of, plain
from iso_audit.domain.sheet import Cell, CellFault, Sheet, SheetRow, column_letter
from iso_audit.domain.text import LANGUAGES
from iso_audit.i18n import words_under
from tests.small_bank import WORDS, bank

pytestmark = pytest.mark.one_zone("cells are understood as they stand, without a zone")


def sheets(of: Contents) -> dict[str, Sheet]:
    """Return the sheets of a bank as they would be read, by their tables."""
    return {
        workbook.table_of_sheet(one.name): Sheet(
            one.name,
            tuple(SheetRow(number, tuple(row)) for number, row in enumerate((one.header, *one.rows), start=1)),
        )
        for one in workbook.sheets_of(of, "vi")[1:]
    }


def with_cells(sheet: Sheet, **cells: Cell) -> Sheet:
    """Return a sheet with some cells changed, called by their addresses."""
    rows = [[*row.cells, *[None] * 30] for row in sheet.rows] + [[None] * 40 for _ in range(3)]
    for address, cell in cells.items():
        place = next(place for place in range(30) if address.startswith(column_letter(place)))
        rows[int(address[1:]) - 1][place] = cell
    return replace(sheet, rows=tuple(SheetRow(number, tuple(row)) for number, row in enumerate(rows, start=1)))


def understood(of: Sequence[Sheet]) -> tuple[Contents, list[tuple[str, str, str]]]:
    """Return what sheets hold, and their faults by sheet, cell (or line) and code."""
    tables, faults = workbook.understood(of, [sheet.name for sheet in of], "bank.xlsx")
    return tables, [(workbook.table_of_sheet(f.file), str(f.details["cell"] or f.line or ""), f.code) for f in faults]


def faults_with(table: str, **cells: Cell) -> list[tuple[str, str, str]]:
    """Return the faults of the small bank where cells of one sheet hold something else."""
    all_sheets = sheets(bank())
    return understood(list((all_sheets | {table: with_cells(all_sheets[table], **cells)}).values()))[1]


@pytest.mark.parametrize("standard", [one.standard for one in load_banks()])
def test_every_bank_that_ships_is_understood_as_it_was_written(standard: str) -> None:
    shipped = contents.contents_from(load_banks().of(standard))
    if not shipped["item"]:
        shipped["bank"][0] = {**shipped["bank"][0], "expected": True}
        del shipped["bank"][0]["blocks"]
    assert understood(list(sheets(shipped).values())) == (shipped, [])


def test_columns_may_stand_in_any_place_and_be_called_in_one_language() -> None:
    all_sheets = sheets(bank())
    rows = [row.cells[::-1] for row in all_sheets["item"].rows]
    header = tuple(str(cell).partition("\n")[2].upper() for cell in rows[0])
    turned = [SheetRow(number, cells) for number, cells in enumerate([(), header, *rows[1:]], start=1)]
    items = replace(all_sheets["item"], name="items", rows=tuple(turned))
    assert understood([*(all_sheets | {"item": items}).values()]) == (bank(), [])


def test_the_rows_give_the_sequence_of_a_section() -> None:
    own = {"block": "A", "id": "S", "title": WORDS, "items": ["Q3", "Q1"]}
    turned = bank(section=[own, {**own, "id": "T", "items": ["Q2"]}])
    tables, faults = understood(list(sheets(turned).values()))
    assert (faults, contents.differences(turned, tables)) == ([], ())
    assert [one["id"] for one in tables["item"]] == ["Q3", "Q2", "Q1"]


def test_an_item_moves_with_its_row_and_its_section() -> None:
    all_sheets = sheets(bank())
    first, *others = all_sheets["item"].rows[1:]
    moved = [all_sheets["item"].rows[0], *others, replace(first, cells=("Q1", "T", *first.cells[2:]))]
    tables, _ = understood([*(all_sheets | {"item": replace(all_sheets["item"], rows=tuple(moved))}).values()])
    assert [one["items"] for one in tables["section"]] == [["Q2"], ["Q3", "Q1"]]


@pytest.mark.parametrize("written", ["Phù hợp; Điểm lưu ý", "observation\nCONFORMITY", "Conformity;\xa0Observation ;"])
def test_grades_are_understood_in_both_languages_and_by_their_codes(written: str) -> None:
    items = with_cells(sheets(bank())["item"], M2="Q3", N2=written)
    tables, faults = understood([*(sheets(bank()) | {"item": items}).values()])
    asked = tables["item"][0]["asked_when"]
    assert (faults, asked["item"], set(asked["grades"])) == ([], "Q3", {"conformity", "observation"})


@pytest.mark.parametrize(("written", "excludable"), [(None, None), ("-", []), ("–", []), ("7; 8.3", ["7", "8.3"])])
def test_a_dash_names_no_clause_inside_which_one_may_be_excluded(written: Cell, excludable: object) -> None:
    head = with_cells(sheets(bank())["bank"], G2=written)
    tables, faults = understood([*(sheets(bank()) | {"bank": head}).values()])
    assert (faults, tables["bank"][0].get("excludable")) == ([], excludable)


def test_texts_stay_as_they_were_typed_and_names_lose_outer_blanks() -> None:
    items = with_cells(sheets(bank())["item"], A2=" Q1\xa0", E2=" “Có”\xa0không? ", K2="Đánh giá nội bộ")
    tables, _ = understood([*(sheets(bank()) | {"item": items}).values()])
    assert tables["item"][0]["question"]["vi"] == " “Có”\xa0không? "
    assert (tables["item"][0]["id"], tables["item"][0]["decides"]) == ("Q1", "internal_audit")


@pytest.mark.parametrize("written", ["x", "X ", "Có", "yes", True, 1])
def test_a_key_item_is_marked_in_any_usual_way(written: Cell) -> None:
    items = with_cells(sheets(bank())["item"], D2=written, D3="không", D4=False)
    tables, faults = understood([*(sheets(bank()) | {"item": items}).values()])
    assert (faults, [one.get("starred") for one in tables["item"]]) == ([], [True, None, None])


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2021, 6, 30), "2021-06-30"),
        (datetime.fromisoformat("2021-06-30T00:00"), "2021-06-30"),
        ("30/6/2021", "2021-06-30"),
        ("2021-06-30", "2021-06-30"),
    ],
)
def test_a_day_is_understood_as_a_day_or_as_text(cell: Cell, day: str) -> None:
    head = with_cells(sheets(bank())["bank"], H2=cell)
    tables, faults = understood([*(sheets(bank()) | {"bank": head}).values()])
    assert (faults, tables["bank"][0]["withdrawn_on"]) == ([], day)


@pytest.mark.parametrize(
    ("table", "cells", "fault"),
    [
        ("item", {"C2": 4.1}, ("C2", "cell_is_number")),
        ("item", {"C2": datetime.fromisoformat("2001-02-05T00:00")}, ("C2", "cell_is_day")),
        ("item", {"E2": True}, ("E2", "cell_is_truth")),
        ("item", {"E2": CellFault("#REF!")}, ("E2", "cell_is_fault")),
        ("item", {"E2": "\xa0 "}, ("E2", "missing_field")),
        ("item", {"D2": "maybe"}, ("D2", "not_a_flag")),
        ("item", {"L2": "-1"}, ("L2", "not_a_count")),
        ("item", {"L2": 1.5}, ("L2", "not_a_count")),
        ("item", {"M2": "Q2"}, ("N2", "not_a_condition")),
        ("item", {"N2": "Phù hợp"}, ("M2", "not_a_condition")),
        ("item", {"M2": "Q1", "N2": "conformity"}, ("M2", "asked_in_circle")),
        ("item", {"C2": "4.1"}, ("C2", "unknown_clause")),
        ("item", {"B2": "Z"}, ("B2", "unknown_section")),
        ("item", {"B2": None}, ("B2", "missing_field")),
        ("item", {"B2": "S; T"}, ("B2", "item_in_two_sections")),
        ("item", {"I2": "telepathy"}, ("I2", "unknown_method")),
        ("item", {"K2": "declaration", "K3": "declaration"}, ("K3", "role_twice")),
        ("item", {"A3": "Q1"}, ("A3", "duplicate")),
        ("item", {"B4": "S"}, ("A3", "section_without_items")),
        ("item", {"Q7": "a note"}, ("Q7", "column_without_heading")),
        ("item", {"P1": "Ghi chú"}, ("P1", "unknown_column")),
        ("item", {"P1": "Câu hỏi (tiếng Việt)"}, ("P1", "column_twice")),
        ("item", {"A1": None}, ("1", "column_missing")),
        ("section", {"B2": "Z"}, ("B2", "unknown_block")),
        ("clause", {"B3": None}, ("B3", "missing_field")),
        ("clause", {"E3": "9"}, ("E3", "unknown_clause")),
        ("bank", {"H2": "soon"}, ("H2", "not_a_day")),
        ("bank", {"A3": "c", "B3": "1", "C3": "x", "D3": "x", "E3": "A"}, ("A3", "bank_twice")),
        ("kind", {"G2": 9}, ("G2", "range_reversed")),
        ("kind", {"F2": "Z"}, ("F2", "unknown_form")),
    ],
)
def test_a_fault_is_told_by_the_cell_in_which_it_is_mended(
    table: str, cells: dict[str, Cell], fault: tuple[str, str]
) -> None:
    assert fault in [(cell, code) for _, cell, code in faults_with(table, **cells)]


def test_what_follows_from_a_fault_is_not_told_beside_it() -> None:
    assert faults_with("item", C2=4.1) == [("item", "C2", "cell_is_number")]
    assert faults_with("item", B2="Z") == [("item", "B2", "unknown_section")]
    assert faults_with("section", A3="S") == [
        ("item", "B4", "unknown_section"), ("section", "A3", "duplicate"),
    ]  # fmt: skip
    assert faults_with("item", A3="Q1", B2="S; S") == [("item", "A3", "duplicate")]
    assert faults_with("clause", B3="Z") == [("clause", "B3", "unknown_block")]
    assert [code for _, _, code in faults_with("clause", A1="?", C1="?")] == [
        "column_missing", "column_missing", "unknown_column", "unknown_column",
    ]  # fmt: skip


def test_every_fault_is_told_at_once() -> None:
    all_sheets = sheets(bank())
    faulty = all_sheets | {
        "item": with_cells(all_sheets["item"], C2="9", D3="maybe", E4=None),
        "kind": with_cells(all_sheets["kind"], F2=None),
        "notes": Sheet("Ghi chú", ()),
    }
    del faulty["form"]
    assert set(understood(list(faulty.values()))[1]) == {
        ("", "", "unknown_sheet"),
        ("", "", "sheet_missing"),
        ("item", "C2", "unknown_clause"),
        ("item", "D3", "not_a_flag"),
        ("item", "E4", "missing_field"),
        ("kind", "F2", "missing_field"),
    }


def test_a_sheet_that_is_optional_may_be_missing_and_one_that_is_not_may_not_be_empty() -> None:
    all_sheets = sheets(bank())
    del all_sheets["phrase"], all_sheets["grade_help"]
    assert understood(list(all_sheets.values()))[1] == []
    headings = replace(all_sheets["item"], rows=all_sheets["item"].rows[:1])
    assert ("item", "", "sheet_empty") in understood(list((all_sheets | {"item": headings}).values()))[1]
    assert ("item", "1", "headings_missing") in faults_with(
        "item", **{f"{letter}1": "?" for letter in "ABCDEFGHIJKLMNO"}
    )


def test_two_sheets_of_one_table_are_told() -> None:
    all_sheets = sheets(bank())
    assert ("form", "", "sheet_twice") in understood([*all_sheets.values(), Sheet("Forms", ())])[1]


def test_sheets_of_something_else_are_one_fault() -> None:
    assert understood([]) == ({}, [("", "", "sheet_none")])


def test_a_sheet_of_very_many_rows_is_told_once() -> None:
    items = sheets(bank())["item"]
    many = [SheetRow(number, (f"X{number}", "S", "none")) for number in range(5, workbook.MOST_ROWS + 3)]
    faults = understood([*(sheets(bank()) | {"item": replace(items, rows=(*items.rows, *many))}).values()])[1]
    assert [one for one in faults if one[2] == "sheet_too_long"] == [("item", "1002", "sheet_too_long")]


def test_a_bank_that_is_only_expected_needs_no_other_sheet() -> None:
    head = sheets(bank(bank=[{"id": "b", "version": "0", "edition": WORDS, "expected": True}]))["bank"]
    assert understood([head])[1] == []


def test_a_sentence_names_sheet_cell_and_column_as_the_reader_does() -> None:
    items = with_cells(sheets(bank())["item"], C2=4.1)
    faults = workbook.understood([items], [items.name], "bank.xlsx")[1]
    told = {language: [sentence_of(one, language) for one in faults] for language in LANGUAGES}
    assert any(
        one.startswith("Câu hỏi · Items, ô C2, Q1: “Điều khoản” là chữ, nhưng ô này là số 4.1") for one in told["vi"]
    )
    assert any(one.startswith("Câu hỏi · Items, cell C2, Q1: “Clause” is text, but") for one in told["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_of_a_workbook_has_a_sentence_that_can_be_filled(language: Any) -> None:
    details = dict.fromkeys(("value", "near", "known", "other", "sheet", "kind", "largest", "most"), "x")
    details |= {"table": "item", "field": "question.vi", "low": "2", "high": "1", "cell": "A1"}
    codes = words_under(language, "checklists.cells")
    assert all("{" not in sentence_of(Fault("Items", 3, "P01", code, details), language) for code in codes)


def test_sheets_and_columns_are_told_apart_by_their_names() -> None:
    names = [plain(part) for table in (GUIDE, *TABLES) for part in sheet_called(table).split(" · ")]
    assert len(names) == len(set(names))
    assert all(len(sheet_called(table)) <= 31 for table in TABLES)
    for table in TABLES:
        headings = columns_by_heading(table)
        assert all(headings[plain(text)] is column for column in columns_of(table) for text in column.headings)


def test_the_guide_says_of_every_column_what_to_write() -> None:
    guide, *others = workbook.sheets_of(bank(), "en")
    columns = {(sheet.name, heading.replace("\n", " · ")) for sheet in others for heading in sheet.header}
    assert {(str(row[0]), str(row[1])) for row in guide.rows if row[0]} == columns


def test_cells_that_name_very_much_are_one_fault() -> None:
    endless = with_cells(sheets(bank())["form"], G2=";".join(f"x{number}" for number in range(21_000)))
    assert understood([*(sheets(bank()) | {"form": endless}).values()]) == ({}, [("", "", "too_many_names")])
