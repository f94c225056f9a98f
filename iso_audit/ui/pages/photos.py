"""The photographs of one audit on one page: captions, parts made unreadable, what has not arrived yet."""

import streamlit as st

from iso_audit.storage.queries import conducting, photos
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
        database = session.installation.database
        opened = conducting.open_audit(database, audit_id, reader=session.account)
        audit_pages.heading(session, opened.audit, opened.agency, here="photos")
        listed = photos.listed(database, audit_id, reader=session.account)
        if listed.missing:
            alerts.warning(session.say("photos.missing", count=len(listed.missing), taken=listed.taken))
        checklist_card.mount(session, opened, item="", view="photos")
        st.caption(session.say("photos.explained"))
        if session.account.leads and photos.waits_for_rewriting(database):
            st.caption(session.say("photos.rewriting"))


page()
