"""A file of questions taken in: our workbook, forms of other programs; each becomes a draft or is refused whole."""

import json
from collections.abc import Sequence

import pytest

from iso_audit.checklist_formats.notices import FormatFaulty
from iso_audit.checklists import contents, load_banks
from iso_audit.checklists.contents import Contents
from iso_audit.checklists.faults import BankFaulty
from iso_audit.domain.account import Account
from iso_audit.domain.bank import Bank
from iso_audit.domain.composition import compose
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.sheet import SheetToWrite
from iso_audit.spreadsheets import write_xlsx
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.questions import drafts, intake, workbooks
from iso_audit.workflow.questions.intake import IntakeKind
from tests.conftest import AT

SURVEY = [
    ["begin_group", "tiep_don", "Tiếp đón", "Reception", ""],
    ["select_one co_khong", "bien_ten", "Công chức có đeo biển tên không?", "Do officers wear name badges?", "yes"],
    ["select_one co_khong", "xep_hang", "Có máy lấy số không?", "Is there a queue machine?", ""],
    ["end_group", "", "", "", ""],
]
CHOICES = [["co_khong", "co", "Có", "Yes"], ["co_khong", "khong", "Không", "No"]]


@pytest.fixture(scope="module")
def base(bank: Bank) -> Contents:
    return contents.contents_from(bank)


def form(survey: Sequence[Sequence[str]] = SURVEY, choices: Sequence[Sequence[str]] = CHOICES) -> bytes:
    labels = ["label::Tiếng Việt (vi)", "label::English (en)"]
    return write_xlsx(
        [
            SheetToWrite("survey", ["type", "name", *labels, "required"], survey),
            SheetToWrite("choices", ["list_name", "name", *labels], choices),
            SheetToWrite("settings", ["form_title", "form_id"], [["Phiếu một cửa", "mot_cua"]]),
        ]
    )


def test_our_workbook_comes_back_without_a_difference(base: Contents) -> None:
    found = intake.read(workbooks.export(base, "vi"), "bo-cau-hoi.xlsx", base)
    assert (found.kind, contents.differences(base, found.tables)) == (IntakeKind.WORKBOOK, ())


def test_our_xlsform_comes_back_without_a_difference(base: Contents) -> None:
    found = intake.read(intake.xlsform_of(base), "xlsform.xlsx", base)
    assert (found.kind, contents.differences(base, found.tables)) == (IntakeKind.XLSFORM, ())


def test_a_form_of_a_province_becomes_a_block_that_every_agency_is_asked(
    database: Database, bank: Bank, base: Contents, leader: Account
) -> None:
    found = intake.read(form(), "phieu.xlsx", base)
    draft = drafts.begin(database, "Phiếu một cửa", bank, tables=found.tables, by=leader, at=AT)
    opened = drafts.opened(database, draft.id, reader=leader)
    assert opened.faults == ()
    drafts.put_in_force(database, opened, bank, reason="Dùng phiếu của tỉnh", by=leader, at=AT)
    asked = compose(contents.bank_from(opened.contents), kind="department", form="full")
    added = [item.question.vi for item in asked.items if item.block not in {"P", "ISO", "M"}]
    assert added == ["Công chức có đeo biển tên không?", "Có máy lấy số không?"]


def test_every_fault_of_a_form_is_told_and_nothing_is_taken(base: Contents) -> None:
    survey = [*SURVEY[:2], ["select_one thieu", "xep_hang", "Có máy?", "Is there?", ""]]
    with pytest.raises(FormatFaulty) as faulty:
        intake.read(form(survey), "phieu.xlsx", base)
    assert len(faulty.value.faults) >= 2


def test_every_fault_of_a_workbook_is_told_and_nothing_is_taken(base: Contents) -> None:
    item = dict(base["item"][0]) | {"clause": "P.99", "question": {"vi": "", "en": "?"}}
    wrong = contents.changed(base, {"item:P01": item})
    with pytest.raises(BankFaulty) as faulty:
        intake.read(workbooks.export(wrong, "vi"), "bo-cau-hoi.xlsx", base)
    assert {"unknown_clause", "missing_field"} <= {fault.code for fault in faulty.value.faults}


def test_a_template_of_safetyculture_is_known_by_its_content(base: Contents) -> None:
    items = [
        {"item_id": "s", "type": "section", "label": "Tiếp đón"},
        {"item_id": "q", "parent_id": "s", "type": "text", "label": "Biển tên ghi gì?"},
    ]
    data = json.dumps({"template_data": {"metadata": {"name": "Phiếu"}}, "items": items}).encode()
    assert intake.read(data, "mau.json", base).kind is IntakeKind.SAFETYCULTURE


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7", "xlsform_is_no_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xlsform_is_old_excel"),
        (write_xlsx([SheetToWrite("Trang 1", ["A"], [["b"]])]), "questions_file_unknown"),
    ],
)
def test_a_file_that_is_no_form_is_refused_by_a_sentence(base: Contents, data: bytes, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        intake.read(data, "tep", base)


def test_the_workbook_of_another_edition_is_refused(base: Contents) -> None:
    other = contents.contents_from(load_banks().of("TCVN ISO 9001:2015"))
    for data in (workbooks.export(other, "vi"), intake.xlsform_of(other)):
        with pytest.raises(RuleBroken, match="questions_of_another_edition"):
            intake.read(data, "2015.xlsx", base)
