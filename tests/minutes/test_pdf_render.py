"""The PDF as a whole: pages, numbers, marks, headers that come again, bytes that never change."""

import hashlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from every_node import EVERY_NODE

from iso_audit.minutes.pdf import render
from iso_audit.minutes.tree import (
    PAGE,
    TOTAL,
    Annex,
    Cell,
    Column,
    Footer,
    Heading,
    Metadata,
    PageBreak,
    Paragraph,
    Recipients,
    Row,
    Signatory,
    SignatureBlock,
    Table,
    Verification,
)

pytestmark = pytest.mark.one_zone("a content tree is laid out: its days are words already")

UNCOMPRESSED = 'qpdf --qdf --stream-data=uncompress "$0" -'
FIRST_LAYOUT = "35a456a7d2e7955e35ce59f7b91421c3739581139f117ba664186035fcb8be68"
"""The SHA-256 of the document with every kind of node, as the first releases laid it out."""
SIGNING = SignatureBlock((Signatory("THƯ KÝ", "(Ký)", "Người Ký"), Signatory("TRƯỞNG ĐOÀN", "(Ký)", "Trưởng")))


def pages(text):
    """Return the pages of pdftotext's output."""
    return text.split("\f")[:-1]


def test_every_font_is_embedded_and_helvetica_is_absent(document, run_on):
    fonts = run_on(render(document(Paragraph("Đạt"))).pdf, "pdffonts")
    assert "Helvetica" not in fonts
    assert {line.split()[4] for line in fonts.splitlines()[2:]} == {"yes"}


def test_qpdf_finds_no_fault(document, run_on):
    made = render(document(Heading("I. MỘT"), PageBreak(), Paragraph("hai"), sample_mark="DỮ LIỆU MẪU"))
    assert "No syntax or stream encoding errors found" in run_on(made.pdf, "qpdf", "--check")


def test_the_national_title_stands_on_one_line(document, text_of):
    text = text_of(render(document()).pdf)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n" in text


@pytest.mark.parametrize("profile", ["tt01-2011", "nd30-2020"])
def test_page_one_has_no_page_number_and_page_two_has(document, text_of, profile):
    made = render(document(Paragraph("a"), PageBreak(), Paragraph("b"), profile=profile))
    first, second = pages(text_of(made.pdf))
    assert "1" not in first.splitlines()
    assert "2" in second.splitlines()


@pytest.mark.parametrize(("profile", "across", "down"), [("nd30-2020", 309, 25), ("tt01-2011", 532, 800)])
def test_the_page_number_stands_where_the_profile_wants_it(document, run_on, profile, across, down):
    made = render(document(PageBreak(), Paragraph("b"), profile=profile))
    boxes = run_on(made.pdf, "sh", "-c", 'pdftotext -bbox -f 2 "$0" -')
    twos = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>2</word>', boxes)
    assert any(abs(float(x) - across) < 5 and abs(float(y) - down) < 8 for x, y in twos)


def test_the_total_is_known_on_the_first_page_and_in_the_text(document, text_of):
    made = render(document(Paragraph(f"Biên bản gồm {TOTAL} trang."), PageBreak(), Paragraph("b")))
    first, second = pages(text_of(made.pdf, "-layout"))
    assert "Biên bản gồm 02 trang." in first
    assert "Trang 1/2" in first
    assert "Trang 2/2" in second


@pytest.mark.parametrize(("language", "breaks", "shown"), [("en", 6, "7"), ("vi", 6, "07"), ("en", 119, "120")])
def test_the_total_in_a_sentence_takes_the_room_it_needs(document, run_on, language, breaks, shown):
    sentence = Paragraph(f"It has {TOTAL} pages " + "and every one of them was read aloud to the meeting " * 3)
    made = render(document(sentence, *[PageBreak()] * breaks, language=language))
    boxes = run_on(made.pdf, "sh", "-c", 'pdftotext -bbox -l 1 "$0" -')
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]+)</word>', boxes)
    at = next(n for n, word in enumerate(words) if word[3] == "has")
    line = [word for word in words if word[1] == words[at][1]]
    gaps = {round(float(b[0]) - float(a[2]), 1) for a, b in pairwise(line)}
    assert words[at + 1][3] == shown
    assert max(gaps) - min(gaps) <= 0.3
    assert abs(float(line[-1][2]) - (210 - 20) * 72 / 25.4) < 1


