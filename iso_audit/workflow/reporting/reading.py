"""Reading the minutes of an audit: their versions, and the text and file of each."""

from collections.abc import Iterable

from iso_audit.domain.account import Account
from iso_audit.domain.errors import NotFound
from iso_audit.domain.minutes import MinutesState, MinutesVersion, Rendering, RenderingPurpose, Reopening
from iso_audit.domain.signature import fold
from iso_audit.domain.text import Language
from iso_audit.minutes.pdf import render
from iso_audit.minutes.tree import Document
from iso_audit.storage import minutes, renderings, signatures
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.storage.queries.visit import Visit
from iso_audit.workflow.reporting.locking import read_document, read_editions, rendering, translated
from iso_audit.workflow.reporting.signed_document import signed
from iso_audit.workflow.reporting.text import file_stem


def versions(database: Database, audit_id: str, *, reader: Account) -> tuple[MinutesVersion, ...]:
    """Return the issued versions of an audit's minutes, the newest first."""
    every = all_versions(database, audit_id, reader=reader)
    return tuple(one for one in every if one.state is MinutesState.ISSUED)


def all_versions(database: Database, audit_id: str, *, reader: Account) -> tuple[MinutesVersion, ...]:
    """Return every version of an audit's minutes, locked, issued or void, the newest first."""
    _check_readable(audit_id, reader)
    with database.read() as cursor:
        return minutes.of_audit(cursor, audit_id)


def reopenings(database: Database, audit_id: str, *, reader: Account) -> tuple[Reopening, ...]:
    """Return when the minutes of an audit were reopened and why, the newest first."""
    _check_readable(audit_id, reader)
    with database.read() as cursor:
        return minutes.reopenings(cursor, audit_id)


def issued_pdf(database: Database, version: MinutesVersion, *, reader: Account) -> bytes:
    """Return the frozen bytes of an issued version."""
    _check_readable(version.audit_id, reader)
    with database.read() as cursor:
        pdf = minutes.pdf(cursor, version.id)
    if pdf is None:
        raise NotFound("minutes_not_found")
    return pdf


def locked_pdf(database: Database, version: MinutesVersion, *, reader: Account) -> bytes:
    """Return a locked version as PDF without drawn signatures, to be printed and signed on paper."""
    return _given_out(database, version, locked_text(database, version, reader=reader))


def locked_text(database: Database, version: MinutesVersion, *, reader: Account) -> Document:
    """Return the text a version was locked with, without signatures."""
    _check_readable(version.audit_id, reader)
    with database.read() as cursor:
        return read_document(cursor, version)


def signed_text(database: Database, version: MinutesVersion, *, reader: Account) -> Document:
    """Return the text of a locked or issued version with what stands at the places to sign."""
    _check_readable(version.audit_id, reader)
    with database.read() as cursor:
        return _signed(cursor, version)


def edition_pdf(database: Database, version: MinutesVersion, language: Language, *, reader: Account) -> bytes:
    """Return a version's text in another language as it was locked, for reading: it is not what was signed."""
    _check_readable(version.audit_id, reader)
    return _given_out(database, version, text_in(database, version, language, reader=reader))


def text_in(database: Database, version: MinutesVersion, language: Language, *, reader: Account) -> Document:
    """Return a version's text as it was locked; in another language as a translation that tells who did not sign."""
    _check_readable(version.audit_id, reader)
    with database.read() as cursor:
        original, *others = read_editions(cursor, version)
        events = signatures.of_version(cursor, version.id)
    if original.language == language:
        return original
    edition = next((one for one in others if one.language == language), None)
    if edition is None:
        raise NotFound("minutes_not_found")
    return translated(edition, original, events)


def standing_version(database: Database, audit_id: str, *, reader: Account) -> MinutesVersion | None:
    """Return the newest version that is locked or issued; None while there is only a draft."""
    every = all_versions(database, audit_id, reader=reader)
    return next((one for one in every if one.state is not MinutesState.VOID), None)


def keep_papers(database: Database, version: MinutesVersion, pdfs: Iterable[bytes], language: Language) -> None:
    """Keep which files are parts of a version, so that they are known again."""
    _keep(database, version.id, [rendering(version.id, pdf, RenderingPurpose.PAPER, language) for pdf in pdfs])


def file_name(visit: Visit, version: MinutesVersion, language: str = "") -> str:
    """Return the name under which a version, or its edition in `language`, is downloaded."""
    return f"{file_stem(visit.opened.audit.code, f'v{version.version}', language or version.language)}.pdf"


def _given_out(database: Database, version: MinutesVersion, document: Document) -> bytes:
    """Return a locked text as PDF, having kept which file it is."""
    pdf, own = render(document).pdf, document.language == version.language
    purpose = RenderingPurpose.FOR_SIGNING if own else RenderingPurpose.EDITION
    _keep(database, version.id, [rendering(version.id, pdf, purpose, document.language)])
    return pdf


def _keep(database: Database, version_id: str, files: Iterable[Rendering]) -> None:
    with database.read() as cursor:
        kept_files = renderings.of_version(cursor, version_id)
    missing = [one for one in files if one not in kept_files]
    if missing:
        with database.write() as cursor:
            renderings.keep(cursor, *missing)


def _signed(cursor: Cursor, version: MinutesVersion) -> Document:
    return signed(read_document(cursor, version), fold(signatures.of_version(cursor, version.id)))


def _check_readable(audit_id: str, reader: Account) -> None:
    if not reader.may_read(audit_id):
        raise NotFound("audit_not_found", audit=audit_id)
