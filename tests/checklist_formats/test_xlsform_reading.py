"""An XLSForm becomes a draft of our bank: what each row becomes, in every way such forms are written."""

import pytest

from iso_audit.domain.grade import Grade
from tests.checklist_formats.forms import YES_NO, form, items_of, places, read, rows, survey

pytestmark = pytest.mark.one_zone("cells are read as they stand")

SMALL = """
type              | name   | label::Tiếng Việt (vi) | label::English (en) | hint::Tiếng Việt (vi) | hint::English (en)
begin_group       | docs   | Tài liệu               | Documents           |                       |
select_one yes_no | policy | Có chính sách không?   | Is there a policy?  | Văn bản               | The text
end_group         |        |                        |                     |                       |
"""


def test_a_question_of_yes_and_no_is_an_item_with_its_hint_as_evidence() -> None:
    conversion = read(form(SMALL, settings="form_title | form_id | version\nPhiếu hỏi | PH-01 | 3"))
    assert conversion.tables == {
        "block": [
            {
                "id": "PH-01",
                "standard": "ph-01",
                "title": {"vi": "Phiếu hỏi", "en": "Phiếu hỏi"},
                "source": {"vi": "Phiếu hỏi (3)", "en": "Phiếu hỏi (3)"},
            }
        ],
        "clause": [{"block": "PH-01", "number": "PH-01.1", "title": {"vi": "Tài liệu", "en": "Documents"}}],
        "section": [
            {"block": "PH-01", "id": "docs", "title": {"vi": "Tài liệu", "en": "Documents"}, "items": ["policy"]}
        ],
        "item": [
            {
                "id": "policy",
                "block": "PH-01",
                "clause": "PH-01.1",
                "question": {"vi": "Có chính sách không?", "en": "Is there a policy?"},
                "evidence": {"vi": "Văn bản", "en": "The text"},
                "methods": ["document"],
            }
        ],
    }


@pytest.mark.parametrize(
    "heading",
    [
        "label::Tiếng Việt (vi)",
        "label::Vietnamese",
        "LABEL::vi",
        " Label :: Tieng Viet ",
        "label:vi",
        "label : Tiếng Việt",
        "caption:Vietnamese",
        "label::default",
    ],
)
def test_a_column_of_labels_is_known_however_it_is_headed(heading: str) -> None:
    conversion = read({**form(SMALL), "survey": [["type", "name", heading], ["select_one yes_no", "q", "Có không?"]]})
    assert items_of(conversion)["q"]["question"]["vi"] == "Có không?"


@pytest.mark.parametrize("heading", ["list name", "list_name", "List_Name", " LIST  NAME ", "list"])
def test_the_column_of_list_names_is_known_however_it_is_headed(heading: str) -> None:
    choices = [[heading, "Name ", "label::vi"], ["yes_no", "yes", "Có"], ["yes_no", "no", "Không"]]
    assert read({**form(SMALL), "choices": choices}).choices[0].are_grades


@pytest.mark.parametrize(
    "cell",
    ["select_one yes_no", "select one yes_no", "Select One yes_no", "select_one  yes_no ", "select one from yes_no",
     "select1 yes_no", "select_one_from yes_no", "add select one prompt using yes_no"],
)  # fmt: skip
def test_every_spelling_of_one_choice_is_an_item(cell: str) -> None:
    conversion = read({**form(SMALL), "survey": [["type", "name", "label"], [cell, "q", "Có không?"]]})
    assert (len(conversion.tables["item"]), places(conversion, "unknown_type")) == (1, [])


@pytest.mark.parametrize("begin", ["begin group", "begin_group", "Begin Group", "begin  group"])
@pytest.mark.parametrize("end", ["end group", "end_group", "END GROUP"])
def test_every_spelling_of_a_group_is_a_section(begin: str, end: str) -> None:
    lines = [["type", "name", "label"], [begin, "g", "Phần một"], ["select_one yes_no", "q", "Có?"], [end]]
    assert read({**form(SMALL), "survey": lines}).tables["section"][0]["title"]["vi"] == "Phần một"


