"""Verifying a file or a code: which version it is, whether that is in force, and which digital signatures hold."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from iso_audit.domain.attachment import Attachment, AttachmentKind
from iso_audit.domain.errors import IsoAuditError, NotFound, RuleBroken
from iso_audit.domain.minutes import Carried, MinutesState, MinutesVersion, Rendering, RenderingPurpose, current
from iso_audit.domain.visit import VISIT
from iso_audit.minutes.pdf import render, says_draft
from iso_audit.minutes.tree import Document
from iso_audit.pdf_signatures import Additions, SignatureCheck, check
from iso_audit.storage import accounts, attachments, audits, carried, heads, minutes, programmes, renderings
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.workflow.reporting.locking import read_editions

_DIGEST = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_CODE = re.compile(r"[A-Z2-7]{4}-?[A-Z2-7]{4}-?[A-Z2-7]{4}")
_END = re.compile(rb"%%EOF(?:\r\n|\n|\r)?")
LARGEST_FILE = 25 * 1024 * 1024
MOST_DIGESTS = 20
MOST_REVISIONS = 200
_WINDOW = 1 << 20
_LONGEST_MATCH = 64


class Standing(StrEnum):
    """What a file turned out to be."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    FOR_SIGNING = "for_signing"
    EDITION = "edition"
    PAPER = "paper"
    UNPROVEN = "unproven"
    VOID = "void"
    DRAFT = "draft"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is: its standing, the version it is (or claims to be), the one in force, signatures added.

    Numbers begin anew each year: `agency` and `visited_on` say whose minutes and of which visit they are. `carried`
    says how the version came here where it did not come about here, `taken_by` who took it in.
    """

    standing: Standing
    version: MinutesVersion | None = None
    newest: MinutesVersion | None = None
    signatures: tuple[SignatureCheck, ...] = ()
    scan: Attachment | None = None
    sha256: str = ""
    carried: Carried | None = None
    taken_by: str = ""
    agency: str = ""
    visited_on: date | None = None

    @property
    def genuine_and_current(self) -> bool:
        """Tell whether the file is the version in force, unchanged, and every signature added to it holds.

        One that was carried in is, where its text gave these bytes again when it came.
        """
        made_again = self.carried is None or self.carried.made_again
        signatures_hold = all(one.holds and one.in_time for one in self.signatures)
        return self.standing is Standing.CURRENT and made_again and signatures_hold


def verify(
    database: Database, content: bytes, *, roots: Sequence[bytes] = (), person: str = "", largest: int = LARGEST_FILE
) -> Verdict:
    """Say what a file is; `roots` are certificates that signatures may lead to, `person` who asks.

    RuleBroken `verified_file_too_large` above `largest` bytes, and what reading a file raises at its limits.
    """
    if len(content) > largest:
        raise RuleBroken("verified_file_too_large", largest=largest // (1024 * 1024))
    verdict = _verified(database, content, roots=roots, person=person)
    with database.read() as cursor:
        return _with_its_origin(cursor, verdict)


def _verified(database: Database, content: bytes, *, roots: Sequence[bytes], person: str) -> Verdict:
    digest = hashlib.sha256(content).hexdigest()
    with database.read() as cursor:
        rendering = renderings.by_hash(cursor, digest)
        version = minutes.by_id(cursor, rendering.version_id) if rendering else None
        if rendering is not None and version is not None:
            return _of_rendering(cursor, version, rendering)
        beginning = _issued_beginning(cursor, content)
    if beginning is not None:
        version, length = beginning
        additions = check(content, issued_length=length, roots=roots, person=person)
        return _signed_copy(database, version, additions, digest)
    with database.read() as cursor:
        attachment = attachments.by_hash(cursor, digest)
        scanned_version = minutes.by_id(cursor, attachment.version_id) if attachment else None
        if attachment is not None and scanned_version is not None and attachment.kind is AttachmentKind.SCAN:
            return _verdict(cursor, scanned_version, sha256=digest, scan=attachment)
    if says_draft(content):
        return Verdict(Standing.DRAFT, sha256=digest)
    return _by_text(database, content, digest)


def _with_its_origin(cursor: Cursor, verdict: Verdict) -> Verdict:
    """Return a verdict with the agency and the day of the visit, and how its version came here if it was carried."""
    if verdict.version is None:
        return verdict
    audit = audits.audit(cursor, verdict.version.audit_id)
    agency = programmes.agency(cursor, audit.agency_id) if audit else None
    if audit is not None and agency is not None:
        opened_at = heads.of_subject(cursor, audit.id, VISIT).value(VISIT, "opened_at")
        visited_on = datetime.fromisoformat(opened_at).date() if opened_at else audit.planned_on
        verdict = replace(verdict, agency=agency.name, visited_on=visited_on)
    way = carried.of_version(cursor, verdict.version.id) if verdict.version else None
    if way is None:
        return verdict
    account = accounts.by_id(cursor, way.taken_by) if way.taken_by else None
    return replace(verdict, carried=way, taken_by=account.name if account else "")


def verify_code(database: Database, text: str) -> Verdict:
    """Say which version carries the short code printed on its pages; NotFound `code_unknown`."""
    upper_text = "".join(text.split()).upper()
    letters = upper_text.replace("-", "")
    code = "-".join(letters[i : i + 4] for i in range(0, 12, 4))
    with database.read() as cursor:
        version = minutes.by_short_code(cursor, code) if _CODE.fullmatch(upper_text) else None
        if version is None:
            raise NotFound("code_unknown", code=text[:40])
        return _with_its_origin(cursor, _verdict(cursor, version))


def _verdict(
    cursor: Cursor,
    version: MinutesVersion,
    *,
    sha256: str = "",
    signatures: tuple[SignatureCheck, ...] = (),
    scan: Attachment | None = None,
) -> Verdict:
    newest = current(minutes.of_audit(cursor, version.audit_id))
    if version.state is MinutesState.ISSUED:
        standing = Standing.CURRENT if newest == version else Standing.SUPERSEDED
    else:
        standing = Standing.VOID if version.state is MinutesState.VOID else Standing.FOR_SIGNING
    return Verdict(standing, version, newest, signatures, scan, sha256)


def _of_rendering(cursor: Cursor, version: MinutesVersion, rendering: Rendering) -> Verdict:
    """Return the verdict on a file that was laid out of a version; what only a carried file says so is unproven."""
    verdict = _verdict(cursor, version, sha256=rendering.sha256)
    if version.state is MinutesState.VOID or rendering.purpose is RenderingPurpose.ISSUED:
        return verdict
    return replace(verdict, standing=Standing(rendering.purpose.value) if rendering.made_here else Standing.UNPROVEN)


def _issued_beginning(cursor: Cursor, content: bytes) -> tuple[MinutesVersion, int] | None:
    """Return the issued version whose bytes a file begins with, and how many these are; None where there is none."""
    for length, beginning in _beginnings(content):
        rendering = renderings.by_hash(cursor, beginning)
        version = minutes.by_id(cursor, rendering.version_id) if rendering else None
        if rendering is not None and version is not None and rendering.purpose is RenderingPurpose.ISSUED:
            return version, length
    return None


def _signed_copy(database: Database, version: MinutesVersion, additions: Additions, digest: str) -> Verdict:
    """Return the verdict on a file that begins with the bytes of an issued version."""
    with database.read() as cursor:
        if additions.only_signing and additions.signatures and all(one.holds for one in additions.signatures):
            return _verdict(cursor, version, sha256=digest, signatures=additions.signatures)
        newest = current(minutes.of_audit(cursor, version.audit_id))
    return Verdict(Standing.ALTERED, version, newest, additions.signatures, sha256=digest)


def _beginnings(content: bytes) -> Iterator[tuple[int, str]]:
    """Give length and SHA-256 of each beginning of a PDF that could be a whole file: up to a mark of its end."""
    running, position = hashlib.sha256(), 0
    for count, mark in enumerate(_END.finditer(content)):
        if count >= MOST_REVISIONS or mark.end() >= len(content):
            return
        running.update(memoryview(content)[position : mark.end()])
        position = mark.end()
        yield position, running.hexdigest()


def _by_text(database: Database, content: bytes, digest: str) -> Verdict:
    """Return the verdict on a file by the fingerprint of its text, where it says which text it holds."""
    for text_hash in _claimed(content):
        with database.read() as cursor:
            version = minutes.by_text_hash(cursor, text_hash) or minutes.naming(cursor, text_hash)
            if version is None:
                continue
            newest = current(minutes.of_audit(cursor, version.audit_id))
            editions = _not_kept(cursor, version)
        return Verdict(_as_locked(editions, version, digest), version, newest, sha256=digest)
    return Verdict(Standing.UNKNOWN, sha256=digest)


def _claimed(content: bytes) -> tuple[str, ...]:
    """Return the first fingerprints a file names, looked for piece by piece so that nobody waits for a long file."""
    digests: dict[bytes, None] = {}
    for start in range(0, len(content), _WINDOW):
        end = min(start + _WINDOW + _LONGEST_MATCH, len(content))
        for match in _DIGEST.finditer(content, start, end):
            if match.end() < end or end == len(content):
                digests[match[0]] = None
            if len(digests) >= MOST_DIGESTS:
                return tuple(one.decode() for one in digests)
    return tuple(one.decode() for one in digests)


def _not_kept(cursor: Cursor, version: MinutesVersion) -> Sequence[Document]:
    """Return a version's text in the languages of which no rendering was kept: it was locked by an earlier release."""
    kept_files = renderings.of_version(cursor, version.id)
    languages = {one.language for one in kept_files if one.purpose is not RenderingPurpose.ISSUED}
    try:
        return [one for one in read_editions(cursor, version) if one.language not in languages]
    except IsoAuditError:
        return ()


def _as_locked(editions: Sequence[Document], version: MinutesVersion, digest: str) -> Standing:
    """Say whether a file is what a text gives today: the copy printed for signing, or the other language's edition."""
    for document in editions:
        if hashlib.sha256(render(document).pdf).hexdigest() == digest:
            if version.state is MinutesState.VOID:
                return Standing.VOID
            return Standing.FOR_SIGNING if document.language == version.language else Standing.EDITION
    return Standing.ALTERED
