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


def oscal_document(issued_findings: IssuedFindings) -> dict[str, Any]:
    """Return issued minutes as an OSCAL document, ready for JSON; the same minutes give the same document."""
    return {
        "assessment-results": {
            "uuid": identifier("document", issued_findings.version.id),
            "metadata": _metadata(issued_findings),
            "import-ap": {"href": "#", "remarks": issued_findings.say("formats.oscal.no_plan")},
            "results": [_assessed(issued_findings)],
        }
    }


def _metadata(issued_findings: IssuedFindings) -> dict[str, Any]:
    version = issued_findings.version
    title = issued_findings.say("formats.oscal.title", number=version.number, agency=issued_findings.agency.name)
    return filled(
        title=line(issued_findings.marked(title)),
        published=moment(issued_findings.issued_at),
        last_modified=moment(issued_findings.issued_at),
        version=str(version.version),
        oscal_version=OSCAL_VERSION,
        props=properties(
            ("minutes-number", version.number),
            ("audit-code", issued_findings.audit.code),
            ("verification-code", version.short_code),
            ("pdf-sha256", version.pdf_hash),
            ("sample-data", _sample(issued_findings)),
        ),
        parties=[{"uuid": _agency_id(issued_findings), "type": "organization", "name": issued_findings.agency.name}],
        remarks=issued_findings.sample_note,
    )


def _assessed(issued_findings: IssuedFindings) -> dict[str, Any]:
    judged_item = judgements(issued_findings.checklist, issued_findings.journal)
    told = numbered(findings(issued_findings.checklist, judged_item, issued_findings.journal), issued_findings.journal)
    by_item = {one.item_id: one for one in judged_item}
    observed = [_observations(issued_findings, finding, by_item) for finding in told]
    counts = completion(judged_item)
    number = issued_findings.version.number
    about = {"number": number, "agency": issued_findings.agency.name, "standard": issued_findings.checklist.standard}
    return filled(
        uuid=identifier("result", issued_findings.version.id),
        title=line(issued_findings.marked(issued_findings.say("formats.oscal.result", number=number))),
        description=text(
            issued_findings.say("formats.oscal.description", version=issued_findings.version.version, **about)
        ),
        start=moment(_visited(issued_findings, "opened_at")),
        end=moment(_visited(issued_findings, "closed_at")),
        props=properties(
            ("standard", issued_findings.checklist.standard),
            ("conclusion", issued_findings.journal.value(f"{CONCLUSION}:", "value") or ""),
            ("items-judged", str(counts.judged)),
            ("items-applicable", str(counts.applicable)),
            ("sample-data", _sample(issued_findings)),
        ),
        reviewed_controls=_reviewed(issued_findings, judged_item),
        observations=[one for listed in observed for one in listed],
        findings=[_finding(issued_findings, one, listed) for one, listed in zip(told, observed, strict=True)],
        remarks=lines((issued_findings.sample_note, issued_findings.say("formats.oscal.methods"))),
    )


def _reviewed(issued_findings: IssuedFindings, judged_item: Sequence[Judgement]) -> dict[str, Any]:
    """Return the clauses of which an item was judged."""
    items = {item.id: item for item in issued_findings.checklist.items}
    numbers = {items[one.item_id].clause: None for one in judged_item if one.grade is not None and one.grade.judges}
    tokens = dict.fromkeys(_clause_token(issued_findings.checklist.clause(number)) for number in numbers)
    selection = filled(
        description=issued_findings.say("formats.oscal.reviewed"),
        include_controls=[{"control-id": one} for one in tokens],
    )
    return {"control-selections": [selection]}


def _observations(
    issued_findings: IssuedFindings, finding: Finding, judged_item: dict[str, Judgement]
) -> list[dict[str, Any]]:
    """Return what was seen at each item of a finding; where it rests on none, what the finding itself says."""
    items = _items(issued_findings, finding)
    if not items:
        title = issued_findings.say("formats.oscal.apart")
        return [_observation(issued_findings, finding, None, title=title, seen=finding.evidence)]
    return [
        _observation(
            issued_findings,
            finding,
            item,
            title=f"{item.id}: {item.question.in_language(issued_findings.language)}",
            seen=(judged_item[item.id].value("evidence") if item.id in judged_item else "") or finding.evidence,
        )
        for item in items
    ]