def test_groups_within_groups_join_their_titles_and_questions_outside_stand_apart() -> None:
    conversion = survey("""
        type              | name | label::vi  | label::en
        select_one yes_no | q0   | Trước?     | Before?
        begin_group       | a    | Hệ thống   | System
        select_one yes_no | q1   | Một?       | One?
        begin_group       | b    | Tài liệu   | Documents
        select_one yes_no | q2   | Hai?       | Two?
        end_group
        select_one yes_no | q3   | Ba?        | Three?
        end_group
        select_one yes_no | q4   | Sau?       | After?
    """)
    assert [(one["id"], one["title"]["en"], one["items"]) for one in conversion.tables["section"]] == [
        ("general", "General questions", ["q0", "q4"]),
        ("a", "System", ["q1", "q3"]),
        ("b", "System – Documents", ["q2"]),
    ]


def test_a_group_without_a_title_joins_the_one_around_it_and_an_empty_one_is_told() -> None:
    conversion = survey("""
        type              | name | label::vi | label::en
        begin_group       | a    | Phần      | Part
        begin_group       | page |           |
        select_one yes_no | q1   | Một?      | One?
        end_group
        end_group
        begin_group       | none | Trống     | Empty
        note              | n    | Xin chào  | Hello
        end_group
    """)
    assert [one["id"] for one in conversion.tables["section"]] == ["a"]
    assert (places(conversion, "group_joined"), places(conversion, "group_empty")) == ([(3, "C")], [(7, "C")])
    assert places(conversion, "note_left_out") == [(8, "C")]


def test_a_group_without_a_title_outside_all_others_goes_by_its_name() -> None:
    conversion = survey("type|name|label\nbegin_group|page_1|\nselect_one yes_no|q|Có?\nend_group")
    assert conversion.tables["section"][0]["title"] == {"vi": "page_1", "en": "page_1"}
    assert places(conversion, "group_without_label") == [(2, "C")]


def test_how_a_question_is_checked_is_assumed_and_told_once() -> None:
    conversion = survey("type|name|label\nselect_one yes_no|q|Có?\nimage|bien_ten|Biển tên ở đâu?")
    assert [item["methods"] for item in conversion.tables["item"]] == [["document"], ["observation"]]
    assert places(conversion, "methods_assumed") == [(0, "")]


def test_blank_rows_trailing_cells_and_numbers_stored_as_floats_do_no_harm() -> None:
    lines = [
        ["type", "name", "label", None, None],
        [None, None, None],
        ["select_one scale", 7.0, "Mức nào?", None, "", None],
        [],
    ]
    choices = [["list_name", "name", "label"], ["scale", 1.0, "Đạt"], ["scale", 2.0, "Không đạt"], [None]]
    conversion = read({"survey": lines, "choices": choices})
    assert [one["id"] for one in conversion.tables["item"]] == ["7"]
    assert [one.name for one in conversion.choices[0].choices] == ["1", "2"]


def test_answers_are_mapped_to_grades_with_how_certain_that_is() -> None:
    conversion = read(
        form(
            "type | name | label\nselect_one audit | q | Đúng quy trình không?",
            """
            list_name | name | label
            audit     | a    | Phù hợp
            audit     | b    | Đạt một phần
            audit     | c    | Không đạt, cần sửa ngay
            audit     | d    | N/A
            audit     | e    | KPH nặng
            audit     | f    | Hỏi lại sau
            """,
        )
    )
    (choices,) = conversion.choices
    assert [(one.name, one.grade, one.certainty) for one in choices.choices] == [
        ("a", Grade.CONFORMITY, "sure"),
        ("b", Grade.OBSERVATION, "sure"),
        ("c", Grade.MINOR, "likely"),
        ("d", Grade.NOT_APPLICABLE, "sure"),
        ("e", Grade.MAJOR, "sure"),
        ("f", None, "open"),
    ]
    assert (places(conversion, "choice_likely"), places(conversion, "choice_open")) == ([(4, "C")], [(7, "C")])
    assert [one.name for one in choices.open_choices] == ["f"]


