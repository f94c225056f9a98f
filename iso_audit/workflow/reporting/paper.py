"""Papers beside the minutes: the blank checklist, the attendance list, nonconformity slips, the photo album."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from iso_audit.domain.account import Account
from iso_audit.domain.errors import NotFound
from iso_audit.domain.text import Language
from iso_audit.minutes import content
from iso_audit.minutes.facts import MinutesFacts
from iso_audit.minutes.pdf import render
from iso_audit.minutes.tree import Document
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import Visit
from iso_audit.workflow.reporting.text import draft_facts, file_stem, profile_for


class PaperKind(StrEnum):
    """What can be printed beside the minutes."""

    CHECKLIST = "checklist"
    ATTENDANCE = "attendance"
    SLIPS = "slips"
    ALBUM = "album"


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed paper: its file name and bytes (PDF)."""

    file_name: str
    pdf: bytes


def papers(
    database: Database,
    visit: Visit,
    kind: PaperKind,
    *,
    language: Language,
    zone: ZoneInfo,
    by: Account,
    at: datetime,
) -> tuple[Paper, ...]:
    """Return the papers of one kind: one, or one a nonconformity; NotFound `nothing_to_print` where there is none."""
    facts = draft_facts(database, visit, version=1, draft=1, language=language, zone=zone, by=by, at=at)
    documents = _documents(facts, kind, language)
    if not documents:
        raise NotFound("nothing_to_print")
    stem = file_stem(visit.opened.audit.code, kind.value, language)
    many = len(documents) > 1
    return tuple(
        Paper(f"{stem}-{number:02d}.pdf" if many else f"{stem}.pdf", render(document).pdf)
        for number, document in enumerate(documents, start=1)
    )


def _documents(facts: MinutesFacts, kind: PaperKind, language: Language) -> tuple[Document, ...]:
    profile = profile_for(facts.dated)
    if kind is PaperKind.CHECKLIST:
        return (content.checklist_form(facts, language, profile),)
    if kind is PaperKind.ATTENDANCE:
        return (content.attendance_list(facts, language, profile),)
    if kind is PaperKind.SLIPS:
        return content.nonconformity_slips(facts, language, profile)
    return (content.photo_album(facts, language, profile),) if facts.photos else ()
