"""A template of SafetyCulture (iAuditor) as JSON into tables of our bank: items by parent, response sets, smart fields.

Format: SafetyCulture's developer pages, “inspection format (legacy)”; templates and inspections have the same items.
"""

import reprlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from iso_audit.checklist_formats.choices import ChoiceMap, Decisions, choices_as_text, mapped_choice, tell_of_grades
from iso_audit.checklist_formats.conversion import Conversion
from iso_audit.checklist_formats.json_files import json_of, text_in, text_of
from iso_audit.checklist_formats.names import fitting_name
from iso_audit.checklist_formats.notices import NoticeList, SheetPlace, in_both
from iso_audit.checklist_formats.parts import Part, PartedBlock, Question, Texts
from iso_audit.checklist_formats.tables import tables_of
from iso_audit.checklist_formats.words import format_words, language_by_letters

HEADER, ITEMS = "header_items", "items"
MOST_ITEMS, MOST_CHOICES, DEEPEST, LONGEST_TEXT = 5_000, 500, 20, 10_000
_TITLES = ("section", "category", "primeelement", "dynamicfield", "element")
_GRADED = ("question", "list")
_TICKED = ("checkbox", "switch")
_PICTURES = ("media", "drawing", "signature")
_VALUES = ("text", "textsingle", "slider", "datetime", "address", "scanner", "weather", "asset", "temperature")
_NONE: Mapping[tuple[str, str], None] = MappingProxyType({})
_NOTHING_IN_USE: Mapping[str, Sequence[str]] = MappingProxyType({})


@dataclass(slots=True, eq=False)
class ListedItem:
    """One item of the template with the one it stands in; `options` are what it says of itself."""

    place: SheetPlace
    id: str
    kind: str
    text: str
    parent_id: str
    options: Mapping[str, Any]
    above: "tuple[ListedItem, ...]" = field(default=())


def read(
    data: bytes,
    *,
    decisions: Decisions = _NONE,
    in_use: Mapping[str, Sequence[str]] = _NOTHING_IN_USE,
) -> Conversion:
    """Return the tables of a template's JSON; `in_use` are ids the bank has already, by table.

    Raises FormatFaulty with every fault; then nothing of the template is taken.
    """
    notices = NoticeList()
    content = json_of(data, notices)
    if not isinstance(content, dict) or not isinstance(content.get(ITEMS), list):
        notices.fault(SheetPlace(), "not_a_template")
    notices.refuse_faults()
    items = _placed(list(_items(content, notices)), notices)
    notices.refuse_faults()
    reader = _Reader(_new_block(content, notices), _choice_maps(content, decisions), notices)
    for item in items:
        reader.take(item)
    if not reader.count:
        notices.fault(SheetPlace(ITEMS), "no_questions")
    notices.refuse_faults()
    notices.tell(SheetPlace(ITEMS), "methods_assumed")
    tables = tables_of([reader.block], notices, in_use=in_use)
    return Conversion(tables, notices.told(), tuple(reader.used_lists.values()))


def _items(content: Mapping[str, Any], notices: NoticeList) -> Iterator[ListedItem]:
    """Give the items of the template in order; what is no item is a fault."""
    for name in (HEADER, "header", ITEMS):
        entries = content.get(name) or []
        if not isinstance(entries, list):
            notices.fault(SheetPlace(name), "entry_unreadable", value=reprlib.repr(entries))
            continue
        if len(entries) > MOST_ITEMS:
            notices.fault(SheetPlace(name), "too_many_rows", rows=len(entries), most=MOST_ITEMS)
            continue
        for number, entry in enumerate(entries, start=1):
            place = SheetPlace(name, number)
            known = entry if isinstance(entry, dict) else {}
            id_, kind, options = known.get("item_id"), known.get("type"), known.get("options")
            if not isinstance(id_, str) or not isinstance(kind, str):
                notices.fault(place, "entry_unreadable", value=reprlib.repr(entry))
                continue
            text = text_of(known.get("label"), LONGEST_TEXT, place, notices)
            parent_id = known.get("parent_id")
            parent_id = parent_id if isinstance(parent_id, str) else ""
            yield ListedItem(place, id_, kind.lower(), text, parent_id, options if isinstance(options, dict) else {})
            if known.get("responses"):
                notices.tell(SheetPlace(name), "answers_left_out")


