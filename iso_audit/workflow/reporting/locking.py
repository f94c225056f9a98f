"""Locking, unlocking, reopening and issuing minutes: number, text and layout are fixed first, the bytes at the end."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from iso_audit.domain.account import Account, must
from iso_audit.domain.errors import Conflict, NotFound
from iso_audit.domain.finding import numbered
from iso_audit.domain.minutes import (
    LONGEST_REASON,
    MinutesState,
    MinutesVersion,
    Rendering,
    RenderingPurpose,
    Reopening,
    current,
    is_open,
    locked,
    number_for,
)
from iso_audit.domain.programme import required
from iso_audit.domain.readiness import NOTHING_SEEN, Seen
from iso_audit.domain.signature import SignatureEvent, fold
from iso_audit.domain.text import LANGUAGES, Language, tidy
from iso_audit.i18n import translate
from iso_audit.minutes import fingerprint, stored
from iso_audit.minutes.content import translation
from iso_audit.minutes.pdf import Rendered, render
from iso_audit.minutes.tree import Document
from iso_audit.pdf_signatures import with_fields
from iso_audit.storage import activity, journal, minutes, renderings, signatures
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.storage.queries.visit import Visit
from iso_audit.workflow.conducting.recording import NewEvent, enter
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.reporting.readiness import kept, lockable
from iso_audit.workflow.reporting.signed_document import signature_fields, signed
from iso_audit.workflow.reporting.text import final_text

MOST_TRIES = 50
LOCKING = "locking"
"""What stands as the device of events that locking itself enters."""


def lock(
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
    """Take the number and fix text and layout; `seen` is what was read aloud and looked at, kept in the activity log.

    RuleBroken `minutes_have_gaps`, `cautions_not_acknowledged`; Conflict `minutes_locked_already`,
    `minutes_not_reopened`, `minutes_number_taken`, and `minutes_moved_on` when something was recorded after that.
    """
    must(by.writes_minutes, "issue")
    for _ in range(MOST_TRIES):
        visit_now, cautions = lockable(database, audit_id, seen=seen, zone=zone, by=by, at=at)
        with database.read() as cursor:
            own, others = _taken(cursor, visit_now)
            _check_open(cursor, audit_id, own)
        next_number = number_for(tidy(number), own, others, symbol=translate("vi", "words.minutes_symbol"))
        version = max((one.version for one in own), default=0) + 1
        documents = [
            final_text(database, visit_now, number=next_number, version=version, language=one, zone=zone, by=by, at=at)
            for one in sorted(LANGUAGES, key=lambda one: one != language)
        ]
        new, text, images, laid_out = _locked(visit_now, documents, number=next_number, version=version, by=by, at=at)
        with database.write() as cursor:
            has_moved = journal.last_position(cursor, audit_id) != new.journal_position
            if not has_moved and _taken(cursor, visit_now) == (own, others):
                new = replace(new, journal_position=_name_findings(cursor, visit_now, by=by, at=at))
                minutes.keep_images(cursor, images)
                minutes.add(cursor, new, content=text)
                renderings.keep(cursor, *laid_out)
                _log(cursor, "minutes_locked", new, by=by, at=at, cautions=[kept(one) for one in cautions])
                return new
    raise Conflict("changed_meanwhile")


def number_ahead(database: Database, visit_now: Visit) -> str:
    """Return the number that locking would take now if none is typed; another audit may take it first."""
    with database.read() as cursor:
        own, others = _taken(cursor, visit_now)
    return number_for("", own, others, symbol=translate("vi", "words.minutes_symbol"))


def unlock(database: Database, version_id: str, *, reason: str, by: Account, at: datetime) -> None:
    """Let the text be changed again: the locked version and its signatures become void, and stay listed."""
    must(by.writes_minutes, "issue")
    why = required(reason, "reason", longest=LONGEST_REASON)
    with database.write() as cursor:
        version = _locked_version(cursor, version_id, by)
        minutes.void(cursor, version.id, reason=why, by=by.id, at=at)
        _forget_pictures(cursor)
        _log(cursor, "minutes_unlocked", version, by=by, at=at, reason=why)


def reopen(database: Database, audit_id: str, *, reason: str, by: Account, at: datetime) -> Reopening:
    """Let a next version be made after one was issued; the issued one stays as it is, and in force until then."""
    must(by.leads, "reopen")
    why = required(reason, "reason", longest=LONGEST_REASON)
    if not by.may_read(audit_id):
        raise NotFound("audit_not_found", audit=audit_id)
    with database.write() as cursor:
        own = minutes.of_audit(cursor, audit_id)
        in_force = current(own)
        if in_force is None:
            raise Conflict("minutes_not_issued")
        if locked(own) is not None or is_open(own, minutes.reopenings(cursor, audit_id)):
            raise Conflict("minutes_reopened_already")
        reopening = Reopening(new_id(at), audit_id, in_force.version, why, by.id, at)
        minutes.add_reopening(cursor, reopening)
        _log(cursor, "minutes_reopened", in_force, by=by, at=at, reason=why)
    return reopening


def issue_locked(database: Database, version_id: str, *, by: Account, at: datetime) -> MinutesVersion:
    """Issue a locked version: bytes with the drawn signatures, their SHA-256 and the state in one transaction."""
    must(by.writes_minutes, "issue")
    with database.read() as cursor:
        version = _locked_version(cursor, version_id, by)
        document, *others = read_editions(cursor, version)
        events = signatures.of_version(cursor, version_id)
    editions = [_edition(version_id, one, document, events) for one in others]
    pdf, layout = final_pdf(document, events)
    issued_file = rendering(version_id, pdf, RenderingPurpose.ISSUED, version.language)
    frozen = replace(
        version,
        state=MinutesState.ISSUED,
        pdf_hash=issued_file.sha256,
        pages=layout.pages,
        issued_at=at,
        issued_by=by.id,
    )
    with database.write() as cursor:
        _locked_version(cursor, version_id, by)
        if signatures.count(cursor, version_id) != len(events):
            raise Conflict("changed_meanwhile")
        minutes.freeze(cursor, version_id, pdf=pdf, pdf_hash=frozen.pdf_hash, pages=frozen.pages, by=by.id, at=at)
        renderings.keep(cursor, issued_file, *editions)
        _log(cursor, "minutes_issued", frozen, by=by, at=at)
    return frozen


def final_pdf(document: Document, events: Iterable[SignatureEvent]) -> tuple[bytes, Rendered]:
    """Return the bytes issued for a locked text and what happened at its places to sign, and how they begin."""
    layout = render(signed(document, fold(events)))
    return with_fields(layout.pdf, signature_fields(layout)), layout


def translated(edition: Document, original: Document, events: Iterable[SignatureEvent]) -> Document:
    """Return the text in another language as it is given out: a translation that tells who did not sign."""
    return translation(signed(edition, fold(events)), original)


def _edition(version_id: str, document: Document, original: Document, events: Iterable[SignatureEvent]) -> Rendering:
    pdf = render(translated(document, original, events)).pdf
    return rendering(version_id, pdf, RenderingPurpose.EDITION, document.language)


def rendering(version_id: str, pdf: bytes, purpose: RenderingPurpose, language: str) -> Rendering:
    """Return what is kept of a file that is laid out here: so it is known again, however pages are laid out later."""
    return Rendering(version_id, hashlib.sha256(pdf).hexdigest(), purpose, language)


def read_document(cursor: Cursor, version: MinutesVersion) -> Document:
    """Return the text a version was locked with; Conflict `minutes_text_differs` when it is no longer that text."""
    return read_editions(cursor, version)[0]


def read_editions(cursor: Cursor, version: MinutesVersion) -> tuple[Document, ...]:
    """Return the text a version was locked with, then the same in the other language; raises as `read_document`."""
    text = minutes.content(cursor, version.id) or ""
    documents = stored.read(text, minutes.images(cursor, stored.picture_names(text)))
    if fingerprint.text_hash(documents[0]) != version.text_hash:
        raise Conflict("minutes_text_differs", number=version.number)
    return documents


def _forget_pictures(cursor: Cursor) -> None:
    """Remove the pictures that only void versions show: one made unreadable since is then nowhere as it was."""
    shown_names = [stored.picture_names(text) for text in minutes.standing_contents(cursor)]
    minutes.keep_only_images(cursor, {name for names in shown_names for name in names})


def _locked(
    visit_now: Visit, documents: Sequence[Document], *, number: str, version: int, by: Account, at: datetime
) -> tuple[MinutesVersion, str, dict[str, bytes], tuple[Rendering, ...]]:
    """Return the locked version, its content as kept, its pictures, and which files are printed of it."""
    document, version_id = documents[0], new_id(at)
    assert document.verification is not None
    layout = render(document)
    text, images = stored.written(*documents)
    own = rendering(version_id, layout.pdf, RenderingPurpose.FOR_SIGNING, document.language)
    editions = [_edition(version_id, one, document, ()) for one in documents[1:]]
    locked_version = MinutesVersion(
        id=version_id,
        audit_id=visit_now.opened.audit.id,
        number=number,
        version=version,
        state=MinutesState.LOCKED,
        language=document.language,
        text_hash=document.verification.digest,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        short_code=document.verification.code,
        pdf_hash=own.sha256,
        pages=layout.pages,
        journal_position=visit_now.opened.position,
        created_at=at,
        locked_by=by.id,
    )
    return locked_version, text, images, (own, *editions)


def _name_findings(cursor: Cursor, visit_now: Visit, *, by: Account, at: datetime) -> int:
    """Enter each finding's number under its subject, and a draft's item: from now on it can be named by it.

    Its words stay those of its item, for it to follow. Returns the position up to which the version knows the journal.
    """
    audit_id, state = visit_now.opened.audit.id, visit_now.opened.journal
    acts = []
    for finding in (one for one in numbered(visit_now.findings, state) if one.number):
        values = {"number": finding.number} | ({"items": json.dumps(finding.item_ids)} if finding.is_draft else {})
        new = [(name, value) for name, value in values.items() if state.value(finding.id, name) != value]
        heads = {name: state.head_ids(finding.id, name) for name in values}
        acts += [NewEvent(new_id(at), audit_id, finding.id, name, value, at, heads[name]) for name, value in new]
    if acts:
        enter(cursor, acts, by=by, device=LOCKING, at=at)
    return journal.last_position(cursor, audit_id)


def _taken(cursor: Cursor, visit_now: Visit) -> tuple[tuple[MinutesVersion, ...], frozenset[str]]:
    """Return the audit's own versions, and the numbers other audits of the programme have or had."""
    audit_id = visit_now.opened.audit.id
    others = minutes.of_programme(cursor, visit_now.programme.id)
    return minutes.of_audit(cursor, audit_id), frozenset(one.number for one in others if one.audit_id != audit_id)


def _check_open(cursor: Cursor, audit_id: str, own: Sequence[MinutesVersion]) -> None:
    standing = locked(own)
    if standing is not None:
        raise Conflict("minutes_locked_already", number=standing.number)
    if not is_open(own, minutes.reopenings(cursor, audit_id)):
        raise Conflict("minutes_not_reopened")


def _locked_version(cursor: Cursor, version_id: str, by: Account) -> MinutesVersion:
    version = minutes.by_id(cursor, version_id)
    if version is None or not by.may_read(version.audit_id):
        raise NotFound("minutes_not_found")
    if version.state is not MinutesState.LOCKED:
        raise Conflict("minutes_not_locked", number=version.number)
    return version


def _log(
    cursor: Cursor, action: str, version: MinutesVersion, *, by: Account, at: datetime, **more: str | Sequence[object]
) -> None:
    """Write an act about a version down, with what more is to be known of it where that is not empty."""
    detail = {"number": version.number, "version": version.version, **{name: one for name, one in more.items() if one}}
    activity.add(cursor, activity.Activity(new_id(at), at, by.id, action, f"audit:{version.audit_id}", detail))
