"""Text that breaks other PDF makers is printed as it was entered, in paragraphs and in tables."""

from hashlib import sha256

import pytest
from hostile_texts import HOSTILE
from minutes_examples import photo

from iso_audit.minutes.pdf import render
from iso_audit.minutes.pdf.faces import SUBSTITUTE
from iso_audit.minutes.tree import (
    Cell,
    Column,
    Drawing,
    Image,
    Paragraph,
    Photo,
    Photos,
    Row,
    Signatory,
    SignatureBlock,
    Table,
)

pytestmark = pytest.mark.one_zone("a content tree is laid out: its days are words already")


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_entered_text_is_printed_not_obeyed(document, text_of, text):
    table = Table((Column(1),), (), (Row((Cell(text),)),))
    made = render(document(Paragraph(text), Paragraph("x", lead=text), table))
    assert text_of(made.pdf).count(text) == 3
    assert SUBSTITUTE not in text_of(made.pdf)


def test_controls_and_lone_surrogates_do_no_harm(document, text_of):
    made = render(document(Paragraph("a\x00\x07b\ud800c\u200bd\ufeffe\x1b[31m")))
    assert "abcde[31m" in text_of(made.pdf)


def test_a_ten_thousand_letter_word_in_a_cell_is_kept_whole(document, text_of):
    word = "ớ" * 10_000
    made = render(document(Table((Column(1), Column(3)), ("a", "b"), (Row((Cell(word), Cell("x"))),))))
    assert text_of(made.pdf).count("ớ") == 10_000


def test_a_ten_thousand_letter_word_in_a_paragraph_is_kept_whole(document, text_of):
    assert text_of(render(document(Paragraph("ớ" * 10_000))).pdf).count("ớ") == 10_000


def test_a_megabyte_in_one_cell_is_printed(document, text_of):
    made = render(document(Table((Column(1), Column(3)), ("a", "b"), (Row((Cell("x"), Cell("chữ " * 250_000))),))))
    assert text_of(made.pdf).count("chữ") == 250_000


def test_a_table_header_taller_than_the_page_loses_no_row(document, text_of):
    rows = tuple(Row((Cell(f"dòng{n}"),)) for n in range(60))
    made = render(document(Table((Column(1),), ("tiêu đề " * 2000,), rows)))
    assert [word for word in text_of(made.pdf).split() if word.startswith("dòng")] == [f"dòng{n}" for n in range(60)]


@pytest.mark.parametrize("size", [(10, 2000), (2000, 10), (1, 1)])
def test_a_photograph_of_any_shape_stays_on_its_page(document, run_on, size):
    jpeg = photo("1", "a", size=size).jpeg
    image = Image(jpeg, *size, sha256(jpeg).hexdigest())
    made = render(document(Photos((Photo(image, "Ảnh 1", "x"),))))
    assert made.pages == 1
    assert run_on(made.pdf, "pdfimages", "-list").count(" jpeg ") == 1


def test_thousands_of_strokes_are_drawn(document):
    strokes = tuple(tuple((n % 100 / 100, k / 10) for k in range(10)) for n in range(2000))
    one = Signatory("A", "", "Tên", place="leader", drawing=Drawing(strokes))
    assert render(document(SignatureBlock((one,)))).pages == 1


def test_a_megabyte_in_one_paragraph_is_printed(document, text_of):
    made = render(document(Paragraph("chữ " * 250_000)))
    assert text_of(made.pdf).count("chữ") == 250_000


def test_a_megabyte_without_a_space_is_printed(document):
    made = render(document(Paragraph("x" * 1_000_000)))
    assert made.pages > 100
