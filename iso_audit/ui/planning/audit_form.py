"""The form of an audit: agency, code, date, checklist, people; what it excludes and who checks what stand beside it."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from iso_audit.domain.programme import Audit, AuditForm
from iso_audit.storage.queries import planning as plans
from iso_audit.storage.queries.planning import Plan
from iso_audit.ui import alerts
from iso_audit.ui.planning import audit_parts, version_choice
from iso_audit.ui.planning.edition_choice import warn_withdrawn
from iso_audit.ui.planning.fields import agency_names, as_read, label
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.editing import follow, opened, settle, submit
from iso_audit.workflow.planning import establishing

LISTED = "planning.audits"


def show(session: Session, plan: Plan) -> None:
    """Show the choice of an audit, its form, and all audits of the programme."""
    if not plan.agencies:
        alerts.info(session.say("planning.need_agency"))
        return
    if not plan.team:
        alerts.info(session.say("planning.need_team"))
    names, audits = agency_names(plan.agencies), {one.id: one for one in plan.audits}
    in_url = st.query_params.get("audit", "")
    unsaved.tell(session, LISTED)
    audit_id = st.selectbox(
        session.say("planning.which_audit"),
        ["", *audits],
        index=[*audits].index(in_url) + 1 if in_url in audits else 0,
        format_func=lambda one: (
            f"{audits[one].code} · {names[audits[one].agency_id]}" if one else f"+ {session.say('words.new')}"
        ),
        key="planning.audit",
    )
    base = audits.get(audit_id) or _new(session, plan, names)
    if base.cancelled_reason is not None:
        alerts.warning(session.say("planning.cancelled", reason=base.cancelled_reason))
    else:
        _form(session, plan, base)
        if base.id:
            _moving(session, plan, base)
            _cancelling(session, base)
    _list(session, plan, names)


def _new(session: Session, plan: Plan, names: Mapping[str, str]) -> Audit:
    """Ask for the agency first: the checklist follows its kind, people and assignment the audit planned last."""
    used = {one.agency_id for one in plan.audits}
    agencies = {one.id: one for one in plan.agencies}
    free = next((one for one in agencies if one not in used), next(iter(agencies)))
    agency_id = st.selectbox(
        session.say("planning.which_agency"),
        list(agencies),
        index=list(agencies).index(free),
        format_func=names.__getitem__,
        key=f"planning.audit.agency.{len(plan.audits)}",
    )
    code = establishing.next_code(plan.programme.year, {one.code for one in plan.audits})
    form = session.bank(plan.programme.standard).kind(agencies[agency_id].kind).form
    empty = establishing.new_audit(plan.programme.id, agency_id, code=code, checklist_form=form, planned_on=None)
    return establishing.with_people(empty, plan.team, plan.newest)


def _form(session: Session, plan: Plan, base: Audit) -> None:
    new = f"audit.new.{plan.programme.id}.{base.agency_id}"
    key = unsaved.current(f"audit.{base.id}") if base.id else follow(new, base)
    opened_audit = opened(key, base)
    settle(session, key, as_read(session, _named(session, plan, base)))
    with unsaved.held(session, key):
        edited_audit = _agency(session, plan, opened_audit, key) if base.id else opened_audit
        edited_audit = _people(session, plan, _basics(session, plan, edited_audit, key), key)
        exclusions = audit_parts.exclusions(session, plan, base, key)
        edited_audit = audit_parts.assignment(session, plan, edited_audit, exclusions, key)
        is_sent = st.button(session.say("words.save"), type="primary", key=f"{key}.save")
    if not is_sent:
        return
    database, bank = session.installation.database, session.bank(plans.standard_of(plan, base.id))
    audit = submit(
        session,
        key,
        edited_audit,
        lambda one: establishing.save_audit(
            database, one, bank, exclusions=exclusions, by=session.account, at=session.now
        ),
        base,
    )
    if audit is not None:
        time = session.clock(session.now)
        unsaved.say_saved(session, LISTED, session.say("planning.saved_named", name=audit.code, time=time))
        st.rerun()


def _named(session: Session, plan: Plan, base: Audit) -> dict[str, Mapping[str, str]]:
    bank, people = session.bank(plans.standard_of(plan, base.id)), {one.id: one.name for one in plan.team}
    sections = {section.id: session.text(section.title) for block in bank.blocks for section in block.sections}
    return {
        "agency_id": agency_names(plan.agencies),
        "checklist_form": {one.id: session.text(one.name) for one in bank.forms},
        "leader_id": people,
        "member_ids": people,
        "sections": {**sections, **people},
    }


def _agency(session: Session, plan: Plan, audit: Audit, key: str) -> Audit:
    names = agency_names(plan.agencies)
    unsaved.choice(session, f"{key}.agency", list(names), names.__getitem__)
    agency_id = st.selectbox(
        session.say("planning.which_agency"),
        list(names),
        index=list(names).index(audit.agency_id),
        format_func=names.__getitem__,
        key=f"{key}.agency",
    )
    return replace(audit, agency_id=agency_id)


def _basics(session: Session, plan: Plan, audit: Audit, key: str) -> Audit:
    bank, ways = session.bank(plans.standard_of(plan, audit.id)), list(AuditForm)
    forms = {one.id: one for one in bank.forms}
    left_column, right_column = st.columns(2)
    code = left_column.text_input(label(session, audit, "code"), audit.code, key=f"{key}.code")
    unsaved.day(session, f"{key}.planned_on")
    planned_on = right_column.date_input(
        label(session, audit, "planned_on"), audit.planned_on, format=session.day_format, key=f"{key}.planned_on"
    )
    warn_withdrawn(session, bank, planned_on)

    def way_name(way: AuditForm) -> str:
        return session.say(f"words.audit_form.{way.value}")

    def form_name(form_id: str) -> str:
        return session.text(forms[form_id].name)

    unsaved.choice(session, f"{key}.form", ways, way_name)
    form = st.radio(
        label(session, audit, "form"),
        ways,
        index=ways.index(audit.form),
        format_func=way_name,
        horizontal=True,
        key=f"{key}.form",
    )
    unsaved.choice(session, f"{key}.checklist_form", list(forms), form_name)
    checklist_form = st.selectbox(
        label(session, audit, "checklist_form"),
        list(forms),
        index=list(forms).index(audit.checklist_form) if audit.checklist_form in forms else None,
        format_func=form_name,
        key=f"{key}.checklist_form",
    )
    form_id = checklist_form or audit.checklist_form
    return replace(audit, code=code, planned_on=planned_on, form=form, checklist_form=form_id)


def _people(session: Session, plan: Plan, audit: Audit, key: str) -> Audit:
    names = audit_parts.people(plan)
    options = [None, *names]

    def name(member_id: str | None) -> str:
        return names[member_id] if member_id else session.say("words.nobody")

    unsaved.choice(session, f"{key}.leader", options, name)
    leader_id = st.selectbox(
        label(session, audit, "leader_id"),
        options,
        index=options.index(audit.leader_id) if audit.leader_id in names else 0,
        format_func=name,
        key=f"{key}.leader",
    )
    unsaved.choices(session, f"{key}.members", list(names), name)
    members = st.multiselect(
        label(session, audit, "members"),
        list(names),
        default=[one for one in audit.member_ids if one in names],
        format_func=name,
        placeholder=session.say("words.choose"),
        help=session.say("planning.leader_is_member"),
        key=f"{key}.members",
    )
    return replace(audit, leader_id=leader_id, member_ids=tuple(members))


def _moving(session: Session, plan: Plan, base: Audit) -> None:
    checklist = plans.checklist_of(session.installation.database, base.id, reader=session.account)
    if checklist is not None:
        version_choice.show(session, base, checklist, session.bank(plans.standard_of(plan, base.id)), said=LISTED)


def _cancelling(session: Session, base: Audit) -> None:
    key = f"cancel.{base.id}"
    with st.expander(session.say("planning.cancel_audit")), unsaved.form(session, key):
        reason = st.text_input(session.say("planning.cancel_reason"), max_chars=500, key=f"{key}.reason")
        if st.form_submit_button(session.say("planning.cancel_audit")):
            with told(session):
                establishing.cancel_audit(
                    session.installation.database, base.id, reason=reason, by=session.account, at=session.now
                )
                unsaved.begin_anew(key)
                st.rerun()


def _list(session: Session, plan: Plan, names: Mapping[str, str]) -> None:
    if not plan.audits:
        return
    st.markdown(f"**{session.say('planning.audits_listed', count=len(plan.audits))}**")
    people, audits = {one.id: one.name for one in plan.team}, plan.audits
    alerts.table(
        {
            label(session, audits[0], "code"): [one.code for one in audits],
            session.say("planning.which_agency"): [names[one.agency_id] for one in audits],
            label(session, audits[0], "planned_on"): [session.day(one.planned_on) for one in audits],
            label(session, audits[0], "leader_id"): [people.get(one.leader_id or "", "") for one in audits],
        }
    )