def test_what_people_decided_of_a_choice_goes_before_what_its_words_say() -> None:
    sheets = form("type | name | label\nselect_one yes_no | q | Có?")
    decisions = {("yes_no", "no"): Grade.MAJOR, ("yes_no", "na"): None}
    choices = read(sheets, decisions=decisions).choices[0].choices
    assert [(one.grade, one.certainty) for one in choices] == [
        (Grade.CONFORMITY, "sure"),
        (Grade.MAJOR, "decided"),
        (None, "decided"),
    ]


def test_labels_in_two_languages_that_disagree_leave_the_choice_open() -> None:
    choices = "list_name | name | label::vi | label::en\nl | a | Có | No\nl | b | Đạt | Pass\nl | c | Không | No"
    conversion = read(form("type | name | label\nselect_one l | q | Có?", choices))
    assert [one.certainty for one in conversion.choices[0].choices] == ["open", "sure", "sure"]


def test_choices_that_are_no_grades_stand_in_the_evidence() -> None:
    choices = "list_name | name | label::vi | label::en\nday | mon | Thứ hai | Monday\nday | tue | Thứ ba | Tuesday"
    conversion = read(form("type | name | label::vi | label::en\nselect_one day | q | Ngày? | Which day?", choices))
    assert items_of(conversion)["q"]["evidence"]["en"] == "Choices in the form it comes from: Monday; Tuesday"
    assert places(conversion, "choices_as_evidence") == [(2, "A")]


def test_several_choices_are_one_item_with_its_choices_in_the_evidence() -> None:
    conversion = survey("type | name | label::vi | label::en\nselect_multiple yes_no | q | Gì? | Which?")
    assert items_of(conversion)["q"]["evidence"]["vi"].endswith("Có; Không; Không áp dụng")
    assert places(conversion, "several_as_evidence") == [(2, "A")]


@pytest.mark.parametrize(
    ("kind", "name", "label", "relevant"),
    [
        ("text", "q1_note", "Anything", ""),
        ("text", "q1.evidence", "Anything", ""),
        ("text", "note_q1", "Anything", ""),
        ("image", "q1_photo", "Anything", ""),
        ("image", "picture", "Ảnh", ""),
        ("text", "x", "Ghi chú thêm", ""),
        ("text", "x", "If no, explain why", ""),
        ("date", "x", "Since when?", "${q1} = 'no'"),
        ("integer", "x", "How many?", "selected(${q1}, 'no') and 1 = 1"),
    ],
)
def test_what_belongs_to_a_question_is_covered_by_its_evidence(kind: str, name: str, label: str, relevant: str) -> None:
    lines = [
        ["type", "name", "label", "relevant"],
        ["select_one yes_no", "q1", "Có?"],
        [kind, name, label, relevant],
    ]
    conversion = read({**form(SMALL), "survey": lines})
    assert ([*items_of(conversion)], places(conversion, "covered")) == (["q1"], [(3, "B")])


@pytest.mark.parametrize(("name", "label"), [("q10", "Bao nhiêu?"), ("x", "Ảnh hưởng ra sao?"), ("y", "Notebook?")])
def test_a_value_of_its_own_becomes_an_item_whose_answer_is_evidence(name: str, label: str) -> None:
    lines = [["type", "name", "label"], ["select_one yes_no", "q1", "Có?"], ["integer", name, label]]
    conversion = read({**form(SMALL), "survey": lines})
    assert items_of(conversion)[name]["evidence"]["en"] == "Record the answer as evidence."
    assert places(conversion, "answer_as_evidence") == [(3, "A")]


def test_what_follows_in_another_group_belongs_to_no_question() -> None:
    conversion = survey("""
        type              | name  | label
        select_one yes_no | q1    | Có?
        begin_group       | g     | Phần
        text              | q1_note | Ghi chú
        end_group
    """)
    assert [*items_of(conversion)] == ["q1", "q1_note"]


