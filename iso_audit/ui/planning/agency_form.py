"""The form of an agency: its texts and its kind."""

from dataclasses import replace

import streamlit as st

from iso_audit.domain.programme import Agency
from iso_audit.storage.queries.planning import Plan
from iso_audit.ui.planning.fields import label, text_inputs
from iso_audit.ui.session import Session
from iso_audit.ui.shared.editing import opened, settle, submit
from iso_audit.workflow.planning import establishing


def show(session: Session, plan: Plan) -> None:
    """Show the choice of an agency and its form."""
    known = {one.id: one for one in plan.agencies}
    picked = st.selectbox(
        session.say("planning.which_agency"),
        ["", *known],
        format_func=lambda one: known[one].name if one else f"+ {session.say('words.new')}",
        key="planning.agency",
    )
    kinds = {kind.id: kind for kind in session.installation.bank.kinds}
    base = known.get(picked) or Agency("", "", next(iter(kinds)))
    key = f"agency.{base.id or 'new'}"
    seen = opened(key, base)
    settle(session, key)
    with st.form(f"{key}-form", border=False):
        texts = text_inputs(session, seen, key)
        kind = st.selectbox(
            label(session, seen, "kind"),
            list(kinds),
            index=list(kinds).index(seen.kind) if seen.kind in kinds else 0,
            format_func=lambda one: session.text(kinds[one].name),
            key=f"{key}.kind",
        )
        sent = st.form_submit_button(session.say("words.save"), type="primary")
    if sent:
        typed = replace(seen, **texts, kind=kind)
        submit(session, key, typed, lambda one: _save(session, one), base)


def _save(session: Session, agency: Agency) -> Agency:
    installed = session.installation
    return establishing.save_agency(installed.database, agency, installed.bank, by=session.account, at=session.now)
