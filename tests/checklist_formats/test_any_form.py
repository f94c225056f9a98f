"""Whatever stands in the cells of a form, it is refused with its faults or becomes tables that the bank would take."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from iso_audit.checklist_formats.notices import FormatFaulty
from iso_audit.domain.sheet import Cell, CellFault
from tests.checklist_formats.forms import faults_in, read

Form = Mapping[str, list[list[Cell]]]

TYPES = st.sampled_from(
    ["select_one l", "select_one m", "select_one l", "select_multiple l", "text", "integer", "image", "note",
     "begin_group", "end_group", "calculate", "select_one l or_other", "rank l", "mystery", "select_one_external a"]
)  # fmt: skip
NAMES = st.sampled_from(["a", "b", "c", "a_note", "meta", "câu", "1", "A", "x" * 50, "-", None])
LABELS = st.one_of(
    st.sampled_from(
        ["Có?", "7.2.1 Có?", "7.2 Khách hàng", "Ghi chú", "=1+1", "${a}", "Điều 4: X", "4.1", " ", None, "ISO.1 x", "9"]
    ),
    st.text(max_size=6),
)
CONDITIONS = st.sampled_from(
    [None, "${a} = 'yes'", "selected(${b}, 'no')", "${a} != 'no'", "${c} = 'x' or ${c} = 'y'", "${"]
)
ODD: st.SearchStrategy[Cell] = st.one_of(
    st.floats(), st.integers(), st.booleans(), st.just(date(2017, 1, 2)), st.just(CellFault("#N/A"))
)
ROWS = st.lists(st.tuples(TYPES, NAMES, LABELS, LABELS, LABELS, CONDITIONS).map(list), max_size=12)
CHOICES = st.lists(
    st.tuples(st.sampled_from(["l", "m"]), st.sampled_from(["yes", "no", "x", "1", None]), LABELS).map(list), max_size=6
)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Give forms that are sound more often than not; others have names twice, open groups, cells of another kind."""
    survey: list[list[Cell]] = [[*row] for row in draw(ROWS)]
    if is_sound := draw(st.integers(0, 3)) > 0:
        survey = [row for row in survey if row[0] != "end_group"]
        for number, row in enumerate(survey):
            row[1:3] = [row[1] if number < 2 and row[1] != survey[0][1] else f"{row[1]}{number}", f"{row[2]} {number}"]
    elif survey:
        survey[0][draw(st.integers(0, 5))] = draw(ODD)
    if is_sound:
        survey += [["end_group"] for row in survey if row[0] == "begin_group"]
    headings: list[Cell] = ["type", "name", *draw(st.permutations(["label::vi", "label::en", "hint"])), "relevant"]
    choices: list[list[Cell]] = [
        ["list_name", "name", "label"],
        ["l", "yes", "Có"],
        ["l", "no", "Không"],
        ["m", "x", "Đỏ"],
    ]
    about: list[list[Cell]] = [["form_title", "form_id"], [draw(LABELS), draw(NAMES)]]
    return {
        "survey": [headings, *survey],
        "choices": choices + ([] if is_sound else draw(CHOICES)),
        "settings": about,
    }


@given(forms())
@settings(max_examples=150)
def test_what_is_read_of_any_form_is_what_the_bank_would_take(sheets: Form) -> None:
    with suppress(FormatFaulty):
        assert faults_in(read(sheets).tables) == []


@given(forms())
@settings(max_examples=50)
def test_ids_that_the_bank_has_are_never_taken_again(sheets: Form) -> None:
    in_use = {
        "block": ["a", "form"],
        "section": ["a", "general"],
        "item": ["a", "b", "cau"],
        "clause": ["7.2", "7.2.1", "4"],
    }
    with suppress(FormatFaulty):
        tables = read(sheets, in_use=in_use).tables
        for table, names in in_use.items():
            key = "number" if table == "clause" else "id"
            assert {entry[key] for entry in tables[table]} & set(names) == set()
