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
    members = {one.id: one for one in plan.team}
    member_id = st.selectbox(
        session.say("planning.which_member"),
        ["", *members],
        format_func=lambda one: _label(session, members[one]) if one else f"+ {session.say('words.new')}",
        key="planning.member",
    )
    base = members.get(member_id) or Member("", plan.programme.id, "", "", "", Role.MEMBER)
    key = f"member.{base.id or 'new'}"
    opened_member = opened(key, base)
    settle(session, key)
    accounts = {one.id: one for one in plan.accounts if one.active}
    with st.form(f"{key}-form", border=False):
        member = _inputs(session, opened_member, accounts, key)
        is_sent = st.form_submit_button(session.say("words.save"), type="primary")
    if is_sent:
        submit(session, key, member, lambda one: _save(session, one), base)


def _inputs(session: Session, member: Member, accounts: Mapping[str, Account], key: str) -> Member:
    texts = text_inputs(session, member, key)
    roles = list(Role)
    role = st.selectbox(
        label(session, member, "role"),
        roles,
        index=roles.index(member.role),
        format_func=lambda one: session.say(f"words.role.{one.value}"),
        key=f"{key}.role",
    )
    options = [None, *accounts]
    account_id = st.selectbox(
        label(session, member, "account_id"),
        options,
        index=options.index(member.account_id) if member.account_id in accounts else 0,
        format_func=lambda one: (
            f"{accounts[one].name} ({accounts[one].username})" if one else session.say("planning.no_account")
        ),
        key=f"{key}.account",
    )
    return replace(member, **texts, role=role, account_id=account_id)


def _label(session: Session, member: Member) -> str:
    return f"{member.name} · {session.say(f'words.role.{member.role.value}')}"


def _save(session: Session, member: Member) -> Member:
    return establishing.save_member(session.installation.database, member, by=session.account, at=session.now)
