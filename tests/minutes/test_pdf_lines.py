"""Breaking text into lines."""

import pytest

from iso_audit.minutes.pdf import render
from iso_audit.minutes.pdf.faces import BOLD, REGULAR, Ink
from iso_audit.minutes.pdf.lines import Measure, balanced, wrap
from iso_audit.minutes.plain import NO_BREAK_SPACE, kept_together
from iso_audit.minutes.tree import Cell, Column, Row, Table


def test_words_stay_whole_and_lines_stay_within_the_width():
    lines = wrap(Ink(), "Quyết định số 1593/QĐ-UBND của Ủy ban nhân dân", REGULAR, Measure(13, 115))
    assert [line.text for line in lines] == ["Quyết định", "số 1593/QĐ-UBND", "của Ủy ban nhân dân"]
    assert all(line.width <= 115 for line in lines)


def test_the_first_way_of_laying_out_parts_lines_as_it_did():
    lines = wrap(Ink(keeps_names=False), "Quyết định số 1593/QĐ-UBND", REGULAR, Measure(13, 120))
    assert [line.text for line in lines] == ["Quyết định số", "1593/QĐ-UBND"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("UBND TỈNH BÀ RỊA - VŨNG TÀU", "TỈNH BÀ RỊA - VŨNG TÀU"),
        ("tại huyện Long Mẫu, tỉnh Bà Rịa - Vũng Tàu", "huyện Long Mẫu,"),
        ("tại thành phố Hồ Chí Minh", "thành phố Hồ Chí"),
        ("Kế hoạch áp dụng ISO 9001 NĂM 2026", "NĂM 2026"),
        ("theo TCVN ISO 9001:2008 vào", "TCVN ISO 9001:2008"),
        ("xem điều khoản 4.2.3 (Phụ lục II)", "điều khoản 4.2.3"),
        ("xem điều khoản 4.2.3 (Phụ lục II)", "(Phụ lục II)"),
        ("Đo lường Chất lượng – Thư ký.", "– Thư ký."),
        ("do Ông Trần Mẫu Một", "Ông Trần"),
        ("đạt 98,6 % số hồ sơ", "98,6 %"),
        ("gồm 04 trang", "04 trang"),
    ],
)
def test_no_line_parts_what_belongs_together(text, kept):
    assert kept.replace(" ", NO_BREAK_SPACE) in kept_together(text).split(" ")


@pytest.mark.parametrize("text", ["xã hội chủ nghĩa", "- Ông", "phường đã báo cáo", "Thủ tục - hồ sơ", "năm qua"])
def test_other_words_may_be_parted(text):
    assert kept_together(text) == text


def test_what_belongs_together_is_parted_where_no_line_has_room_for_it_and_copies_with_common_spaces():
    lines = wrap(Ink(), "Bà Rịa - Vũng Tàu", REGULAR, Measure(13, 60))
    assert [line.text for line in lines] == ["Bà Rịa -", "Vũng Tàu"]
    (line,) = wrap(Ink(), "Bà Rịa - Vũng Tàu", REGULAR, Measure(13, 300))
    assert (line.text, line.gaps) == ("Bà Rịa - Vũng Tàu", 4)


def test_lines_of_a_title_are_of_like_length():
    text = "Kiểm tra Hệ thống quản lý chất lượng theo TCVN ISO 9001:2008 tại Sở Mẫu"
    ragged, even = (way(Ink(), text, BOLD, Measure(14, 400)) for way in (wrap, balanced))
    assert len(ragged) == len(even) == 2
    assert even[0].width - even[1].width < (ragged[0].width - ragged[1].width) / 2


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