def _placed(items: Sequence[ListedItem], notices: NoticeList) -> Sequence[ListedItem]:
    """Return the items with all those above them, outermost first; what stands nowhere or in itself is a fault."""
    by_id: dict[str, ListedItem] = {}
    for item in items:
        first = by_id.setdefault(item.id, item)
        if first is not item:
            notices.fault(item.place, "name_twice", name=item.id, first=first.place.row)
    for item in items:
        above: list[ListedItem] = []
        parent_id = item.parent_id
        while parent_id and len(above) <= DEEPEST:
            if parent_id not in by_id:
                notices.fault(item.place, "parent_unknown", name=parent_id[:80])
                break
            above.append(by_id[parent_id])
            parent_id = above[-1].parent_id
        if len(above) > DEEPEST:
            notices.fault(item.place, "too_deep", most=DEEPEST)
        item.above = tuple(reversed(above))
    return items


def _choice_maps(content: Mapping[str, Any], decisions: Decisions) -> dict[str, ChoiceMap]:
    """Return the response sets by id; their answers are known by their own ids."""
    about = content.get("template_data")
    sets = (about if isinstance(about, dict) else content).get("response_sets") or content.get("response_sets")
    maps = {}
    for name, one in sets.items() if isinstance(sets, dict) else ():
        responses = one.get("responses") if isinstance(one, dict) else None
        choices = []
        for number, response in enumerate(responses if isinstance(responses, list) else [], start=1):
            words = response.get("label") if isinstance(response, dict) else None
            if isinstance(words, str) and words.strip():
                place = SheetPlace("response_sets", number)
                id_ = text_in(response, "id") or words
                choices.append(mapped_choice(place, name, id_, {"vi": words.strip(), "en": words.strip()}, decisions))
        maps[name] = ChoiceMap(name, tuple(choices))
    return maps


def _new_block(content: Mapping[str, Any], notices: NoticeList) -> PartedBlock:
    about = content.get("template_data")
    metadata = about.get("metadata") if isinstance(about, dict) else None
    metadata = metadata if isinstance(metadata, dict) else {}
    place = SheetPlace("metadata")
    name = text_of(metadata.get("name") or content.get("name"), LONGEST_TEXT, place, notices)
    if description := text_of(metadata.get("description"), LONGEST_TEXT, place, notices):
        notices.tell(place, "note_left_out", text=description[:200])
    texts: Texts = dict.fromkeys(("vi", "en"), name) if name else in_both("formats.words.untitled")
    return PartedBlock(place, name or "form", texts, dict(texts), fitting_name(name, otherwise="form").lower())


