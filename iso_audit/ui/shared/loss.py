"""What a damaged log lost, on every page of whoever leads, until one of them says that they know."""

import streamlit as st

from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.workflow.operation import losses


def show(session: Session) -> None:
    """Show what was lost, and what to do now, where something was."""
    if not session.account.leads:
        return
    loss = losses.pending(session.installation.database)
    if loss is None:
        return
    what = losses.told(loss, session.language)
    alerts.error(session.say("operation.loss.text", time=session.local(loss.found_at), what=what))
    st.write(session.say("operation.loss.steps"))
    if st.button(session.say("operation.loss.noticed"), key="operation.loss.noticed"):
        with told(session):
            losses.take_notice(session.installation.database, by=session.account, at=session.now)
        st.rerun()
