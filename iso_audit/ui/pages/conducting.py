"""The checklist of one audit: the card, with its place in the URL."""

import streamlit as st

from iso_audit.storage.queries.conducting import OpenAudit
from iso_audit.ui import alerts
from iso_audit.ui.conducting import checklist_card
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages


def show(session: Session, open_audit: OpenAudit) -> None:
    """Show the page."""
    if open_audit.audit.cancelled_reason is not None:
        alerts.warning(session.say("planning.cancelled", reason=open_audit.audit.cancelled_reason))
    checklist_card.mount(session, open_audit, item=st.query_params.get("item", ""))


audit_pages.page("conducting", audit_pages.opened, show)
