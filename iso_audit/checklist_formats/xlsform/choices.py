"""Lists of choices as the sheet of a form has them."""

from iso_audit.checklist_formats.choices import ChoiceMap, Decisions, MappedChoice, mapped_choice
from iso_audit.checklist_formats.notices import NoticeList, SheetPlace
from iso_audit.checklist_formats.xlsform.sheets import Lines

MOST_CHOICES = 500
"""Choices of one list: more are places or people, not answers."""


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
        choice = mapped_choice(line.place("label"), list_name, name, words or {"vi": name, "en": name}, decisions)
        if name in lists.setdefault(list_name, {}):
            first = lists[list_name][name].place.row
            if twice:
                notices.tell(line.place("name"), "choice_twice_left_out", list=list_name, name=name, first=first)
            else:
                notices.fault(line.place("name"), "choice_twice", list=list_name, name=name, first=first)
            continue
        lists[list_name][name] = choice
    for name, choices in lists.items():
        if len(choices) > MOST_CHOICES:
            notices.fault(SheetPlace(lines.sheet), "too_many_choices", list=name, count=len(choices), most=MOST_CHOICES)
    return {name: ChoiceMap(name, tuple(choices.values())) for name, choices in lists.items()}
