"""A framework of CISO Assistant, whichever file it comes from: its requirement nodes into tables of our bank."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from iso_audit.checklist_formats.conversion import Conversion
from iso_audit.checklist_formats.names import fitting_name
from iso_audit.checklist_formats.notices import NoticeList, SheetPlace, in_both
from iso_audit.checklist_formats.parts import Part, PartedBlock, Question, Texts, completed
from iso_audit.checklist_formats.tables import tables_of
from iso_audit.domain.text import LANGUAGES

MOST_NODES, DEEPEST = 5_000, 20
LONGEST_TEXT = 10_000
_CLAUSE = re.compile(r"(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2}){1,4}|\d{1,2}")
TextsByLocale = Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class FrameworkNode:
    """One requirement or heading: how deep it stands, what it is called by, and its texts by locale."""

    place: SheetPlace
    depth: int
    is_assessable: bool
    ref_id: str = ""
    name: TextsByLocale = field(default_factory=dict)
    description: TextsByLocale = field(default_factory=dict)
    evidence: TextsByLocale = field(default_factory=dict)
    annotation: TextsByLocale = field(default_factory=dict)
    questions: TextsByLocale = field(default_factory=dict)
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework as a file describes it; `copyright` is what it says of who may use its text."""

    place: SheetPlace
    ref_id: str
    name: TextsByLocale
    locale: str
    copyright: str
    nodes: Sequence[FrameworkNode]


def converted(framework: Framework, notices: NoticeList, *, in_use: Mapping[str, Sequence[str]]) -> Conversion:
    """Return the tables of a framework; raises FormatFaulty with every fault."""
    if len(framework.nodes) > MOST_NODES:
        notices.fault(framework.place, "too_many_rows", rows=len(framework.nodes), most=MOST_NODES)
    elif not any(node.is_assessable for node in framework.nodes):
        notices.fault(framework.place, "no_questions")
    notices.refuse_faults()
    if framework.copyright:
        notices.tell(framework.place, "copyright_said", text=framework.copyright[:300])
    notices.tell(framework.place, "methods_assumed")
    notices.tell(framework.place, "framework_grades")
    block = _Reader(framework, notices).block()
    notices.refuse_faults()
    tables = tables_of([block], notices, in_use=in_use)
    return Conversion(tables, notices.told())


class _Reader:
    def __init__(self, framework: Framework, notices: NoticeList) -> None:
        self.framework, self.notices = framework, notices
        self._parts: dict[FrameworkNode | None, Part] = {}
        self._is_assumed = False

    def block(self) -> PartedBlock:
        """Return the framework as a block: headings become sections, requirements their questions."""
        framework = self.framework
        name = framework.ref_id or next(iter(framework.name.values()), "")
        title = self._texts(framework.name, framework.place) or in_both("formats.words.untitled")
        standard = fitting_name(name, otherwise="framework").lower()
        block = PartedBlock(framework.place, name or "framework", title, dict(title), standard)
        above: list[FrameworkNode] = []
        for node in framework.nodes:
            above = [one for one in above if one.depth < node.depth][:DEEPEST]
            if node.is_assessable:
                self._part(above, block).questions.append(self._question(node))
            elif node.description:
                text = self._texts(node.description, node.place)
                self.notices.tell(node.place, "note_left_out", text={one: words[:200] for one, words in text.items()})
            above.append(node)
        return block

    def _part(self, above: Sequence[FrameworkNode], block: PartedBlock) -> Part:
        headings = [node for node in above if not node.is_assessable and (node.name or node.ref_id)]
        key = headings[-1] if headings else None
        if key not in self._parts:
            titles = [self._title(node) for node in headings]
            title: Texts = {one: " – ".join(_either(text, one) for text in titles) for one in LANGUAGES}
            place = key.place if key is not None else self.framework.place
            name = key.ref_id if key is not None and key.ref_id else f"s{len(self._parts) + 1}"
            self._parts[key] = Part(place, name, title if titles else in_both("formats.words.general_part"))
            block.parts.append(self._parts[key])
        return self._parts[key]

    def _title(self, node: FrameworkNode) -> Texts:
        """Return a heading's title behind its reference, which may be the number of a clause."""
        texts = self._texts(node.name, node.place) or {"en": ""}
        return {language: f"{node.ref_id} {text}".strip() for language, text in texts.items()}

    def _question(self, node: FrameworkNode) -> Question:
        name, description = self._texts(node.name, node.place), self._texts(node.description, node.place)
        languages = [one for one in LANGUAGES if name.get(one) or description.get(one)]
        texts: Texts = {
            one: ": ".join(text for text in (_either(name, one), _either(description, one)) if text)
            for one in languages
        }
        if not texts:
            self.notices.fault(node.place, "label_missing", name=node.ref_id or "–")
        pieces = [
            completed(said, node.place, self.notices)
            for one in (node.evidence, node.annotation)
            if (said := self._texts(one, node.place))
        ]
        if node.questions:
            self.notices.tell(node.place, "questions_as_evidence")
            pieces.append(completed(self._texts(node.questions, node.place), node.place, self.notices))
        if not pieces:
            self.notices.tell(node.place, "evidence_assumed")
            pieces.append(in_both("formats.words.evidence"))
        evidence: Texts = {one: "\n".join(piece[one] for piece in pieces) for one in LANGUAGES}
        for text in (*texts.values(), *evidence.values()):
            if len(text) > LONGEST_TEXT:
                self.notices.fault(node.place, "text_too_long", longest=LONGEST_TEXT, length=len(text))
        clause = node.ref_id if _CLAUSE.fullmatch(node.ref_id) else ""
        more = {"weight": node.weight} if node.weight > 1 else {}
        return Question(node.place, node.ref_id, texts, evidence, clause=clause, more=more)

    def _texts(self, texts: TextsByLocale, place: SheetPlace) -> Texts:
        """Return the texts in our languages; where there are none, the framework's own language stands for English."""
        ours: Texts = {language: texts[language] for language in LANGUAGES if texts.get(language)}
        others = {locale: text for locale, text in texts.items() if locale not in LANGUAGES and text}
        if not ours and others:
            locale = self.framework.locale if self.framework.locale in others else next(iter(others))
            self.notices.tell(self.framework.place, "language_assumed", name=locale)
            return {"en": others[locale]}
        for locale in others:
            self.notices.tell(self.framework.place, "language_left_out", name=locale)
        return ours


def _either(texts: Texts, language: str) -> str:
    return texts.get(language) or next((text for text in texts.values() if text), "")
