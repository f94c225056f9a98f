"""A framework of CISO Assistant as YAML becomes a draft of our bank; YAML that is more than data is refused."""

import pytest

from iso_audit.checklist_formats import ciso_assistant_yaml
from iso_audit.checklist_formats.conversion import Conversion
from iso_audit.checklist_formats.notices import FormatFaulty, sentences_of
from iso_audit.domain.errors import RuleBroken
from tests.checklist_formats.forms import items_of, places

pytestmark = pytest.mark.one_zone("the file is read as it stands")

LIBRARY = """
urn: urn:x:library:ktnb
locale: en
copyright: Free to use
publication_date: 2026-04-15
objects:
  framework:
    ref_id: KTNB
    name: Internal audit
    translations:
      vi:
        name: Kiểm toán nội bộ
    requirement_nodes:
    - urn: urn:x:node:9.2
      assessable: false
      depth: 1
      ref_id: '9.2'
      name: Audits
    - urn: urn:x:node:9.2.1
      assessable: true
      depth: 2
      parent_urn: urn:x:node:9.2
      ref_id: 9.2.1
      name: Programme
      description: Is there one?
      translations:
        vi: {name: Chương trình, description: Có không?}
      typical_evidence: The programme
      implementation_groups: [M]
      weight: 3
      questions:
        urn:x:q:1: {type: text, text: Who made it?}
  threats:
  - ref_id: T1
"""


def read(text: str) -> Conversion:
    conversion = ciso_assistant_yaml.read(text.encode())
    assert all(sentences_of(conversion.notices, language) for language in ("vi", "en"))
    return conversion


def test_nodes_become_sections_and_items_in_both_languages() -> None:
    conversion = read(LIBRARY)
    assert conversion.tables["block"][0]["title"] == {"vi": "Kiểm toán nội bộ", "en": "Internal audit"}
    assert conversion.tables["section"][0]["title"]["en"] == "9.2 Audits"
    item = items_of(conversion)["9.2.1"]
    assert (item["clause"], item["weight"]) == ("9.2.1", 3)
    assert item["question"] == {"vi": "Chương trình: Có không?", "en": "Programme: Is there one?"}
    assert item["evidence"]["en"] == "The programme\nWho made it?"
    assert [one.sheet for one in conversion.notices if one.code == "sheet_left_out"] == ["threats"]
    assert places(conversion, "column_left_out") == [(0, "")]
    assert places(conversion, "questions_as_evidence") == [(2, "")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "yaml_not_plain"),
        ("a: !!python/object/apply:os.system ['true']", "yaml_not_plain"),
        ("a: !thing {}", "yaml_not_plain"),
        ("a: 1\n---\nb: 2", "yaml_not_plain"),
        ("[" * 40 + "]" * 40, "yaml_not_plain"),
        ("a: [", "yaml_unreadable"),
        ("a: \x01", "yaml_unreadable"),
        ("#" * (5 * 1024 * 1024 + 1), "yaml_too_large"),
    ],
)
def test_yaml_that_is_more_or_less_than_data_is_refused(text: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        ciso_assistant_yaml.read(text.encode())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("just a text", "no_framework_in_library"),
        ("objects: {framework: {requirement_nodes: {}}}", "no_framework_in_library"),
        ("objects: {framework: {requirement_nodes: [1, {}]}}", "no_questions"),
        ("objects: {framework: {requirement_nodes: [{assessable: true, depth: -1, name: Có?}]}}", "no_count"),
        ("objects: {framework: {requirement_nodes: [{assessable: true, depth: 1}]}}", "label_missing"),
    ],
)
def test_a_library_without_a_sound_framework_is_refused(text: str, code: str) -> None:
    with pytest.raises(FormatFaulty) as caught:
        ciso_assistant_yaml.read(text.encode())
    assert code in [one.code for one in caught.value.faults]
    assert all(sentences_of(caught.value.faults, language) for language in ("vi", "en"))
