"""The hash of a document's text: what changes it, what does not, and the short code made of it."""

import subprocess
import sys
from dataclasses import replace

import pytest

from iso_audit.minutes.fingerprint import canonical_text, short_code, text_hash, verified
from iso_audit.minutes.tree import (
    Cell,
    Column,
    Drawing,
    Footer,
    Image,
    Metadata,
    Paragraph,
    Photo,
    Photos,
    Row,
    Signatory,
    SignatureBlock,
    Table,
)

LEADER = Signatory("TRƯỞNG ĐOÀN", "(Ký)", "Trần Mẫu Một", place="leader")


def test_the_hash_is_the_same_in_another_process(document):
    program = (
        "from iso_audit.minutes.fingerprint import text_hash; from iso_audit.minutes.tree import *\n"
        "h = Header('a', 'b', 'c', 'd', 'e', 'f')\n"
        "d = Document('vi', 'nd30-2020', '1', 'BB', 'x', h, (Paragraph('Đạt'),), Footer('c', 'p'),"
        " Metadata('t', 'a', 's'))\nprint(text_hash(d))"
    )
    sums = [
        subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "77")
    ]
    assert sums[0] == sums[1]
    assert len(sums[0].strip()) == 64


@pytest.mark.parametrize(
    "changed",
    [
        {"profile": "tt01-2011"},
        {"footer": Footer("khác", "khác")},
        {"draft_mark": "DỰ THẢO 2"},
        {"metadata": Metadata("t", "a", "s")},
    ],
)
def test_layout_footer_marks_and_metadata_do_not_change_the_hash(document, changed):
    one = document(Paragraph("Đạt"))
    assert text_hash(replace(one, **changed)) == text_hash(one)


def test_the_verification_itself_does_not_change_the_hash(document):
    one = document(Paragraph("Đạt"))
    made = verified(one, "05/BB-ĐKT, bản 1")
    assert made.verification.digest == text_hash(one) == text_hash(made)


@pytest.mark.parametrize(
    "block",
    [
        Paragraph("đạt"),
        Paragraph("Đạt", lead="x"),
        Table((Column(1),), (), (Row((Cell("Đạt"),)),)),
        Table((Column(1),), (), (Row((Cell("Đạt", mark="ticked"),)),)),
        Table((Column(1),), (), (Row((Cell("Đạt", lead="P05"),)),)),
        Photos((Photo(Image(b"", 1, 1, "ab" * 32), "Đạt", ""),)),
        SignatureBlock((LEADER,)),
    ],
)
def test_a_change_of_words_boxes_photographs_or_signatories_changes_the_hash(document, block):
    assert text_hash(document(block)) != text_hash(document(Paragraph("Đạt")))


def test_moving_words_from_one_cell_to_the_next_changes_the_hash(document):
    def row(*texts):
        return document(Table((Column(1), Column(1)), (), (Row(tuple(map(Cell, texts))),)))

    assert text_hash(row("ab", "c")) != text_hash(row("a", "bc"))


def test_signing_does_not_change_the_hash(document):
    before = document(Paragraph("Đạt"), SignatureBlock((LEADER,)))
    drawn = replace(LEADER, drawing=Drawing((((0.1, 0.1), (0.9, 0.9)),)), note="(không ký)")
    witness = Signatory("NGƯỜI CHỨNG KIẾN", "", "Ai đó", place="witness")
    refusal = Paragraph("Người không ký biên bản: …", "signing")
    after = document(Paragraph("Đạt"), refusal, SignatureBlock((drawn, witness)), Paragraph("x", "signing_note"))
    assert text_hash(after) == text_hash(before)


def test_separate_marks_and_other_line_ends_are_the_same_text(document):
    assert text_hash(document(Paragraph("Quye\u0302\u0301t\r\nb"))) == text_hash(document(Paragraph("Quyết\nb")))


def test_a_line_end_cannot_pretend_to_be_another_passage(document):
    assert text_hash(document(Paragraph("a\nparagraph\tb"))) != text_hash(document(Paragraph("a"), Paragraph("b")))


def test_the_canonical_text_can_be_read(document):
    assert "paragraph\tĐạt\n" in canonical_text(document(Paragraph("Đạt")))


def test_the_short_code_depends_on_number_version_and_text():
    codes = {short_code("5, bản 1", "00"), short_code("5, bản 2", "00"), short_code("5, bản 1", "01")}
    assert len(codes) == 3
    assert all(len(code) == 14 and code.count("-") == 2 for code in codes)
