"""The visit: times and place, people of both sides, and the leader's conclusion."""

import streamlit as st

from iso_audit.storage.queries import visit as visits
from iso_audit.ui import session as sessions
from iso_audit.ui.session import told
from iso_audit.ui.shared import audit_pages, choosing
from iso_audit.ui.visit import conclusion_form, people_form, visit_form


def page() -> None:
    """Show the page."""
    session = sessions.current()
    audit_id = choosing.audit_id(session)
    if audit_id is None:
        return
    with told(session):
        visit = visits.visit(session.installation.database, audit_id, reader=session.account)
        audit_pages.heading(session, visit.opened.audit, visit.opened.agency, here="visit")
        names = ("facts", "people", "agency", "closing", "conclusion")
        tabs = dict(zip(names, st.tabs([session.say(f"conducting.visit_page.{name}") for name in names]), strict=True))
        for part in visit_form.PARTS:
            with tabs[part]:
                visit_form.show(session, visit, part)
        with tabs["people"]:
            people_form.show(session, visit)
        with tabs["conclusion"]:
            conclusion_form.show(session, visit)


page()
