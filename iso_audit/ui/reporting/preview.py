"""The minutes on the screen: the same text as the PDF, to be read aloud from a phone."""

import streamlit as st

from iso_audit.minutes import html
from iso_audit.minutes.tree import Document
from iso_audit.ui.session import Session


def show(session: Session, document: Document, *, key: str) -> None:
    """Offer the text behind a switch; photographs are named, not shown, so that it opens at once."""
    if st.toggle(session.say("signing.preview.open"), key=f"preview-{key}"):
        with st.container(border=True, key=f"preview-box-{key}"):
            st.html(html.render(document, pictures=False))
