"""A template of SafetyCulture becomes a draft of our bank; what is not taken is told, what is damaged refused."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iso_audit.checklist_formats import safetyculture
from iso_audit.checklist_formats.conversion import Conversion
from iso_audit.checklist_formats.notices import FormatFaulty, sentences_of
from iso_audit.domain.grade import Grade
from tests.checklist_formats.forms import faults_in, items_of, places

pytestmark = pytest.mark.one_zone("the file is read as it stands")

Entry = dict[str, Any]
SAFE = {
    "id": "set",
    "responses": [{"id": "a", "label": "Safe"}, {"id": "b", "label": "At Risk"}, {"id": "c", "label": "N/A"}],
}
ROOMS = {"id": "rooms", "responses": [{"id": "x", "label": "Room 1"}, {"id": "y", "label": "Room 2"}]}


def item(id_: str, kind: str, label: str = "", parent: str | None = None, **options: Any) -> Entry:
    return {"item_id": id_, "type": kind, "label": label, "parent_id": parent, "options": options}


def template(*items: Entry, **more: Any) -> bytes:
    about = {"metadata": {"name": "Phiếu một cửa"}, "response_sets": {"set": SAFE, "rooms": ROOMS}}
    return json.dumps({"template_data": about, "items": [*items]} | more).encode()


def read(data: bytes, **more: Any) -> Conversion:
    conversion = safetyculture.read(data, **more)
    assert all(sentences_of(conversion.notices, language) for language in ("vi", "en"))
    return conversion


def codes(data: bytes) -> list[tuple[str, int, str]]:
    with pytest.raises(FormatFaulty) as caught:
        safetyculture.read(data)
    assert all(sentences_of(caught.value.faults, language) for language in ("vi", "en"))
    return [(one.sheet, one.row, one.code) for one in caught.value.faults]


QUESTION = item("q", "question", "Có niêm yết không?", response_set="set")


def test_sections_questions_and_answers_become_sections_items_and_grades() -> None:
    conversion = read(
        template(
            item("s", "section", "Bộ phận một cửa"),
            item("c", "category", "Niêm yết", "s"),
            item("q1", "question", "7.2.3 Có niêm yết không?", "c", response_set="set"),
            item("q2", "checkbox", "Có hòm thư?", "s"),
        )
    )
    assert [(one["id"], one["title"]["vi"], one["items"]) for one in conversion.tables["section"]] == [
        ("Phieu_mot_cua-s1", "Bộ phận một cửa – Niêm yết", ["Phieu_mot_cua-1"]),
        ("Phieu_mot_cua-s2", "Bộ phận một cửa", ["Phieu_mot_cua-2"]),
    ]
    assert [one["clause"] for one in conversion.tables["item"]] == ["7.2.3", "Phieu_mot_cua.1"]
    assert [one.grade for one in conversion.choices[0].choices] == [Grade.CONFORMITY, Grade.MINOR, Grade.NOT_APPLICABLE]
    assert places(conversion, "tick_as_item") == [(4, "")]


def test_what_a_smart_field_asks_after_a_question_is_covered_and_its_condition_told() -> None:
    conversion = read(
        template(
            QUESTION,
            item("f", "smartfield", "", "q", condition="3f206182", values=["b"]),
            item("i", "information", "Nêu rõ", "f"),
            item("t", "text", "", "f"),
            item("m", "media", "Photo"),
        )
    )
    assert len(conversion.tables["item"]) == 1
    assert (places(conversion, "covered"), places(conversion, "note_left_out")) == ([(4, ""), (5, "")], [(3, "")])
    (told,) = [one for one in conversion.notices if one.code == "condition_left_out"]
    assert told.details["condition"] == "Có niêm yết không? At Risk"


def test_answers_that_are_no_grades_and_values_are_evidence() -> None:
    conversion = read(
        template(
            item("q1", "list", "Phòng nào?", response_set="rooms"),
            item("q2", "question", "Những gì?", response_set="set", multiple_selection=True),
            item("q3", "slider", "Bao nhiêu người?"),
            item("q4", "hologram", "Hình nổi?"),
        )
    )
    assert (
        items_of(conversion)["Phieu_mot_cua-1"]["evidence"]["en"] == "Choices in the form it comes from: Room 1; Room 2"
    )
    for code, row in (
        ("choices_as_evidence", 1),
        ("several_as_evidence", 2),
        ("answer_as_evidence", 3),
        ("unknown_type", 4),
    ):
        assert places(conversion, code) == [(row, "")]


def test_options_and_the_answers_of_an_inspection_are_told() -> None:
    question = {**item("q", "question", "Có?", None, response_set="set", is_mandatory=True, weighting=8, link="http://x.example"),
                "responses": {"selected": []}}  # fmt: skip
    conversion = read(template(question))
    told = {one.code for one in conversion.notices}
    assert {"required_always", "weighting_left_out", "media_left_out", "answers_left_out"} <= told


def test_a_decision_and_ids_in_use_are_heeded() -> None:
    conversion = read(
        template(QUESTION),
        decisions={("set", "b"): Grade.MAJOR},
        in_use={"block": ["Phieu_mot_cua"], "item": ["Phieu_mot_cua-1"]},
    )
    assert conversion.choices[0].choices[1].grade is Grade.MAJOR
    assert (conversion.tables["block"][0]["id"], [*items_of(conversion)]) == ("Phieu_mot_cua_2", ["Phieu_mot_cua-1_2"])


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"{", ("", 0, "not_json")),
        (b"\xff\xfe", ("", 0, "not_json")),
        (b"[" * 200_000, ("", 0, "not_json")),
        (b" " * (10 * 1024 * 1024 + 1), ("", 0, "file_too_large")),
        (b"[]", ("", 0, "not_a_template")),
        (b'{"items": {}}', ("", 0, "not_a_template")),
        (b'{"items": [], "header_items": {"a": 1}}', ("header_items", 0, "entry_unreadable")),
        (template(), ("items", 0, "no_questions")),
        (template({"item_id": 1}), ("items", 1, "entry_unreadable")),
        (template(QUESTION, QUESTION), ("items", 2, "name_twice")),
        (template(item("q", "question", "Có?", "nowhere", response_set="set")), ("items", 1, "parent_unknown")),
        (template(item("a", "section", "A", "b"), item("b", "section", "B", "a")), ("items", 1, "too_deep")),
        (template(item("q", "question", "", response_set="set")), ("items", 1, "label_missing")),
        (template(item("q", "question", "Có?", response_set="none")), ("items", 1, "response_set_unknown")),
        (
            template(
                item("q", "question", "Có?", response_set="many"),
                response_sets={"many": {"responses": [{"label": str(n)} for n in range(501)]}},
                template_data={},
            ),
            ("items", 1, "too_many_choices"),
        ),
        (template(item("q", "question", "x" * 10_001, response_set="set")), ("items", 1, "text_too_long")),
        (template(*[item(str(n), "text", "Gì?") for n in range(5_001)]), ("items", 0, "too_many_rows")),
    ],
)  # fmt: skip
def test_a_damaged_or_hostile_file_is_refused_at_its_place(data: bytes, place: tuple[str, int, str]) -> None:
    assert place in codes(data)


VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.sampled_from(["set", "q", "a"])
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
FIELDS = st.sampled_from(["item_id", "type", "label", "parent_id", "options", "responses"])
OPTIONS = st.dictionaries(
    st.sampled_from(["response_set", "values", "weighting", "media", "link", "multiple_selection"]), VALUES
)
KINDS = st.sampled_from(["question", "list", "section", "smartfield", "text", "checkbox", "information"])
ITEMS = st.builds(
    lambda kind, options, more: {**item("q", kind, "Có?"), "options": options, **more},
    KINDS,
    OPTIONS,
    st.dictionaries(FIELDS, VALUES, max_size=1),
)
ENTRIES = st.one_of(st.dictionaries(FIELDS, VALUES), ITEMS, VALUES)


@given(st.lists(ENTRIES, max_size=4), VALUES)
@settings(max_examples=150)
def test_whatever_stands_in_a_file_it_is_read_or_refused(entries: list[Any], sets: Any) -> None:
    about = {"metadata": sets, "response_sets": {"set": sets, "q": SAFE}}
    data = json.dumps({"template_data": about, "items": entries, "name": sets}).encode()
    with suppress(FormatFaulty):
        assert faults_in(safetyculture.read(data).tables) == []
