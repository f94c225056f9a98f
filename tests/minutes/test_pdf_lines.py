"""Breaking text into lines."""

from iso_audit.minutes.pdf import render
from iso_audit.minutes.pdf.faces import BOLD, REGULAR, Ink
from iso_audit.minutes.pdf.lines import Measure, wrap
from iso_audit.minutes.tree import Cell, Column, Row, Table


def test_words_stay_whole_and_lines_stay_within_the_width():
    lines = wrap(Ink(), "Quyết định số 1593/QĐ-UBND của Ủy ban nhân dân", REGULAR, Measure(13, 120))
    assert [line.text for line in lines] == ["Quyết định số", "1593/QĐ-UBND của", "Ủy ban nhân dân"]
    assert all(line.width <= 120 for line in lines)


def test_a_first_line_is_shorter_by_its_indent():
    lines = wrap(Ink(), "một hai ba bốn", REGULAR, Measure(13, 60, first_indent=30))
    assert [(line.text, line.indent) for line in lines] == [("một", 30), ("hai ba bốn", 0)]


def test_a_lead_is_bold_and_the_rest_is_not():
    (line,) = wrap(Ink(), "phù hợp", REGULAR, Measure(13, 300), lead="Kết quả:")
    assert [(run.text, run.face) for run in line.runs] == [("Kết quả: ", BOLD), ("phù hợp", REGULAR)]


def test_line_ends_are_kept():
    lines = wrap(Ink(), "a\n\nb", REGULAR, Measure(13, 300))
    assert [line.text for line in lines] == ["a", "", "b"]


def test_a_word_longer_than_the_line_is_cut_and_loses_nothing():
    word = "x" * 10_000
    lines = wrap(Ink(), word, REGULAR, Measure(13, 120))
    assert "".join(line.text for line in lines) == word
    assert max(line.width for line in lines) <= 120


def test_a_long_word_is_cut_after_a_slash_where_there_is_one():
    lines = wrap(Ink(), "http://sokhcn.example.vn/cong-bo/he-thong", REGULAR, Measure(13, 130))
    assert [line.text for line in lines] == ["http://sokhcn.example.", "vn/cong-bo/he-thong"]


def test_a_word_a_little_too_wide_for_its_cell_is_set_smaller_not_cut(document, text_of):
    table = Table((Column(2), Column(11)), ("", ""), (Row((Cell("nonconformity"), Cell("x"))),), dense=True)
    assert "nonconformity" in text_of(render(document(table)).pdf)
