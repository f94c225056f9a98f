"""The question bank: each edition's questions, drafts of the next version, and all versions there were."""

import streamlit as st

from iso_audit.domain.bank import Bank
from iso_audit.ui import alerts
from iso_audit.ui import session as sessions
from iso_audit.ui.questions import bank_view, draft_view, version_list
from iso_audit.ui.session import Session, told


def page() -> None:
    """Show the page."""
    session = sessions.current()
    st.title(session.say("questions.title"), anchor=False)
    with told(session):
        bank = _edition(session)
        if bank.is_expected:
            alerts.info(session.say("questions.expected", edition=session.text(bank.edition)))
            return
        names = ("bank", "draft", "versions") if session.account.keeps_questions else ("bank", "versions")
        titles = {name: session.say(f"questions.parts.{name}") for name in names}
        tabs = dict(
            zip(names, st.tabs(list(titles.values()), default=titles.get(st.query_params.get("part", ""))), strict=True)
        )
        with tabs["bank"]:
            bank_view.show(session, bank)
        if "draft" in tabs:
            with tabs["draft"]:
                draft_view.show(session, bank)
        with tabs["versions"]:
            version_list.show(session, bank)


def _edition(session: Session) -> Bank:
    """Ask which edition to look at, the one of the URL first, else the newest that has questions."""
    banks = {bank.standard: bank for bank in session.banks}
    newest = [bank.standard for bank in session.banks if not bank.is_expected][-1]
    in_url = st.query_params.get("edition", newest)
    standard = st.radio(
        session.say("fields.plan.programme.standard").capitalize(),
        list(banks),
        index=list(banks).index(in_url if in_url in banks else newest),
        horizontal=True,
        key="questions.edition",
    )
    st.query_params["edition"] = standard
    return banks[standard]


page()
