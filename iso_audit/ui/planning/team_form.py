"""The programme's team: people taken from the accounts, and the form of one member, linked to an account or not."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from iso_audit.domain.account import Account, Role
from iso_audit.domain.programme import Member
from iso_audit.storage.queries.planning import Plan
from iso_audit.ui import alerts
from iso_audit.ui.planning.fields import as_read, label, text_inputs
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.editing import opened, settle, submit
from iso_audit.workflow.planning import establishing


def show(session: Session, plan: Plan) -> None:
    """Show whom the accounts offer, the choice of a member with its form, and the team."""
    _from_accounts(session, plan)
    members = {one.id: one for one in plan.team}
    member_id = st.selectbox(
        session.say("planning.which_member"),
        ["", *members],
        format_func=lambda one: _label(session, members[one]) if one else f"+ {session.say('words.new')}",
        key="planning.member",
    )
    base = members.get(member_id) or Member("", plan.programme.id, "", "", "", Role.MEMBER)
    key = unsaved.current(f"member.{base.id or f'new.{plan.programme.id}'}")
    opened_member = opened(key, base)
    accounts = {one.id: one for one in plan.accounts if one.active}
    settle(session, key, as_read(session, {"account_id": {one.id: _account(one) for one in plan.accounts}}))
    with unsaved.form(session, key):
        member = _inputs(session, opened_member, accounts, key)
        is_sent = st.form_submit_button(session.say("words.save"), type="primary")
    if is_sent and (saved_member := submit(session, key, member, lambda one: _save(session, one), base)):
        time = session.clock(session.now)
        unsaved.say_saved(session, key, session.say("planning.saved_named", name=saved_member.name, time=time))
        st.rerun()
    _list(session, plan)


def _from_accounts(session: Session, plan: Plan) -> None:
    """Offer the accounts that are not in the team yet: their names and roles are known."""
    linked_ids = {one.account_id for one in plan.team}
    free = {one.id: one for one in plan.accounts if one.active and one.id not in linked_ids}
    if not free:
        return
    key = unsaved.current(f"team.{plan.programme.id}")
    with unsaved.form(session, key, border=True):
        unsaved.choices(session, f"{key}.accounts", list(free), lambda one: _account(free[one]))
        account_ids = st.multiselect(
            session.say("planning.from_accounts"),
            list(free),
            default=list(free) if not plan.team else [],
            format_func=lambda one: _account(free[one]),
            placeholder=session.say("words.choose"),
            key=f"{key}.accounts",
        )
        is_sent = st.form_submit_button(session.say("planning.add_to_team"))
    if is_sent and account_ids:
        with told(session):
            for one in account_ids:
                _save(session, Member("", plan.programme.id, free[one].name, "", "", free[one].role, one))
            unsaved.begin_anew(key)
            names = ", ".join(free[one].name for one in account_ids)
            unsaved.say_saved(session, f"member.new.{plan.programme.id}", session.say("planning.added", names=names))
            st.rerun()


def _inputs(session: Session, member: Member, accounts: Mapping[str, Account], key: str) -> Member:
    texts = text_inputs(session, member, key)
    roles, options = list(Role), [None, *accounts]

    def role_name(role: Role) -> str:
        return session.say(f"words.role.{role.value}")

    def account_name(account_id: str | None) -> str:
        return _account(accounts[account_id]) if account_id else session.say("planning.no_account")

    unsaved.choice(session, f"{key}.role", roles, role_name)
    role = st.selectbox(
        label(session, member, "role"),
        roles,
        index=roles.index(member.role),
        format_func=role_name,
        key=f"{key}.role",
    )
    unsaved.choice(session, f"{key}.account", options, account_name)
    account_id = st.selectbox(
        label(session, member, "account_id"),
        options,
        index=options.index(member.account_id) if member.account_id in accounts else 0,
        format_func=account_name,
        key=f"{key}.account",
    )
    return replace(member, **texts, role=role, account_id=account_id)


def _list(session: Session, plan: Plan) -> None:
    if not plan.team:
        return
    st.markdown(f"**{session.say('planning.team_listed', count=len(plan.team))}**")
    accounts = {one.id: one.username for one in plan.accounts}
    alerts.table(
        {
            label(session, plan.team[0], "name"): [one.name for one in plan.team],
            label(session, plan.team[0], "role"): [session.say(f"words.role.{one.role.value}") for one in plan.team],
            label(session, plan.team[0], "position"): [
                ", ".join(part for part in (one.position, one.organisation) if part) for one in plan.team
            ],
            label(session, plan.team[0], "account_id"): [accounts.get(one.account_id or "", "") for one in plan.team],
        }
    )


def _account(account: Account) -> str:
    return f"{account.name} ({account.username})"


def _label(session: Session, member: Member) -> str:
    parts = (member.name, session.say(f"words.role.{member.role.value}"), member.position)
    return " · ".join(part for part in parts if part)


def _save(session: Session, member: Member) -> Member:
    return establishing.save_member(session.installation.database, member, by=session.account, at=session.now)
