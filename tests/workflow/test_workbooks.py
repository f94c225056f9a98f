"""The question bank out to an .xlsx and in again: nothing is lost on the way, and no file of strangers does harm."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iso_audit.checklists import contents, load_banks, sentence_of
from iso_audit.checklists.contents import Contents
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.text import LANGUAGES
from iso_audit.workflow.questions import workbooks
from tests.small_bank import WORDS, bank, question

pytestmark = pytest.mark.one_zone("cells are written and read as they stand, without a zone")

ITEMS, CLAUSES = "Câu hỏi · Items", "Điều khoản · Clauses"


def edited(change: Callable[[openpyxl.Workbook], None], of: Contents | None = None) -> bytes:
    """Return the small bank's workbook as somebody has edited it."""
    book, out = openpyxl.load_workbook(io.BytesIO(workbooks.export(of or bank(), "vi"))), io.BytesIO()
    change(book)
    book.save(out)
    return out.getvalue()


def with_cell(sheet: str, address: str, value: object) -> bytes:
    return edited(lambda book: book[sheet].__setitem__(address, value))


def faults_in(data: bytes, name: str = "bank.xlsx") -> list[tuple[str, str, str]]:
    tables, faults = workbooks.read(data, name)
    assert tables is None
    assert all(sentence_of(fault, language) for fault in faults for language in LANGUAGES)
    return [(fault.file, str(fault.details["cell"]), fault.code) for fault in faults]


@pytest.mark.parametrize("standard", [one.standard for one in load_banks().to_plan_by])
def test_a_bank_that_ships_comes_back_as_it_went_out(standard: str) -> None:
    shipped = contents.contents_from(load_banks().of(standard))
    tables, faults = workbooks.read(workbooks.export(shipped, "en"), "bank.xlsx")
    assert (faults, tables) == ((), shipped)
    assert contents.differences(shipped, tables or {}) == ()


SIGNS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))
TEXTS = st.text(st.one_of(SIGNS, st.sampled_from("\n\t =+-@'\"<&_x0041_")), max_size=30).map(lambda text: f"{text}a ")
NAMES = st.text("Aa1.-đ", min_size=1, max_size=5)
MORE = st.fixed_dictionaries(
    {"question": st.fixed_dictionaries({"vi": TEXTS, "en": TEXTS})},
    optional={
        "starred": st.just(True),
        "weight": st.integers(0, 9),
        "kinds": st.just(["K"]),
        "methods": st.lists(st.sampled_from(["document", "website", "sample"]), min_size=1, max_size=3),
        "former": st.lists(NAMES, min_size=1, max_size=3),
        "asked_when": st.just({"item": "Q3", "grades": ["observation", "not_checked"]}),
    },
)


@settings(deadline=None, max_examples=25)
@given(first=MORE, second=MORE, sequence=st.permutations(["Q1", "Q2", "Q3"]), cut=st.integers(1, 2))
def test_whatever_a_bank_says_comes_back(first: Any, second: Any, sequence: list[str], cut: int) -> None:
    section = {"block": "A", "id": "S", "title": WORDS, "items": sequence[:cut]}
    changed = bank(
        item=[question("Q1", **first), question("Q2", **second), question("Q3")],
        section=[section, {**section, "id": "4.10", "items": sequence[cut:]}],
    )
    tables, faults = workbooks.read(workbooks.export(changed, "vi"), "bank.xlsx")
    assert (faults, contents.differences(changed, tables or {})) == ((), ())


def test_what_is_edited_comes_back_as_it_was_typed() -> None:
    tables, _ = workbooks.read(with_cell(ITEMS, "E2", " “Có”\xa0không? "), "bank.xlsx")
    assert tables is not None
    assert [(one.part, one.fields) for one in contents.differences(bank(), tables)] == [("item:Q1", ("question",))]
    assert tables["item"][0]["question"]["vi"] == " “Có”\xa0không? "


def test_the_workbook_is_made_to_be_read_and_edited() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbooks.export(bank(), "vi")))
    items = book[ITEMS]
    assert book.sheetnames[:2] == ["Hướng dẫn · Guide", ITEMS]
    assert (items.freeze_panes, items.auto_filter.ref) == ("B2", "A1:O4")
    assert items["E1"].value == "Câu hỏi (tiếng Việt)\nQuestion (Vietnamese)"
    assert (items["I2"].value, items["C2"].value, items["C2"].number_format) == ("hồ sơ", "4.10", "@")
    assert items.column_dimensions["C"].number_format == "@"
    assert all(cell.alignment.wrap_text for cell in items[2])


