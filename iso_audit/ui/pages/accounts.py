"""Accounts: the leader makes, disables and resets them, and reads the activity log."""

import streamlit as st

from iso_audit.domain.account import Account, Role, must
from iso_audit.ui import alerts
from iso_audit.ui import session as sessions
from iso_audit.ui.accounts import activity_log
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared.editing import forget, opened
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.accounts import administering


def page() -> None:
    """Show the page."""
    session = sessions.current()
    with told(session):
        must(session.account.leads, "administer_accounts")
        st.title(session.say("accounts.title"), anchor=False)
        existing, new, log = st.tabs([session.say(f"accounts.{name}") for name in ("existing", "new", "activity")])
        with new:
            _making(session)
        with existing:
            for account in administering.all_accounts(session.installation.database, reader=session.account):
                _row(session, account)
        with log:
            activity_log.show(session)


def _making(session: Session) -> None:
    with st.form("new-account", border=False, enter_to_submit=False):
        username = st.text_input(session.say("accounts.username"), key="account.username")
        name = st.text_input(session.say("accounts.name"), key="account.name")
        role = st.selectbox(
            session.say("accounts.role"),
            list(Role),
            index=list(Role).index(Role.MEMBER),
            format_func=lambda one: session.say(f"words.role.{one.value}"),
        )
        password = st.text_input(session.say("accounts.password"), type="password")
        st.caption(session.say("accounts.password_hint"))
        if not st.form_submit_button(session.say("accounts.create"), type="primary"):
            return
    with told(session):
        account = administering.make_account(
            session.installation.database,
            username=username,
            name=name,
            role=role or Role.MEMBER,
            password=password,
            by=session.account,
            at=session.now,
        )
        alerts.success(session.say("accounts.created", username=account.username))


def _row(session: Session, account: Account) -> None:
    database, state = (
        session.installation.database,
        "" if account.active else f" · {session.say('accounts.disabled')}",
    )
    role = session.say(f"words.role.{account.role.value}")
    with st.expander(f"{plain(account.name)} ({plain(account.username)}) · {role}{state}"):
        with st.form(f"reset-{account.id}", clear_on_submit=True, border=False):
            password = st.text_input(session.say("accounts.new_password"), type="password")
            if st.form_submit_button(session.say("accounts.reset")):
                with told(session):
                    administering.reset_password(database, account.id, password, by=session.account, at=session.now)
                    alerts.success(session.say("accounts.reset_done", username=account.username))
        with st.form(f"role-{account.id}", border=False):
            roles, key = list(Role), f"role.{account.id}"
            role_before = opened(key, account.role)
            choice = st.selectbox(
                session.say("accounts.role"),
                roles,
                index=roles.index(role_before),
                format_func=lambda one: session.say(f"words.role.{one.value}"),
                key=f"{key}.role",
            )
            if st.form_submit_button(session.say("accounts.change_role")):
                forget(key)
                with told(session):
                    administering.change_role(
                        database, account.id, choice, role_before=role_before, by=session.account, at=session.now
                    )
                    alerts.success(session.say("accounts.role_done", username=account.username))
        _activity_switch(session, account)


def _activity_switch(session: Session, account: Account) -> None:
    database = session.installation.database
    if not account.active:
        if st.button(session.say("accounts.enable"), key=f"enable-{account.id}"):
            with told(session):
                administering.enable_account(database, account.id, by=session.account, at=session.now)
                st.rerun()
        return
    with st.form(f"disable-{account.id}", border=False):
        reason = st.text_input(session.say("accounts.reason"))
        if st.form_submit_button(session.say("accounts.disable")):
            with told(session):
                administering.disable_account(database, account.id, reason=reason, by=session.account, at=session.now)
                st.rerun()


page()
