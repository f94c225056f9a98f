"""My audits: those the account takes part in, the unfinished first."""

from datetime import date

import streamlit as st

from iso_audit.presenting.my_part import MyPart, my_part
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.overview import AuditLine
from iso_audit.ui import alerts
from iso_audit.ui import session as sessions
from iso_audit.ui.session import Session
from iso_audit.ui.shared import agency_card, audit_pages, choosing
from iso_audit.ui.shared.show import sample_banner


def page() -> None:
    """Show the page."""
    session = sessions.current()
    st.title(session.say("overview.mine.title"), anchor=False)
    programme = choosing.programme(session)
    year = overview.year(session.installation.database, programme.id, reader=session.account) if programme else None
    mine = [line for line in year.counted if line.audit.id in session.account.audit_ids] if year else []
    if not mine:
        alerts.info(session.say("overview.empty.nothing_for_you"))
        return
    if any(line.audit.is_sample for line in mine):
        sample_banner(session)
    for line in sorted(mine, key=lambda one: (one.done, one.audit.planned_on or date.max)):
        agency_card.show(session, line, part=None if line.done else _my_part(session, line))


def _my_part(session: Session, line: AuditLine) -> MyPart | None:
    database, account = session.installation.database, session.account
    return my_part(database, audit_pages.opened(session, line.audit.id), reader=account)


page()
