"""The catalogue of what the journal tells of: every kind of subject, its fields, and who may write them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from iso_audit.domain.case_figures import COUNTS
from iso_audit.domain.case_file import ANSWERS, CHECKS, DATES, OUTCOMES, SELECTIONS
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.conclusion import Conclusion
from iso_audit.domain.earlier import EarlierState
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.grade import Grade
from iso_audit.domain.values import CHECKS as VALUE_CHECKS
from iso_audit.domain.values import LONGEST, one_of

LONGEST_ID = 64
Meaning = Literal["", "always", "judges", "needs_reason", "finding", "nonconformity"]
"""What a text of an item goes with: nothing, any grade and none, or what a grade means."""
_GRADES: dict[Meaning, frozenset[Grade]] = {
    "judges": frozenset(grade for grade in Grade if grade.judges),
    "needs_reason": frozenset(grade for grade in Grade if grade.needs_reason),
    "finding": frozenset(grade for grade in Grade if grade.worse_than_conforming),
    "nonconformity": frozenset(grade for grade in Grade if grade.is_nonconformity),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind of subject: its name and what its value may be, a kind of `values.CHECKS` or one of `choices`.

    What it is called stands under `fields.<kind>.<name>`, the words of its choices under `words`; `part` is the part of
    its form that it stands on. Of an item's fields, `shown` says when the checklist offers it, `required` when it is a
    gap until it is written, `phrases` that ready sentences are put in; the minutes' annex prints the `annexed`.
    """

    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    words: str = ""
    part: str = ""
    shown: Meaning = "always"
    required: Meaning = ""
    phrases: bool = False
    annexed: bool = False
    by_server: bool = False

    def checked(self, value: str) -> str:
        """Return `value` as it is kept, or raise RuleBroken with what is wrong."""
        return one_of(value, self.choices) if self.choices else VALUE_CHECKS[self.kind](value)

    def shown_at(self, grade: Grade | None) -> bool:
        """Tell whether the checklist offers it at `grade`, so that it is told with it."""
        return self.shown == "always" or grade in _GRADES.get(self.shown, ())

    def required_at(self, grade: Grade | None) -> bool:
        """Tell whether it is a gap at `grade` until it is written."""
        return self.required == "always" or grade in _GRADES.get(self.required, ())

    @property
    def longest(self) -> int | None:
        """Return how long its text may be, None where it takes no text."""
        return LONGEST.get(self.kind)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of subject. Its subjects are named by an item of the checklist, by an id, or there is one of them.

    `writers` are all who record or only leaders. What is told of a kind that does not enter the minutes changes none.
    """

    name: str
    named: Literal["item", "id", "one"]
    fields: tuple[Field, ...]
    writers: Literal["recorders", "leaders"] = "recorders"
    enters_minutes: bool = True

    def field(self, name: str) -> Field | None:
        """Return the field called `name`, None where there is none."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of its fields, in order."""
        return tuple(field.name for field in self.fields)


def _fields(kind: str, *names: str, part: str = "") -> tuple[Field, ...]:
    return tuple(Field(name, kind, part=part) for name in names)


def _choices(words: str, choices: Iterable[str], *names: str, part: str = "") -> tuple[Field, ...]:
    return tuple(Field(name, "choice", tuple(choices), words, part) for name in names)


