"""The caucus before the closing meeting: settling disagreements, wording findings, deciding about the rest."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from iso_audit.domain.account import Account
from iso_audit.domain.agreement import agree
from iso_audit.domain.asking import asked
from iso_audit.domain.errors import Conflict, Forbidden, RuleBroken
from iso_audit.domain.finding import Finding, worst_by_item, written_findings
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import FINDING, FieldState, Journal, may_settle
from iso_audit.domain.programme import required
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.conducting import OpenAudit, open_audit
from iso_audit.workflow.conducting.recording import Change, NewEvent, record_fields, record_together
from iso_audit.workflow.ids import new_id

WORDS = ("criterion", "gap", "evidence", "unit", "request", "deadline", "opinion")
"""What a finding says, as it is written out of a draft."""


def settle(
    database: Database, audit_id: str, state: FieldState, *, event_id: str, by: Account, device: str, at: datetime
) -> None:
    """End a disagreement in favour of the head `event_id`, replacing every head that was seen.

    Forbidden unless `by` wrote one of them or leads; Conflict `changed_meanwhile` where the head is gone.
    """
    if not may_settle(state, account_id=by.id, leads=by.leads):
        raise Forbidden("forbidden", action="settle")
    head = next((head for head in state.heads if head.id == event_id), None)
    if head is None:
        raise Conflict("changed_meanwhile")
    heads = frozenset(head.id for head in state.heads)
    event = NewEvent(new_id(at), audit_id, head.subject, head.field, head.value, at, heads)
    record_together(database, [event], by=by, device=device, at=at)


def write_finding(
    database: Database,
    opened_audit: OpenAudit,
    finding: Finding,
    values: Mapping[str, str],
    *,
    by: Account,
    device: str,
    at: datetime,
) -> str:
    """Write a finding's words (a draft becomes a written one under its id) and return its subject.

    `values` holds fields of a finding by name. Where its grade or its items change, the items are graded like it in the
    same transaction: its only item, of several those that do not conform; their words are left untouched.
    """
    subject = finding.id or f"{FINDING}:{new_id(at)}"
    fields = {**written_out(finding), **values} if finding.is_draft else values
    changes: list[Change] = [(subject, name, value) for name, value in fields.items()]
    if finding.is_draft:
        changes.append((subject, "withdrawn", None))
    changes += regrading(opened_audit, subject, finding, values)
    record_fields(database, opened_audit.audit.id, changes, journal=opened_audit.journal, by=by, device=device, at=at)
    return subject


def written_out(draft: Finding) -> dict[str, str]:
    """Return what a draft says, as the fields of a written finding."""
    words = {name: getattr(draft, name) for name in WORDS}
    return {"items": json.dumps(list(draft.item_ids)), "grade": draft.grade.value, **words}


def regrading(
    opened_audit: OpenAudit,
    subject: str,
    finding: Finding,
    values: Mapping[str, str],
    *,
    without: Collection[str] = (),
) -> list[Change]:
    """Return the grades of the items that follow a finding whose grade or items change by `values`.

    Other written findings count for an item they cover too, but those of the ids `without`.
    """
    items = json.loads(values["items"]) if "items" in values else list(finding.item_ids)
    grade = Grade(values.get("grade", finding.grade.value))
    follows = set(items) if grade is not finding.grade or not finding.id else set(items) - set(finding.item_ids)
    after = replace(finding, id=subject, item_ids=tuple(items), grade=grade, is_draft=False)
    item_ids = [one for one in items if one in follows]
    return _grading(opened_audit.journal, after, item_ids, also_conforming=len(items) == 1, without=without)


def _grading(
    journal: Journal,
    finding: Finding,
    item_ids: Sequence[str],
    *,
    also_conforming: bool,
    without: Collection[str] = (),
) -> list[Change]:
    """Return the grades by which judged items agree with `finding`, or with a worse one that covers them too."""
    others = [one for one in written_findings(journal) if one.id not in {finding.id, *without}]
    covering = worst_by_item([finding, *others])
    changes: list[Change] = []
    for item_id in item_ids:
        subject = f"item:{item_id}"
        value = journal.value(subject, "grade")
        if value is None or not (also_conforming or Grade(value).worse_than_conforming):
            continue
        grade = covering[item_id].grade
        if not agree(grade, Grade(value)):
            changes.append((subject, "grade", grade.value))
    return changes


def grade_items(
    database: Database, opened_audit: OpenAudit, finding: Finding, *, by: Account, device: str, at: datetime
) -> None:
    """Grade every judged item of a written finding as the finding says."""
    changes = _grading(opened_audit.journal, finding, finding.item_ids, also_conforming=True)
    record_fields(database, opened_audit.audit.id, changes, journal=opened_audit.journal, by=by, device=device, at=at)


def withdraw_finding(
    database: Database,
    opened_audit: OpenAudit,
    finding: Finding,
    *,
    reason: str,
    by: Account,
    device: str,
    at: datetime,
) -> None:
    """Withdraw a written finding with a reason; its items show as drafts again."""
    why = required(reason, "reason")
    changes = [(finding.id, "withdrawn", why)]
    record_fields(database, opened_audit.audit.id, changes, journal=opened_audit.journal, by=by, device=device, at=at)


def decide_rest(
    database: Database,
    audit_id: str,
    grade: Grade,
    item_ids: Sequence[str],
    *,
    reason: str,
    by: Account,
    device: str,
    at: datetime,
) -> int:
    """Mark those of `item_ids` that are asked and that nobody has judged meanwhile; return how many.

    They become not checked or conforming, each by its own event. RuleBroken `rest_grade_unknown` for another grade.
    """
    if grade not in {Grade.NOT_CHECKED, Grade.CONFORMITY}:
        raise RuleBroken("rest_grade_unknown")
    why = required(reason, "reason") if grade.needs_reason else ""
    opened = open_audit(database, audit_id, reader=by)
    journal, still_asked = opened.journal, {item.id for item in asked(opened.checklist, opened.journal)}
    free = [one for one in item_ids if one in still_asked and journal.value(f"item:{one}", "grade") is None]
    words = (("grade", grade.value), ("reason", why))
    changes = [(f"item:{item_id}", name, value) for item_id in free for name, value in words if value]
    record_fields(database, audit_id, changes, journal=journal, by=by, device=device, at=at)
    return len(free)