@pytest.mark.parametrize(
    ("relevant", "grades"),
    [
        ("${q1} = 'no'", ["minor_nonconformity"]),
        ('${q1}="no"', ["minor_nonconformity"]),
        ("'no' = ${q1}", ["minor_nonconformity"]),
        ("selected(${q1}, 'no')", ["minor_nonconformity"]),
        ("(selected( ${ q1 } ,'no'))", ["minor_nonconformity"]),
        ("${q1} = ‘no’", ["minor_nonconformity"]),
        ("${q1} = 'na' or selected(${q1}, 'no')", ["not_applicable", "minor_nonconformity"]),
        ("((${q1} = 'na') OR (${q1} = 'no'))", ["not_applicable", "minor_nonconformity"]),
    ],
)
def test_a_simple_condition_asks_an_item_at_grades_of_another(relevant: str, grades: list[str]) -> None:
    lines = [
        ["type", "name", "label", "relevant"],
        ["select_one yes_no", "q1", "Có?"],
        ["select_one yes_no", "q2", "Đã sửa?", relevant],
    ]
    conversion = read({**form(SMALL), "survey": lines})
    assert items_of(conversion)["q2"]["asked_when"] == {"item": "q1", "grades": grades}
    assert places(conversion, "condition_left_out") == []


@pytest.mark.parametrize(
    "relevant",
    ["${q1} != 'no'", "not(${q1} = 'no')", "${q1} = 'no' and ${q0} = 'no'", "${q1} = 'no' or ${q0} = 'no'",
     "${q9} = 'no'", "${q2} = 'no'", "count-selected(${q1}) > 1", "${q1} = 'no' or", "(${q1} = 'no'", "${n} = '3'"],
)  # fmt: skip
def test_any_other_condition_is_told_and_the_item_always_asked(relevant: str) -> None:
    lines = [
        ["type", "name", "label", "relevant"],
        ["select_one yes_no", "q0", "Có?"],
        ["select_one yes_no", "q1", "Có?"],
        ["integer", "n", "Bao nhiêu?"],
        ["select_one yes_no", "q2", "Đã sửa?", relevant],
    ]
    conversion = read({**form(SMALL), "survey": lines})
    assert "asked_when" not in items_of(conversion)["q2"]
    assert places(conversion, "condition_left_out") == [(5, "D")]


def test_the_condition_of_a_group_holds_for_what_stands_in_it() -> None:
    conversion = survey("""
        type              | name | label    | relevant
        select_one yes_no | q1   | Có?      |
        begin_group       | g    | Khi không | ${q1} = 'no'
        select_one yes_no | q2   | Vì sao?  |
        select_one yes_no | q3   | Từ đâu?  | ${q2} = 'yes'
        end_group
    """)
    asked = {id_: item.get("asked_when") for id_, item in items_of(conversion).items()}
    assert asked == {
        "q1": None,
        "q2": {"item": "q1", "grades": ["minor_nonconformity"]},
        "q3": {"item": "q2", "grades": ["conformity"]},
    }
    assert places(conversion, "condition_left_out") == [(3, "D")]


def test_a_condition_on_an_open_choice_is_told_and_so_is_one_that_asks_for_more() -> None:
    choices = "list_name | name | label\nl | a | Có\nl | b | Không\nl | c | Chưa có\nl | d | Đang chờ"
    text = """
        type|name|label|relevant
        select_one l|q|Có?|
        select_one l|r|Sửa?|${q} = 'd'
        select_one l|s|Khi nào?|${q} = 'b'
    """
    conversion = read(form(text, choices))
    assert (places(conversion, "condition_open"), places(conversion, "condition_wider")) == ([(3, "D")], [(4, "D")])
    assert "asked_when" not in items_of(conversion)["r"]


