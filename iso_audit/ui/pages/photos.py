"""The photographs of one audit on one page: captions, parts made unreadable, what has not arrived yet."""

import streamlit as st

from iso_audit.storage.queries import photos
from iso_audit.storage.queries.conducting import OpenAudit
from iso_audit.ui import alerts
from iso_audit.ui.conducting import checklist_card
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages


def show(session: Session, open_audit: OpenAudit) -> None:
    """Show the page."""
    database = session.installation.database
    photo_list = photos.listed(database, open_audit.audit.id, reader=session.account)
    if photo_list.missing:
        alerts.warning(session.say("photos.missing", count=len(photo_list.missing), taken=photo_list.taken))
    checklist_card.mount(session, open_audit, item="", view="photos")
    st.caption(session.say("photos.explained"))
    if session.account.leads and photos.waits_for_rewriting(database):
        st.caption(session.say("photos.rewriting"))


audit_pages.page("photos", audit_pages.opened, show)
