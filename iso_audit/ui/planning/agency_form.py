"""The agencies: a list of them, and the form of one: its texts and its kind."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from iso_audit.domain.bank import AgencyKind, Bank
from iso_audit.domain.programme import Agency
from iso_audit.storage.queries.planning import Plan
from iso_audit.ui import alerts
from iso_audit.ui.planning.fields import agency_names, as_read, label, text_inputs
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.editing import opened, settle, submit
from iso_audit.workflow.planning import establishing

CHOICE = "planning.agency"


def show(session: Session, plan: Plan) -> None:
    """Show the choice of an agency, its form, and all agencies."""
    agencies, names = {one.id: one for one in plan.agencies}, agency_names(plan.agencies)
    agency_id = st.selectbox(
        session.say("planning.which_agency"),
        ["", *agencies],
        format_func=lambda one: names[one] if one else f"+ {session.say('words.new')}",
        key=CHOICE,
    )
    bank, stored_agency = session.banks.helping(plan.programme.standard), agencies.get(agency_id)
    own_kind = stored_agency.kind if stored_agency else ""
    kinds = {kind.id: kind for kind in bank.kinds_in(plan.programme.year, own=own_kind)}
    base = stored_agency or Agency("", "", next(iter(kinds)))
    _form(session, base, bank, kinds)
    if base.id:
        _removing(session, base, plan)
    _list(session, plan, {kind.id: kind for kind in bank.kinds})


def _form(session: Session, base: Agency, bank: Bank, kinds: Mapping[str, AgencyKind]) -> None:
    key = unsaved.current(f"agency.{base.id or 'new'}")
    opened_agency = opened(key, base)
    kind_names = {one.id: session.text(one.name) for one in kinds.values()}
    settle(session, key, as_read(session, {"kind": kind_names}))
    with unsaved.form(session, key):
        answers = text_inputs(session, opened_agency, key, lambda: {"kind": _kind(session, opened_agency, kinds, key)})
        is_sent = st.form_submit_button(session.say("words.save"), type="primary")
    if is_sent:
        edited_agency = replace(opened_agency, **answers)
        if agency := submit(session, key, edited_agency, lambda one: _save(session, one, bank), base):
            time = session.clock(session.now)
            unsaved.say_saved(session, key, session.say("planning.saved_named", name=agency.name, time=time))
            st.rerun()


def _kind(session: Session, agency: Agency, kinds: Mapping[str, AgencyKind], key: str) -> str:
    def called(kind: str) -> str:
        return session.text(kinds[kind].name)

    unsaved.choice(session, f"{key}.kind", list(kinds), called)
    return st.selectbox(
        label(session, agency, "kind"),
        list(kinds),
        index=list(kinds).index(agency.kind) if agency.kind in kinds else 0,
        format_func=called,
        key=f"{key}.kind",
    )


def _removing(session: Session, agency: Agency, plan: Plan) -> None:
    """Offer to take out an agency that no audit was planned for."""
    if agency.id in plan.audited_ids:
        return
    if st.button(session.say("planning.remove_agency"), key=f"remove.{agency.id}"):
        with told(session):
            establishing.remove_agency(session.installation.database, agency.id, by=session.account, at=session.now)
            unsaved.begin_anew(f"agency.{agency.id}", is_dropped=True)
            unsaved.say_saved(session, "agency.new", session.say("planning.agency_removed", name=agency.name))
            st.session_state.pop(CHOICE)
            st.rerun()


def _list(session: Session, plan: Plan, kinds: Mapping[str, AgencyKind]) -> None:
    if not plan.agencies:
        return
    st.markdown(f"**{session.say('planning.agencies_listed', count=len(plan.agencies))}**")
    codes = {one.id: [audit.code for audit in plan.audits if audit.agency_id == one.id] for one in plan.agencies}
    alerts.table(
        {
            label(session, plan.agencies[0], "name"): list(agency_names(plan.agencies).values()),
            label(session, plan.agencies[0], "kind"): [
                session.text(kinds[one.kind].name) if one.kind in kinds else one.kind for one in plan.agencies
            ],
            session.say("planning.audits"): [", ".join(codes[one.id]) for one in plan.agencies],
        }
    )


def _save(session: Session, agency: Agency, bank: Bank) -> Agency:
    return establishing.save_agency(session.installation.database, agency, bank, by=session.account, at=session.now)