@pytest.mark.parametrize(
    ("label", "clause", "question"),
    [
        ("7.2.1 Có xác định không?", "7.2.1", "Có xác định không?"),
        ("Điều 7.2: Có không?", "7.2", "Có không?"),
        ("Clause 9 – Is it reviewed?", "9", "Is it reviewed?"),
        ("A.5.1 Policies?", "A.5.1", "Policies?"),
        ("3 phòng có biển tên?", "form.1", "3 phòng có biển tên?"),
        ("2017 có kế hoạch?", "form.1", "2017 có kế hoạch?"),
        ("Năm 2017.1 có gì?", "form.1", "Năm 2017.1 có gì?"),
        ("7.2.1", "form.1", "7.2.1"),
    ],
)
def test_a_clause_number_before_a_question_is_offered_as_its_clause(label: str, clause: str, question: str) -> None:
    conversion = read({**form(SMALL), "survey": [["type", "name", "label"], ["select_one yes_no", "q", label]]})
    assert (items_of(conversion)["q"]["clause"], items_of(conversion)["q"]["question"]["vi"]) == (clause, question)


def test_a_groups_number_is_the_clause_of_its_questions_and_stands_above_theirs() -> None:
    conversion = survey("""
        type              | name | label::vi             | label::en
        begin_group       | g    | 7.2 Khách hàng        | 7.2 Customers
        select_one yes_no | q1   | Có?                   | Is there?
        select_one yes_no | q2   | 7.2.1 Xác định chưa?  | 7.2.1 Determined?
        end_group
    """)
    assert conversion.tables["clause"] == [
        {"block": "form", "number": "7.2", "title": {"vi": "Khách hàng", "en": "Customers"}},
        {
            "block": "form",
            "number": "7.2.1",
            "title": {"vi": "7.2 Khách hàng", "en": "7.2 Customers"},
            "parent": "7.2",
        },
    ]
    assert [item["clause"] for item in conversion.tables["item"]] == ["7.2", "7.2.1"]
    assert places(conversion, "clause_offered") == [(2, "C"), (4, "C")]
    assert places(conversion, "clause_title_assumed") == [(4, "C")]


def test_ids_and_numbers_that_the_bank_has_are_not_taken_again() -> None:
    in_use = {"block": ["PH"], "section": ["g"], "item": ["q"], "clause": ["7.2"]}
    sheets = form(
        "type | name | label\nbegin_group | g | Phần\nselect_one yes_no | q | 7.2 Có?\nend_group",
        settings="form_title | form_id\nPhiếu | PH",
    )
    tables = read(sheets, in_use=in_use).tables
    assert [tables[table][0]["id"] for table in ("block", "section", "item")] == ["PH_2", "g_2", "q_2"]
    assert tables["clause"][0]["number"] == "PH_2.7.2"


def test_names_become_ids_of_plain_letters_each_once_and_are_told() -> None:
    lines = [
        ["type", "name", "label"],
        ["select_one yes_no", "câu hỏi số 1", "Một?"],
        ["begin_group", "g", "Phần"],
        ["select_one yes_no", "Cau_hoi_so_1", "Hai?"],
        ["select_one yes_no", "x" * 60, "Ba?"],
        ["end_group"],
    ]
    conversion = read({**form(SMALL), "survey": lines})
    assert [*items_of(conversion)] == ["cau_hoi_so_1", "Cau_hoi_so_1_2", "x" * 40]
    assert places(conversion, "renamed") == [(2, "C"), (4, "C"), (5, "C")]


def test_a_language_that_is_missing_is_taken_from_the_other_and_told() -> None:
    conversion = survey("""
        type              | name | label::vi | label::en | label::Français (fr)
        select_one yes_no | q    | Có?       |           | Oui ?
    """)
    assert items_of(conversion)["q"]["question"] == {"vi": "Có?", "en": "Có?"}
    assert (2, "C") in places(conversion, "language_missing")
    assert places(conversion, "language_left_out") == [(0, "E")]


