"""Our XLSForms, and those the tests are written with, are forms to pyxform, which ODK and KoboToolbox rest on."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from pyxform.xls2xform import convert

from iso_audit.checklist_formats.tables import Tables
from iso_audit.domain.sheet import SheetToWrite
from iso_audit.spreadsheets import write_xlsx
from tests.checklist_formats.banks import banks, shipped, small, workbook
from tests.checklist_formats.big_form import odd_headings, old_words, own_way, single_colon
from tests.checklist_formats.forms import Sheets

pytestmark = pytest.mark.one_zone("cells are written as they stand")


def taken_by_pyxform(data: bytes) -> tuple[str, list[str]]:
    """Return the XForm that pyxform makes of a workbook, and its warnings."""
    warnings: list[str] = []
    form = convert(io.BytesIO(data), warnings=warnings, validate=False, file_type=".xlsx")
    return form.xform, [*warnings, *form.warnings]


def test_pyxform_takes_the_shipped_bank_without_a_warning() -> None:
    xform, warnings = taken_by_pyxform(workbook(shipped("iso9001-2008")))
    assert warnings == []
    assert '<translation lang="Tiếng Việt (vi)" default="true()">' in xform
    assert '<translation lang="English (en)">' in xform
    assert '<bind nodeset="/data/block_ISO/section_4_1/q_4_1_3" type="string"/>' in xform
    assert "iso_audit_clause" not in xform
    assert taken_by_pyxform(workbook(shipped("iso9001-2015")))[1] == []


@given(banks())
@settings(max_examples=15)
def test_pyxform_takes_any_bank_without_a_warning(tables: Tables) -> None:
    assert taken_by_pyxform(workbook(tables))[1] == []


@pytest.mark.parametrize(
    "item",
    [
        {"asked_when": {"item": "4.1-1", "grades": ["minor_nonconformity", "major_nonconformity"]}},
        {"asked_when": {"item": "4.1-2", "grades": ["conformity"]}},
        {"question": {"vi": "Tại ${phòng}, instance('x')/root “đủ” chưa?", "en": "=1+1"}},
        {"clause": "${x}", "kinds": ["${y}"], "a_field_of_later": {"z": "${z}"}},
    ],
)
def test_pyxform_warns_of_no_field(item: dict[str, Any]) -> None:
    assert taken_by_pyxform(workbook(small(**item)))[1] == []


@pytest.mark.parametrize("way", [own_way, odd_headings, single_colon, old_words])
def test_the_big_form_is_one_to_pyxform_in_each_of_its_ways(way: Callable[[], Sheets]) -> None:
    sheets = [SheetToWrite(name.strip().lower(), lines[0], lines[1:]) for name, lines in way().items()]
    assert taken_by_pyxform(write_xlsx(sheets))[0].count("<select1 ") == 80
