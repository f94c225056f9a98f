"""Accounts: the leader makes, disables and resets them, and reads the activity log."""

import streamlit as st

from iso_audit.domain.account import Account, Role, must
from iso_audit.ui import alerts
from iso_audit.ui import session as sessions
from iso_audit.ui.accounts import activity_log
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
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
    key = unsaved.current("account")
    with unsaved.form(session, key, enter_to_submit=False):
        username = st.text_input(session.say("accounts.username"), key=f"{key}.username")
        st.caption(session.say("web.set_up.username_hint"))
        name = st.text_input(session.say("accounts.name"), key=f"{key}.name")
        role = _role(session, Role.MEMBER, key=f"{key}.role")
        password = st.text_input(session.say("accounts.password"), type="password", key=f"{key}.password")
        st.caption(session.say("accounts.password_hint"))
        if not st.form_submit_button(session.say("accounts.create"), type="primary"):
            return
    with told(session):
        account = administering.make_account(
            session.installation.database,
            username=username,
            name=name,
            role=role,
            password=password,
            by=session.account,
            at=session.now,
        )
        unsaved.begin_anew(key)
        unsaved.say_saved(session, key, session.say("accounts.created", username=account.username))
        st.rerun()


def _role(session: Session, role: Role, *, key: str) -> Role:
    roles = list(Role)

    def called(one: Role) -> str:
        return session.say(f"words.role.{one.value}")

    unsaved.choice(session, key, roles, called)
    return st.selectbox(session.say("accounts.role"), roles, index=roles.index(role), format_func=called, key=key)


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
        key = unsaved.current(f"role.{account.id}")
        role_before = opened(key, account.role)
        with unsaved.form(session, key):
            choice = _role(session, role_before, key=f"{key}.role")
            if st.form_submit_button(session.say("accounts.change_role")):
                forget(key)
                with told(session):
                    administering.change_role(
                        database, account.id, choice, role_before=role_before, by=session.account, at=session.now
                    )
                    unsaved.say_saved(session, key, session.say("accounts.role_done", username=account.username))
                    st.rerun()
        _activity_switch(session, account)


def _activity_switch(session: Session, account: Account) -> None:
    database = session.installation.database
    if not account.active:
        if st.button(session.say("accounts.enable"), key=f"enable-{account.id}"):
            with told(session):
                administering.enable_account(database, account.id, by=session.account, at=session.now)
                st.rerun()
        return
    key = unsaved.current(f"disable.{account.id}")
    with unsaved.form(session, key):
        reason = st.text_input(session.say("accounts.reason"), key=f"{key}.reason")
        if st.form_submit_button(session.say("accounts.disable")):
            with told(session):
                administering.disable_account(database, account.id, reason=reason, by=session.account, at=session.now)
                unsaved.begin_anew(key)
                st.rerun()


page()
