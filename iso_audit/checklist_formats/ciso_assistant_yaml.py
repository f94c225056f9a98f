"""A framework of CISO Assistant as the YAML that its libraries are, into tables of our bank."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from iso_audit.checklist_formats.conversion import Conversion
from iso_audit.checklist_formats.frameworks import LONGEST_TEXT, Framework, FrameworkNode, converted
from iso_audit.checklist_formats.json_files import text_of
from iso_audit.checklist_formats.notices import NoticeList, SheetPlace
from iso_audit.checklist_formats.yaml_files import yaml_of

NODES = "requirement_nodes"
_TEXTS = {"name": "name", "description": "description", "typical_evidence": "evidence", "annotation": "annotation"}
_TAKEN = {*_TEXTS, "urn", "parent_urn", "assessable", "depth", "ref_id", "weight", "questions", "translations"}
_OTHER_OBJECTS = ("reference_controls", "threats", "risk_matrix", "requirement_mapping_set")
_NOTHING_IN_USE: Mapping[str, Sequence[str]] = MappingProxyType({})


def read(data: bytes, *, in_use: Mapping[str, Sequence[str]] = _NOTHING_IN_USE, person: str = "") -> Conversion:
    """Return the tables of a library's framework; `in_use` are ids the bank has already, by table.

    Raises what `yaml_of` says of the file, and FormatFaulty with every fault of the framework.
    """
    notices = NoticeList()
    library = _dictionary(yaml_of(data, person=person))
    objects = _dictionary(library.get("objects"))
    framework = _dictionary(objects.get("framework"))
    listed = framework.get(NODES)
    entries: list[Any] = listed if isinstance(listed, list) else []
    if not isinstance(listed, list):
        notices.fault(SheetPlace(), "no_framework_in_library")
        notices.refuse_faults()
    for other in _OTHER_OBJECTS:
        if objects.get(other):
            notices.tell(SheetPlace(other), "sheet_left_out")
    locale = _said(library, "locale", SheetPlace(), notices) or "en"
    nodes = [_node(SheetPlace(NODES, number), one, locale, notices) for number, one in enumerate(entries, start=1)]
    place = SheetPlace("framework")
    names = _localized(framework, "name", locale, place, notices)
    says = _said(library, "copyright", SheetPlace(), notices)
    ref_id = _said(framework, "ref_id", place, notices)
    return converted(Framework(place, ref_id, names, locale, says, nodes), notices, in_use=in_use)


def _node(place: SheetPlace, entry: Any, locale: str, notices: NoticeList) -> FrameworkNode:
    node = _dictionary(entry)
    depth, weight = (node.get(name, 1) for name in ("depth", "weight"))
    for name, value in (("depth", depth), ("weight", weight)):
        if type(value) is not int or not 0 < value < 100_000:
            notices.fault(place, "no_count", field=name, value=str(value)[:40])
    for name in node.keys() - _TAKEN:
        notices.tell(SheetPlace(NODES), "column_left_out", heading=name[:80])
    return FrameworkNode(
        place,
        depth if type(depth) is int else 1,
        node.get("assessable") is True,
        _said(node, "ref_id", place, notices),
        weight=weight if type(weight) is int else 1,
        questions=_questions(node.get("questions"), locale, place, notices),
        **{ours: _localized(node, theirs, locale, place, notices) for theirs, ours in _TEXTS.items()},
    )


def _localized(
    entry: Mapping[str, Any], name: str, locale: str, place: SheetPlace, notices: NoticeList
) -> dict[str, str]:
    """Return a text by locale: the entry's own, and those of its translations."""
    translations = _dictionary(entry.get("translations"))
    texts = {one: _said(_dictionary(words), name, place, notices) for one, words in translations.items()}
    texts[locale] = _said(entry, name, place, notices) or texts.get(locale, "")
    return {one: text for one, text in texts.items() if text}


def _questions(questions: Any, locale: str, place: SheetPlace, notices: NoticeList) -> dict[str, str]:
    """Return a requirement's own questions as lines by locale."""
    lines: dict[str, list[str]] = {}
    for one in _dictionary(questions).values():
        for language, text in _localized(_dictionary(one), "text", locale, place, notices).items():
            lines.setdefault(language, []).append(text)
    return {language: "\n".join(texts) for language, texts in lines.items()}


def _said(entry: Mapping[str, Any], name: str, place: SheetPlace, notices: NoticeList) -> str:
    """Return a field as a text; numbers stand for themselves, as references do that look like one."""
    value = entry.get(name)
    return text_of(str(value) if type(value) is int else value, LONGEST_TEXT, place, notices)


def _dictionary(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
