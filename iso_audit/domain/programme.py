"""The year's programme: its decisions, agencies, team, and audits as they are planned."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, TypeVar

from iso_audit.domain.account import Role
from iso_audit.domain.described import Refers, Words, typed_texts
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.text import tidy

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
WORDINGS = ("grades", "strengths")
"""How minutes call what was found."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision the inspection rests on: its number, date, issuer and what it is about."""

    noun: ClassVar[str] = "decision"
    number: Annotated[str, Words(60)]
    issued_on: date | None
    issuer: Annotated[str, Words(200)]
    about: Annotated[str, Words(600)]


@dataclass(frozen=True, slots=True)
class Programme:
    """The year's set of audits with the decisions on its plan and its team; `revision` counts edits."""

    noun: ClassVar[str] = "programme"
    id: str
    year: int
    parent_body: Annotated[str, Words(200, required=True)]
    issuing_body: Annotated[str, Words(200, required=True)]
    place: Annotated[str, Words(100, required=True)]
    plan: Decision
    team: Decision
    standard: Annotated[str, Words(200, chosen=True)] = "TCVN ISO 9001:2008"
    wording: Annotated[str, Words(40, chosen=True)] = "grades"
    uses_score: bool = False
    is_sample: bool = False
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency that is inspected; kind is an id of the question bank's data, never an enum."""

    noun: ClassVar[str] = "agency"
    id: str
    name: Annotated[str, Words(200, required=True)]
    kind: Annotated[str, Words(60, chosen=True)]
    parent: Annotated[str, Words(200)] = ""
    address: Annotated[str, Words(300)] = ""
    is_sample: bool = False
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the programme's team, linked to an account or not."""

    noun: ClassVar[str] = "team_member"
    id: str
    programme_id: Annotated[str, Refers("programme")]
    name: Annotated[str, Words(120, required=True)]
    position: Annotated[str, Words(200)]
    organisation: Annotated[str, Words(200)]
    role: Role
    account_id: Annotated[str | None, Refers("account")] = None
    revision: int = 0


class AuditForm(StrEnum):
    """How an audit is held."""

    ON_SITE = "on_site"
    BY_REPORT = "by_report"


@dataclass(frozen=True, slots=True)
class Audit:
    """One visit to one agency, as planned; what happened there is in its journal."""

    noun: ClassVar[str] = "audit"
    id: str
    programme_id: str
    agency_id: str
    code: str
    planned_on: date | None
    form: AuditForm
    checklist_form: str
    leader_id: str | None
    member_ids: tuple[str, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    cancelled_reason: str | None = None
    is_sample: bool = False
    revision: int = 0


def checked_code(code: str) -> str:
    """Return an audit's code, 1 to 30 of letters, digits, dash, dot (like 2017-09)."""
    tidied = tidy(code)
    if not 1 <= len(tidied) <= 30 or not all(c.isalnum() or c in "-." for c in tidied):
        raise RuleBroken("audit_code_invalid", code=code[:60])
    return tidied


T = TypeVar("T", Agency, Decision, Member, Programme)


def checked(planned: T) -> T:
    """Return a part of the plan with its typed texts as they are kept; RuleBroken `field_empty`, `field_too_long`."""
    texts: dict[str, Any] = {}
    value_class: Any = type(planned)
    for name, words in typed_texts(value_class).items():
        check = required if words.required else within
        texts[name] = check(getattr(planned, name), f"plan.{planned.noun}.{name}", longest=words.longest)
    return replace(planned, **texts)


def checked_programme(programme: Programme) -> Programme:
    """Return a programme with its texts as they are kept; RuleBroken where year, wording or a text is none."""
    if not EARLIEST_YEAR <= programme.year <= LATEST_YEAR:
        raise RuleBroken("year_invalid", earliest=EARLIEST_YEAR, latest=LATEST_YEAR)
    if programme.wording not in WORDINGS:
        raise RuleBroken("value_unknown", value=programme.wording[:60])
    return replace(checked(programme), plan=checked(programme.plan), team=checked(programme.team))


def required(text: str, name: str, *, longest: int = 500) -> str:
    """Return `text` tidied; `name` is the field's name for the sentence when it is empty or too long."""
    tidied = tidy(text)
    if not tidied:
        raise RuleBroken("field_empty", field=name)
    return within(tidied, name, longest=longest)


def within(text: str, name: str, *, longest: int = 500) -> str:
    """Return `text` tidied, refused where it is longer than `longest` characters."""
    tidied = tidy(text)
    if len(tidied) > longest:
        raise RuleBroken("field_too_long", field=name, longest=longest)
    return tidied
