"""What came of taking in a file: counts, disagreements to settle, what the file says otherwise about the plan."""

import streamlit as st

from iso_audit.presenting import taken_in
from iso_audit.ui import alerts
from iso_audit.ui.session import Session
from iso_audit.ui.shared.audit_pages import FOLDER
from iso_audit.ui.shared.show import plain, sample_banner
from iso_audit.workflow.exchange import Taken

COUNTED = {"events": "event", "minutes": "minutes", "photos": "photo"}


def show(session: Session, outcome: Taken) -> None:
    """Show the outcome of an import, and the way to the audit."""
    first, *rest = taken_in.told(outcome, session.language, session.installation.settings.zone)
    alerts.success(first)
    if outcome.is_sample:
        sample_banner(session)
    for line in rest:
        st.markdown(plain(line))
    if outcome.differences:
        _differences(session, outcome)
    with st.container(horizontal=True):
        for page in ("caucus", "conducting") if outcome.disagreements else ("conducting",):
            label = session.say(f"exchange.take.{'caucus' if page == 'caucus' else 'audit'}")
            st.page_link(f"{FOLDER}/{page}.py", label=label, query_params={"audit": outcome.audit_id})


def _differences(session: Session, outcome: Taken) -> None:
    alerts.warning(session.say("exchange.told.differences", count=len(outcome.differences)))
    columns = {
        "column": [taken_in.place(one, session.language) for one in outcome.differences],
        "here": [taken_in.value(one, one.here, session.language) for one in outcome.differences],
        "there": [taken_in.value(one, one.there, session.language) for one in outcome.differences],
    }
    alerts.table({session.say(f"exchange.told.{name}"): values for name, values in columns.items()})
