"""The first steps of a year, in order: each a link to where it is taken, ticked once it is done."""

import streamlit as st

from iso_audit.storage.queries.first_steps import first_steps
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages

PARTS = {"programme": "programme", "team": "team", "agencies": "agencies", "audits": "audits"}
"""On which part of the planning page a step is taken; the others have a page of their own."""


def show(session: Session, programme_id: str | None = None) -> None:
    """Show the steps while one of them is left."""
    steps = first_steps(session.installation.database, programme_id, reader=session.account)
    if all(step.done for step in steps):
        return
    st.header(session.say("overview.steps.title"), anchor=False)
    with st.container(key="first-steps"):
        for number, step in enumerate(steps, 1):
            part = PARTS.get(step.name)
            icon = ":material/check_circle:" if step.done else ":material/radio_button_unchecked:"
            state = session.say(f"overview.steps.{'done' if step.done else 'left'}")
            label = f"{number}\\. {session.say(f'overview.steps.{step.name}')} :gray[({state})]"
            page = "planning" if part else step.name
            st.page_link(audit_pages.file(page), label=label, icon=icon, query_params={"part": part} if part else None)
