"""Drafts of the minutes at any time, and issuing them at once."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from iso_audit.domain.account import Account
from iso_audit.domain.minutes import MinutesState, MinutesVersion
from iso_audit.domain.text import Language
from iso_audit.minutes.pdf import Rendered, render
from iso_audit.minutes.tree import Document
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import Visit, visit
from iso_audit.workflow.reporting.locking import issue_locked, lock
from iso_audit.workflow.reporting.reading import all_versions
from iso_audit.workflow.reporting.text import draft_text, file_stem


@dataclass(frozen=True, slots=True)
class Draft:
    """Minutes as they would read now."""

    document: Document
    rendered: Rendered
    file_name: str


def draft(database: Database, audit_id: str, *, language: Language, zone: ZoneInfo, by: Account, at: datetime) -> Draft:
    """Return the minutes of an audit as they stand; nothing is written."""
    known = visit(database, audit_id, reader=by)
    document = preview(database, known, language=language, zone=zone, by=by, at=at)
    return Draft(document, render(document), f"{file_stem(known.opened.audit.code, 'draft', language)}.pdf")


def preview(
    database: Database, known: Visit, *, language: Language, zone: ZoneInfo, by: Account, at: datetime
) -> Document:
    """Return the draft's text alone, to be read on the screen; each voided lock makes the next draft another one."""
    earlier = all_versions(database, known.opened.audit.id, reader=by)
    voided = sum(1 for one in earlier if one.state is MinutesState.VOID)
    version = max((one.version for one in earlier), default=0) + 1
    return draft_text(database, known, version=version, draft=voided + 1, language=language, zone=zone, by=by, at=at)


def issue(
    database: Database,
    audit_id: str,
    *,
    number: str,
    language: Language,
    zone: ZoneInfo,
    by: Account,
    at: datetime,
) -> MinutesVersion:
    """Lock the minutes and issue them at once, with room to sign on paper; raises what locking raises."""
    made = lock(database, audit_id, number=number, language=language, zone=zone, by=by, at=at)
    return issue_locked(database, made.id, by=by, at=at)
