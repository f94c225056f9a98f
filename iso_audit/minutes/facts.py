"""The facts the minutes are made from: plain values gathered by the workflow, nothing worded yet.

Moments are local time of the place of the audit. Texts entered by people are printed as entered; an empty
text or tuple, or None, means nobody gave it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from iso_audit.domain.bank import FULL
from iso_audit.domain.checklist import Condition
from iso_audit.domain.conclusion import Conclusion
from iso_audit.domain.earlier import EarlierMinutes, EarlierState
from iso_audit.domain.finding import Wording, is_to_be_corrected
from iso_audit.domain.grade import Grade
from iso_audit.domain.programme import AuditForm, Decision
from iso_audit.domain.text import Text
from iso_audit.minutes.case_facts import CaseFileSample

Side = Literal["team", "agency", "observer"]
Capacity = Literal["agency", "secretary", "leader", "deputy"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the opening meeting; `role` is an id of the team's roles or words as entered."""

    name: str
    position: str = ""
    role: str = ""
    side: Side = "team"
    absent_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A clause the agency's system leaves out, and why."""

    clause: str
    title: Text
    reason: str


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """The agency and its system, as told at the audit.

    `declares_not_applicable` tells that clauses are not excluded by the edition, but said not to apply.
    """

    name: str
    address: str = ""
    departments: int | None = None
    staff: int | None = None
    procedures_published: int | None = None
    procedures_in_system: int | None = None
    declared: str = ""
    declared_again: str = ""
    documents: str = ""
    exclusions: tuple[Exclusion, ...] = ()
    declares_not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One item of the checklist as judged; `grade` is None while nobody has judged it.

    `weight` is 0 where its star says it; `asked_when` is told on a checklist that is filled in by hand.
    """

    item_id: str
    clause: str
    question: Text
    starred: bool = False
    grade: Grade | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    disputed: bool = False
    weight: int = 0
    asked_when: Condition | None = None

    def value(self, name: str) -> str:
        """Return what was entered in a field of the item, empty where nothing was."""
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A run of items under one title."""

    title: Text
    items: tuple[ItemFacts, ...]


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """A part of the checklist with criteria of its own."""

    title: Text
    sections: tuple[SectionFacts, ...]

    @property
    def items(self) -> tuple[ItemFacts, ...]:
        """Return the items of all its sections."""
        return tuple(item for section in self.sections for item in section.items)


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """What items are judged by where the standard has no clause for it: its law, our point of it, the items."""

    source: Text
    title: Text
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """A finding; `deadline` is an ISO date or words, `photos` are photo numbers.

    `clauses` are numbers of the standard, `duties` what else its items are judged by, `criterion` what was entered.
    """

    grade: Grade
    statement: str
    number: str
    item_ids: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    criterion: str = ""
    evidence: str = ""
    unit: str = ""
    deadline: str = ""
    request: str = ""
    opinion: str = ""
    photos: tuple[str, ...] = ()
    repeated: bool = False
    duties: tuple[DutyFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """A photograph as stored (JPEG in RGB or grey, no side over 1600 pixels), the SHA-256 of its bytes in hex.

    It belongs to items of the checklist and to findings; a finding may also name it by its number.
    """

    number: str
    caption: str
    jpeg: bytes
    sha256: str
    item_ids: tuple[str, ...] = ()
    finding_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierFinding:
    """A nonconformity of the last inspection: what became of it, and what was seen of that."""

    number: str
    statement: str
    state: EarlierState = EarlierState.NOT_CONFIRMED
    note: str = ""


@dataclass(frozen=True, slots=True)
class ConclusionFacts:
    """What the leader concluded, on what ground where one was entered, score 0..100 and coverage 0..1."""

    conclusion: Conclusion | None = None
    ground: str = ""
    score: float | None = None
    coverage: float | None = None


@dataclass(frozen=True, slots=True)
class Requests:
    """What the team asks of the agency and proposes to others; `report_due` is an ISO date or words."""

    report_due: str = ""
    report_to: str = ""
    to_agency: tuple[str, ...] = ()
    to_others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgencyOpinion:
    """What the agency says of the results, in its own words; `agrees` is None while it has not said."""

    agrees: bool | None = None
    words: str = ""
    proposals: str = ""


@dataclass(frozen=True, slots=True)
class SignatoryFacts:
    """Who signs in which capacity."""

    capacity: Capacity
    name: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Replaced:
    """The issue of the same minutes that a new one takes the place of, and why it was reopened."""

    version: int
    issued_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """Everything the minutes of one audit say; `draft` is the draft's number, None once locked."""

    parent_body: str
    issuing_body: str
    place: str
    standard: str
    plan: Decision
    team: Decision
    agency: AgencyFacts
    number: str = ""
    version: int = 1
    replaces: Replaced | None = None
    draft: int | None = None
    is_sample: bool = False
    made_at: datetime | None = None
    dated: date | None = None
    form: AuditForm = AuditForm.ON_SITE
    checklist_form: str = FULL
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    meeting_place: str = ""
    people: tuple[Person, ...] = ()
    period: str = ""
    blocks: tuple[BlockFacts, ...] = ()
    clause_titles: Mapping[str, Text] = field(default_factory=dict)
    findings: tuple[FindingFacts, ...] = ()
    photos: tuple[PhotoFacts, ...] = ()
    case_files: CaseFileSample | None = None
    earlier: tuple[EarlierFinding, ...] = ()
    earlier_minutes: EarlierMinutes | None = None
    strengths: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()
    conclusion: ConclusionFacts = field(default_factory=ConclusionFacts)
    requests: Requests = field(default_factory=Requests)
    opinion: AgencyOpinion = field(default_factory=AgencyOpinion)
    not_checked: tuple[str, ...] = ()
    copies: int = 4
    signatories: tuple[SignatoryFacts, ...] = ()
    recipients: tuple[str, ...] = ()
    wording: Wording = "grades"
    uses_score: bool = False

    @property
    def copies_of_agency(self) -> int:
        """Return how many copies the agency keeps; the team keeps the others."""
        return max(1, self.copies // 2)

    @property
    def to_be_corrected(self) -> tuple[FindingFacts, ...]:
        """Return the findings that are to be corrected."""
        return tuple(one for one in self.findings if is_to_be_corrected(one.grade, self.wording))

    @property
    def nothing_judged(self) -> bool:
        """Tell whether no item has been judged and nothing has been found."""
        return not self.findings and not any(item.grade and item.grade.judges for item in self.items)

    @property
    def items(self) -> tuple[ItemFacts, ...]:
        """Return every item of every block."""
        return tuple(item for block in self.blocks for item in block.items)
