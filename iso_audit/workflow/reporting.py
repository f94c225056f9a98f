"""Reporting: drafts of the minutes at any time, and versions issued once and kept as they are."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from iso_audit.domain.account import Account, must
from iso_audit.domain.errors import Conflict, NotFound, RuleBroken
from iso_audit.domain.minutes import MinutesState, MinutesVersion
from iso_audit.domain.text import Language, tidy
from iso_audit.i18n import translate
from iso_audit.minutes import content
from iso_audit.minutes.pdf import Rendered, render
from iso_audit.minutes.tree import Document, ProfileName
from iso_audit.storage import activity, journal, minutes
from iso_audit.storage.database import Cursor, Database
from iso_audit.storage.queries.visit import Visit, visit
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.minutes_facts import facts_of

DECREE_30_IN_FORCE = date(2020, 3, 5)
"""Nghị định 30/2020/NĐ-CP replaced Thông tư 01/2011/TT-BNV on this day."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Minutes as they would read now."""

    document: Document
    rendered: Rendered
    file_name: str


def draft(
    database: Database, audit_id: str, *, language: Language, zone: ZoneInfo, by: Account, at: datetime
) -> Draft:
    """Return the minutes of an audit as they stand; nothing is written."""
    known = visit(database, audit_id, reader=by)
    issued = versions(database, audit_id, reader=by)
    document = _document(
        known, number="", version=len(issued) + 1, draft=1, language=language, zone=zone, at=at
    )
    return Draft(document, render(document), _file_name(known, "draft", language))


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
    """Issue the minutes: the number is taken and content, bytes and journal position are frozen in one transaction.

    RuleBroken `minutes_have_gaps` names how many; Conflict `minutes_number_taken` when the number is another audit's.
    """
    must(by.writes_minutes, "issue")
    known = visit(database, audit_id, reader=by)
    if known.opened.audit.cancelled_reason is not None:
        raise Conflict("audit_cancelled", code=known.opened.audit.code)
    if known.gaps:
        raise RuleBroken("minutes_have_gaps", count=len(known.gaps))
    with database.write() as cursor:
        if journal.last_position(cursor, audit_id) != known.opened.position:
            raise Conflict("changed_meanwhile")
        earlier = minutes.of_audit(cursor, audit_id)
        taken = _number(cursor, known, tidy(number), earlier)
        version = earlier[0].version + 1 if earlier else 1
        document = _document(
            known, number=taken, version=version, draft=None, language=language, zone=zone, at=at
        )
        rendered = render(document)
        text = json.dumps(asdict(document), ensure_ascii=False, sort_keys=True, default=str)
        made = MinutesVersion(
            id=new_id(at),
            audit_id=audit_id,
            number=taken,
            version=version,
            state=MinutesState.ISSUED,
            language=language,
            text_hash=hashlib.sha256(text.encode()).hexdigest(),
            pdf_hash=hashlib.sha256(rendered.pdf).hexdigest(),
            pages=rendered.pages,
            journal_position=known.opened.position,
            created_at=at,
            issued_at=at,
            issued_by=by.id,
        )
        minutes.add(cursor, made, content=text, pdf=rendered.pdf)
        detail: dict[str, object] = {"number": taken, "version": version}
        activity.add(
            cursor, activity.Activity(new_id(at), at, by.id, "minutes_issued", f"audit:{audit_id}", detail)
        )
    return made


def versions(database: Database, audit_id: str, *, reader: Account) -> tuple[MinutesVersion, ...]:
    """Return the issued versions of an audit's minutes, the newest first."""
    if not reader.may_read(audit_id):
        raise NotFound("audit_not_found", audit=audit_id)
    with database.read() as cursor:
        return minutes.of_audit(cursor, audit_id)


def issued_pdf(database: Database, version: MinutesVersion, *, reader: Account) -> bytes:
    """Return the frozen bytes of an issued version."""
    if not reader.may_read(version.audit_id):
        raise NotFound("audit_not_found", audit=version.audit_id)
    with database.read() as cursor:
        pdf = minutes.pdf(cursor, version.id)
    if pdf is None:
        raise NotFound("minutes_not_found")
    return pdf


def file_name(known: Visit, version: MinutesVersion) -> str:
    """Return the name under which a version is downloaded."""
    return _file_name(known, f"v{version.version}", "en" if version.language == "en" else "vi")


def profile_for(day: date | None) -> ProfileName:
    """Return the layout in force on the day of the minutes."""
    return "tt01-2011" if day is not None and day < DECREE_30_IN_FORCE else "nd30-2020"


def _document(
    known: Visit,
    *,
    number: str,
    version: int,
    draft: int | None,
    language: Language,
    zone: ZoneInfo,
    at: datetime,
) -> Document:
    facts = facts_of(known, number=number, version=version, draft=draft, at=at, zone=zone)
    return content.build(facts, language, profile_for(facts.dated))


def _number(cursor: Cursor, known: Visit, asked: str, earlier: tuple[MinutesVersion, ...]) -> str:
    """Return the number to take: the one the audit has, the one asked for, or the programme's next free one."""
    if earlier and asked in {"", earlier[0].number}:
        return earlier[0].number
    taken = {
        version.number
        for version in minutes.of_audits(cursor)
        if version.audit_id != known.opened.audit.id and _same_programme(cursor, version, known)
    }
    if asked:
        if asked in taken:
            raise Conflict("minutes_number_taken", number=asked)
        return asked
    count = 1
    symbol = translate("vi", "words.minutes_symbol")
    while f"{count:02d}/{symbol}" in taken:
        count += 1
    return f"{count:02d}/{symbol}"


def _same_programme(cursor: Cursor, version: MinutesVersion, known: Visit) -> bool:
    rows = cursor.execute("select programme_id from audit where id = ?", [version.audit_id]).fetchall()
    return bool(rows) and rows[0][0] == known.programme.id


def _file_name(known: Visit, mark: str, language: Language) -> str:
    safe = "".join(
        letter if letter.isalnum() or letter in "-." else "-" for letter in known.opened.audit.code
    )
    return f"bien-ban-{safe}-{mark}{'-en' if language == 'en' else ''}.pdf"
