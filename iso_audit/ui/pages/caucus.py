"""The caucus: what the team settles before the closing meeting, on one screen."""

import streamlit as st

from iso_audit.storage.queries import earlier
from iso_audit.storage.queries import visit as visits
from iso_audit.ui import session as sessions
from iso_audit.ui.caucus import dispute_list, finding_list, rest_form
from iso_audit.ui.session import told
from iso_audit.ui.shared import audit_pages, choosing


def page() -> None:
    """Show the page."""
    session = sessions.current()
    audit_id = choosing.audit_id(session)
    if audit_id is None:
        return
    with told(session):
        database = session.installation.database
        visit = visits.visit(database, audit_id, reader=session.account)
        before = earlier.earlier_findings(database, audit_id, reader=session.account)
        audit_pages.heading(session, visit.opened.audit, visit.opened.agency, here="caucus")
        counts = {
            "disputes": visit.completion.disputed,
            "findings": len(visit.findings),
            "rest": visit.completion.unanswered + visit.completion.not_checked,
        }
        titles = [f"{session.say(f'caucus.{name}')} ({count})" for name, count in counts.items()]
        disputes, findings, rest = st.tabs(titles)
        with disputes:
            dispute_list.show(session, visit)
        with findings:
            finding_list.show(session, visit, before)
        with rest:
            rest_form.show(session, visit)
        st.caption(session.say("caucus.closing"))


page()
