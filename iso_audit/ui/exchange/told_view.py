"""What came of taking in a file: counts, disagreements to settle, what the file says otherwise about the plan."""

import streamlit as st

from iso_audit.presenting import taken_in
from iso_audit.ui import alerts
from iso_audit.ui.session import Session
from iso_audit.ui.shared.audit_pages import FOLDER
from iso_audit.ui.shared.show import plain, sample_banner
from iso_audit.workflow.exchange import Taken

COUNTED = {"events": "event", "minutes": "minutes", "photos": "photo"}


def show(session: Session, taken: Taken) -> None:
    """Show the outcome of an import, and the way to the audit."""
    first, *rest = taken_in.told(taken, session.language, session.installation.settings.zone)
    alerts.success(first)
    if taken.is_sample:
        sample_banner(session)
    for line in rest:
        st.markdown(plain(line))
    if taken.differences:
        _differences(session, taken)
    with st.container(horizontal=True):
        for page in ("caucus", "conducting") if taken.disagreements else ("conducting",):
            label = session.say(f"exchange.take.{'caucus' if page == 'caucus' else 'audit'}")
            st.page_link(f"{FOLDER}/{page}.py", label=label, query_params={"audit": taken.audit_id})


def _differences(session: Session, taken: Taken) -> None:
    alerts.warning(session.say("exchange.told.differences", count=len(taken.differences)))
    columns = {
        "column": [taken_in.place(one, session.language) for one in taken.differences],
        "here": [taken_in.value(one, one.here, session.language) for one in taken.differences],
        "there": [taken_in.value(one, one.there, session.language) for one in taken.differences],
    }
    alerts.table({session.say(f"exchange.told.{name}"): values for name, values in columns.items()})