def test_a_text_like_a_formula_stays_a_text() -> None:
    of = bank(item=[question("Q1", evidence={"vi": "=1+1", "en": "@SUM(A1)"}), question("Q2"), question("Q3")])
    data = workbooks.export(of, "vi")
    cell = openpyxl.load_workbook(io.BytesIO(data))[ITEMS]["G2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    assert workbooks.read(data, "bank.xlsx") == (of, ())


def test_a_text_longer_than_a_cell_is_refused_rather_than_cut() -> None:
    with pytest.raises(RuleBroken, match="spreadsheet_cell_too_long"):
        workbooks.export(bank(item=[question("Q1", question={"vi": "a" * 40_000, "en": "a"})]), "vi")


def test_a_formula_without_a_value_is_an_empty_cell_and_a_number_is_told() -> None:
    assert faults_in(with_cell(ITEMS, "E2", '=CONCATENATE("a","b")')) == [(ITEMS, "E2", "missing_field")]
    assert (CLAUSES, "A3", "cell_is_number") in faults_in(with_cell(CLAUSES, "A3", 4.1))


def test_cells_merged_over_rows_say_the_same_in_each() -> None:
    assert workbooks.read(edited(lambda book: book[ITEMS].merge_cells("B2:B3")), "bank.xlsx") == (bank(), ())


def test_rows_that_are_empty_in_between_are_passed_over() -> None:
    assert workbooks.read(edited(lambda book: book[ITEMS].insert_rows(3, 5)), "bank.xlsx") == (bank(), ())


def test_a_heading_that_is_there_twice_and_a_sheet_too_many_are_told() -> None:
    assert (ITEMS, "P1", "column_twice") in faults_in(with_cell(ITEMS, "P1", "Mã câu hỏi"))
    assert faults_in(edited(lambda book: book.create_sheet("Nháp"))) == [("Nháp", "", "unknown_sheet")]


def test_a_hidden_sheet_is_read_like_any_other() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book[CLAUSES].sheet_state = "hidden"

    assert workbooks.read(edited(hide), "bank.xlsx") == (bank(), ())


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the small bank's workbook with one part of the file changed."""
    good, out = zipfile.ZipFile(io.BytesIO(workbooks.export(bank(), "vi"))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in good.namelist():
            archive.writestr(part, change(good.read(part)) if part == name else good.read(part))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "spreadsheet_empty"),
        (b"%PDF-1.7", "spreadsheet_is_another_kind"),
        (b"\xd0\xcf\x11\xe0 called bank.xls", "spreadsheet_unreadable"),
        (b"id;question\r\nQ1;Is it?\r\n", "sheet_none"),
        (b"<html><body>Please sign in</body></html>", "spreadsheet_page_without_table"),
    ],
)
def test_a_file_that_is_no_workbook_of_a_bank_is_one_fault(data: bytes, code: str) -> None:
    assert faults_in(data, "bank.xls") == [("bank.xls", "", code)]


def test_a_workbook_that_claims_a_million_rows_is_one_fault() -> None:
    sheet = "xl/worksheets/sheet2.xml"
    far = with_part(
        sheet, lambda xml: xml.replace(b"</sheetData>", b'<row r="1000000"><c r="A1000000"/></row></sheetData>')
    )
    endless = b"".join(b'<row r="%d"><c r="A%d" t="str"><v>x</v></c></row>' % (n, n) for n in range(5, 101_000))
    many = with_part(sheet, lambda xml: xml.replace(b"</sheetData>", endless + b"</sheetData>"))
    claimed = with_part(sheet, lambda xml: xml.replace(b'<dimension ref="A1:O4"', b'<dimension ref="A1:XFD1048576"'))
    assert workbooks.read(claimed, "bank.xlsx") == (bank(), ())
    assert faults_in(many) == [("bank.xlsx", "", "spreadsheet_too_long")]
    assert workbooks.read(far, "bank.xlsx") == (bank(), ())


def test_a_zip_bomb_is_one_fault() -> None:
    bomb = with_part("docProps/app.xml", lambda _: b"\0" * 60_000_000)
    assert faults_in(bomb) == [("bank.xlsx", "", "spreadsheet_unpacks_too_large")]