@pytest.mark.parametrize(
    ("settings", "label", "language", "is_guess"),
    [
        ("", "Is it there?", "en", True),
        ("", "Có đủ hồ sơ không?", "vi", True),
        ("default_language\nEnglish (en)", "Có đủ hồ sơ không?", "en", False),
        ("default_language\nTiếng Việt", "Is it there?", "vi", False),
    ],
)
def test_a_plain_label_is_in_the_default_language_or_as_it_looks(
    settings: str, label: str, language: str, is_guess: bool
) -> None:
    text = f"type | name | label\nselect_one yes_no | q | {label}"
    conversion = read(form(text, settings=settings))
    missing = {"vi": "English", "en": "Tiếng Việt"}[language]
    told = [one.details["name"]["en"] for one in conversion.notices if one.code == "language_missing" and one.row == 2]
    assert (set(told), bool(places(conversion, "language_guessed"))) == ({missing}, is_guess)


def test_a_plain_label_fills_the_gaps_of_the_column_of_its_language() -> None:
    conversion = survey("""
        type              | name | label    | label::Vietnamese (vi) | label::English (en)
        select_one yes_no | q1   | Đúng à?  | Có?                    | Is it?
        select_one yes_no | q2   | Đúng à?  |                        | Is it?
    """)
    assert [item["question"]["vi"] for item in conversion.tables["item"]] == ["Có?", "Đúng à?"]


def test_a_form_in_another_language_alone_stands_for_both_and_says_so() -> None:
    conversion = survey("type | name | label::Français (fr)\nselect_one yes_no | q | Existe-t-il ?")
    assert items_of(conversion)["q"]["question"] == {"vi": "Existe-t-il ?", "en": "Existe-t-il ?"}
    assert places(conversion, "language_assumed") == [(0, "C")]


@pytest.mark.parametrize(
    ("heading", "value", "code"),
    [
        ("constraint", ". > 3", "constraint_left_out"),
        ("constraint_message", "Too few", "constraint_message_left_out"),
        ("constraint message::English (en)", "Too few", "constraint_message_left_out"),
        ("jr:constraintMsg", "Too few", "constraint_message_left_out"),
        ("required_message", "Needed", "required_message_left_out"),
        ("bind::calculate", "1 + 1", "calculation_left_out"),
        ("appearance", "minimal", "appearance_left_out"),
        ("default", "yes", "default_left_out"),
        ("readonly", "yes", "read_only_left_out"),
        ("choice_filter", "x = 1", "choice_filter_left_out"),
        ("parameters", "randomize=true", "parameters_left_out"),
        ("repeat_count", "3", "repeat_count_left_out"),
        ("trigger", "${a}", "trigger_left_out"),
        ("media::image::English (en)", "a.png", "media_left_out"),
        ("video", "a.mp4", "media_left_out"),
        ("save_to", "tree", "save_to_left_out"),
        ("guidance_hint", "Ask the clerk", "guidance_as_evidence"),
    ],
)
def test_a_cell_that_our_items_know_nothing_of_is_told(heading: str, value: str, code: str) -> None:
    lines = [["type", "name", "label", heading], ["select_one yes_no", "q", "Có?", value]]
    assert places(read({**form(SMALL), "survey": lines}), code) == [(2, "D")]


def test_a_column_that_is_no_part_of_xlsform_is_told_once() -> None:
    lines = [
        ["type", "name", "label", "owner"],
        ["select_one yes_no", "q", "Có?", "An"],
        ["select_one yes_no", "r", "Có?", "Bình"],
    ]
    assert places(read({**form(SMALL), "survey": lines}), "column_left_out") == [(0, "D")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["calculate", "c", None, "1 + 1"], "computed_left_out"),
        (["hidden", "c"], "computed_left_out"),
        (["start", "start"], "metadata_left_out"),
        (["deviceid", "d"], "metadata_left_out"),
        (["audit", "audit"], "metadata_left_out"),
        (["note", None, "Xin chào"], "note_left_out"),
        (["acknowledge", "c", "Tôi đã đọc"], "answer_as_evidence"),
        (["score__row", "c", "Hàng"], "unknown_type"),
        (["rank yes_no", "c", "Xếp hạng"], "several_as_evidence"),
        (["select_one_from_file towns.csv", "c", "Xã?"], "choices_outside"),
        (["select_one_external towns", "c", "Xã?"], "choices_outside"),
        (["select_one yes_no or_other", "c", "Khác?"], "other_choice"),
        (["select_one yes_no or specify other", "c", "Khác?"], "other_choice"),
        ([None, None, None, "a remark"], "row_left_out"),
        (["begin repeat", "r", "Từng phòng"], "repeat_once"),
    ],
)
def test_nothing_is_dropped_in_silence(row: list[str | None], code: str) -> None:
    lines = [["type", "name", "label", "calculation"], ["select_one yes_no", "q", "Có?"], row]
    if row[0] == "begin repeat":
        lines += [["select_one yes_no", "s", "Có?"], ["end repeat"]]
    conversion = read({**form(SMALL), "survey": lines})
    assert [place for place, _ in places(conversion, code)] == [3]


