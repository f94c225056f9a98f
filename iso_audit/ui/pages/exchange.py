"""Carrying an audit to another machine and back: a file to download, a file to take in, what came of it."""

from typing import Any

import streamlit as st

from iso_audit.domain.account import must
from iso_audit.i18n import writing
from iso_audit.storage.queries import overview
from iso_audit.ui import alerts
from iso_audit.ui import session as sessions
from iso_audit.ui.exchange import told_view
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import choosing
from iso_audit.ui.shared.show import plain, sample_banner
from iso_audit.workflow.exchange import Manifest, Taken, export_audit, import_audit, look, suggested_name
from iso_audit.workflow.exchange.exporting import ENDING

MADE, SEEN, TAKEN, UPLOADS = "exchange.made", "exchange.seen", "exchange.taken", "exchange.uploads"


def page() -> None:
    """Show the page."""
    session = sessions.current()
    with told(session):
        must(session.account.writes_minutes, "carry")
        st.title(session.say("exchange.title"), anchor=False)
        out, take = st.tabs([session.say("exchange.out.title"), session.say("exchange.take.title")])
        with out:
            _out(session)
        with take:
            _take(session)


def _out(session: Session) -> None:
    st.write(session.say("exchange.out.text"))
    database = session.installation.database
    programme = choosing.programme(session)
    year = overview.year(database, programme.id, reader=session.account) if programme else None
    if year is None or not year.lines:
        alerts.info(session.say("exchange.out.none"))
        return
    labels = {line.audit.code: choosing.label(line) for line in year.lines}
    code = st.selectbox(
        session.say("exchange.out.choose"), list(labels), format_func=labels.__getitem__, key="exchange.code"
    )
    if st.button(session.say("exchange.out.make"), type="primary", key="exchange.make"):
        st.session_state.pop(MADE, None)
        with told(session), st.spinner(session.say("exchange.out.making")):
            _make(session, code)
    _offer(session)
    st.caption(session.say("exchange.out.care"))


def _make(session: Session, code: str) -> None:
    """Make the file under a temporary name and keep its bytes for the download, in this visit of the page only."""
    name = suggested_name(code, session.now.astimezone(session.installation.settings.zone))
    database = session.installation.database
    with database.workplace() as folder:
        target = folder / name
        manifest = export_audit(database, code, target, by=session.account, at=session.now)
        st.session_state[MADE] = (name, target.read_bytes(), manifest)


def _offer(session: Session) -> None:
    offer: tuple[str, bytes, Manifest] | None = st.session_state.get(MADE)
    if offer is None:
        return
    name, content, manifest = offer
    counts = {"events": manifest.rows("event"), "size": writing.size(len(content), session.language)}
    sentence = session.say("exchange.out.made", code=manifest.code, time=session.local(manifest.made_at), **counts)
    alerts.success(sentence)
    label = session.say("exchange.out.download", name=plain(name))
    mime = "application/octet-stream"
    st.download_button(label, content, file_name=name, mime=mime, on_click="ignore", key="exchange.download")


def _take(session: Session) -> None:
    st.write(session.say("exchange.take.text"))
    largest = int(st.get_option("server.maxUploadSize"))
    st.caption(session.say("exchange.take.largest", size=largest))
    key = f"exchange.file.{st.session_state.get(UPLOADS, 0)}"
    upload = st.file_uploader(session.say("exchange.take.upload", ending=ENDING), key=key)
    if upload is not None:
        with told(session):
            _shown(session, upload)
    outcome: Taken | None = st.session_state.get(TAKEN)
    if upload is None and outcome is not None:
        told_view.show(session, outcome)


def _shown(session: Session, upload: Any) -> None:
    """Show what the file says of itself, and take it in when asked to."""
    last_look: tuple[str, Manifest] | None = st.session_state.get(SEEN)
    if last_look is None or last_look[0] != upload.file_id:
        last_look = st.session_state[SEEN] = (upload.file_id, look(upload))
    manifest = last_look[1]
    counts = {name: manifest.rows(table) for name, table in told_view.COUNTED.items()}
    names = {"code": manifest.code, "agency": manifest.agency}
    alerts.info(session.say("exchange.take.shown", time=session.local(manifest.made_at), **names, **counts))
    if manifest.is_sample:
        sample_banner(session)
    if st.button(session.say("exchange.take.button"), type="primary", key="exchange.take"):
        with st.spinner(session.say("exchange.take.taking")):
            database = session.installation.database
            st.session_state[TAKEN] = import_audit(database, upload, by=session.account, at=session.now)
            st.session_state[UPLOADS] = st.session_state.get(UPLOADS, 0) + 1
        st.rerun()


page()
