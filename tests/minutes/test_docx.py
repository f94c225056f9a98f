"""The .docx: the words of the PDF in the same order, fit to be edited, unharmed by hostile text."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hostile_texts import HOSTILE
from minutes_examples import bad_audit, clean_audit

from iso_audit.minutes import pdf
from iso_audit.minutes.content import build
from iso_audit.minutes.docx import render
from iso_audit.minutes.tree import TOTAL, Annex, Cell, Column, Heading, Metadata, Paragraph, Row, Table

pytestmark = pytest.mark.one_zone("a content tree is laid out: its days are words already")


def opened(made):
    return docx.Document(BytesIO(made))


def text_of_docx(made):
    """Return the text of the body in the order of the file, one paragraph a line, without boxes to tick."""
    lines = []
    for paragraph in opened(made).element.body.iter(qn("w:p")):
        parts = [{qn("w:t"): one.text, qn("w:br"): "\n"}.get(one.tag, "") or "" for one in paragraph.iter()]
        lines.append("".join(parts))
    return re.sub("[☐☑☒]", " ", "\n".join(lines))


def content_of_pdf(text, document):
    """Return the words of each page without page numbers, footers and marks."""
    code = re.escape(document.footer.code)
    around = re.compile(rf"\d+|{code}( – .*)?|(.* – )?(Trang|Page) \d+/\d+")
    marks = {document.sample_mark, document.draft_mark}
    for page in text.split("\f")[:-1]:
        lines = page.splitlines()
        while lines and (lines[0] in marks or around.fullmatch(lines[0])):
            lines.pop(0)
        yield " ".join(lines).split()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_words_are_those_of_the_pdf_in_the_same_order(language, text_of):
    """But for the letterhead: number and date stand level in a row of their own, and the PDF gives it by columns."""
    document = build(bad_audit(), language, "tt01-2011")
    made = pdf.render(document)
    words = text_of_docx(render(document, body_pages=made.body_pages)).split()
    head = document.header
    across = (head.parent, head.issuer, head.country, head.motto, head.number, head.place_and_date)
    downwards = (head.parent, head.issuer, head.number, head.country, head.motto, head.place_and_date)
    count = len(" ".join(across).split())
    assert words[:count] == " ".join(across).split()
    words[:count] = " ".join(downwards).split()
    parts = [document.blocks, *(annex.blocks for annex in document.annexes)]
    headers = [" ".join(b.header).split() for blocks in parts for b in blocks if isinstance(b, Table)]
    for page in content_of_pdf(text_of(made.pdf), document):
        again = next((h for h in headers if page[: len(h)] == h and words[: len(h)] != h), [])
        shown = page[len(again) :]
        assert shown == words[: len(shown)]
        words = words[len(shown) :]
    assert words == []


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_entered_text_is_written_not_obeyed(document, text):
    made = render(document(Paragraph(text, lead=text), Table((Column(1),), (text,), (Row((Cell(text),)),))))
    assert text_of_docx(made).count(text) == 4


def test_characters_no_xml_may_hold_are_dropped(document):
    made = render(document(Paragraph("a\x00\x07b\ud800c\ufffed\uffff\x1b"), metadata=Metadata("a\x00", "b", "c")))
    assert "abcd" in text_of_docx(made)
    assert opened(made).core_properties.title == "a"


def test_times_new_roman_is_named_for_every_script(document):
    faces = opened(render(document())).styles["Normal"].element.rPr.rFonts
    assert {faces.get(qn(f"w:{one}")) for one in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}


def test_paper_and_margins_are_those_of_custom(document):
    annex = Annex("Phụ lục I", "A", "(b)", (Paragraph("x"),), landscape=True)
    body, across = opened(render(document(annexes=(annex,)))).sections
    assert [round(one.mm) for one in (body.page_width, body.page_height, body.left_margin)] == [210, 297, 30]
    assert [round(one.mm) for one in (body.right_margin, body.top_margin, body.bottom_margin)] == [20, 20, 20]
    assert [round(one.mm) for one in (across.page_width, across.page_height)] == [297, 210]


@pytest.mark.parametrize(("profile", "place"), [("nd30-2020", "header"), ("tt01-2011", "footer")])
def test_page_numbers_are_fields_where_the_profile_wants_them_but_on_page_one(document, profile, place):
    section = opened(render(document(profile=profile))).sections[0]
    fields = {
        name: [code.text.strip() for code in getattr(section, name)._element.iter(qn("w:instrText"))]
        for name in ("header", "first_page_header", "footer", "first_page_footer")
    }
    assert fields["first_page_header"] == []
    assert fields["first_page_footer"] == ["PAGE", "SECTIONPAGES"]
    assert fields["header"] == (["PAGE"] if place == "header" else [])
    assert fields["footer"] == ["PAGE", "SECTIONPAGES"] + (["PAGE"] if place == "footer" else [])


def test_an_annex_counts_its_own_pages(document):
    made = opened(render(document(annexes=(Annex("Phụ lục I", "A", "(b)", (Paragraph("x"),)),))))
    assert [s._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for s in made.sections] == ["1", "1"]
    assert "Phụ lục I" in made.sections[1].footer.paragraphs[0].text


def test_the_known_number_of_pages_stands_in_the_text(document):
    assert "gồm 07 trang" in text_of_docx(render(document(Paragraph(f"gồm {TOTAL} trang")), body_pages=7))
    assert "7 pages" in text_of_docx(render(document(Paragraph(f"{TOTAL} pages"), language="en"), body_pages=7))


def test_table_headers_come_again_and_rows_stay_whole(document):
    table = Table((Column(1),), ("ĐẦU",), (Row((Cell("x"),)), Row((Cell("y"),))))
    rows = opened(render(document(table))).tables[-1]._tbl.tr_lst
    assert [len(row.trPr.findall(qn("w:tblHeader"))) for row in rows] == [1, 0, 0]
    assert [len(row.trPr.findall(qn("w:cantSplit"))) for row in rows] == [1, 1, 1]


def test_two_tables_in_a_row_stay_two(document):
    table = Table((Column(1),), (), (Row((Cell("x"),)),), together=True)
    body = opened(render(document(table, table))).element.body
    assert [one.tag.split("}")[1] for one in body][-4:] == ["tbl", "p", "tbl", "sectPr"]


def test_a_row_of_one_cell_spans_the_table_and_loses_nothing(document):
    table = Table((Column(1), Column(2)), (), (Row((Cell("Phạm vi", bold=True),)), Row((Cell("a"), Cell("b")))))
    (cell,) = opened(render(document(table))).tables[-1]._tbl.tr_lst[0].tc_lst
    assert cell.grid_span == 2


def test_headings_are_words_own_and_properties_tell_the_document(document):
    made_at = datetime(2017, 9, 5, 9, 30, tzinfo=UTC)
    made = opened(render(document(Heading("I. MỘT"), metadata=Metadata("Biên bản", "Đoàn", "Kiểm tra", made_at))))
    assert [p.text for p in made.paragraphs if p.style.name == "Heading 1"] == ["I. MỘT"]
    known = made.core_properties
    assert (known.title, known.author, known.subject, known.language) == ("Biên bản", "Đoàn", "Kiểm tra", "vi-VN")
    assert known.created == made_at


def test_sample_and_draft_marks_are_on_every_page(document):
    section = opened(render(document(sample_mark="DỮ LIỆU MẪU", draft_mark="DỰ THẢO 1"))).sections[0]
    for header in (section.header, section.first_page_header):
        assert "DỮ LIỆU MẪU" in header.paragraphs[0].text
        assert "DỰ THẢO 1" in header.paragraphs[0].text


def test_nothing_in_the_file_points_outside():
    with zipfile.ZipFile(BytesIO(render(build(clean_audit(), "vi", "nd30-2020")))) as parts:
        relations = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels"))
    assert 'TargetMode="External"' not in relations