def test_required_rows_switched_off_rows_and_settings_are_told() -> None:
    text = """
        type | name | label | required | disabled
        select_one yes_no | q | Có? | yes |
        select_one yes_no | r | Cũ? | | yes
    """
    conversion = read(
        form(text, settings="form_title | form_id | style\nPhiếu | PH | pages\nThừa |", notes="Ghi chú nội bộ")
    )
    assert [*items_of(conversion)] == ["q"]
    assert places(conversion, "required_always") == [(0, "D")]
    assert places(conversion, "disabled_left_out") == [(3, "E")]
    assert places(conversion, "setting_left_out") == [(2, "C")]
    assert [one.sheet for one in conversion.notices if one.code == "sheet_left_out"] == ["notes"]
    assert [one.sheet for one in conversion.notices if one.code == "row_left_out"] == ["settings"]


def test_choices_elsewhere_are_told() -> None:
    conversion = read(form(SMALL, external_choices=YES_NO))
    assert [one.sheet for one in conversion.notices if one.code == "choices_elsewhere_left_out"] == ["external_choices"]


def test_the_header_of_a_table_of_choices_is_no_question() -> None:
    conversion = survey("""
        type              | name | label | appearance
        select_one yes_no | head |       | label
        select_one yes_no | q    | Có?   | list-nolabel
    """)
    assert [*items_of(conversion)] == ["q"]
    assert places(conversion, "choice_header_left_out") == [(2, "A")]


def test_an_answer_put_into_a_text_is_told() -> None:
    conversion = survey("type | name | label | hint\nselect_one yes_no | q | Tại ${phong} có không? | Hỏi ${ten}")
    assert items_of(conversion)["q"]["question"]["vi"] == "Tại ${phong} có không?"
    assert places(conversion, "reference_in_text") == [(2, "C"), (2, "D")]


@pytest.mark.parametrize(
    "settings", ["form_title | form_id\nA | b", "title | id_string\nA | b", "Set form title | set_form_id\nA | b"]
)
def test_title_and_id_of_a_form_go_by_every_name_they_have_had(settings: str) -> None:
    (block,) = read(form("type | name | label\nselect_one yes_no | q | Có?", settings=settings)).tables["block"]
    assert (block["id"], block["title"]["vi"]) == ("b", "A")


def test_a_heading_said_twice_is_told_and_the_first_is_used() -> None:
    lines = [["type", "name", "label::vi", "label::Vietnamese"], ["select_one yes_no", "q", "Có?", "Đúng?"]]
    conversion = read({**form(SMALL), "survey": lines})
    assert (items_of(conversion)["q"]["question"]["vi"], places(conversion, "column_twice")) == ("Có?", [(1, "D")])


def test_a_choice_without_words_goes_by_its_name_and_one_said_twice_may_be_allowed() -> None:
    choices = "list_name | name | label\nl | yes |\nl | no | Không\nl | no | Chưa"
    conversion = read(form("type|name|label\nselect_one l|q|Có?", choices, settings="allow_choice_duplicates\nyes"))
    assert places(conversion, "choice_without_label") == [(2, "C")]
    assert places(conversion, "choice_twice_left_out") == [(4, "B")]
    assert conversion.choices[0].are_grades


def test_rows_of_a_text_are_cells() -> None:
    assert rows("a | b\n | c") == [["a", "b"], [None, "c"]]
