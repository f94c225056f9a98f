"""All minutes of a programme as one ZIP: written to a temporary file one document at a time, counted, none missing."""

import csv
import hashlib
import secrets
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from iso_audit.domain.account import Account
from iso_audit.domain.attachment import Attachment
from iso_audit.domain.errors import Conflict, NotFound
from iso_audit.domain.minutes import MinutesVersion, current
from iso_audit.domain.text import Language
from iso_audit.i18n import translate, writing
from iso_audit.storage import activity, attachments, audits, minutes, programmes
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.reporting.text import file_stem

Progress = Callable[[int, int, str], object]
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""What a ZIP file can tell of time begins here; it also makes the same content the same bytes."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One audit of the programme: its minutes in force, if any, and what is attached to them."""

    code: str
    agency: str
    version: MinutesVersion | None
    attachments: tuple[Attachment, ...]
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Bundle:
    """A finished ZIP: the name under which its maker can fetch it, and what is in it."""

    name: str
    path: Path
    minutes: int
    attachments: int
    size: int


def bundle(
    database: Database,
    programme_id: str,
    *,
    language: Language,
    zone: ZoneInfo,
    by: Account,
    at: datetime,
    progress: Progress = lambda count, total, name: None,
) -> Bundle:
    """Write the ZIP and return where it is, in place of those the account had when this one was begun.

    Conflict `bundle_incomplete` names every document that is missing. Two made at once leave each other alone.
    """
    entries = tuple(_entries(database, programme_id, by))
    version_count = sum(1 for one in entries if one.version)
    lines, missing, files = [translate(language, "signing.zip.columns").split(";")], [], 0
    with _new_file(_own_folder(database, by)) as (target, path):
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for one in entries:
                if one.version is not None:
                    progress(len(lines) - 1, len(entries), one.code)
                lines.append(_line(one, language, zone))
                missing += [name for name, data in _documents(database, one) if not _written(archive, name, data)]
                files += len(one.attachments)
            _put(archive, translate(language, "signing.zip.list_name"), _table(lines))
        _check(target, version_count + files, missing)
        size = target.stat().st_size
    progress(len(entries), len(entries), "")
    detail: dict[str, object] = {"minutes": version_count, "attachments": files}
    with database.write() as cursor:
        subject = f"programme:{programme_id}"
        activity.add(cursor, activity.Activity(new_id(at), at, by.id, "minutes_bundled", subject, detail))
    return Bundle(path.name, path, version_count, files, size)


def bundle_path(database: Database, name: str, *, reader: Account) -> Path:
    """Return where a bundle is that `reader` made; NotFound `path_unknown` for anybody else."""
    path = _own_folder(database, reader) / Path(name).name
    if path.suffix != ".zip" or not path.is_file():
        raise NotFound("path_unknown")
    return path


def _entries(database: Database, programme_id: str, reader: Account) -> Iterator[_Entry]:
    with database.read() as cursor:
        if programmes.programme(cursor, programme_id) is None:
            raise NotFound("programme_not_found")
        readable = [one for one in audits.of_programme(cursor, programme_id) if reader.may_read(one.id)]
        agencies = {one.id: one.name for one in programmes.all_agencies(cursor)}
        for audit in readable:
            version = current(minutes.of_audit(cursor, audit.id))
            all_files = attachments.of_version(cursor, version.id) if version else ()
            standing = tuple(one for one in all_files if one.withdrawn_reason is None)
            yield _Entry(audit.code, agencies[audit.agency_id], version, standing, audit.cancelled_reason is not None)


def _documents(database: Database, entry: _Entry) -> Iterator[tuple[str, bytes | None]]:
    """Give the files of one audit one after the other, each with its bytes if they are what they should be."""
    if entry.version is None:
        return
    with database.read() as cursor:
        pdf = minutes.pdf(cursor, entry.version.id)
        yield _pdf_name(entry), pdf if _is(pdf, entry.version.pdf_hash) else None
        for one in entry.attachments:
            data = attachments.data(cursor, one.id)
            yield f"{entry.code}/{one.id[-6:]}-{one.name}", data if _is(data, one.sha256) else None


@contextmanager
def _new_file(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Give a file to write and the name it has once it is whole; then the account's earlier ones go."""
    earlier = list(folder.glob("*.zip"))
    whole = folder / f"{secrets.token_urlsafe(18)}.zip"
    part = whole.with_suffix(".part")
    try:
        yield part, whole
        part.rename(whole)
    finally:
        for path in (part, *earlier):
            path.unlink(missing_ok=True)


def _is(data: bytes | None, digest: str) -> bool:
    return data is not None and hashlib.sha256(data).hexdigest() == digest


def _pdf_name(entry: _Entry) -> str:
    assert entry.version is not None
    return f"{file_stem(entry.code, f'v{entry.version.version}', entry.version.language)}.pdf"


def _written(archive: zipfile.ZipFile, name: str, data: bytes | None) -> bool:
    if data is None:
        return False
    _put(archive, name, data)
    return True


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo("/".join(part.replace("\\", "-") for part in name.split("/") if part != ".."), EARLIEST)
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def _check(target: Path, total: int, missing: list[str]) -> None:
    """Count what is in the file against what the database lists, the list itself beside it."""
    with zipfile.ZipFile(target) as archive:
        count = len(archive.namelist()) - 1
    if missing or count != total:
        raise Conflict("bundle_incomplete", missing=", ".join(missing) or f"{count}/{total}")


def _line(entry: _Entry, language: Language, zone: ZoneInfo) -> list[str]:
    if entry.version is None:
        state = translate(language, "signing.zip.cancelled" if entry.is_cancelled else "signing.zip.not_issued")
        return [entry.code, entry.agency, "", "", state, "", ""]
    version = entry.version
    issued_at = writing.moment(version.issued_at or version.created_at, zone, language)
    cells = [version.number, str(version.version), issued_at, _pdf_name(entry), version.pdf_hash]
    return [entry.code, entry.agency, *cells]


def _table(lines: list[list[str]]) -> bytes:
    """Return the list as CSV that spreadsheets open in UTF-8 and take no formula from."""
    target = StringIO()
    safe = [[f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell for cell in line] for line in lines]
    csv.writer(target, delimiter=";").writerows(safe)
    return target.getvalue().encode("utf-8-sig")


def _own_folder(database: Database, account: Account) -> Path:
    """Return the account's folder."""
    folder = database.work_folder() / f"bundles-{hashlib.sha256(account.id.encode()).hexdigest()[:32]}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