def _observation(
    issued_findings: IssuedFindings, finding: Finding, item: Item | None, *, title: str, seen: str
) -> dict[str, Any]:
    item_id = item.id if item else ""
    methods = item.methods if item else ()
    known = dict.fromkeys(METHODS[one] for one in methods if one in METHODS)
    return filled(
        uuid=identifier("observation", issued_findings.audit.id, finding.id, item_id),
        title=line(title),
        description=text(seen or finding.gap or _grade(issued_findings, finding.grade)),
        props=properties(
            ("item", item_id),
            *(("method", one) for one in methods),
            ("item-grade", issued_findings.journal.value(f"item:{item_id}", "grade") or ""),
        ),
        methods=list(known) or [_UNKNOWN],
        types=["finding"],
        subjects=[{"subject-uuid": _agency_id(issued_findings), "type": "party"}],
        collected=moment(_collected(issued_findings, finding, item_id)),
    )


def _finding(issued_findings: IssuedFindings, finding: Finding, observed: Sequence[dict[str, Any]]) -> dict[str, Any]:
    grade = _grade(issued_findings, finding.grade)
    title = (
        issued_findings.say("formats.oscal.finding", number=finding.number, grade=grade) if finding.number else grade
    )
    evidence = text(finding.evidence)
    told = {"request": finding.request, "opinion": finding.opinion}
    if all(one["description"] != evidence for one in observed):
        told = {"evidence": finding.evidence, **told}
    return filled(
        uuid=identifier("finding", issued_findings.audit.id, finding.id),
        title=line(title),
        description=text(finding.gap or finding.evidence or grade),
        props=properties(
            ("number", finding.number),
            ("grade", finding.grade.value),
            *(("clause", number) for number in _clauses(issued_findings, finding)),
            ("criterion", typed_criterion(issued_findings.checklist, finding)),
            ("unit", finding.unit),
            ("deadline", finding.deadline),
        ),
        target=_target(issued_findings, finding),
        related_observations=[{"observation-uuid": one["uuid"]} for one in observed],
        remarks=lines(
            text(issued_findings.say(f"minutes.finding.{name}_is", text=one)) for name, one in told.items() if one
        ),
    )


def _target(issued_findings: IssuedFindings, finding: Finding) -> dict[str, Any]:
    """Return the clause a finding goes against, its first one; where it has none, the standard as a whole."""
    status = {
        "state": "not-satisfied" if finding.grade.is_nonconformity else "satisfied",
        "reason": _REASONS.get(finding.grade, "other"),
    }
    number = next(iter(_clauses(issued_findings, finding)), None)
    if number is None:
        target_id, title = token(issued_findings.checklist.standard), issued_findings.checklist.standard
    else:
        clause = issued_findings.checklist.clause(number)
        target_id, title = _clause_token(clause), f"{number} {clause.title.in_language(issued_findings.language)}"
    return {"type": "objective-id", "target-id": target_id, "title": line(title), "status": status}


def _clauses(issued_findings: IssuedFindings, finding: Finding) -> tuple[str, ...]:
    """Return the clauses of the items of a finding; where it rests on none, those its criterion names."""
    known = {clause.number for clause in issued_findings.checklist.clauses}
    of_items = [item.clause for item in _items(issued_findings, finding)]
    named = [part.strip() for part in finding.criterion.replace(";", ",").split(",")]
    return tuple(number for number in dict.fromkeys(of_items or named) if number in known)


def _items(issued_findings: IssuedFindings, finding: Finding) -> list[Item]:
    return [item for item in issued_findings.checklist.items if item.id in finding.item_ids]


def _clause_token(clause: Clause) -> str:
    return token(clause.standard, clause.number)


def _grade(issued_findings: IssuedFindings, grade: Grade) -> str:
    return issued_findings.say(f"words.grade.{grade.value}")


def _collected(issued_findings: IssuedFindings, finding: Finding, item_id: str) -> datetime:
    """Return when an item was judged, else when the finding was written, else when the minutes were issued."""
    states = (issued_findings.journal.fields.get((subject, "grade")) for subject in (f"item:{item_id}", finding.id))
    return next((state.current.made_at for state in states if state is not None), issued_findings.issued_at)


def _visited(issued_findings: IssuedFindings, name: str) -> datetime:
    """Return when the visit began or ended, as entered in the time of its place, else when the minutes were issued."""
    entered = issued_findings.journal.value("visit:", name)
    return (
        datetime.fromisoformat(entered).replace(tzinfo=issued_findings.zone) if entered else issued_findings.issued_at
    )


def _agency_id(issued_findings: IssuedFindings) -> str:
    return identifier("agency", issued_findings.agency.id)


def _sample(issued_findings: IssuedFindings) -> str:
    return "yes" if issued_findings.audit.is_sample else ""
