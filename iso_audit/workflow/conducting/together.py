"""Several findings at once: written out as they stand, values what each still lacks, merged into one."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from iso_audit.domain.account import Account
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.finding import Finding, worst_first
from iso_audit.domain.programme import required
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.conducting import OpenAudit
from iso_audit.workflow.conducting.caucus import regrading, written_out
from iso_audit.workflow.conducting.recording import Change, record_fields

JOINED = ("criterion", "gap", "evidence", "unit", "request", "opinion")
ONE_LINE = frozenset({"criterion", "unit"})


def write_out(
    database: Database, opened_audit: OpenAudit, drafts: Sequence[Finding], *, by: Account, device: str, at: datetime
) -> int:
    """Write every draft of `drafts` as its item says; from now on it keeps its words. Return how many."""
    changes: list[Change] = [
        (draft.id, name, value) for draft in drafts for name, value in {**written_out(draft), "withdrawn": None}.items()
    ]
    _record(database, opened_audit, changes, by=by, device=device, at=at)
    return len(drafts)


def complete(
    database: Database,
    opened_audit: OpenAudit,
    findings: Sequence[Finding],
    *,
    deadline: str,
    request: str,
    by: Account,
    device: str,
    at: datetime,
) -> int:
    """Give one deadline and one request to those of `findings` that have none; return how many got something."""
    values = {"deadline": deadline, "request": request}
    changes: list[Change] = [
        (finding.id, name, value)
        for finding in findings
        for name, value in values.items()
        if value and not getattr(finding, name)
    ]
    _record(database, opened_audit, changes, by=by, device=device, at=at)
    return len({subject for subject, _, _ in changes})


def merge(
    database: Database,
    opened_audit: OpenAudit,
    findings: Iterable[Finding],
    *,
    reason: str,
    by: Account,
    device: str,
    at: datetime,
) -> str:
    """Write `findings` as one under the id of the worst, with its grade and all their items and words; return the id.

    Those of them that were written are withdrawn with `reason`. RuleBroken `merge_needs_two` where there is but one.
    """
    first, *others = worst_first(findings)
    if not others:
        raise RuleBroken("merge_needs_two")
    why, parts = required(reason, "reason"), [first, *others]
    items = json.dumps(list(dict.fromkeys(item_id for one in parts for item_id in one.item_ids)))
    deadlines = sorted(one.deadline for one in parts if one.deadline)
    words = {name: _joined(name, (getattr(one, name) for one in parts)) for name in JOINED}
    words |= {"items": items, "grade": first.grade.value, "deadline": deadlines[0] if deadlines else ""}
    changes: list[Change] = [(first.id, name, value) for name, value in {**words, "withdrawn": None}.items()]
    withdrawn = [one for one in others if not one.is_draft]
    changes += [(one.id, "withdrawn", why) for one in withdrawn]
    changes += regrading(opened_audit, first.id, first, words, without={one.id for one in withdrawn})
    _record(database, opened_audit, changes, by=by, device=device, at=at)
    return first.id


def _joined(name: str, texts: Iterable[str]) -> str:
    """Return texts as one, each once; what are several sentences is told as sentences."""
    parts = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if name in ONE_LINE:
        return "; ".join(parts)
    return "\n".join(f"{part.rstrip('.;')}." for part in parts) if len(parts) > 1 else "".join(parts)


def _record(
    database: Database, opened_audit: OpenAudit, changes: Sequence[Change], *, by: Account, device: str, at: datetime
) -> None:
    record_fields(database, opened_audit.audit.id, changes, journal=opened_audit.journal, by=by, device=device, at=at)
