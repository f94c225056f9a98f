"""The question bank of an edition: every block, item and clause, agency kinds, forms, phrases and grade help."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from iso_audit.domain.checklist import FIRST_EXCLUDABLE, FIRST_STANDARD, Block, Clause, Item
from iso_audit.domain.errors import NotFound
from iso_audit.domain.text import Text

FULL = "full"
"""The form that asks everything; whatever else is asked by is a part of it, and the minutes say so."""


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """A kind of agency: what it is asked by default, and how many case files of how many procedures.

    `first_year` and `last_year` bound the programmes in which there are such agencies (0: not bounded).
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
    """The questions by one edition of the standard, checked as a whole.

    `standard` is what programmes and papers call the edition; `withdrawn_on` the last day on which it was in force;
    `excludable` the clauses inside which a clause may be excluded (none named: any clause may be declared not
    applicable). An edition that is only expected has no questions.
    """

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
    standard: str = FIRST_STANDARD
    excludable: tuple[str, ...] = FIRST_EXCLUDABLE
    withdrawn_on: date | None = None

    @property
    def is_expected(self) -> bool:
        """Tell whether the edition is only expected: nothing is asked by it yet."""
        return not self.items

    def withdrawn_at(self, day: date | None) -> bool:
        """Tell whether the edition was withdrawn before a day."""
        return self.withdrawn_on is not None and day is not None and day > self.withdrawn_on

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


@dataclass(frozen=True, slots=True)
class Banks:
    """The banks of all editions of the standard, the oldest edition first."""

    all: tuple[Bank, ...]

    def __iter__(self) -> Iterator[Bank]:
        return iter(self.all)

    def of(self, standard: str) -> Bank:
        """Return the bank of an edition; NotFound `edition_unknown` if there is none of this name."""
        for bank in self.all:
            if bank.standard == standard:
                return bank
        raise NotFound("edition_unknown", standard=standard)

    def helping(self, standard: str) -> Bank:
        """Return the bank whose phrases and grade help stand beside an audit: its edition's, else the newest one's.

        An audit may come in a file from a machine that has an edition which is not known here.
        """
        return next((bank for bank in self.all if bank.standard == standard), self.to_plan_by[-1])

    @property
    def to_plan_by(self) -> tuple[Bank, ...]:
        """Return the editions that a programme can choose."""
        return tuple(bank for bank in self.all if not bank.is_expected)

    def to_begin_by(self, day: date, former: str) -> Bank:
        """Return the edition that a programme from `day` on begins with: the former one's unless that was withdrawn.

        Else the oldest in force, and where none is, the newest.
        """
        in_force = [bank for bank in self.to_plan_by if not bank.withdrawn_at(day)]
        of_former = [bank for bank in in_force if bank.standard == former]
        return next(iter((*of_former, *in_force)), self.to_plan_by[-1])

    def kind(self, kind_id: str) -> AgencyKind:
        """Return the agency kind, whichever edition names it; NotFound `agency_kind_unknown` if none does."""
        for bank in reversed(self.all):
            if any(kind.id == kind_id for kind in bank.kinds):
                return bank.kind(kind_id)
        raise NotFound("agency_kind_unknown", kind=kind_id)
