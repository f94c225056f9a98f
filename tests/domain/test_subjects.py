"""What an event may say, and the code with which anything else is refused."""

import json

import pytest

from iso_audit.domain.bank import Bank
from iso_audit.domain.composition import compose
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.subjects import KINDS, Kind, checked_value, item_texts
from iso_audit.domain.text import Language
from iso_audit.domain.values import LONGEST_TEXT
from iso_audit.i18n import words_under


@pytest.mark.parametrize(
    ("subject", "field", "value", "kept"),
    [
        ("item:P01", "grade", "conformity", "conformity"),
        ("item:P01", "evidence", "  Quyết định số 12\r\n", "Quyết định số 12"),
        ("item:P01", "evidence", "   ", None),
        ("item:P01", "grade", None, None),
        ("item:P01", "evidence", "e\u0302", "ê"),
        ("item:P01", "evidence", "a\x00b\ud800c", "abc"),
        ("visit:", "opened_at", "2017-07-11T08:30:12", "2017-07-11T08:30"),
        ("visit:", "staff", "007", "7"),
        ("finding:1", "deadline", "2017-08-11", "2017-08-11"),
        ("finding:1", "items", '["P01"]', '["P01"]'),
        ("conclusion:", "value", "maintained", "maintained"),
    ],
)
def test_values_are_kept_tidied(bank: Bank, subject: str, field: str, value: str | None, kept: str | None) -> None:
    assert checked_value(compose(bank, kind="department", form="full"), subject, field, value) == kept


@pytest.mark.parametrize(
    ("subject", "field", "value", "code"),
    [
        ("item:P99", "grade", "conformity", "item_unknown"),
        ("item:P01", "colour", "red", "field_unknown"),
        ("item:P01", "grade", "excellent", "value_unknown"),
        ("item:P01", "evidence", "x" * (LONGEST_TEXT + 1), "field_too_long"),
        ("dream:1", "grade", "conformity", "subject_unknown"),
        ("finding:", "gap", "x", "subject_unknown"),
        ("finding:" + "x" * 80, "gap", "x", "subject_unknown"),
        ("visit:", "opened_at", "yesterday", "date_invalid"),
        ("visit:", "staff", "-1", "count_invalid"),
        ("visit:", "staff", "٣", "count_invalid"),
        ("finding:1", "deadline", "31/02/2017", "date_invalid"),
        ("finding:1", "items", "{}", "value_unknown"),
        ("finding:1", "items", "[1]", "value_unknown"),
        ("finding:1", "items", "[", "value_unknown"),
    ],
)
def test_anything_else_is_refused_with_a_code(bank: Bank, subject: str, field: str, value: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked_value(compose(bank, kind="department", form="full"), subject, field, value)
    assert refused.value.code == code


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_field_has_a_word_in_both_languages(kind: Kind, language: Language) -> None:
    assert set(kind.names) <= words_under(language, f"fields.{kind.name}").keys()


def test_every_text_of_an_item_tells_on_the_card_what_to_write() -> None:
    texts = {f"{field.name}_hint" for field in KINDS["item"].fields if field.longest}
    assert texts <= words_under("vi", "fields.item").keys() & words_under("en", "fields.item").keys()


def test_what_an_item_asks_for_is_told_as_plain_data() -> None:
    told = {one["name"]: one for one in json.loads(json.dumps(item_texts()))}
    evidence = {"name": "evidence", "shown": "always", "required": "finding", "lines": 2, "phrases": False}
    assert told["evidence"] == {**evidence, "limit": LONGEST_TEXT}
    assert "grade" not in told
