"""The findings of an issued version as data for other programs: as they stood when it was issued."""

import json
from zoneinfo import ZoneInfo

from iso_audit.checklist_formats.oscal import IssuedFindings, oscal_document
from iso_audit.domain.account import Account
from iso_audit.domain.errors import NotFound
from iso_audit.domain.journal import fold
from iso_audit.domain.minutes import MinutesState, MinutesVersion
from iso_audit.storage import audits, journal, minutes, programmes
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.storage.queries.visit import Visit
from iso_audit.workflow.reporting.text import file_stem


def oscal(database: Database, version_id: str, *, zone: ZoneInfo, reader: Account) -> bytes:
    """Return an issued version as OSCAL assessment results, JSON in UTF-8; `zone` is what times were entered in.

    NotFound `minutes_not_found` where there is no such version, it is not issued, or the reader may not see it.
    """
    with database.read() as cursor:
        version = minutes.by_id(cursor, version_id)
        if version is None or version.state is not MinutesState.ISSUED or not reader.may_read(version.audit_id):
            raise NotFound("minutes_not_found")
        issued = _as_issued(cursor, version, zone)
    return json.dumps(oscal_document(issued), ensure_ascii=False, indent=2).encode()


def file_name(visit: Visit, version: MinutesVersion) -> str:
    """Return the name under which the findings of a version are downloaded."""
    return f"{file_stem(visit.opened.audit.code, f'v{version.version}', version.language)}.oscal.json"


def _as_issued(cursor: Cursor, version: MinutesVersion, zone: ZoneInfo) -> IssuedFindings:
    audit, checklist = audits.audit(cursor, version.audit_id), audits.checklist(cursor, version.audit_id)
    agency = programmes.agency(cursor, audit.agency_id) if audit else None
    if audit is None or checklist is None or agency is None:
        raise NotFound("audit_not_found", audit=version.audit_id)
    then = fold(journal.until(cursor, {audit.id: version.journal_position}))
    return IssuedFindings(audit, agency, checklist, version, then, zone)
