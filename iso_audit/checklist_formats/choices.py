"""Lists of choices, and which grade each choice is proposed to mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from iso_audit.checklist_formats.notices import NoticeList, SheetPlace, in_both
from iso_audit.checklist_formats.parts import Texts
from iso_audit.checklist_formats.words import format_words
from iso_audit.domain.grade import Grade
from iso_audit.domain.text import LANGUAGES

Certainty = Literal["sure", "likely", "open", "decided"]
"""A grade's words stand alone; stand at the beginning; do not stand there at all; somebody has decided."""
Decisions = Mapping[tuple[str, str], Grade | None]
"""What people decided of choices, by list and name; None: it is no grade."""


@dataclass(frozen=True, slots=True)
class MappedChoice:
    """One choice: its name, its words, the grade proposed for it, if any, and how certain that is."""

    place: SheetPlace
    name: str
    words: Texts
    grade: Grade | None
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class ChoiceMap:
    """A list of choices; `are_grades` tells whether its choices look like judgements, so that most mean a grade."""

    name: str
    choices: tuple[MappedChoice, ...] = field(default=())

    @property
    def are_grades(self) -> bool:
        """Tell whether at least half of the choices mean a grade, and not all of them the same."""
        grades = [one.grade for one in self.choices if one.grade is not None]
        return len(set(grades)) > 1 and 2 * len(grades) >= len(self.choices)

    @property
    def open_choices(self) -> tuple[MappedChoice, ...]:
        """Return the choices of which somebody has to say what they mean."""
        return tuple(one for one in self.choices if self.are_grades and one.certainty == "open")

    def choice(self, name: str) -> MappedChoice | None:
        """Return the choice of this name, None where the list has none."""
        return next((one for one in self.choices if one.name == name), None)


def tell_of_grades(choices: ChoiceMap, notices: NoticeList) -> None:
    """Tell of the choices of a list of grades that are not surely one: proposed, or to be decided."""
    for one in choices.choices:
        if one.certainty == "open":
            notices.tell(one.place, "choice_open", list=choices.name, name=one.name, words=one.words)
        elif one.certainty == "likely" and one.grade is not None:
            details = {"words": one.words, "grade": in_both(f"words.grade.{one.grade.value}")}
            notices.tell(one.place, "choice_likely", list=choices.name, name=one.name, **details)


def mapped_choice(place: SheetPlace, list_name: str, name: str, words: Texts, decisions: Decisions) -> MappedChoice:
    """Return a choice with the grade that somebody decided, or that its words propose."""
    choice = MappedChoice(place, name, words, None, "open")
    if (list_name, name) in decisions:
        return replace(choice, grade=decisions[list_name, name], certainty="decided")
    if name in set(Grade):
        return replace(choice, grade=Grade(name), certainty="sure")
    proposals = [format_words().grade_of(text) for text in words.values()]
    grades = {grade for grade, _ in proposals if grade is not None}
    if not grades:
        proposals = [format_words().grade_of(name)]
        grades = {grade for grade, _ in proposals if grade is not None}
    if len(grades) != 1:
        return choice
    (grade,) = grades
    surely = any(grade_said == grade and wholly for grade_said, wholly in proposals)
    return replace(choice, grade=grade, certainty="sure" if surely else "likely")


def choices_as_text(choices: ChoiceMap) -> Texts:
    """Return the choices of a list as a line of evidence."""
    beginning = in_both("formats.words.choices")
    listed = {
        language: "; ".join(one.words.get(language) or next(iter(one.words.values())) for one in choices.choices)
        for language in LANGUAGES
    }
    return {language: f"{beginning[language]} {listed[language]}" for language in LANGUAGES}
