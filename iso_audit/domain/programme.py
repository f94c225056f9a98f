"""The year's programme: its decisions, agencies, team, and audits as they are planned."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from iso_audit.domain.account import Role
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.text import tidy

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
WORDINGS = ("grades", "strengths")
"""How minutes call what was found."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision the inspection rests on: its number, date, issuer and what it is about."""

    number: str
    issued_on: date | None
    issuer: str
    about: str


@dataclass(frozen=True, slots=True)
class Programme:
    """The year's set of audits with the decisions on its plan and its team; `revision` counts edits."""

    id: str
    year: int
    parent_body: str
    issuing_body: str
    place: str
    plan: Decision
    team: Decision
    standard: str = "TCVN ISO 9001:2008"
    wording: str = "grades"
    uses_score: bool = False
    is_sample: bool = False
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency that is inspected; kind is an id of the question bank's data, never an enum."""

    id: str
    name: str
    kind: str
    parent: str = ""
    address: str = ""
    is_sample: bool = False
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the programme's team, linked to an account or not."""

    id: str
    programme_id: str
    name: str
    position: str
    organisation: str
    role: Role
    account_id: str | None = None
    revision: int = 0


class AuditForm(StrEnum):
    """How an audit is held."""

    ON_SITE = "on_site"
    BY_REPORT = "by_report"


@dataclass(frozen=True, slots=True)
class Audit:
    """One visit to one agency, as planned; what happened there is in its journal."""

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


def checked_programme(programme: Programme) -> Programme:
    """Return a programme with its texts as they are kept; RuleBroken where year, wording or a text is none."""
    if not EARLIEST_YEAR <= programme.year <= LATEST_YEAR:
        raise RuleBroken("year_invalid", earliest=EARLIEST_YEAR, latest=LATEST_YEAR)
    if programme.wording not in WORDINGS:
        raise RuleBroken("value_unknown", value=programme.wording[:60])
    return replace(
        programme,
        parent_body=required(programme.parent_body, "parent_body", longest=200),
        issuing_body=required(programme.issuing_body, "issuing_body", longest=200),
        place=required(programme.place, "place", longest=100),
        plan=_checked_decision(programme.plan),
        team=_checked_decision(programme.team),
    )


def checked_agency(agency: Agency) -> Agency:
    """Return an agency with its texts as they are kept; RuleBroken `field_empty`, `field_too_long`."""
    return replace(
        agency,
        name=required(agency.name, "agency_name", longest=200),
        parent=within(agency.parent, "parent", longest=200),
        address=within(agency.address, "address", longest=300),
    )


def checked_member(member: Member) -> Member:
    """Return a member with their texts as they are kept; RuleBroken `field_empty`, `field_too_long`."""
    return replace(
        member,
        name=required(member.name, "person_name", longest=120),
        position=within(member.position, "position", longest=200),
        organisation=within(member.organisation, "organisation", longest=200),
    )


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


def _checked_decision(decision: Decision) -> Decision:
    return Decision(
        within(decision.number, "decision_number", longest=60),
        decision.issued_on,
        within(decision.issuer, "decision_issuer", longest=200),
        within(decision.about, "decision_about", longest=600),
    )
