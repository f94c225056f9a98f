"""The form of an audit: agency, code, date, checklist, people, exclusions and who checks what."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from iso_audit.domain.composition import compose, excludable
from iso_audit.domain.programme import Audit, AuditForm
from iso_audit.storage.queries import planning as plans
from iso_audit.storage.queries.planning import Plan
from iso_audit.ui import alerts
from iso_audit.ui.planning.fields import label
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared.editing import opened, settle, submit
from iso_audit.workflow.planning import establishing


def show(session: Session, plan: Plan) -> None:
    """Show the choice of an audit and its form."""
    if not plan.agencies:
        alerts.info(session.say("planning.need_agency"))
        return
    if not plan.team:
        alerts.info(session.say("planning.need_team"))
    agencies = {one.id: one for one in plan.agencies}
    audits = {one.id: one for one in plan.audits}
    in_url = st.query_params.get("audit", "")
    audit_id = st.selectbox(
        session.say("planning.which_audit"),
        ["", *audits],
        index=[*audits].index(in_url) + 1 if in_url in audits else 0,
        format_func=lambda one: (
            f"{audits[one].code} · {agencies[audits[one].agency_id].name}" if one else f"+ {session.say('words.new')}"
        ),
        key="planning.audit",
    )
    base = audits.get(audit_id) or _empty(session, plan)
    if base.cancelled_reason is not None:
        alerts.warning(session.say("planning.cancelled", reason=base.cancelled_reason))
        return
    _form(session, plan, base)
    if base.id:
        _cancelling(session, base)


def _empty(session: Session, plan: Plan) -> Audit:
    used = {one.agency_id for one in plan.audits}
    free = next((one for one in plan.agencies if one.id not in used), plan.agencies[0])
    code = establishing.next_code(plan.programme.year, {one.code for one in plan.audits})
    form = session.installation.bank.kind(free.kind).form
    return establishing.new_audit(plan.programme.id, free.id, code=code, checklist_form=form, planned_on=None)


def _form(session: Session, plan: Plan, base: Audit) -> None:
    key = f"audit.{base.id or 'new'}"
    opened_audit = opened(key, base)
    settle(session, key)
    with st.form(f"{key}-form", border=False):
        edited_audit = _people(session, plan, _basics(session, plan, opened_audit, key), key)
        exclusions = _exclusions(session, base, key)
        edited_audit = _assignment(session, plan, edited_audit, exclusions, key)
        is_sent = st.form_submit_button(session.say("words.save"), type="primary")
    if is_sent:
        installation = session.installation
        submit(
            session,
            key,
            edited_audit,
            lambda one: establishing.save_audit(
                installation.database, one, installation.bank, exclusions=exclusions, by=session.account, at=session.now
            ),
            base,
        )


def _basics(session: Session, plan: Plan, audit: Audit, key: str) -> Audit:
    agencies = {one.id: one for one in plan.agencies}
    forms, ways = {one.id: one for one in session.installation.bank.forms}, list(AuditForm)
    agency_id = st.selectbox(
        session.say("planning.which_agency"),
        list(agencies),
        index=list(agencies).index(audit.agency_id),
        format_func=lambda one: agencies[one].name,
        key=f"{key}.agency",
    )
    left_column, right_column = st.columns(2)
    code = left_column.text_input(label(session, audit, "code"), audit.code, key=f"{key}.code")
    planned_on = right_column.date_input(
        label(session, audit, "planned_on"), audit.planned_on, format="DD/MM/YYYY", key=f"{key}.planned_on"
    )
    form = st.radio(
        label(session, audit, "form"),
        ways,
        index=ways.index(audit.form),
        format_func=lambda one: session.say(f"words.audit_form.{one.value}"),
        horizontal=True,
        key=f"{key}.form",
    )
    checklist_form = st.selectbox(
        label(session, audit, "checklist_form"),
        list(forms),
        index=list(forms).index(audit.checklist_form) if audit.checklist_form in forms else None,
        format_func=lambda one: session.text(forms[one].name),
        key=f"{key}.checklist_form",
    )
    form_id = checklist_form or audit.checklist_form
    return replace(audit, agency_id=agency_id, code=code, planned_on=planned_on, form=form, checklist_form=form_id)


def _people(session: Session, plan: Plan, audit: Audit, key: str) -> Audit:
    team = {one.id: one for one in plan.team}
    options = [None, *team]
    leader_id = st.selectbox(
        label(session, audit, "leader_id"),
        options,
        index=options.index(audit.leader_id) if audit.leader_id in team else 0,
        format_func=lambda one: team[one].name if one else session.say("words.nobody"),
        key=f"{key}.leader",
    )
    members = st.multiselect(
        label(session, audit, "members"),
        list(team),
        default=[one for one in audit.member_ids if one in team],
        format_func=lambda one: team[one].name,
        placeholder=session.say("words.choose"),
        key=f"{key}.members",
    )
    return replace(audit, leader_id=leader_id, member_ids=tuple(members))


def _exclusions(session: Session, base: Audit, key: str) -> dict[str, str]:
    checklist = plans.checklist_of(session.installation.database, base.id, reader=session.account) if base.id else None
    before: Mapping[str, str] = checklist.excluded if checklist else {}
    clauses = {clause.number: clause for clause in excludable(session.installation.bank.clauses)}
    with st.expander(session.say("planning.exclusions"), expanded=bool(before)):
        clause_numbers = st.multiselect(
            session.say("planning.exclusion_clause"),
            list(clauses),
            default=list(before),
            format_func=lambda one: f"{one} {session.text(clauses[one].title)}",
            placeholder=session.say("words.choose"),
            key=f"{key}.excluded",
        )
        lines = st.text_area(
            session.say("planning.exclusion_reason"),
            "\n".join(f"{number}: {reason}" for number, reason in before.items()),
            key=f"{key}.reasons",
        )
        st.caption(session.say("planning.exclusion_hint"))
    reasons = {}
    for line in lines.splitlines():
        number, _, reason = line.partition(":")
        reasons[number.strip()] = reason.strip()
    return {number: reasons.get(number, "") for number in clause_numbers}


def _assignment(session: Session, plan: Plan, audit: Audit, exclusions: Mapping[str, str], key: str) -> Audit:
    bank = session.installation.bank
    agency = next(one for one in plan.agencies if one.id == audit.agency_id)
    with told(session):
        checklist = compose(
            bank,
            kind=agency.kind,
            form=audit.checklist_form,
            exclusions={n: r or "?" for n, r in exclusions.items()},
        )
        starred_count = sum(1 for item in checklist.items if item.starred)
        st.caption(session.say("planning.items_count", count=len(checklist.items), starred=starred_count))
        team = {one.id: one for one in plan.team}
        sections: dict[str, str] = {}
        with st.expander(session.say("planning.assignment")):
            for section in checklist.sections:
                options = ["", *team]
                member_id = st.selectbox(
                    session.text(section.title),
                    options,
                    index=options.index(audit.sections[section.id]) if audit.sections.get(section.id) in team else 0,
                    format_func=lambda one: team[one].name if one else session.say("words.nobody"),
                    key=f"{key}.section.{section.id}",
                )
                if member_id:
                    sections[section.id] = member_id
        return replace(audit, sections=sections)
    return audit


def _cancelling(session: Session, base: Audit) -> None:
    with st.expander(session.say("planning.cancel_audit")), st.form(f"cancel-{base.id}", border=False):
        reason = st.text_input(session.say("planning.cancel_reason"), max_chars=500)
        if st.form_submit_button(session.say("planning.cancel_audit")):
            with told(session):
                establishing.cancel_audit(
                    session.installation.database, base.id, reason=reason, by=session.account, at=session.now
                )
                st.rerun()
