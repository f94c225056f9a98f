"""Texts: sorted as a Vietnamese dictionary does."""

import random
from pathlib import Path

import pytest

from iso_audit.domain.text import alphabet_key

LETTERS = Path(__file__).parents[1] / "data/lists/15-letters.txt"


def in_order(*texts: str) -> list[str]:
    shuffled = list(texts)
    random.Random(7).shuffle(shuffled)
    return sorted(shuffled, key=alphabet_key)


@pytest.mark.parametrize(
    "texts",
    [
        ["Ấp Đông Mỹ", "Ban Dân tộc", "Đài Phát thanh", "Sở Y tế", "Ủy ban nhân dân", "Văn phòng"],
        ["an", "ăn", "ân", "cá", "da", "đa", "em", "êm", "on", "ôn", "ơn", "tu", "tư"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "man"],
        ["Phường 2", "Phường 10", "Phường An Phú"],
        ["bo", "ƀo", "co", "čo", "eo", "ĕo", "êo", "in", "ĭn", "on", "ŏn", "ôn", "un", "ŭn", "ưn"],
        ["Sở Nội vụ", "Sở Nông nghiệp"],
        ["sở y tế", "Sở Y tế và Dân số"],
    ],
)
def test_texts_stand_as_in_a_dictionary(texts: list[str]) -> None:
    assert in_order(*texts) == texts


def test_the_same_text_apart_and_together_stands_in_one_place() -> None:
    assert alphabet_key("Đa\u0300i")[:2] == alphabet_key("Đài")[:2]


def test_the_agencies_of_a_province_stand_in_alphabet_key() -> None:
    line = LETTERS.read_text(encoding="utf-8").splitlines()[-1]
    assert [name.split()[0] for name in in_order(*line.split(" | "))] == ["Ấp", "Ban", "Đài", "Sở", "Ủy", "Văn"]
