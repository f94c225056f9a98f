"""Opening everything that screens, papers and commands open of an audit, as they open it."""

from datetime import timedelta
from pathlib import Path

from iso_audit.domain.account import CONSOLE, Account
from iso_audit.domain.minutes import MinutesState
from iso_audit.minutes import docx, html
from iso_audit.presenting import case_sheets, verdicts
from iso_audit.storage import audits
from iso_audit.storage.engine.database import Database
from iso_audit.storage.file import checking
from iso_audit.storage.queries import activity, conducting, earlier, overview, photos, planning, sampling
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.exchange import export_audit
from iso_audit.workflow.planning import holidays
from iso_audit.workflow.reporting import attaching, bundling, drafting, reading
from iso_audit.workflow.reporting.paper import PaperKind, papers
from iso_audit.workflow.reporting.signing import signatures_of
from iso_audit.workflow.reporting.verifying import verify, verify_code
from tests.conftest import AT
from tests.workflow.minutes_ready import ZONE

LATER = AT + timedelta(hours=2)
BOTH = ("vi", "en")


def open_everything(database: Database, audit_id: str, folder: Path, *, by: Account) -> None:
    """Read, render, verify, bundle and export an audit as a leader; raises what any of it raises."""
    with database.read() as cursor:
        programme_id = audits.audit(cursor, audit_id).programme_id
    assert overview.year(database, programme_id, reader=CONSOLE).lines
    planning.plan(database, programme_id, reader=CONSOLE)
    for act in activity.latest(database, reader=CONSOLE):
        act.activity.recorded_at.astimezone(ZONE)
    _conducting(database, audit_id)
    _sampling(database, audit_id)
    _minutes(database, audit_id)
    made = bundling.bundle(database, programme_id, language="vi", zone=ZONE, by=by, at=LATER)
    made.path.unlink()
    with database.read() as cursor:
        code = audits.audit(cursor, audit_id).code
    export_audit(database, code, folder / "again.isoaudit", by=None, at=LATER, replace=True)
    found = checking.faults(database)
    assert found == ()


def _conducting(database: Database, audit_id: str) -> None:
    opened = conducting.open_audit(database, audit_id, reader=CONSOLE)
    changes = conducting.changes(database, audit_id, since=0, reader=CONSOLE)
    for heads in changes.fields:
        conducting.field_data(heads, changes.names)
    for subject in {subject for subject, _ in opened.journal.fields}:
        for event, _ in conducting.history(database, audit_id, subject, reader=CONSOLE):
            event.made_at.astimezone(ZONE)
            event.received_at.astimezone(ZONE)
    earlier.earlier_findings(database, audit_id, reader=CONSOLE)
    for one in photos.listed(database, audit_id, reader=CONSOLE).photos:
        if one.received:
            photos.picture(database, one.id, reader=CONSOLE)


def _sampling(database: Database, audit_id: str) -> None:
    calendar = holidays.calendar(database)
    known = sampling.sampling(database, audit_id, calendar=calendar, today=AT.date(), reader=CONSOLE)
    assert known.case_list is not None
    sampling.population(database, known.case_list, calendar=calendar, reader=CONSOLE)
    for language in BOTH:
        case_sheets.sample_xlsx(known, language)


def _minutes(database: Database, audit_id: str) -> None:
    known = visit(database, audit_id, reader=CONSOLE)
    for language in BOTH:
        drafting.draft(database, known, language=language, zone=ZONE, by=CONSOLE, at=LATER).rendered()
        for kind in (PaperKind.CHECKLIST, PaperKind.ATTENDANCE):
            papers(database, known, kind, language=language, zone=ZONE, by=CONSOLE, at=LATER)
    reading.reopenings(database, audit_id, reader=CONSOLE)
    for version in reading.all_versions(database, audit_id, reader=CONSOLE):
        for place in signatures_of(database, version.id, reader=CONSOLE).values():
            assert place.signed_at is None or place.signed_at.astimezone(ZONE)
        for one in attaching.attachments_of(database, version, reader=CONSOLE):
            one.added_at.astimezone(ZONE)
            attaching.attachment_data(database, one, reader=CONSOLE)
        verdicts.details(verify_code(database, version.short_code), "vi", ZONE)
        if version.state is MinutesState.VOID:
            continue
        text = reading.signed_text(database, version, reader=CONSOLE)
        html.render(text)
        docx.render(text)
        reading.locked_pdf(database, version, reader=CONSOLE)
        if version.state is MinutesState.ISSUED:
            found = verify(database, reading.issued_pdf(database, version, reader=CONSOLE))
            verdicts.details(found, "en", ZONE)
