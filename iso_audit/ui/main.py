"""The Streamlit script: page set-up, who is signed in, and the navigation their role gives them."""

from pathlib import Path

import streamlit as st

from iso_audit.ui import session as sessions
from iso_audit.ui.components import style
from iso_audit.ui.session import Session

PAGES = Path(__file__).parent / "pages"


def run() -> None:
    """Run the script once: choose the page and show it."""
    st.set_page_config(page_title="ISO 9001", page_icon=":material/fact_check:", layout="wide")
    style.load()
    session = sessions.current()
    page = st.navigation(_pages(session), position="top")
    page.run()


def _pages(session: Session) -> list[st.Page]:
    account = session.account
    listed = [_page(session, "overview", "overview.title", ":material/dashboard:", default=True)]
    if account.role.value == "member":
        listed = [_page(session, "my_audits", "overview.mine.title", ":material/assignment:", default=True)]
    elif account.role.value != "viewer":
        listed.append(_page(session, "my_audits", "overview.mine.title", ":material/assignment:"))
    listed += [
        _page(session, "conducting", "conducting.title", ":material/checklist:"),
        _page(session, "visit", "conducting.visit_page.title", ":material/groups:"),
        _page(session, "reporting", "reporting.title", ":material/description:"),
    ]
    if account.leads:
        listed += [
            _page(session, "planning", "planning.title", ":material/calendar_month:"),
            _page(session, "accounts", "accounts.title", ":material/manage_accounts:"),
        ]
    return [*listed, _page(session, "me", "accounts.me", ":material/person:")]


def _page(session: Session, name: str, title: str, icon: str, *, default: bool = False) -> st.Page:
    return st.Page(PAGES / f"{name}.py", title=session.say(title), icon=icon, url_path=name, default=default)
