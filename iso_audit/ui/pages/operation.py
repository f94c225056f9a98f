"""Operation: leaders make and download a copy of everything, let tablets scan the address, see their clocks."""

import streamlit as st

from iso_audit.domain.account import must
from iso_audit.i18n import writing
from iso_audit.storage.queries.operation import operation
from iso_audit.ui import alerts
from iso_audit.ui import session as sessions
from iso_audit.ui.operation import addresses, tablet_list
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.operation.copies import Manifest, make_copy

MADE = "operation.made"
RESTORE = "python -m iso_audit restore audits-....duckdb --replace"


def page() -> None:
    """Show the page."""
    session = sessions.current()
    with told(session):
        must(session.account.leads, "back_up")
        st.title(session.say("operation.title"), anchor=False)
        titles = [session.say(f"operation.{name}.title") for name in ("copy", "addresses", "tablets")]
        copying, scanning, clocks = st.tabs(titles)
        with copying:
            _copying(session)
        with scanning:
            addresses.show(session)
        with clocks:
            tablet_list.show(session)


def _copying(session: Session) -> None:
    st.write(session.say("operation.copy.text"))
    if st.button(session.say("operation.copy.make"), type="primary", key="operation.make"):
        with told(session), st.spinner(session.say("operation.copy.making")):
            _make(session)
    _offer(session)
    _state(session)
    st.caption(session.say("operation.copy.care"))
    with st.expander(session.say("operation.restore.title")):
        st.markdown(session.say("operation.restore.text"))
        st.markdown(f"**{session.say('operation.restore.command')}**")
        st.code(RESTORE, language=None, wrap_lines=True)
        st.caption(session.say("operation.restore.trial"))


def _make(session: Session) -> None:
    """Make a copy under a temporary name and keep its bytes for the download, in this visit of the page only."""
    name = session.now.astimezone(session.installation.settings.zone).strftime("audits-%Y-%m-%d-%H%M%S.duckdb")
    database = session.installation.database
    with database.workplace() as folder:
        target = folder / name
        manifest = make_copy(database, target, by=session.account, at=session.now)
        st.session_state[MADE] = (name, target.read_bytes(), manifest)


def _offer(session: Session) -> None:
    offer: tuple[str, bytes, Manifest] | None = st.session_state.get(MADE)
    if offer is None:
        return
    name, content, manifest = offer
    sentence = session.say(
        "operation.copy.made",
        time=session.local(manifest.made_at),
        tables=len(manifest.tables),
        rows=manifest.rows,
        size=writing.size(len(content), session.language),
    )
    alerts.success(sentence)
    st.download_button(
        session.say("operation.copy.download", name=name),
        content,
        file_name=name,
        mime="application/octet-stream",
        on_click="ignore",
        key="operation.download",
    )
    with st.expander(session.say("operation.copy.tables")):
        st.dataframe(
            {
                session.say("operation.copy.table"): [table.name for table in manifest.tables],
                session.say("operation.copy.rows"): [table.rows for table in manifest.tables],
            },
            hide_index=True,
        )


def _state(session: Session) -> None:
    figures = operation(session.installation.database, reader=session.account)
    st.write(session.say("operation.size", size=writing.size(figures.size, session.language)))
    if figures.copied_at is None:
        alerts.warning(session.say("operation.copy.never"))
        return
    by = plain(figures.copied_by) or session.say("operation.console")
    st.write(session.say("operation.copy.last", time=session.local(figures.copied_at), by=by, rows=figures.copied_rows))


page()
