"""The question bank: every block, item and clause, agency kinds, forms, phrases and grade help."""

from dataclasses import dataclass

from iso_audit.domain.checklist import Block, Clause, Item
from iso_audit.domain.errors import NotFound
from iso_audit.domain.text import Text

FULL = "full"
"""The form that asks everything; whatever else is asked by is a part of it, and the minutes say so."""


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """A kind of agency: what it is asked by default, and how many case files of how many procedures.

    `exclusions` are the clauses such agencies usually exclude: an offer, each still needs its reason. `first_year` and
    `last_year` bound the programmes in which there are such agencies (0: not bounded).
    """

    id: str
    name: Text
    level: str
    blocks: tuple[str, ...]
    form: str
    case_files_minimum: int
    case_files_maximum: int
    procedures_minimum: int
    procedures_maximum: int
    exclusions: tuple[str, ...] = ()
    first_year: int = 0
    last_year: int = 0

    def exists_in(self, year: int) -> bool:
        """Tell whether there are agencies of this kind in a year."""
        return self.first_year <= year and (not self.last_year or year <= self.last_year)


@dataclass(frozen=True, slots=True)
class Form:
    """A choice of items: all of them, or the starred ones and those of some blocks, clauses or ids."""

    id: str
    name: Text
    everything: bool = False
    starred: bool = False
    blocks: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A ready sentence for a frequent finding and its request, with [slots] to edit."""

    id: str
    grade: str
    items: tuple[str, ...]
    statement: Text
    request: Text


@dataclass(frozen=True, slots=True)
class GradeHelp:
    """A test question: where the answer is yes, `grade` is the grade to think of."""

    id: str
    grade: str
    question: Text
    example: Text


@dataclass(frozen=True, slots=True)
class Bank:
    """Everything the checklists folder holds, checked as a whole."""

    id: str
    version: str
    edition: Text
    blocks: tuple[Block, ...]
    clauses: tuple[Clause, ...]
    items: tuple[Item, ...]
    kinds: tuple[AgencyKind, ...]
    forms: tuple[Form, ...]
    phrases: tuple[Phrase, ...]
    grade_help: tuple[GradeHelp, ...]

    def kind(self, kind_id: str) -> AgencyKind:
        """Return the agency kind; NotFound `agency_kind_unknown` if the bank has none of this id."""
        for kind in self.kinds:
            if kind.id == kind_id:
                return kind
        raise NotFound("agency_kind_unknown", kind=kind_id)

    def kinds_in(self, year: int, *, own: str = "") -> tuple[AgencyKind, ...]:
        """Return the kinds to offer in a year's programme, and the `own` one that an agency has already."""
        return tuple(kind for kind in self.kinds if kind.exists_in(year) or kind.id == own)

    def form(self, form_id: str) -> Form:
        """Return the form; NotFound `form_unknown` if the bank has none of this id."""
        for form in self.forms:
            if form.id == form_id:
                return form
        raise NotFound("form_unknown", form=form_id)

    def phrases_for(self, item_id: str) -> tuple[Phrase, ...]:
        """Return the phrases that fit findings on this item."""
        return tuple(phrase for phrase in self.phrases if item_id in phrase.items)
