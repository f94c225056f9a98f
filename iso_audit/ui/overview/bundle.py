"""All minutes of a programme as one ZIP: making it with progress, then fetching it."""

import streamlit as st

from iso_audit.i18n import writing
from iso_audit.ui import alerts, markup
from iso_audit.ui.session import Session, told
from iso_audit.workflow.reporting import bundling
from iso_audit.workflow.reporting.bundling import Bundle


def show(session: Session, programme_id: str) -> None:
    """Offer the ZIP of a programme's issued minutes."""
    key = f"bundle-{programme_id}"
    with st.expander(session.say("signing.zip.title")):
        st.caption(session.say("signing.zip.hint"))
        if st.button(session.say("signing.zip.button"), key=f"{key}-make"):
            with told(session):
                st.session_state[key] = _made(session, programme_id)
        bundle: Bundle | None = st.session_state.get(key)
        if bundle is None:
            return
        if not bundle.minutes:
            alerts.info(session.say("signing.zip.nothing"))
            return
        size = writing.size(bundle.size, session.language)
        alerts.success(session.say("signing.zip.done", count=bundle.minutes, attachments=bundle.attachments, size=size))
        label = session.say("signing.zip.download")
        markup.show('<a class="ia-download" href="/api/bundles/{}" download>{}</a>', bundle.name, label)


def _made(session: Session, programme_id: str) -> Bundle:
    bar = st.progress(0.0)

    def progress(count: int, total: int, name: str) -> None:
        text = session.say("signing.zip.progress", done=count, total=total, name=name) if name else ""
        bar.progress(count / total if total else 1.0, text)

    return bundling.bundle(
        session.installation.database,
        programme_id,
        language=session.language,
        zone=session.installation.settings.zone,
        by=session.account,
        at=session.now,
        progress=progress,
    )