class _Reader:
    def __init__(self, block: PartedBlock, lists: Mapping[str, ChoiceMap], notices: NoticeList) -> None:
        self.block, self.lists, self.notices = block, lists, notices
        self.used_lists: dict[str, ChoiceMap] = {}
        self.count = 0
        self._names = fitting_name(block.name, otherwise="form", longest=20)
        self._parts: dict[ListedItem | None, Part] = {}
        self._before: ListedItem | None = None

    def take(self, item: ListedItem) -> None:
        """Make of one item what it becomes, or tell what becomes of it."""
        kind, text = item.kind, item.text
        self._tell_options(item)
        if kind in _TITLES or kind == "smartfield":
            return
        if kind == "information":
            self.notices.tell(item.place, "note_left_out", text=text or "–")
        elif kind in _GRADED or kind in _TICKED:
            self._ask(item, self._graded(item))
            self._before = item
        elif (question := self._belongs_to(item)) is not None:
            self.notices.tell(item.place, "covered", text=text or item.kind, item=question.text[:80])
        else:
            code = "answer_as_evidence" if kind in _VALUES or kind in _PICTURES else "unknown_type"
            self.notices.tell(item.place, code, type=kind)
            self._ask(item, in_both("formats.words.answer"))

    def _belongs_to(self, item: ListedItem) -> ListedItem | None:
        """Return the question that a value asks more of: one it stands in, or the one before, by its words or none."""
        within = next((one for one in reversed(item.above) if one.kind in _GRADED or one.kind in _TICKED), None)
        before = self._before
        if (
            within is None
            and before is not None
            and before.above == item.above
            and (not item.text or format_words().belongs(item.text))
        ):
            return before
        return within

    def _graded(self, item: ListedItem) -> Texts:
        """Return the evidence of a question with answers; answers that are no grades stand in it."""
        if item.kind in _TICKED:
            self.notices.tell(item.place, "tick_as_item")
        else:
            name = text_in(item.options, "response_set")
            choices = self.lists.get(name)
            if choices is None:
                self.notices.fault(item.place, "response_set_unknown", list=name or "–")
            elif len(choices.choices) > MOST_CHOICES:
                details = {"list": name, "count": len(choices.choices), "most": MOST_CHOICES}
                self.notices.fault(item.place, "too_many_choices", **details)
            elif item.options.get("multiple_selection") or not choices.are_grades:
                code = "several_as_evidence" if item.options.get("multiple_selection") else "choices_as_evidence"
                self.notices.tell(item.place, code, list=name)
                return choices_as_text(choices)
            else:
                if name not in self.used_lists:
                    tell_of_grades(choices, self.notices)
                self.used_lists[name] = choices
        self.notices.tell(item.place, "evidence_assumed")
        return in_both("formats.words.evidence")

    def _ask(self, item: ListedItem, evidence: Texts) -> None:
        if not item.text:
            self.notices.fault(item.place, "label_missing", name=item.id)
            return
        self.count += 1
        methods = ("observation",) if item.kind in _PICTURES else ("document",)
        texts = _texts(item.text)
        name = f"{self._names}-{self.count}"
        self._part_of(item).questions.append(Question(item.place, name, texts, evidence, methods))

    def _part_of(self, item: ListedItem) -> Part:
        titled = [one for one in item.above if one.kind in _TITLES and one.text]
        key = titled[-1] if titled else None
        if key not in self._parts:
            title = _texts(" – ".join(one.text for one in titled)) if titled else None
            place = key.place if key is not None else SheetPlace(ITEMS)
            name = f"{self._names}-s{len(self._parts) + 1}"
            self._parts[key] = Part(place, name, title or in_both("formats.words.general_part"))
            self.block.parts.append(self._parts[key])
        return self._parts[key]

    def _tell_options(self, item: ListedItem) -> None:
        options = item.options
        if item.kind == "smartfield":
            question = item.above[-1].text if item.above else ""
            listed = options.get("values")
            values = ", ".join(self._word_of(one) for one in (listed if isinstance(listed, list) else ()))
            self.notices.tell(item.place, "condition_left_out", condition=f"{question} {values}"[:200].strip() or "–")
        if options.get("is_mandatory") or options.get("required"):
            self.notices.tell(SheetPlace(item.place.sheet, 0, "is_mandatory"), "required_always")
        if options.get("weighting") not in (None, "", 0, "0", 1, "1"):
            self.notices.tell(item.place, "weighting_left_out", value=reprlib.repr(options["weighting"]))
        if options.get("media") or options.get("link"):
            self.notices.tell(item.place, "media_left_out", value=text_in(options, "link")[:80] or "media")

    def _word_of(self, response: object) -> str:
        choices = (choices.choice(response) for choices in self.lists.values() if isinstance(response, str))
        return next((one.words["en"] for one in choices if one is not None), reprlib.repr(response))


def _texts(text: str) -> Texts:
    """Return a text under the language that its letters look like: a template has one and does not say which."""
    return {language_by_letters(text): text}
