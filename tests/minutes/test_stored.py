"""A locked text is kept as JSON and comes back as it was, with its pictures, whichever release wrote it."""

import dataclasses
from dataclasses import replace

import pytest

from iso_audit.domain.errors import Conflict
from iso_audit.minutes import content, fingerprint, stored, tree
from tests.conftest import ROOT
from tests.minutes.every_node import EVERY_NODE, IMAGE
from tests.minutes.minutes_examples import bad_audit, clean_audit

FORMATS = range(1, stored.FORMAT + 1)
TEXT_HASH = "7b31ebacfa99f31aa072e09a7e43c01344b0727fa75118fe7d67945fd38e5bcb"


def kept(form: int) -> str:
    """The document with every kind of node, as the releases of that format stored it."""
    return (ROOT / "tests" / "data" / f"stored-document-{form}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("facts", [bad_audit, clean_audit])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_document_comes_back_as_it_was(facts, language) -> None:
    document = content.build(facts(), language, "tt01-2011")
    text, images = stored.written(document)
    assert stored.read(text, images) == (document,)
    assert set(stored.picture_names(text)) == set(images)


@pytest.mark.parametrize("form", FORMATS)
def test_what_a_release_stored_is_read_with_the_text_that_was_signed(form: int) -> None:
    assert stored.picture_names(kept(form)) == (IMAGE.sha256,)
    documents = stored.read(kept(form), {IMAGE.sha256: IMAGE.data})
    assert documents == (replace(EVERY_NODE, layout=1 if form < 3 else 2),)
    assert fingerprint.text_hash(documents[0]) == TEXT_HASH


def test_what_is_stored_is_what_its_format_says() -> None:
    assert stored.written(EVERY_NODE)[0] == kept(stored.FORMAT)


def test_the_kept_document_has_every_kind_of_node() -> None:
    nodes = {name for name, one in vars(tree).items() if isinstance(one, type) and dataclasses.is_dataclass(one)}
    assert nodes == {name for name in nodes if f'"_":"{name}"' in kept(1)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"_": "Nothing"}',
        '{"_": "Cell", "wrong": 1}',
        '{"_": "Cell", "text": "x"}',
        '{"format": 2, "documents": []}',
        kept(3).replace('"format":3', '"format":4'),
        kept(3).replace('"layout":2', '"layout":3'),
        kept(3).replace('"layout":2', '"layout":[1]'),
        kept(2).replace('"about"', '"abstract"'),
    ],
)
def test_what_is_no_document_is_said(text: str) -> None:
    with pytest.raises(Conflict) as refused:
        stored.read(text, {IMAGE.sha256: IMAGE.data})
    assert refused.value.code == "minutes_text_unreadable"
