"""The caucus before the closing meeting: settling disagreements, wording findings, deciding about the rest."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from iso_audit.domain.account import Account
from iso_audit.domain.errors import Conflict, Forbidden, RuleBroken
from iso_audit.domain.finding import Finding
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import FINDING, FieldState, may_settle
from iso_audit.domain.programme import required
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.conducting import OpenAudit, open_audit
from iso_audit.workflow.conducting.recording import Change, NewEvent, record_fields, record_together
from iso_audit.workflow.ids import new_id


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

    `values` holds fields of a finding by name; the judgement of the items is left untouched.
    """
    subject = finding.id or f"{FINDING}:{new_id(at)}"
    changes: list[Change] = [(subject, name, value) for name, value in values.items()]
    if finding.is_draft and "items" not in values:
        changes.append((subject, "items", json.dumps(list(finding.item_ids))))
    if finding.is_draft and "grade" not in values:
        changes.append((subject, "grade", finding.grade.value))
    if finding.is_draft:
        changes.append((subject, "withdrawn", None))
    record_fields(database, opened_audit.audit.id, changes, journal=opened_audit.journal, by=by, device=device, at=at)
    return subject


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
    """Mark those of `item_ids` that nobody has judged meanwhile as not checked or conforming; return how many.

    Each is an event of its own. RuleBroken `rest_grade_unknown` for any other grade.
    """
    if grade not in {Grade.NOT_CHECKED, Grade.CONFORMITY}:
        raise RuleBroken("rest_grade_unknown")
    why = required(reason, "reason") if grade.needs_reason else ""
    journal = open_audit(database, audit_id, reader=by).journal
    free = [item_id for item_id in item_ids if journal.value(f"item:{item_id}", "grade") is None]
    words = (("grade", grade.value), ("reason", why))
    changes = [(f"item:{item_id}", name, value) for item_id in free for name, value in words if value]
    record_fields(database, audit_id, changes, journal=journal, by=by, device=device, at=at)
    return len(free)
