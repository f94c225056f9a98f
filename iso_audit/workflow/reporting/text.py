"""The text of an audit's minutes as it stands: facts worded as a document, its layout profile, its file name."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from iso_audit.domain.account import Account
from iso_audit.domain.earlier import state_of
from iso_audit.domain.minutes import current
from iso_audit.domain.text import Language
from iso_audit.minutes import content
from iso_audit.minutes.facts import EarlierFinding, FindingFacts, MinutesFacts, PhotoFacts, Replaced
from iso_audit.minutes.tree import Document, ProfileName
from iso_audit.storage import minutes
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import earlier
from iso_audit.storage.queries.earlier import earlier_findings
from iso_audit.storage.queries.sampling import sampling_of
from iso_audit.storage.queries.visit import Visit
from iso_audit.workflow.conducting import photos
from iso_audit.workflow.planning.holidays import calendar
from iso_audit.workflow.reporting.case_facts import case_facts
from iso_audit.workflow.reporting.facts import facts_of

DECREE_30_IN_FORCE = date(2020, 3, 5)
"""Nghị định 30/2020/NĐ-CP replaced Thông tư 01/2011/TT-BNV on this day."""


def draft_text(
    database: Database,
    visit: Visit,
    *,
    version: int,
    draft: int,
    language: Language,
    zone: ZoneInfo,
    by: Account,
    at: datetime,
) -> Document:
    """Return the minutes as they would read now, marked as a draft; PhotoMissing as `final_text`."""
    facts = draft_facts(database, visit, version=version, draft=draft, language=language, zone=zone, by=by, at=at)
    return content.build(facts, language, profile_for(facts.dated))


def draft_facts(
    database: Database,
    visit: Visit,
    *,
    version: int,
    draft: int,
    language: Language,
    zone: ZoneInfo,
    by: Account,
    at: datetime,
) -> MinutesFacts:
    """Return what a draft of the minutes is made from."""
    facts = facts_of(visit, number="", version=version, draft=draft, at=at, zone=zone)
    facts = replace(facts, replaces=_replaced(database, visit, version, zone))
    return _with_annexes(database, visit, facts, language, by=by)


def final_text(
    database: Database,
    visit: Visit,
    *,
    number: str,
    version: int,
    language: Language,
    zone: ZoneInfo,
    by: Account,
    at: datetime,
) -> Document:
    """Return the minutes with number, version and the code by which every page is verified.

    PhotoMissing names a photograph that is attached but whose picture is not there.
    """
    facts = facts_of(visit, number=number, version=version, draft=None, at=at, zone=zone)
    facts = replace(facts, replaces=_replaced(database, visit, version, zone))
    facts = _with_annexes(database, visit, facts, language, by=by)
    return content.build(facts, language, profile_for(facts.dated))


def _replaced(database: Database, visit: Visit, version: int, zone: ZoneInfo) -> Replaced | None:
    """Return the issue that a version takes the place of, and why the minutes were reopened; None for the first."""
    audit_id = visit.opened.audit.id
    with database.read() as cursor:
        before = current([one for one in minutes.of_audit(cursor, audit_id) if one.version < version])
        if before is None or before.issued_at is None:
            return None
        reopenings = minutes.reopenings(cursor, audit_id)
    reason = next((one.reason for one in reopenings if one.version == before.version), "")
    if not reason:
        return None
    return Replaced(before.version, before.issued_at.astimezone(zone).date(), reason)


def _with_annexes(
    database: Database, visit: Visit, facts: MinutesFacts, language: Language, *, by: Account
) -> MinutesFacts:
    """Return `facts` with photographs, the case-file sample, and what was found at the agency the last time."""
    assert facts.made_at is not None
    sampling = sampling_of(database, visit.opened, calendar=calendar(database), today=facts.made_at.date())
    pictures = photos.facts_for_minutes(database, visit)
    before = earlier_findings(database, visit.opened.audit.id, reader=by)
    last = earlier.last_time(before)
    return replace(
        facts,
        findings=tuple(_referring(finding, pictures, before) for finding in facts.findings),
        photos=pictures,
        case_files=case_facts(database, sampling, language),
        earlier=tuple(_followed(one, visit) for one in last),
        earlier_minutes=earlier.minutes_of(database, last[0]) if last else None,
    )


def _referring(
    finding: FindingFacts, photo_factses: tuple[PhotoFacts, ...], before: tuple[earlier.EarlierFinding, ...]
) -> FindingFacts:
    """Return a finding with its items' photographs, and whether one of its items was nonconforming before."""
    items = set(finding.item_ids)
    numbers = tuple(one.number for one in photo_factses if items & set(one.item_ids))
    again = earlier.repeated(before, finding.grade, finding.item_ids)
    return replace(finding, photos=numbers, repeated=bool(again))


def _followed(one: earlier.EarlierFinding, visit: Visit) -> EarlierFinding:
    """Return a nonconformity of the last inspection with what this one recorded of it."""
    journal = visit.opened.journal
    note = journal.value(one.subject, "note") or ""
    return EarlierFinding(one.number, one.statement, state_of(journal, one.subject), note)


def profile_for(day: date | None) -> ProfileName:
    """Return the layout in force on the day of the minutes."""
    return "tt01-2011" if day is not None and day < DECREE_30_IN_FORCE else "nd30-2020"


def file_stem(code: str, mark: str, language: str) -> str:
    """Return the name of a document's file without its ending: the audit's code, what it is, its language."""
    safe = "".join(letter if letter.isalnum() or letter in "-." else "-" for letter in code)
    return f"bien-ban-{safe}-{mark}{'-en' if language == 'en' else ''}"
