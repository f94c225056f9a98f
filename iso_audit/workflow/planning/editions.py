"""The edition of the standard that a year goes by: chosen with the programme, followed by every audit not yet begun."""

from dataclasses import replace
from datetime import datetime

from iso_audit.domain.account import Account
from iso_audit.domain.bank import Bank
from iso_audit.domain.composition import compose
from iso_audit.domain.programme import Audit, Programme
from iso_audit.storage import audits, journal, programmes
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.workflow.planning import establishing


def save_programme(database: Database, programme: Programme, bank: Bank, *, by: Account, at: datetime) -> Programme:
    """Save a programme that goes by the edition of `bank`; audits in which nothing was recorded ask by it from now on.

    Their excluded clauses are claimed anew, for editions allow different ones. What was recorded stays with the
    questions it answers.
    """
    with database.write() as cursor:
        wish = replace(programme, standard=bank.standard)
        before = programmes.programme(cursor, programme.id) if programme.id else None
        result = establishing.save_programme(database, wish, by=by, at=at)
        if before is not None and before.standard != result.standard:
            for audit in audits.of_programme(cursor, result.id):
                _follow(cursor, audit, bank, at=at)
    return result


def _follow(cursor: Cursor, audit: Audit, bank: Bank, *, at: datetime) -> None:
    """Compose the checklist of an audit by another edition, where nothing was recorded by the former one."""
    agency = programmes.agency(cursor, audit.agency_id)
    if agency is None or journal.last_position(cursor, audit.id) > 0:
        return
    checklist = compose(bank, kind=agency.kind, form=audit.checklist_form)
    audits.set_checklist(cursor, audit.id, checklist, at=at)
    sections = {section.id for section in checklist.sections}
    kept_sections = {section: member for section, member in audit.sections.items() if section in sections}
    if kept_sections != audit.sections:
        audits.save(cursor, replace(audit, sections=kept_sections, revision=audit.revision + 1))
