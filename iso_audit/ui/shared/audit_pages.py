"""The pages of one audit, and the row of links by which a person moves among them."""

import streamlit as st

from iso_audit.domain.programme import Agency, Audit
from iso_audit.ui import markup
from iso_audit.ui.session import Session

FOLDER = "iso_audit/ui/pages"
PAGES = {
    "conducting": ("conducting.title", ":material/checklist:"),
    "visit": ("conducting.visit_page.title", ":material/groups:"),
    "sampling": ("sampling.title", ":material/folder_open:"),
    "photos": ("photos.title", ":material/photo_camera:"),
    "caucus": ("caucus.title", ":material/handshake:"),
    "reporting": ("reporting.title", ":material/description:"),
}


def heading(session: Session, audit: Audit, agency: Agency, *, here: str) -> None:
    """Show which audit the page is about and the links to its other pages."""
    mark = markup.filled(' <span class="ia-mark">{}</span>', session.say("words.sample")) if audit.is_sample else ""
    markup.show('<p class="ia-where"><b>{}</b> · {}{}</p>', agency.name, audit.code, mark)
    with st.container(horizontal=True, gap="small", key="audit-links"):
        for name, (title, icon) in PAGES.items():
            link(name, audit, label=session.say(title), icon=icon, disabled=name == here)


def link(
    page: str,
    audit: Audit,
    *,
    label: str,
    icon: str | None = None,
    item: str = "",
    disabled: bool = False,
) -> None:
    """Show a link to one of the audit's pages, at `item` where that is not empty."""
    query = {"audit": audit.id, **({"item": item} if item else {})}
    st.page_link(f"{FOLDER}/{page}.py", label=label, icon=icon, query_params=query, disabled=disabled)
