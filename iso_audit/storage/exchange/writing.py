"""Writing an audit to a file: one moment of the database, counted against it, read again, then given its name."""

import zipfile
from datetime import datetime
from pathlib import Path

from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.domain.programme import Agency, Audit
from iso_audit.storage.engine.database import Cursor
from iso_audit.storage.engine.failures import disk_is_full, reason
from iso_audit.storage.exchange import rows
from iso_audit.storage.exchange.archive import LARGEST, Manifest, Writer, opened
from iso_audit.storage.file.files import to_disk
from iso_audit.storage.file.leftovers import making
from iso_audit.storage.tables import SECTIONS


def write(cursor: Cursor, audit: Audit, agency: Agency, target: Path, *, app: str, at: datetime) -> Manifest:
    """Write the audit as the cursor's transaction sees it to `target` and return what the file holds.

    The name shows a file only when it is complete, verified and on the disk. Raises `carry_too_large`,
    `carry_count_differs`, `copy_disk_full`, `carry_failed`.
    """
    try:
        with making(cursor, target) as part:
            writer = Writer(part, at=at)
            try:
                _fill(cursor, writer, audit.id)
                named = {"id": audit.id, "code": audit.code, "agency": agency.name, "is_sample": audit.is_sample}
                writer.finish(app=app, made_at=at.isoformat(), audit=named)
            except BaseException:
                writer.abandon()
                raise
            part.chmod(0o600)
            to_disk(part)
            with opened(part, SECTIONS) as archive:
                made = archive.manifest
            part.replace(target)
            to_disk(target.parent)
    except zipfile.LargeZipFile as error:
        raise RuleBroken("carry_too_large", largest=LARGEST // 1024 // 1024) from error
    except OSError as error:
        if disk_is_full(error):
            raise Conflict("copy_disk_full", path=target) from error
        raise Conflict("carry_failed", path=target, reason=reason(error)) from error
    return made


def _fill(cursor: Cursor, writer: Writer, audit_id: str) -> None:
    """Write every section and raise unless each has the number of rows that the database counts."""
    digests = {section.name: rows.add_files(cursor, writer, section, audit_id) for section in SECTIONS}
    for section in SECTIONS:
        listed = rows.rows(cursor, section, audit_id, digests[section.name])
        made = writer.add_section(section.name, listed)
        there = rows.count(cursor, section, audit_id)
        if made != there:
            raise Conflict("carry_count_differs", table=section.name, written=made, counted=there)
