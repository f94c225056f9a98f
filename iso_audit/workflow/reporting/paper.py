"""Papers beside the minutes: the blank checklist, the attendance list, nonconformity slips, the photo album."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from iso_audit.domain.account import Account
from iso_audit.domain.errors import NotFound
from iso_audit.domain.text import Language
from iso_audit.minutes import content
from iso_audit.minutes.pdf import render
from iso_audit.minutes.tree import Document
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import Visit
from iso_audit.workflow.reporting import drafting, reading
from iso_audit.workflow.reporting.facts import unfilled_blocks
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
    """Return the papers of one kind; NotFound `nothing_to_print` where there is none.

    Slips and photographs are parts of the minutes: of the locked or issued ones where there are such, else of the
    draft. Where there are several slips, the first file holds them all.
    """
    stem = file_stem(visit.opened.audit.code, kind.value, language)
    if kind in {PaperKind.CHECKLIST, PaperKind.ATTENDANCE}:
        facts = draft_facts(database, visit, version=1, draft=1, language=language, zone=zone, by=by, at=at)
        if kind is PaperKind.CHECKLIST:
            facts = replace(facts, blocks=unfilled_blocks(visit.opened.checklist))
        form = content.checklist_form if kind is PaperKind.CHECKLIST else content.attendance_list
        return (Paper(f"{stem}.pdf", render(form(facts, language, profile_for(facts.dated))).pdf),)
    version = reading.standing_version(database, visit.opened.audit.id, reader=by)
    if version is None:
        minutes = drafting.draft(database, visit, language=language, zone=zone, by=by, at=at).document
    else:
        minutes = reading.text_in(database, version, language, reader=by)
    documents = _parts(minutes, kind)
    if not documents:
        raise NotFound("nothing_to_print")
    files = [Paper(f"{stem}.pdf", render(*documents).pdf)]
    if len(documents) > 1:
        files += [Paper(f"{stem}-{place:02d}.pdf", render(one).pdf) for place, one in enumerate(documents, start=1)]
    if version is not None:
        reading.keep_papers(database, version, [one.pdf for one in files], language)
    return tuple(files)


def _parts(minutes: Document, kind: PaperKind) -> tuple[Document, ...]:
    if kind is PaperKind.SLIPS:
        return content.slips_of(minutes)
    album = content.album_of(minutes)
    return (album,) if album else ()