def test_an_annex_counts_its_own_pages(document, text_of):
    annex = Annex("Phụ lục I", "KẾT QUẢ", "(Kèm theo)", (Paragraph("x"), PageBreak(), Paragraph("y")))
    made = render(document(Paragraph("b"), annexes=(annex,)))
    assert (made.body_pages, made.pages) == (1, 3)
    assert [f"Trang {n}" in page for n, page in zip(("1/1", "1/2", "2/2"), pages(text_of(made.pdf)), strict=True)]


def test_sample_and_draft_marks_are_on_every_page_and_tear_no_sentence(document, text_of):
    sentence = "Cơ quan đã ban hành quy trình. " * 300
    made = render(document(Paragraph(sentence), sample_mark="DỮ LIỆU MẪU", draft_mark="DỰ THẢO 1"))
    for page in pages(text_of(made.pdf)):
        assert page.count("DỮ LIỆU MẪU") == 2
        assert page.count("DỰ THẢO 1") == 1


def test_a_draft_is_marked_across_the_page_for_the_eye_alone(document, run_on, text_of):
    plain, draft = (render(document(Paragraph("Đạt"), draft_mark=mark)).pdf for mark in (None, "DỰ THẢO 1"))
    assert text_of(draft).count("DỰ THẢO 1") == 1
    assert run_on(draft, "sh", "-c", UNCOMPRESSED).count("/ActualText ()") == 1
    assert "/ActualText ()" not in run_on(plain, "sh", "-c", UNCOMPRESSED)


