"""The findings of issued minutes as assessment results of OSCAL (JSON, 1.1): nothing of people, nothing of drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from iso_audit.checklist_formats.oscal_values import (
    filled,
    identifier,
    line,
    lines,
    moment,
    properties,
    text,
    token,
)
from iso_audit.domain.checklist import Checklist, Clause, Item
from iso_audit.domain.completion import Judgement, completion, judgements
from iso_audit.domain.finding import Finding, findings, numbered, typed_criterion
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import CONCLUSION, Journal
from iso_audit.domain.minutes import MinutesVersion
from iso_audit.domain.programme import Agency, Audit
from iso_audit.domain.text import Language, language_of
from iso_audit.i18n import translate

OSCAL_VERSION = "1.1.2"
METHODS = {
    "document": "EXAMINE",
    "record": "EXAMINE",
    "interview": "INTERVIEW",
    "observation": "EXAMINE",
    "sample": "TEST",
    "website": "EXAMINE",
}
"""Our ways of checking as the three that OSCAL has; a sample of case files tests what is declared."""
_UNKNOWN = "UNKNOWN"
_REASONS = {Grade.CONFORMITY: "pass", Grade.GOOD_PRACTICE: "pass", Grade.MINOR: "fail", Grade.MAJOR: "fail"}


@dataclass(frozen=True, slots=True)
class IssuedFindings:
    """One issued version with its audit, and the journal as it stood then; `zone` is that of the visit."""

    audit: Audit
    agency: Agency
    checklist: Checklist
    version: MinutesVersion
    journal: Journal
    zone: ZoneInfo

    @property
    def language(self) -> Language:
        """Return the language of the minutes."""
        return language_of(self.version.language)

    @property
    def issued_at(self) -> datetime:
        """Return when the version was issued."""
        return self.version.issued_at or self.version.created_at

    def say(self, key: str, **values: object) -> str:
        """Return words in the language of the minutes."""
        return translate(self.language, key, **values)

    def marked(self, title: str) -> str:
        """Return a title, with the mark of sample data before it where the audit is one."""
        return f"{self.say('minutes.sample_mark')} – {title}" if self.audit.is_sample else title

    @property
    def sample_note(self) -> str:
        """Return what sample data is, empty where it is none."""
        return self.say("minutes.sample_note") if self.audit.is_sample else ""


def oscal_document(issued: IssuedFindings) -> dict[str, Any]:
    """Return issued minutes as an OSCAL document, ready for JSON; the same minutes give the same document."""
    return {
        "assessment-results": {
            "uuid": identifier("document", issued.version.id),
            "metadata": _metadata(issued),
            "import-ap": {"href": "#", "remarks": issued.say("formats.oscal.no_plan")},
            "results": [_assessed(issued)],
        }
    }


def _metadata(issued: IssuedFindings) -> dict[str, Any]:
    version = issued.version
    title = issued.say("formats.oscal.title", number=version.number, agency=issued.agency.name)
    return filled(
        title=line(issued.marked(title)),
        published=moment(issued.issued_at),
        last_modified=moment(issued.issued_at),
        version=str(version.version),
        oscal_version=OSCAL_VERSION,
        props=properties(
            ("minutes-number", version.number),
            ("audit-code", issued.audit.code),
            ("verification-code", version.short_code),
            ("pdf-sha256", version.pdf_hash),
            ("sample-data", _sample(issued)),
        ),
        parties=[{"uuid": _agency_id(issued), "type": "organization", "name": issued.agency.name}],
        remarks=issued.sample_note,
    )


def _assessed(issued: IssuedFindings) -> dict[str, Any]:
    judged = judgements(issued.checklist, issued.journal)
    told = numbered(findings(issued.checklist, judged, issued.journal), issued.journal)
    by_item = {one.item_id: one for one in judged}
    observed = [_observations(issued, finding, by_item) for finding in told]
    counts = completion(judged)
    number = issued.version.number
    about = {"number": number, "agency": issued.agency.name, "standard": issued.checklist.standard}
    return filled(
        uuid=identifier("result", issued.version.id),
        title=line(issued.marked(issued.say("formats.oscal.result", number=number))),
        description=text(issued.say("formats.oscal.description", version=issued.version.version, **about)),
        start=moment(_visited(issued, "opened_at")),
        end=moment(_visited(issued, "closed_at")),
        props=properties(
            ("standard", issued.checklist.standard),
            ("conclusion", issued.journal.value(f"{CONCLUSION}:", "value") or ""),
            ("items-judged", str(counts.judged)),
            ("items-applicable", str(counts.applicable)),
            ("sample-data", _sample(issued)),
        ),
        reviewed_controls=_reviewed(issued, judged),
        observations=[one for listed in observed for one in listed],
        findings=[_finding(issued, one, listed) for one, listed in zip(told, observed, strict=True)],
        remarks=lines((issued.sample_note, issued.say("formats.oscal.methods"))),
    )


def _reviewed(issued: IssuedFindings, judged: Sequence[Judgement]) -> dict[str, Any]:
    """Return the clauses of which an item was judged."""
    items = {item.id: item for item in issued.checklist.items}
    numbers = {items[one.item_id].clause: None for one in judged if one.grade is not None and one.grade.judges}
    tokens = dict.fromkeys(_clause_token(issued.checklist.clause(number)) for number in numbers)
    selection = filled(
        description=issued.say("formats.oscal.reviewed"),
        include_controls=[{"control-id": one} for one in tokens],
    )
    return {"control-selections": [selection]}


def _observations(issued: IssuedFindings, finding: Finding, judged: dict[str, Judgement]) -> list[dict[str, Any]]:
    """Return what was seen at each item of a finding; where it rests on none, what the finding itself says."""
    items = _items(issued, finding)
    if not items:
        title = issued.say("formats.oscal.apart")
        return [_observation(issued, finding, None, title=title, seen=finding.evidence)]
    return [
        _observation(
            issued,
            finding,
            item,
            title=f"{item.id}: {item.question.in_language(issued.language)}",
            seen=(judged[item.id].value("evidence") if item.id in judged else "") or finding.evidence,
        )
        for item in items
    ]


def _observation(
    issued: IssuedFindings, finding: Finding, item: Item | None, *, title: str, seen: str
) -> dict[str, Any]:
    item_id = item.id if item else ""
    methods = item.methods if item else ()
    known = dict.fromkeys(METHODS[one] for one in methods if one in METHODS)
    return filled(
        uuid=identifier("observation", issued.audit.id, finding.id, item_id),
        title=line(title),
        description=text(seen or finding.gap or _grade(issued, finding.grade)),
        props=properties(
            ("item", item_id),
            *(("method", one) for one in methods),
            ("item-grade", issued.journal.value(f"item:{item_id}", "grade") or ""),
        ),
        methods=list(known) or [_UNKNOWN],
        types=["finding"],
        subjects=[{"subject-uuid": _agency_id(issued), "type": "party"}],
        collected=moment(_collected(issued, finding, item_id)),
    )


def _finding(issued: IssuedFindings, finding: Finding, observed: Sequence[dict[str, Any]]) -> dict[str, Any]:
    grade = _grade(issued, finding.grade)
    title = issued.say("formats.oscal.finding", number=finding.number, grade=grade) if finding.number else grade
    evidence = text(finding.evidence)
    told = {"request": finding.request, "opinion": finding.opinion}
    if all(one["description"] != evidence for one in observed):
        told = {"evidence": finding.evidence, **told}
    return filled(
        uuid=identifier("finding", issued.audit.id, finding.id),
        title=line(title),
        description=text(finding.gap or finding.evidence or grade),
        props=properties(
            ("number", finding.number),
            ("grade", finding.grade.value),
            *(("clause", number) for number in _clauses(issued, finding)),
            ("criterion", typed_criterion(issued.checklist, finding)),
            ("unit", finding.unit),
            ("deadline", finding.deadline),
        ),
        target=_target(issued, finding),
        related_observations=[{"observation-uuid": one["uuid"]} for one in observed],
        remarks=lines(text(issued.say(f"minutes.finding.{name}_is", text=one)) for name, one in told.items() if one),
    )


def _target(issued: IssuedFindings, finding: Finding) -> dict[str, Any]:
    """Return the clause a finding goes against, its first one; where it has none, the standard as a whole."""
    status = {
        "state": "not-satisfied" if finding.grade.is_nonconformity else "satisfied",
        "reason": _REASONS.get(finding.grade, "other"),
    }
    number = next(iter(_clauses(issued, finding)), None)
    if number is None:
        target_id, title = token(issued.checklist.standard), issued.checklist.standard
    else:
        clause = issued.checklist.clause(number)
        target_id, title = _clause_token(clause), f"{number} {clause.title.in_language(issued.language)}"
    return {"type": "objective-id", "target-id": target_id, "title": line(title), "status": status}


def _clauses(issued: IssuedFindings, finding: Finding) -> tuple[str, ...]:
    """Return the clauses of the items of a finding; where it rests on none, those its criterion names."""
    known = {clause.number for clause in issued.checklist.clauses}
    of_items = [item.clause for item in _items(issued, finding)]
    named = [part.strip() for part in finding.criterion.replace(";", ",").split(",")]
    return tuple(number for number in dict.fromkeys(of_items or named) if number in known)


def _items(issued: IssuedFindings, finding: Finding) -> list[Item]:
    return [item for item in issued.checklist.items if item.id in finding.item_ids]


def _clause_token(clause: Clause) -> str:
    return token(clause.standard, clause.number)


def _grade(issued: IssuedFindings, grade: Grade) -> str:
    return issued.say(f"words.grade.{grade.value}")


def _collected(issued: IssuedFindings, finding: Finding, item_id: str) -> datetime:
    """Return when an item was judged, else when the finding was written, else when the minutes were issued."""
    states = (issued.journal.fields.get((subject, "grade")) for subject in (f"item:{item_id}", finding.id))
    return next((state.current.made_at for state in states if state is not None), issued.issued_at)


def _visited(issued: IssuedFindings, name: str) -> datetime:
    """Return when the visit began or ended, as entered in the time of its place, else when the minutes were issued."""
    entered = issued.journal.value("visit:", name)
    return datetime.fromisoformat(entered).replace(tzinfo=issued.zone) if entered else issued.issued_at


def _agency_id(issued: IssuedFindings) -> str:
    return identifier("agency", issued.agency.id)


def _sample(issued: IssuedFindings) -> str:
    return "yes" if issued.audit.is_sample else ""
