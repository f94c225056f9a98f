"""What a checklist of others was read into before it becomes tables: blocks with parts, parts with questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from iso_audit.checklist_formats.notices import NoticeList, SheetPlace, in_both
from iso_audit.domain.text import LANGUAGES

Texts = dict[str, str]
"""A text by language, `vi` and `en`; a language that is not there is missing."""


@dataclass(slots=True, eq=False)
class Question:
    """A question that will be an item; `entry` holds fields that an export of ours wrote beside it, `more` others.

    `condition` is the question it depends on and the grades that bring it up.
    """

    place: SheetPlace
    name: str
    question: Texts
    evidence: Texts
    methods: tuple[str, ...] = ("document",)
    condition: "tuple[Question, tuple[str, ...]] | None" = None
    clause: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    entry: Mapping[str, Any] | None = None


@dataclass(slots=True, eq=False)
class Part:
    """A run of questions that will be a section; `is_section` is no where an export of ours had them in none."""

    place: SheetPlace
    name: str
    title: Texts
    questions: list[Question] = field(default_factory=list)
    entry: Mapping[str, Any] | None = None
    is_section: bool = True


@dataclass(slots=True, eq=False)
class PartedBlock:
    """What will be a block, with the clauses that the file itself describes, by number."""

    place: SheetPlace
    name: str
    title: Texts
    source: Texts
    standard: str
    parts: list[Part] = field(default_factory=list)
    clauses: dict[str, dict[str, Any]] = field(default_factory=dict)
    entry: Mapping[str, Any] | None = None


def completed(texts: Texts, place: SheetPlace, notices: NoticeList) -> Texts:
    """Return a text in both languages, the one that is missing taken from the other, which is told."""
    present = next((texts[language] for language in LANGUAGES if texts.get(language)), "")
    for language in LANGUAGES:
        if present and not texts.get(language):
            notices.tell(place, "language_missing", name=in_both(f"words.language.{language}"))
    return {language: texts.get(language) or present for language in LANGUAGES}