def edges(words):
    """Return left and right edge of every word of `pdftotext -bbox`, in points."""
    return [(float(a), float(b)) for a, b in re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"', words)]


@pytest.mark.parametrize("sample_mark", [None, "DỮ LIỆU MẪU"])
def test_a_long_name_at_the_foot_is_cut_and_leaves_page_and_code_readable(document, run_on, text_of, sample_mark):
    footer = Footer("Phiếu số 01, " + "Trung tâm Kỹ thuật Tiêu chuẩn Đo lường Chất lượng " * 4, f"Trang {PAGE}/{TOTAL}")
    checked = Verification("01/BB-DKT V1", "ABCD-EFGH-JKLM", "0" * 64, "mã kiểm chứng của biên bản")
    made = render(document(Paragraph("x"), footer=footer, verification=checked, sample_mark=sample_mark))
    assert max(right for _, right in edges(run_on(made.pdf, "sh", "-c", 'pdftotext -bbox "$0" -'))) <= 190 * 72 / 25.4
    assert "mã kiểm chứng của biên bản ABCD-EFGH-JKLM – Trang 1/1" in text_of(made.pdf)


def test_nothing_stands_left_of_the_frame_but_the_code_for_scanners(document, run_on):
    made = render(document(Paragraph("Nội dung")))
    assert min(left for left, _ in edges(run_on(made.pdf, "sh", "-c", 'pdftotext -bbox "$0" -'))) >= 29.9 * 72 / 25.4


def test_the_code_for_scanners_keeps_off_the_edge_where_printers_print_nothing(document, run_on):
    checked = Verification("01/BB-DKT V1", "ABCD-EFGH-JKLM", "0" * 64)
    text = run_on(render(document(verification=checked)).pdf, "sh", "-c", UNCOMPRESSED)
    placed = re.search(r"([\d.]+) 0 0 [\d.]+ ([\d.]+) ([\d.]+) cm\s+/FormXob.verification Do", text)
    assert placed is not None
    assert [round(float(one) * 25.4 / 72) for one in placed.groups()] == [14, 15, 15]


@pytest.mark.parametrize("before", range(24, 40))
def test_the_last_row_of_a_table_is_never_alone_on_a_page(document, text_of, before):
    rows = tuple(Row((Cell(text),)) for text in (*[f"dòng {n}" for n in range(before)], "gần cuối", "Cộng"))
    made = render(document(Table((Column(1),), ("ĐẦU",), rows)))
    page = next(page for page in pages(text_of(made.pdf)) if "Cộng" in page)
    assert "gần cuối" in page


@pytest.mark.parametrize("before", range(24, 40))
def test_the_recipients_are_never_alone_on_a_page(document, text_of, before):
    fill = [Paragraph(f"đoạn {n}") for n in range(before)]
    made = render(document(*fill, Paragraph("câu cuối"), SIGNING, Recipients("Nơi nhận:", ("- Đơn vị;", "- Lưu."))))
    page = next(page for page in pages(text_of(made.pdf)) if "Nơi nhận" in page)
    assert "Người Ký" in page
    assert "- Lưu." in page


def test_a_row_that_runs_on_says_again_what_it_is_of(document, text_of):
    row = Row((Cell("P05*"), Cell(" ".join(f"câu{n}" for n in range(3000)))))
    made = render(document(Table((Column(1), Column(5)), ("Mã", "Bằng chứng"), (row,))))
    assert made.pages > 2
    assert all("P05*" in page for page in pages(text_of(made.pdf)))


def test_what_was_stored_before_documents_named_their_layout_gives_the_same_bytes():
    assert hashlib.sha256(render(replace(EVERY_NODE, layout=1)).pdf).hexdigest() == FIRST_LAYOUT
    assert hashlib.sha256(render(EVERY_NODE).pdf).hexdigest() != FIRST_LAYOUT


def test_a_table_repeats_its_header_on_each_page(document, text_of):
    rows = tuple(Row((Cell(f"dòng {n}"), Cell("x"))) for n in range(120))
    made = render(document(Table((Column(1), Column(1)), ("NỘI DUNG", "KẾT QUẢ"), rows)))
    assert made.pages > 2
    assert all("NỘI DUNG" in page for page in pages(text_of(made.pdf)))


def test_a_row_taller_than_a_page_runs_on_and_loses_nothing(document, text_of):
    sentences = [f"câu{n}" for n in range(3000)]
    made = render(document(Table((Column(1),), ("ĐẦU",), (Row((Cell(" ".join(sentences)),)),))))
    assert [word for word in text_of(made.pdf).split() if word.startswith("câu")] == sentences


@pytest.mark.parametrize("before", range(30, 50))
def test_places_to_sign_stay_with_their_last_paragraph(document, text_of, before):
    fill = [Paragraph(f"đoạn {n}") for n in range(before)]
    made = render(document(*fill, Paragraph("câu cuối cùng"), SIGNING))
    page = next(page for page in pages(text_of(made.pdf)) if "Người Ký" in page)
    assert "câu cuối cùng" in page


@pytest.mark.parametrize("before", range(20, 40))
def test_a_heading_never_ends_a_page(document, text_of, before):
    fill = [Paragraph(f"đoạn {n}") for n in range(before)]
    made = render(document(*fill, Heading("II. KẾT QUẢ"), Paragraph("nội dung theo sau")))
    page = next(page for page in pages(text_of(made.pdf)) if "II. KẾT QUẢ" in page)
    assert "nội dung theo sau" in page


def test_bookmarks_lead_to_the_headings(document, run_on):
    made = render(document(Heading("I. MỘT"), PageBreak(), Heading("II. HAI"), Paragraph("x")))
    outline = run_on(made.pdf, "qpdf", "--json", "--json-key=outlines")
    assert '"destpageposfrom1": 2' in outline


def test_metadata_names_title_language_and_moment(document, run_on):
    made_at = datetime(2017, 9, 5, 9, 30, tzinfo=UTC)
    made = render(document(metadata=Metadata("Biên bản số 5", "Đoàn", "Kiểm tra", made_at)))
    assert "Title:           Biên bản số 5" in run_on(made.pdf, "pdfinfo", "-isodates")
    assert "2017-09-05T09:30:00Z" in run_on(made.pdf, "pdfinfo", "-isodates")
    assert b"vi-VN" in made.pdf


def test_the_same_document_gives_the_same_bytes_in_any_thread(document):
    one = document(*[Paragraph("Nội dung kiểm tra " * 40)] * 20)
    with ThreadPoolExecutor(4) as pool:
        assert len({made.pdf for made in pool.map(render, [one] * 8)}) == 1


def test_the_same_document_gives_the_same_bytes_in_another_process(document):
    program = (
        "import hashlib; from iso_audit.minutes.pdf import render; from iso_audit.minutes.tree import *\n"
        "d = Document('vi', 'nd30-2020', '1', 'BB', 'x', Header('a', 'b', 'c', 'd', 'e', 'f'),"
        " (Paragraph('Đạt'),), Footer('c', 'p'), Metadata('t', 'a', 's'))\n"
        "print(hashlib.sha256(render(d).pdf).hexdigest())"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            text=True,
            env=environment,
        ).stdout
        for environment in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "77", "SOURCE_DATE_EPOCH": "1500000000"})
    }
    assert len(sums) == 1
