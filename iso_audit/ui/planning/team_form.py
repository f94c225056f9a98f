"""The form of a member of the programme's team, linked to an account or not."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from iso_audit.domain.account import Account, Role
from iso_audit.domain.programme import Member
from iso_audit.storage.queries.planning import Plan
from iso_audit.ui.planning.fields import label, text_inputs
from iso_audit.ui.session import Session
from iso_audit.ui.shared.editing import opened, settle, submit
from iso_audit.workflow.planning import establishing


def show(session: Session, plan: Plan) -> None:
    """Show the choice of a member and their form."""
    known = {one.id: one for one in plan.team}
    picked = st.selectbox(
        session.say("planning.which_member"),
        ["", *known],
        format_func=lambda one: _label(session, known[one]) if one else f"+ {session.say('words.new')}",
        key="planning.member",
    )
    base = known.get(picked) or Member("", plan.programme.id, "", "", "", Role.MEMBER)
    key = f"member.{base.id or 'new'}"
    seen = opened(key, base)
    settle(session, key)
    accounts = {one.id: one for one in plan.accounts if one.active}
    with st.form(f"{key}-form", border=False):
        typed = _inputs(session, seen, accounts, key)
        sent = st.form_submit_button(session.say("words.save"), type="primary")
    if sent:
        submit(session, key, typed, lambda one: _save(session, one), base)


def _inputs(session: Session, seen: Member, accounts: Mapping[str, Account], key: str) -> Member:
    texts = text_inputs(session, seen, key)
    roles = list(Role)
    role = st.selectbox(
        label(session, seen, "role"),
        roles,
        index=roles.index(seen.role),
        format_func=lambda one: session.say(f"words.role.{one.value}"),
        key=f"{key}.role",
    )
    options = [None, *accounts]
    account_id = st.selectbox(
        label(session, seen, "account_id"),
        options,
        index=options.index(seen.account_id) if seen.account_id in accounts else 0,
        format_func=lambda one: (
            f"{accounts[one].name} ({accounts[one].username})" if one else session.say("planning.no_account")
        ),
        key=f"{key}.account",
    )
    return replace(seen, **texts, role=role, account_id=account_id)


def _label(session: Session, member: Member) -> str:
    return f"{member.name} · {session.say(f'words.role.{member.role.value}')}"


def _save(session: Session, typed: Member) -> Member:
    return establishing.save_member(session.installation.database, typed, by=session.account, at=session.now)
