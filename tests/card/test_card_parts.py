"""The modules of the card and the pad: short, without markup or words of their own, all needed, words complete."""

import re

import pytest

from iso_audit import assets
from iso_audit.domain.grade import Grade
from iso_audit.domain.subjects import KINDS
from iso_audit.i18n import words_under

MODULES = {name: content.decode("utf-8") for name, content in assets.files().items() if name.endswith(".js")}
CARD = "\n".join(MODULES[name] for name in assets.modules(assets.CARD))
FIELDS = (*KINDS["item"].names, "caption")
MADE_UP = {f"{field}_hint" for field in FIELDS} | {
    f"{field}{hint}_at_{grade}" for field in FIELDS for hint in ("", "_hint") for grade in Grade
}


def test_every_word_the_card_says_is_there_and_every_word_that_is_there_is_said():
    known = {*words_under("vi", "card"), *words_under("vi", "fields.item")}
    said = set(re.findall(r"\bsay\(\s*\"(\w+)\"", CARD))
    quoted = set(re.findall(r"\"(\w+)\"", CARD)) | MADE_UP | set(KINDS["item"].names)
    quoted |= {f"{field.name}_missing" for field in KINDS["item"].fields if field.required}
    filters = {f"filter_{name}" for name in re.findall(r"^  (\w+): \(", CARD, re.MULTILINE)}
    assert said - known == set()
    assert known - quoted - filters == set()


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_is_short_says_what_lives_there_and_never_writes_markup(name):
    written = MODULES[name]
    assert written.startswith("// ")
    assert written.count("\n") <= 300
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|\bimport\(", written)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_module_is_needed_by_a_page(name):
    assert any(name in assets.modules(entry) for entry in (assets.CARD, assets.PAD, assets.SIGNING_OUT, assets.UNSAVED))


def test_the_client_knows_no_view():
    client = [name for name in MODULES if name.startswith("card/client/")]
    assert len(client) > 10
    assert {needed for name in client for needed in assets.modules(name)} <= set(client)


def test_no_words_of_a_person_stand_in_the_scripts():
    assert [line for text in MODULES.values() for line in text.splitlines() if re.search(r"[à-ỹÀ-Ỹ]", line)] == []
