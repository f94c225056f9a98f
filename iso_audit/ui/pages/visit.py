"""The visit: times and place, people of both sides, and the leader's conclusion."""

import streamlit as st

from iso_audit.storage.queries.visit import Visit
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages
from iso_audit.ui.visit import conclusion_form, people_form, visit_form


def show(session: Session, visit: Visit) -> None:
    """Show the page."""
    names = ("facts", "people", "agency", "closing", "conclusion")
    titles = {name: session.say(f"conducting.visit_page.{name}") for name in names}
    asked = st.query_params.get(audit_pages.PART)
    tabs = dict(zip(names, st.tabs(list(titles.values()), default=titles.get(asked or "")), strict=True))
    for part in visit_form.PARTS:
        with tabs[part]:
            visit_form.show(session, visit, part)
    with tabs["people"]:
        people_form.show(session, visit)
    with tabs["conclusion"]:
        conclusion_form.show(session, visit)


audit_pages.page("visit", audit_pages.visit, show)
