"""A framework of CISO Assistant in its Excel format becomes a draft of our bank; what is not taken is told."""

import pytest

from iso_audit.checklist_formats import ciso_assistant
from iso_audit.checklist_formats.conversion import Conversion
from iso_audit.checklist_formats.notices import FormatFaulty, sentences_of
from iso_audit.domain.sheet import Cell, CellFault
from tests.checklist_formats.forms import Sheets, faults_in, items_of, places, rows

pytestmark = pytest.mark.one_zone("cells are read as they stand")

LIBRARY = "type | library\nlocale | en\ncopyright | Free to use"
META = "type | framework\nref_id | KTNB\nname | Internal audit\nname[vi] | Kiểm toán nội bộ"
CONTENT = """
assessable|depth|ref_id|name|name[vi]|description|description[vi]|typical_evidence|weight|threats
|1|9.2|Audits|Đánh giá|||||
x|2|9.2.1|Programme|Chương trình|Is there one?|Có không?|The programme|3|T1
x|2|a|Results||||||
|1|10|Mending||All of it||||
"""


def framework(content: str = CONTENT, meta: str = META, library: str = LIBRARY, **others: str) -> Sheets:
    texts = {"library_meta": library, "fw_meta": meta, "fw_content": content, **others}
    return {name: rows(text) for name, text in texts.items() if text}


def read(sheets: Sheets, **more: list[str]) -> Conversion:
    conversion = ciso_assistant.read(sheets, in_use=more)
    assert faults_in(conversion.tables) == []
    assert all(sentences_of(conversion.notices, language) for language in ("vi", "en"))
    return conversion


def codes(sheets: Sheets) -> list[tuple[str, int, str]]:
    with pytest.raises(FormatFaulty) as caught:
        ciso_assistant.read(sheets)
    assert all(sentences_of(caught.value.faults, language) for language in ("vi", "en"))
    return [(one.sheet, one.row, one.code) for one in caught.value.faults]


def test_headings_become_sections_and_requirements_items_under_their_clauses() -> None:
    conversion = read(framework())
    assert conversion.tables["block"][0]["title"] == {"vi": "Kiểm toán nội bộ", "en": "Internal audit"}
    assert [(one["id"], one["title"]) for one in conversion.tables["section"]] == [
        ("9.2", {"vi": "9.2 Đánh giá", "en": "9.2 Audits"})
    ]
    assert items_of(conversion)["9.2.1"] == {
        "id": "9.2.1",
        "block": "KTNB",
        "clause": "9.2.1",
        "question": {"vi": "Chương trình: Có không?", "en": "Programme: Is there one?"},
        "evidence": {"vi": "The programme", "en": "The programme"},
        "methods": ["document"],
        "weight": 3,
    }
    assert [(one["number"], one.get("parent")) for one in conversion.tables["clause"]] == [
        ("9.2.1", None),
        ("9.2", None),
    ]
    assert items_of(conversion)["a"]["clause"] == "9.2"


def test_what_is_not_taken_of_a_framework_is_told() -> None:
    conversion = read(framework(groups_meta="type | implementation_groups", groups_content="ref_id | name\nM | Must"))
    assert places(conversion, "column_left_out") == [(0, "J")]
    assert places(conversion, "note_left_out") == [(5, "")]
    assert {one.sheet for one in conversion.notices if one.code == "sheet_left_out"} == {
        "groups_meta",
        "groups_content",
    }
    assert [one.details["text"] for one in conversion.notices if one.code == "copyright_said"] == ["Free to use"]
    assert places(conversion, "framework_grades") == [(0, "")]


def test_a_frameworks_own_questions_and_annotations_are_evidence() -> None:
    content = (
        "assessable | depth | ref_id | name | annotation | questions\nx | 1 | A.1 | Policy | Each year | Is it signed?"
    )
    conversion = read(framework(content))
    assert items_of(conversion)["A.1"]["evidence"]["en"] == "Each year\nIs it signed?"
    assert places(conversion, "questions_as_evidence") == [(2, "")]


def test_a_framework_in_another_language_stands_for_both_and_says_so() -> None:
    content = "assessable | depth | ref_id | name | name[de]\nx | 1 | 1 | Une politique | Eine Richtlinie"
    conversion = read(framework(content, meta="type | framework\nname | Cadre", library="type | library\nlocale | fr"))
    assert items_of(conversion)["1"]["question"] == {"vi": "Une politique", "en": "Une politique"}
    assert {one.details["name"] for one in conversion.notices if one.code == "language_assumed"} == {"fr"}


def test_a_third_language_is_told_once() -> None:
    content = "assessable | depth | name | name[vi] | name[fr]\nx | 1 | One | Một | Un\nx | 1 | Two | Hai | Deux"
    assert len(places(read(framework(content)), "language_left_out")) == 1


@pytest.mark.parametrize(
    ("sheets", "place"),
    [
        (framework(meta=""), ("", 0, "not_one_framework")),
        (framework(more_meta="type | framework"), ("", 0, "not_one_framework")),
        (framework(content=""), ("fw_meta", 0, "no_framework_content")),
        (framework("ref_id | name\na | b"), ("fw_content", 0, "no_framework_column")),
        (framework("assessable | depth | name\n | 1 | Nothing"), ("fw_content", 0, "no_questions")),
        (framework("assessable | depth | name\nx | deep | One"), ("fw_content", 2, "no_count")),
        (framework("assessable | depth | name | weight\nx | 1 | One | 0.5"), ("fw_content", 2, "no_count")),
        (framework("assessable | depth | ref_id\nx | 1 | a"), ("fw_content", 2, "label_missing")),
        (framework("assessable | depth | name\nx | 1 | " + "x" * 10_001), ("fw_content", 2, "text_too_long")),
        (framework("assessable | depth | name\n" + "x | 1 | One\n" * 5_002), ("fw_content", 0, "too_many_rows")),
    ],
)
def test_a_faulty_framework_is_refused_at_its_place(sheets: Sheets, place: tuple[str, int, str]) -> None:
    assert place in codes(sheets)


def test_numbers_stored_as_floats_are_read_and_a_formulas_fault_refused() -> None:
    lines: list[list[Cell]] = [["assessable", "depth", "ref_id", "name"], ["x", 1.0, 4.1, "Có?"]]
    assert [*items_of(read({**framework(), "fw_content": lines}))] == ["4.1"]
    lines[1][3] = CellFault("#REF!")
    assert ("fw_content", 2, "formula_error") in codes({**framework(), "fw_content": lines})
