"""Whether an audit's minutes can be locked now: what blocks it, and what is to be looked at first."""

from datetime import datetime
from zoneinfo import ZoneInfo

from iso_audit.domain.account import Account
from iso_audit.domain.case_cautions import case_cautions
from iso_audit.domain.case_figures import SAMPLE
from iso_audit.domain.completion import Gap
from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.domain.journal import CASE
from iso_audit.domain.readiness import Readiness, Seen, closing_cautions, photo_cautions
from iso_audit.domain.visit import future_gaps
from iso_audit.storage import journal as journals
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.sampling import sampling_of
from iso_audit.storage.queries.visit import Visit
from iso_audit.storage.queries.visit import visit as read_visit
from iso_audit.workflow.planning.holidays import calendar
from iso_audit.workflow.reporting.case_facts import listed_figures


def readiness(database: Database, visit: Visit, *, at: datetime, zone: ZoneInfo) -> Readiness:
    """Return what blocks locking the minutes of `visit` at a moment, and what whoever locks them is to look at."""
    journal = visit.opened.journal
    return Readiness(
        blocks=(*future_gaps(journal, at.astimezone(zone).date()), *visit.gaps),
        cautions=(
            *closing_cautions(visit.findings, journal, visit.wording, address=visit.opened.agency.address),
            *_case_cautions(database, visit, at=at, zone=zone),
            *photo_cautions(journal),
        ),
    )


def lockable(
    database: Database, audit_id: str, *, seen: Seen, zone: ZoneInfo, by: Account, at: datetime
) -> tuple[Visit, tuple[Gap, ...]]:
    """Return the audit as its minutes would tell it and its cautions, or raise what stands against locking."""
    visit_now = read_visit(database, audit_id, reader=by)
    if visit_now.opened.audit.cancelled_reason is not None:
        raise Conflict("audit_cancelled", code=visit_now.opened.audit.code)
    ready = readiness(database, visit_now, at=at, zone=zone)
    if ready.blocks:
        raise RuleBroken("minutes_have_gaps", count=len(ready.blocks))
    if seen.position is not None and seen.position != visit_now.opened.position:
        with database.read() as cursor:
            later = journals.positions_for_minutes(cursor, audit_id, since=seen.position)
        if later:
            raise Conflict("minutes_moved_on", count=len(later))
    if new := [one for one in ready.cautions if one not in seen.cautions]:
        raise RuleBroken("cautions_not_acknowledged", count=len(new))
    return visit_now, ready.cautions


def kept(caution: Gap) -> dict[str, object]:
    """Return a caution as the activity log keeps it."""
    facts = {"code": caution.code, "item": caution.item_id, "subject": caution.subject}
    return {name: value for name, value in {**facts, "details": dict(caution.details)}.items() if value}


def _case_cautions(database: Database, visit: Visit, *, at: datetime, zone: ZoneInfo) -> tuple[Gap, ...]:
    """Return the cautions about case files; nothing is read where the audit has none."""
    journal = visit.opened.journal
    if not journal.subjects(CASE) and not journal.of(SAMPLE):
        return ()
    today = at.astimezone(zone).date()
    sampling = sampling_of(database, visit.opened, calendar=calendar(database), today=today)
    files = [(one.file, one.measured) for one in sampling.files]
    return case_cautions(files, sampling.declared, listed_figures(database, sampling), visit.judgements)
