"""The text of an audit's minutes as it stands: facts worded as a document, its layout profile, its file name."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from iso_audit.domain.text import Language
from iso_audit.minutes import content
from iso_audit.minutes.tree import Document, ProfileName
from iso_audit.storage.queries.visit import Visit
from iso_audit.workflow.minutes_facts import facts_of

DECREE_30_IN_FORCE = date(2020, 3, 5)
"""Nghị định 30/2020/NĐ-CP replaced Thông tư 01/2011/TT-BNV on this day."""


def draft_text(known: Visit, *, version: int, draft: int, language: Language, zone: ZoneInfo, at: datetime) -> Document:
    """Return the minutes as they would read now, marked as a draft."""
    facts = facts_of(known, number="", version=version, draft=draft, at=at, zone=zone)
    return content.build(facts, language, profile_for(facts.dated))


def final_text(
    known: Visit, *, number: str, version: int, language: Language, zone: ZoneInfo, at: datetime
) -> Document:
    """Return the minutes with number, version and the code by which every page is verified."""
    facts = facts_of(known, number=number, version=version, draft=None, at=at, zone=zone)
    return content.build(facts, language, profile_for(facts.dated))


def profile_for(day: date | None) -> ProfileName:
    """Return the layout in force on the day of the minutes."""
    return "tt01-2011" if day is not None and day < DECREE_30_IN_FORCE else "nd30-2020"


def file_stem(code: str, mark: str, language: str) -> str:
    """Return the name of a document's file without its ending: the audit's code, what it is, its language."""
    safe = "".join(letter if letter.isalnum() or letter in "-." else "-" for letter in code)
    return f"bien-ban-{safe}-{mark}{'-en' if language == 'en' else ''}"
