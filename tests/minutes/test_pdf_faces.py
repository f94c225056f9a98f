"""The four faces print every Vietnamese letter, and what they cannot print is told."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from iso_audit.minutes.pdf import render, unprintable
from iso_audit.minutes.pdf.faces import FACES, FOLDER, Ink, faces
from iso_audit.minutes.tree import Cell, Column, Heading, Paragraph, Row, Table

BASES = "AĂÂEÊIOÔƠUƯYaăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = "Đđ" + "".join(unicodedata.normalize("NFC", base + tone) for base in BASES for tone in TONES)
HIGHLANDS = Path(__file__).parents[1] / "data/lists/15-letters.txt"
SIGNS = "₫“”‘’–—…•≤≥±×÷²³°€§№"


@pytest.mark.parametrize("face", FACES)
def test_every_vietnamese_letter_and_sign_is_in_every_face(face):
    assert len(set(LETTERS)) == 146
    assert set(LETTERS + SIGNS) <= faces().widths[face].keys()


def test_every_letter_extracts_as_it_was_written_in_all_four_faces(document, text_of):
    spaced = " ".join(LETTERS + SIGNS)
    made = render(document(Heading(spaced), Heading(spaced, 3), Paragraph(spaced), Paragraph(spaced, "note")))
    assert " ".join(text_of(made.pdf).split()).count(spaced) == 4


def test_letters_written_with_separate_marks_are_joined():
    assert Ink().prepare("Quye\u0302\u0301t đi\u0323nh") == "Quyết định"


@pytest.mark.parametrize("face", FACES)
def test_each_face_has_a_name_of_its_own_that_no_other_font_carries(face):
    names = TTFont(FOLDER / f"{face}.ttf")["name"]
    assert names.getDebugName(6) == face


def test_characters_without_a_glyph_become_open_squares_and_are_reported(document, text_of):
    made = document(Paragraph("Đạt 😀 ✓"), Table((Column(1),), ("א",), (Row((Cell("✓"),)),)))
    assert unprintable(made) == ("😀", "✓", "א")
    assert "Đạt □ □" in text_of(render(made).pdf)


def test_invisible_characters_are_dropped_without_a_report():
    ink = Ink()
    assert ink.prepare("a\u200b\ufeff\x00\ud800b\tc\u2003d\r\ne\x85f") == "ab c d\ne\nf"
    assert ink.unprintable == ()


AT_ONCE = """
import threading
from concurrent.futures import ThreadPoolExecutor
from reportlab.pdfbase import pdfmetrics
from iso_audit.minutes.pdf.faces import faces

second, times, register = threading.Event(), [], pdfmetrics.registerFont
def slow(font):
    times.append(font.fontName)
    if len(times) > len(set(times)):
        second.set()
    second.wait(0.1)
    register(font)
pdfmetrics.registerFont = slow
with ThreadPoolExecutor(4) as threads:
    list(threads.map(lambda _: faces(), range(4)))
print(len(times))
"""


def test_threads_that_draw_first_at_once_register_the_faces_once():
    told = subprocess.run([sys.executable, "-c", AT_ONCE], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "4"


def test_names_in_the_languages_of_the_central_highlands_are_printed_and_found_again(document, text_of):
    names = " ".join(HIGHLANDS.read_text("utf-8").splitlines()[0].split())
    made = document(Paragraph(names), Heading(names, 3))
    printed = names
    for letter in unprintable(made):
        printed = printed.replace(letter, "□")
    assert set(unprintable(made)) <= {"Ƀ", "ƀ"}  # told to who prints, since the faces lack the letter
    found = unicodedata.normalize("NFC", " ".join(text_of(render(made).pdf).split()))
    assert found.count(unicodedata.normalize("NFC", printed)) == 2
