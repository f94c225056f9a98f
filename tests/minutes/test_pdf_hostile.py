"""Text that breaks other PDF makers is printed as it was entered, in paragraphs and in tables."""

import pytest
from hostile_texts import HOSTILE

from iso_audit.minutes.pdf import render
from iso_audit.minutes.tree import Cell, Column, Paragraph, Row, Table


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_entered_text_is_printed_not_obeyed(document, text_of, text):
    table = Table((Column(1),), (), (Row((Cell(text),)),))
    made = render(document(Paragraph(text), Paragraph("x", lead=text), table))
    assert text_of(made.pdf).count(text) == 3
    assert made.unprintable == ()


def test_controls_and_lone_surrogates_do_no_harm(document, text_of):
    made = render(document(Paragraph("a\x00\x07b\ud800c\u200bd\ufeffe\x1b[31m")))
    assert "abcde[31m" in text_of(made.pdf)


def test_a_ten_thousand_letter_word_in_a_cell_is_kept_whole(document, text_of):
    word = "ớ" * 10_000
    made = render(document(Table((Column(1), Column(3)), ("a", "b"), (Row((Cell(word), Cell("x"))),))))
    assert text_of(made.pdf).count("ớ") == 10_000


def test_a_megabyte_in_one_paragraph_is_printed(document, text_of):
    made = render(document(Paragraph("chữ " * 250_000)))
    assert text_of(made.pdf).count("chữ") == 250_000


def test_a_megabyte_without_a_space_is_printed(document):
    made = render(document(Paragraph("x" * 1_000_000)))
    assert made.pages > 100
