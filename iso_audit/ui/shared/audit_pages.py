"""The pages of one audit, and the row of links by which a person moves among them."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from iso_audit.domain.programme import Audit
from iso_audit.storage.queries import conducting
from iso_audit.storage.queries import visit as visits
from iso_audit.storage.queries.conducting import OpenAudit
from iso_audit.storage.queries.sampling import Sampling
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import markup
from iso_audit.ui import session as sessions
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import choosing

FOLDER = "iso_audit/ui/pages"
PAGES = {
    "conducting": ("conducting.title", ":material/checklist:"),
    "visit": ("conducting.visit_page.title", ":material/groups:"),
    "sampling": ("sampling.title", ":material/folder_open:"),
    "photos": ("photos.title", ":material/photo_camera:"),
    "caucus": ("caucus.title", ":material/handshake:"),
    "reporting": ("reporting.title", ":material/description:"),
}

PART, FINDING = "part", "finding"
"""What the URL calls the part of a page, and the finding, that it opens at."""

AboutAudit = TypeVar("AboutAudit", bound=OpenAudit | Visit | Sampling)


def page(here: str, read: Callable[[Session, str], AboutAudit], show: Callable[[Session, AboutAudit], None]) -> None:
    """Show the page `here` of the audit the URL names: which one it is, links to its other pages, what `show` shows."""
    session = sessions.current()
    audit_id = choosing.audit_id(session)
    if audit_id is None:
        return
    with told(session):
        about = read(session, audit_id)
        _heading(session, about if isinstance(about, OpenAudit) else about.opened, here=here)
        show(session, about)


def opened(session: Session, audit_id: str) -> OpenAudit:
    """Return an audit with its checklist and its journal."""
    return conducting.open_audit(session.installation.database, audit_id, reader=session.account)


def visit(session: Session, audit_id: str) -> Visit:
    """Return an audit as its minutes will tell it."""
    return visits.visit(session.installation.database, audit_id, reader=session.account)


def _heading(session: Session, of_audit: OpenAudit, *, here: str) -> None:
    audit, agency = of_audit.audit, of_audit.agency
    mark = markup.filled(' <span class="ia-mark">{}</span>', session.say("words.sample")) if audit.is_sample else ""
    markup.show('<p class="ia-where"><b>{}</b> · {}{}</p>', agency.name, audit.code, mark)
    with st.container(horizontal=True, gap="small", key="audit-links"):
        for name, (title, icon) in PAGES.items():
            link(name, audit, label=session.say(title), icon=icon, is_disabled=name == here)


def link(
    page: str,
    audit: Audit,
    *,
    label: str,
    icon: str | None = None,
    is_disabled: bool = False,
    **at: str,
) -> None:
    """Show a link to one of the audit's pages; `at` is where on it, as its URL says it: an item, a part, a finding."""
    query = {"audit": audit.id, **{name: value for name, value in at.items() if value}}
    st.page_link(file(page), label=label, icon=icon, query_params=query, disabled=is_disabled)


def file(page: str) -> str:
    """Return the file of a page, as links name it."""
    return f"{FOLDER}/{page}.py"
