"""From the rows of the survey to questions: what becomes an item, what belongs to one, and what is only told."""

from collections.abc import Mapping, Sequence

from iso_audit.checklist_formats.choices import ChoiceMap, choices_as_text, tell_of_grades
from iso_audit.checklist_formats.notices import NoticeList, SheetPlace, in_both
from iso_audit.checklist_formats.parts import PartedBlock, Question, Texts, completed
from iso_audit.checklist_formats.words import format_words
from iso_audit.checklist_formats.xlsform.conditions import condition_of, names_in
from iso_audit.checklist_formats.xlsform.grouping import Grouping
from iso_audit.checklist_formats.xlsform.outline import Entry, Group
from iso_audit.checklist_formats.xlsform.own import BELONGING, ITEM
from iso_audit.checklist_formats.xlsform.sheets import LONGEST_TEXT, FormRow
from iso_audit.domain.text import LANGUAGES

TOLD_CELLS = (
    "constraint",
    "constraint_message",
    "calculation",
    "appearance",
    "default",
    "read_only",
    "choice_filter",
    "parameters",
    "repeat_count",
    "trigger",
    "media",
    "required_message",
    "save_to",
)
"""Columns whose cells are told, each by a sentence of its own: our items know no such thing."""
USED = {"type", "name", "label", "hint", "guidance_hint", "relevant", "required", "disabled", *TOLD_CELLS}