_ITEM = (
    *_choices("words.grade", Grade, "grade"),
    Field("reason", shown="needs_reason", required="needs_reason", annexed=True),
    Field("evidence", required="finding", annexed=True),
    Field("gap", shown="finding", phrases=True, annexed=True),
    Field("unit", "line", shown="finding", annexed=True),
)
_FINDING = (
    *_fields("texts", "items"),
    *_choices("words.grade", Grade, "grade"),
    *_fields("line", "criterion", "unit", "number", part="words"),
    *_fields("text", "gap", "evidence", "request", "opinion", part="words"),
    *_fields("day", "deadline", part="words"),
    *_fields("text", "withdrawn"),
)
_VISIT = (
    *_fields("moment", "opened_at", "closed_at", part="facts"),
    *_fields("line", "place", "period", part="facts"),
    *_fields("count", "departments", "staff", "procedures_published", "procedures_in_system", part="agency"),
    *_fields("line", "declared", "declared_again", "documents", part="agency"),
    *_fields("text", "strengths", "recommendations", "to_agency", "to_others", part="closing"),
    *_fields("day", "report_due", part="closing"),
    *_fields("line", "report_to", part="closing"),
    *_fields("text", "not_checked", part="closing"),
    *_choices("words", ("yes", "no"), "agrees", part="closing"),
    *_fields("text", "agency_opinion", "agency_proposals", part="closing"),
    *_fields("count", "copies", part="closing"),
    *_fields("text", "recipients", part="closing"),
)
_ATTENDEE = (
    *_choices("words.side", ("team", "agency", "observer"), "side"),
    *_fields("line", "name", "position", "role", "absent_reason"),
    *_choices("words", ("yes",), "signs", "withdrawn"),
)
_EARLIER = (*_choices("words.earlier_state", EarlierState, "state"), *_fields("text", "note"))
_CONCLUSION = (*_choices("words.conclusion", Conclusion, "value"), *_fields("text", "reason"))
_PROCEDURE = (
    *_fields("line", "name", "sector"),
    *_fields("limit", "legal_days"),
    *_choices("words", ("yes",), "withdrawn"),
)
_CASE = (
    *_fields("line", "code"),
    *_fields("line", "procedure", "sector", "channel", part="facts"),
    *_fields("case_day", *DATES, part="facts"),
    *_fields("limit", "legal_days", part="facts"),
    *_fields("line", "limit_text"),
    *_fields("hours", "limit_hours"),
    *_fields("clock", "received_at", "done_at"),
    *_choices("sampling.outcome", OUTCOMES, "outcome", part="facts"),
    *_fields("text", "note", part="facts"),
    *_fields("suspensions", "suspensions"),
    *_choices("sampling.selection", SELECTIONS, "selection"),
    *_fields("text", "selection_reason", "withdrawn"),
    *_choices("sampling.answer", ANSWERS, *CHECKS),
)
_PHOTO = (
    *_fields("item", "item"),
    *_fields("text", "finding", "withdrawn"),
    *_fields("caption", "caption"),
    Field("sha256", "sha256", by_server=True),
)
_SAMPLE = (
    *_fields("text", "seed", "list"),
    *_fields("texts", "strata"),
    *_fields("count", "wanted"),
    *_fields("count", *(f"declared_{name}" for name in COUNTS), part="declared"),
    *_fields("parts", "declared_parts"),
)
_ALL = (
    Kind("item", "item", _ITEM),
    Kind("finding", "id", _FINDING),
    Kind("visit", "one", _VISIT),
    Kind("attendee", "id", _ATTENDEE),
    Kind("earlier", "id", _EARLIER),
    Kind("conclusion", "one", _CONCLUSION, writers="leaders"),
    Kind("procedure", "id", _PROCEDURE),
    Kind("case", "id", _CASE),
    Kind("photo", "id", _PHOTO),
    Kind("sample", "one", _SAMPLE),
)
KINDS = {kind.name: kind for kind in _ALL}


def kind_of(subject: str) -> Kind | None:
    """Return the kind of a subject, None where the catalogue knows none."""
    return KINDS.get(subject.partition(":")[0])


def enters_minutes(subject: str) -> bool:
    """Tell whether the minutes tell of a subject, so that what is written of it later changes them."""
    kind = kind_of(subject)
    return kind is None or kind.enters_minutes


def writers_of(subject: str, name: str = "") -> Literal["recorders", "leaders", "server"]:
    """Return who writes a field of a subject: all who record, only leaders, or only the server itself."""
    kind = kind_of(subject)
    field = kind.field(name) if kind else None
    return "server" if field and field.by_server else kind.writers if kind else "recorders"


def checked_value(checklist: Checklist, subject: str, name: str, value: str | None) -> str | None:
    """Return the value of a field as it is kept (None clears), or raise RuleBroken with what is wrong."""
    kind, named = kind_of(subject), subject.partition(":")[2]
    if kind is None or len(subject) > LONGEST_ID:
        raise RuleBroken("subject_unknown", subject=subject[:60])
    if kind.named == "item":
        _check_item(checklist, named)
    if kind.named == "id" and not named:
        raise RuleBroken("subject_unknown", subject=subject[:60])
    field = kind.field(name)
    if field is None:
        raise RuleBroken("field_unknown", field=name[:60])
    if value is None:
        return None
    if field.kind == "item":
        _check_item(checklist, value)
    return field.checked(value) or None


def _check_item(checklist: Checklist, item_id: str) -> None:
    if item_id not in checklist.retired and all(item.id != item_id for item in checklist.items):
        raise RuleBroken("item_unknown", item=item_id[:60])


def item_texts() -> list[dict[str, object]]:
    """Return the texts of an item as plain data: what the checklist on a tablet asks for, in this order, and when."""
    return [
        {
            "name": field.name,
            "shown": field.shown,
            "required": field.required,
            "lines": 1 if field.kind == "line" else 2,
            "phrases": field.phrases,
            "limit": field.longest,
        }
        for field in KINDS["item"].fields
        if field.longest
    ]
