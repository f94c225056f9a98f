"""The Streamlit script: page set-up, who is signed in, and the navigation their role gives them."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from iso_audit.domain.account import Role
from iso_audit.ui import alerts
from iso_audit.ui import session as sessions
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages, loss, style, unsaved

PAGES = Path(__file__).parent / "pages"
ICON = Path(__file__).with_name("icon.png")


def run() -> None:
    """Run the script once: choose the page and show it."""
    st.set_page_config(page_title="ISO 9001", page_icon=str(ICON), layout="wide")
    style.load()
    session = sessions.current()
    pages = _pages(session)
    page = st.navigation(pages, position="top")
    loss.show(session)
    addresses = [one.url_path for listed in pages.values() for one in listed]
    if page.url_path == "" and leads_nowhere(st.context.url or "", addresses):
        alerts.warning(session.say("words.no_such_page", role=session.say(f"words.role.{session.account.role.value}")))
    page.run()
    unsaved.watch(session)


def leads_nowhere(url: str, addresses: Iterable[str]) -> bool:
    """Tell whether an address names a page that is none of `addresses`, so that the first page is shown instead."""
    path = urlsplit(url).path.strip("/").removeprefix(str(st.get_option("server.baseUrlPath")).strip("/")).strip("/")
    return bool(path) and path not in addresses


def _pages(session: Session) -> dict[str, list[st.Page]]:
    """Return the pages of the role: the daily ones side by side, the others in one menu, an audit's own unlisted."""
    account = session.account
    mine_first = not account.role.sees_every_audit
    daily = [] if mine_first else [_page(session, "overview", "overview.title", ":material/dashboard:", default=True)]
    if account.role is not Role.VIEWER:
        daily.append(_page(session, "my_audits", "overview.mine.short", ":material/assignment:", default=mine_first))
    if account.leads:
        daily.append(_page(session, "planning", "planning.title", ":material/calendar_month:"))
    issued = _page(session, "year_findings", "overview.issued.short", ":material/fact_check:")
    if account.role is Role.VIEWER:
        daily.append(issued)
    seldom = [
        *([] if account.role is Role.VIEWER else [issued]),
        _page(session, "questions", "questions.title", ":material/quiz:"),
        _page(session, "me", "accounts.me", ":material/person:"),
    ]
    if account.leads:
        seldom += [
            _page(session, "accounts", "accounts.title", ":material/manage_accounts:"),
            _page(session, "operation", "operation.title", ":material/save:"),
        ]
    if account.writes_minutes:
        seldom.append(_page(session, "exchange", "exchange.title", ":material/swap_horiz:"))
    seldom.append(_page(session, "verify", "signing.verify.title", ":material/verified:"))
    within_an_audit = [
        _page(session, name, title, icon, listed=False) for name, (title, icon) in audit_pages.PAGES.items()
    ]
    return {"": [*daily, *within_an_audit], session.say("words.other_pages"): seldom}


def _page(session: Session, name: str, title: str, icon: str, *, default: bool = False, listed: bool = True) -> st.Page:
    return st.Page(
        PAGES / f"{name}.py",
        title=session.say(title),
        icon=icon,
        url_path=name,
        default=default,
        visibility="visible" if listed else "hidden",
    )
