"""The form of an agency: its texts and its kind."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from iso_audit.domain.bank import AgencyKind
from iso_audit.domain.programme import Agency
from iso_audit.storage.queries.planning import Plan
from iso_audit.ui.planning.fields import label, text_inputs
from iso_audit.ui.session import Session
from iso_audit.ui.shared.editing import opened, settle, submit
from iso_audit.workflow.planning import establishing


def show(session: Session, plan: Plan) -> None:
    """Show the choice of an agency and its form."""
    agencies = {one.id: one for one in plan.agencies}
    agency_id = st.selectbox(
        session.say("planning.which_agency"),
        ["", *agencies],
        format_func=lambda one: agencies[one].name if one else f"+ {session.say('words.new')}",
        key="planning.agency",
    )
    bank, stored_agency = session.installation.bank, agencies.get(agency_id)
    own_kind = stored_agency.kind if stored_agency else ""
    kinds = {kind.id: kind for kind in bank.kinds_in(plan.programme.year, own=own_kind)}
    base = stored_agency or Agency("", "", next(iter(kinds)))
    key = f"agency.{base.id or 'new'}"
    opened_agency = opened(key, base)
    settle(session, key)
    with st.form(f"{key}-form", border=False):
        answers = text_inputs(session, opened_agency, key, lambda: {"kind": _kind(session, opened_agency, kinds, key)})
        is_sent = st.form_submit_button(session.say("words.save"), type="primary")
    if is_sent:
        edited_agency = replace(opened_agency, **answers)
        submit(session, key, edited_agency, lambda one: _save(session, one), base)


def _kind(session: Session, agency: Agency, kinds: Mapping[str, AgencyKind], key: str) -> str:
    return st.selectbox(
        label(session, agency, "kind"),
        list(kinds),
        index=list(kinds).index(agency.kind) if agency.kind in kinds else 0,
        format_func=lambda one: session.text(kinds[one].name),
        key=f"{key}.kind",
    )


def _save(session: Session, agency: Agency) -> Agency:
    installation = session.installation
    return establishing.save_agency(
        installation.database, agency, installation.bank, by=session.account, at=session.now
    )
