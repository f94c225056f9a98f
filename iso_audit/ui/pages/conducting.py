"""The checklist of one audit: the card, with its place in the URL."""

import streamlit as st

from iso_audit.storage.queries import conducting
from iso_audit.ui import alerts
from iso_audit.ui import session as sessions
from iso_audit.ui.conducting import checklist_card
from iso_audit.ui.session import told
from iso_audit.ui.shared import audit_pages, choosing


def page() -> None:
    """Show the page."""
    session = sessions.current()
    audit_id = choosing.audit_id(session)
    if audit_id is None:
        return
    with told(session):
        opened = conducting.open_audit(session.installation.database, audit_id, reader=session.account)
        audit_pages.heading(session, opened.audit, opened.agency, here="conducting")
        if opened.audit.cancelled_reason is not None:
            alerts.warning(session.say("planning.cancelled", reason=opened.audit.cancelled_reason))
        checklist_card.mount(session, opened, item=st.query_params.get("item", ""))


page()
