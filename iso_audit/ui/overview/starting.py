"""The empty start: set up the year, or load the sample; never a dead end."""

import streamlit as st

from iso_audit.sample import loading
from iso_audit.ui import alerts
from iso_audit.ui.overview import steps_list
from iso_audit.ui.session import Session, told


def show(session: Session) -> None:
    """Offer what the account can begin with."""
    if not session.account.leads:
        alerts.info(session.say("overview.empty.nothing_for_you"))
        return
    st.title(session.say("overview.empty.title"), anchor=False)
    st.write(session.say("overview.empty.text"))
    steps_list.show(session)
    st.caption(session.say("overview.empty.sample_hint"))
    if st.button(session.say("overview.empty.sample")):
        with told(session), st.spinner(session.say("overview.empty.sample")):
            bank = session.bank(loading.STANDARD)
            loading.load(session.installation.database, bank, by=session.account, at=session.now)
            st.rerun()
