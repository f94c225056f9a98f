"""Lists of choices, and which grade each choice is proposed to mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from iso_audit.checklist_formats.notices import NoticeList, SheetPlace, in_both
from iso_audit.checklist_formats.parts import Texts
from iso_audit.checklist_formats.words import format_words
from iso_audit.checklist_formats.xlsform.sheets import Lines
from iso_audit.domain.grade import Grade

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


def choice_maps(lines: Lines, decisions: Decisions, notices: NoticeList, *, twice: bool) -> dict[str, ChoiceMap]:
    """Return the lists by name; a name that a list has twice is a fault, unless the form allows it (`twice`)."""
    lists: dict[str, dict[str, MappedChoice]] = {}
    for line in lines.lines:
        list_name, name, words = line.value("list_name"), line.value("name"), line.texts("label")
        if not list_name or not (name or words):
            notices.tell(line.place(), "row_left_out", text=" · ".join(line.cells.values())[:200])
            continue
        if not name:
            notices.fault(line.place("name"), "choice_without_name", list=list_name)
            continue
        words = {language: text for language, text in words.items() if language in ("vi", "en")}
        if not words:
            notices.tell(line.place("label"), "choice_without_label", list=list_name, name=name)
        choice = _mapped(line.place("label"), list_name, name, words or {"vi": name, "en": name}, decisions)
        if name in lists.setdefault(list_name, {}):
            first = lists[list_name][name].place.row
            if twice:
                notices.tell(line.place("name"), "choice_twice_left_out", list=list_name, name=name, first=first)
            else:
                notices.fault(line.place("name"), "choice_twice", list=list_name, name=name, first=first)
            continue
        lists[list_name][name] = choice
    return {name: ChoiceMap(name, tuple(choices.values())) for name, choices in lists.items()}


def tell_of_grades(choices: ChoiceMap, notices: NoticeList) -> None:
    """Tell of the choices of a list of grades that are not surely one: proposed, or to be decided."""
    for one in choices.choices:
        if one.certainty == "open":
            notices.tell(one.place, "choice_open", list=choices.name, name=one.name, words=one.words)
        elif one.certainty == "likely" and one.grade is not None:
            details = {"words": one.words, "grade": in_both(f"words.grade.{one.grade.value}")}
            notices.tell(one.place, "choice_likely", list=choices.name, name=one.name, **details)


def _mapped(place: SheetPlace, list_name: str, name: str, words: Texts, decisions: Decisions) -> MappedChoice:
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
