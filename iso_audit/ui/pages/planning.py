"""Planning the year: programme, agencies, team and audits."""

import streamlit as st

from iso_audit.domain.account import must
from iso_audit.storage.queries import overview, planning
from iso_audit.ui import session as sessions
from iso_audit.ui.planning import agency_form, audit_form, edition_choice, programme_form, team_form
from iso_audit.ui.session import told
from iso_audit.ui.shared.show import sample_banner


def page() -> None:
    """Show the page."""
    session = sessions.current()
    with told(session):
        must(session.account.leads, "plan")
        st.title(session.say("planning.title"), anchor=False)
        programmes = overview.years(session.installation.database, reader=session.account)
        choice = programme_form.choose(session, programmes)
        if choice is None:
            programme_form.show(session, None, programmes)
            return
        plan = planning.plan(session.installation.database, choice.id, reader=session.account)
        if plan.programme.is_sample:
            sample_banner(session)
        titles = {name: session.say(f"planning.{name}") for name in ("programme", "agencies", "team", "audits")}
        part = titles.get(st.query_params.get("part", ""))
        programme, agencies, team, audits = st.tabs(list(titles.values()), default=part)
        with programme:
            edition_choice.tell(session, plan)
            programme_form.show(session, plan.programme)
        with agencies:
            agency_form.show(session, plan)
        with team:
            team_form.show(session, plan)
        with audits:
            audit_form.show(session, plan)


page()