class QuestionReader:
    """Reads the rows one after another into blocks with parts; conditions are settled when all are known."""

    def __init__(self, grouping: Grouping, lists: Mapping[str, ChoiceMap], notices: NoticeList) -> None:
        self.grouping, self.lists, self.notices = grouping, lists, notices
        self.used_lists: dict[str, ChoiceMap] = {}
        self._by_name: dict[str, list[Question]] = {}
        self._lists_of: dict[Question, ChoiceMap] = {}
        self._conditions: list[tuple[Question, list[tuple[FormRow, str]]]] = []
        self._before: tuple[tuple[Group, ...], str] = ((), "")

    def read(self, entries: Sequence[Entry]) -> list[PartedBlock]:
        """Return the blocks of the rows; faults are left to the caller to raise."""
        for entry in entries:
            if entry.kind.purpose == "begin":
                self.grouping.begin(entry)
            if entry.mark is None or entry.mark.table != BELONGING:
                self._tell_cells(entry.line)
                if entry.kind.purpose != "begin":
                    self._row(entry)
        for question, expressions in self._conditions:
            self._settle(question, expressions)
        return self.grouping.finished()

    def _row(self, entry: Entry) -> None:
        if entry.mark is not None and entry.mark.table == ITEM:
            self._ask(entry, {}, ())
            return
        label = _texts(entry.line, "label")
        match entry.kind.purpose:
            case "note":
                self.notices.tell(entry.line.place("label"), "note_left_out", text=label)
            case "computed":
                self.notices.tell(entry.line.place("type"), "computed_left_out", name=entry.name, what=entry.kind.what)
            case "metadata":
                self.notices.tell(entry.line.place("type"), "metadata_left_out", what=entry.kind.what)
            case "one" | "several" if "label" in entry.line.value("appearance").split():
                self.notices.tell(entry.line.place("type"), "choice_header_left_out", name=entry.name)
            case "value" | "picture" if self._belongs(entry, label):
                self.notices.tell(entry.line.place("name"), "covered", text=label, item=self._before[1])
            case _ if not label:
                self.notices.fault(entry.line.place("label"), "label_missing", name=entry.name)
            case _:
                evidence, methods = self._evidence(entry)
                self._ask(entry, evidence, methods)

    def _ask(self, entry: Entry, evidence: Texts, methods: tuple[str, ...]) -> None:
        line, own = entry.line, entry.mark.entry if entry.mark is not None else None
        question = Question(line.place("label"), entry.name, _texts(line, "label"), evidence, methods, entry=own)
        if own is not None and not any(own["question"].values()):
            self.notices.fault(question.place, "label_missing", name=entry.name)
        self.grouping.part_of(entry).questions.append(question)
        self._by_name.setdefault(entry.name, []).append(question)
        if entry.kind.list_name in self.lists:
            self._lists_of[question] = self.lists[entry.kind.list_name]
        self._before = (entry.groups, entry.name)
        lines = [*(group.line for group in entry.groups), line]
        expressions = [(one, one.value("relevant")) for one in lines if one.value("relevant")]
        if expressions and not (own and "asked_when" in own):
            self._conditions.append((question, expressions))

    def _belongs(self, entry: Entry, words: Texts) -> bool:
        """Tell whether an entry is about the question before it: by its name, its condition or its label."""
        groups, before = self._before
        if not before or groups != entry.groups:
            return False
        name, named = entry.name.lower(), before.lower()
        rest = name.removeprefix(named) if name.startswith(named) else name.removesuffix(named)
        by_name = rest != name and (rest[:1] in "_-." or rest[-1:] in "_-.")
        by_condition = names_in(entry.line.value("relevant")) == {before}
        return by_name or by_condition or any(map(format_words().belongs, words.values()))

    def _evidence(self, entry: Entry) -> tuple[Texts, tuple[str, ...]]:
        """Return what is to be looked at for a row, and how; a question that no grade answers says so in it."""
        line, kind = entry.line, entry.kind
        choices = self._choices(entry)
        hint, guidance = _texts(line, "hint"), _texts(line, "guidance_hint")
        if guidance:
            self.notices.tell(line.place("guidance_hint"), "guidance_as_evidence")
        pieces = [completed(one, line.place("hint"), self.notices) for one in (hint, guidance) if one]
        if kind.purpose in {"value", "picture", "unknown"}:
            code = "unknown_type" if kind.purpose == "unknown" else "answer_as_evidence"
            self.notices.tell(line.place("type"), code, type=kind.what)
            pieces.append(in_both("formats.words.answer"))
        elif choices is None or kind.purpose == "several" or not choices.are_grades:
            code = "several_as_evidence" if kind.purpose == "several" else "choices_as_evidence"
            self.notices.tell(line.place("type"), code, list=kind.list_name)
            pieces.append(choices_as_text(choices) if choices else in_both("formats.words.answer"))
        if not pieces:
            self.notices.tell(line.place("hint"), "evidence_assumed")
            pieces.append(in_both("formats.words.evidence"))
        evidence: Texts = {language: "\n".join(one[language] for one in pieces) for language in LANGUAGES}
        if max(map(len, evidence.values())) > LONGEST_TEXT:
            self.notices.fault(line.place("hint"), "text_too_long", longest=LONGEST_TEXT, length=len(evidence["vi"]))
        return evidence, ("observation",) if kind.purpose == "picture" else ("document",)

    def _choices(self, entry: Entry) -> ChoiceMap | None:
        """Return the list of a question with choices; a list that the form has not is a fault."""
        kind, place = entry.kind, entry.line.place("type")
        if kind.purpose not in {"one", "several"}:
            return None
        if kind.is_outside:
            self.notices.tell(place, "choices_outside", list=kind.list_name)
            return None
        choices = self.lists.get(kind.list_name)
        if choices is None:
            self.notices.fault(place, "list_unknown" if kind.list_name else "list_missing", list=kind.list_name)
            return None
        if kind.has_other:
            self.notices.tell(place, "other_choice")
        if kind.purpose == "one":
            if choices.are_grades and choices.name not in self.used_lists:
                tell_of_grades(choices, self.notices)
            self.used_lists[choices.name] = choices
        return choices

    def _tell_cells(self, line: FormRow) -> None:
        for base in TOLD_CELLS:
            if value := line.value(base):
                self.notices.tell(line.place(base), f"{base}_left_out", value=value[:200])
        for base in ("label", "hint"):
            if names := names_in(" ".join(_texts(line, base).values())):
                self.notices.tell(line.place(base), "reference_in_text", names=", ".join(sorted(names))[:200])
        if line.value("required").lower() not in {"", "no", "false", "false()"}:
            self.notices.tell(SheetPlace(line.sheet, 0, line.place("required").column), "required_always")

    def _settle(self, question: Question, expressions: Sequence[tuple[FormRow, str]]) -> None:
        """Put a simple condition into a question's `asked_when`, and tell of every other."""
        line, expression = expressions[-1]
        for other, text in expressions[:-1]:
            if text != expression:
                self.notices.tell(other.place("relevant"), "condition_left_out", condition=text[:200])
        place = line.place("relevant")
        condition = condition_of(expression)
        asked = self._by_name.get(condition.name, []) if condition else []
        choices = self._lists_of.get(asked[0]) if len(asked) == 1 else None
        if condition is None or choices is None or not choices.are_grades or asked[0] is question:
            self.notices.tell(place, "condition_left_out", condition=expression[:200])
            return
        chosen = [choices.choice(name) for name in condition.choices]
        grades = dict.fromkeys(one.grade for one in chosen if one is not None and one.grade is not None)
        for name, one in zip(condition.choices, chosen, strict=True):
            if one is None or one.grade is None:
                self.notices.tell(place, "condition_open", name=name, list=choices.name)
        also = [one.name for one in choices.choices if one.grade in grades and one.name not in condition.choices]
        if also:
            self.notices.tell(place, "condition_wider", names=", ".join(also))
        if grades:
            question.condition = (asked[0], tuple(grade.value for grade in grades))


def _texts(line: FormRow, base: str) -> Texts:
    return {language: text for language, text in line.texts(base).items() if language in LANGUAGES}
