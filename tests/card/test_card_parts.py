import re

import pytest

from iso_audit.card import FOLDER, script
from iso_audit.domain.subjects import KINDS
from iso_audit.i18n import words_under

PARTS = sorted(FOLDER.glob("*.js"))
MADE_UP = {f"{field}_hint" for field in (*KINDS["item"].names, "caption")}


def test_every_word_the_card_says_is_there_and_every_word_that_is_there_is_said():
    written = script()
    known = {*words_under("vi", "card"), *words_under("vi", "fields.item")}
    said = set(re.findall(r"\bsay\(\s*\"(\w+)\"", written))
    quoted = set(re.findall(r"\"(\w+)\"", written)) | MADE_UP
    filters = {f"filter_{name}" for name in re.findall(r"^  (\w+): \(", written, re.MULTILINE)}
    assert said - known == set()
    assert known - quoted - filters == set()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_part_is_short_says_what_lives_there_and_never_writes_markup(part):
    written = part.read_text(encoding="utf-8")
    assert written.startswith("// ")
    assert written.count("\n") <= 300
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|\bimport\b", written)


def test_the_parts_make_one_module_with_one_way_in():
    assert script().count("export default function mount") == 1


def test_no_words_of_a_person_stand_in_the_scripts():
    lines = [line for line in script().splitlines() if re.search(r"[à-ỹÀ-Ỹ]", line)]
    assert lines == []
