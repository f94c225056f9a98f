"""A locked text is kept as JSON and comes back as it was, with its pictures."""

import pytest

from iso_audit.domain.errors import Conflict
from iso_audit.minutes import content, stored
from tests.minutes.minutes_examples import bad_audit, clean_audit


@pytest.mark.parametrize("facts", [bad_audit, clean_audit])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_document_comes_back_as_it_was(facts, language) -> None:
    document = content.build(facts(), language, "tt01-2011")
    text, images = stored.written(document)
    assert stored.read(text, images) == (document,)
    assert set(stored.picture_names(text)) == set(images)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"_": "Nothing"}', '{"_": "Cell", "wrong": 1}', '{"_": "Cell", "text": "x"}']
)
def test_what_is_no_document_is_said(text: str) -> None:
    with pytest.raises(Conflict) as refused:
        stored.read(text, {})
    assert refused.value.code == "minutes_text_unreadable"
