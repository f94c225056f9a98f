"""Drafts of the minutes at any time, and issuing them at once."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from iso_audit.domain.account import Account
from iso_audit.domain.minutes import MinutesState, MinutesVersion
from iso_audit.domain.readiness import NOTHING_SEEN, Seen
from iso_audit.domain.text import Language
from iso_audit.minutes.pdf import Rendered, render, unprintable
from iso_audit.minutes.tree import Document
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import Visit
from iso_audit.workflow.reporting.locking import issue_locked, lock
from iso_audit.workflow.reporting.reading import all_versions
from iso_audit.workflow.reporting.text import draft_text, file_stem


@dataclass(frozen=True, slots=True)
class Draft:
    """Minutes as they would read now; laid out only when they are asked for as a file."""

    document: Document
    file_name: str

    def rendered(self) -> Rendered:
        """Return the draft laid out as PDF."""
        return render(self.document)

    @property
    def unprintable(self) -> tuple[str, ...]:
        """Return the characters that the PDF will show as an open square."""
        return unprintable(self.document)


def draft(database: Database, visit: Visit, *, language: Language, zone: ZoneInfo, by: Account, at: datetime) -> Draft:
    """Return the minutes of a visit as they stand; nothing is written. Each void lock makes the next a new draft."""
    earlier = all_versions(database, visit.opened.audit.id, reader=by)
    void_count = sum(1 for one in earlier if one.state is MinutesState.VOID)
    version = max((one.version for one in earlier), default=0) + 1
    document = draft_text(
        database, visit, version=version, draft=void_count + 1, language=language, zone=zone, by=by, at=at
    )
    return Draft(document, f"{file_stem(visit.opened.audit.code, 'draft', language)}.pdf")


def issue(
    database: Database,
    audit_id: str,
    *,
    number: str,
    language: Language,
    zone: ZoneInfo,
    by: Account,
    at: datetime,
    seen: Seen = NOTHING_SEEN,
) -> MinutesVersion:
    """Lock the minutes and issue them at once, with room to sign on paper; raises what locking raises."""
    version = lock(database, audit_id, number=number, language=language, zone=zone, by=by, at=at, seen=seen)
    return issue_locked(database, version.id, by=by, at=at)
