"""The signed-in person: language, password and signing out."""

import streamlit as st

from iso_audit.domain.text import LANGUAGES
from iso_audit.ui import alerts, markup
from iso_audit.ui import session as sessions
from iso_audit.ui.session import told
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.accounts import administering


def page() -> None:
    """Show the page."""
    session = sessions.current()
    account, database = session.account, session.installation.database
    role = session.say(f"words.role.{account.role.value}")
    st.title(session.say("accounts.me"), anchor=False)
    st.markdown(session.say("accounts.signed_in_as", name=f"**{plain(account.name)}**", role=role))
    language = st.radio(
        session.say("accounts.language"),
        LANGUAGES,
        index=LANGUAGES.index(account.language),
        format_func=lambda one: session.say(f"words.language.{one}"),
        horizontal=True,
    )
    if language != account.language:
        with told(session):
            administering.set_language(database, language, by=account, at=session.now)
            st.rerun()
    with st.form("password", clear_on_submit=True):
        current = st.text_input(session.say("accounts.current_password"), type="password")
        new = st.text_input(session.say("accounts.new_password"), type="password")
        st.caption(session.say("accounts.password_own_hint"))
        if st.form_submit_button(session.say("accounts.change_password")):
            with told(session):
                administering.change_password(database, current, new, by=account, at=session.now)
                alerts.success(session.say("accounts.password_changed"))
    button = '<form method="get" action="/logout" target="_self"><button class="ia-button">{}</button></form>'
    markup.show(button, session.say("accounts.sign_out"))


page()
