"""The draft of the minutes: reading it, what is still missing, downloads, and locking it with a number."""

from dataclasses import replace

import streamlit as st

from iso_audit.domain.errors import IsoAuditError
from iso_audit.domain.minutes import LONGEST_NUMBER, MinutesVersion, current
from iso_audit.domain.readiness import Seen
from iso_audit.domain.text import LANGUAGES, Language, language_of
from iso_audit.i18n import sentence
from iso_audit.minutes import docx
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.reporting import preview, readiness_view
from iso_audit.ui.session import Session
from iso_audit.ui.shared.announcing import announce, announced
from iso_audit.workflow.reporting import drafting, locking, readiness

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(session: Session, visit: Visit, versions: tuple[MinutesVersion, ...]) -> None:
    """Show the draft; who may write minutes can lock it once nothing is missing."""
    st.markdown(f"**{session.say('reporting.draft')}**")
    language = _language(session)
    draft = drafting.draft(
        session.installation.database,
        visit,
        language=language,
        zone=session.installation.settings.zone,
        by=session.account,
        at=session.now,
    )
    if missing := draft.unprintable:
        alerts.warning(session.say("reporting.unprintable", characters=" ".join(missing)))
    preview.show(session, draft.document, key=visit.opened.audit.id)
    _downloads(session, draft)
    ready = readiness.readiness(
        session.installation.database, visit, at=session.now, zone=session.installation.settings.zone
    )
    readiness_view.show(session, visit.opened.audit, ready)
    if not session.account.writes_minutes:
        st.caption(session.say("reporting.cannot_issue"))
    elif not ready.blocks:
        seen = Seen(visit.opened.position, ready.cautions)
        _locking(session, visit, language, seen=seen, version=current(versions))


def _language(session: Session) -> Language:
    chosen = st.radio(
        session.say("reporting.language"),
        LANGUAGES,
        format_func=lambda one: session.say(f"words.language.{one}"),
        horizontal=True,
    )
    return language_of(chosen)


def _downloads(session: Session, draft: drafting.Draft) -> None:
    with st.container(horizontal=True):
        st.download_button(
            session.say("reporting.download_draft"),
            lambda: draft.rendered().pdf,
            file_name=draft.file_name,
            mime="application/pdf",
            on_click="ignore",
        )
        st.download_button(
            session.say("signing.preview.docx"),
            lambda: docx.render(draft.document, body_pages=draft.rendered().body_pages),
            file_name=draft.file_name.replace(".pdf", ".docx"),
            mime=DOCX,
            on_click="ignore",
        )


def _locking(session: Session, visit: Visit, language: Language, *, seen: Seen, version: MinutesVersion | None) -> None:
    """Show the form that locks exactly the text this run has shown, with the cautions it has shown."""
    audit_id = visit.opened.audit.id
    with st.form("lock"):
        st.markdown(f"**{session.say('signing.lock.title')}**")
        st.caption(session.say("signing.lock.hint"))
        st.text_input(
            session.say("reporting.number"),
            version.number if version else "",
            help=session.say("reporting.number_hint"),
            max_chars=LONGEST_NUMBER,
            placeholder=locking.number_ahead(session.installation.database, visit),
            key=f"number-{audit_id}",
            disabled=version is not None,
        )
        if seen.cautions:
            st.checkbox(session.say("reporting.acknowledge", count=len(seen.cautions)), key=f"seen-{audit_id}")
        st.form_submit_button(
            session.say("signing.lock.button"),
            type="primary",
            on_click=_lock,
            args=(session, audit_id, language, seen),
        )
    if words := announced(session, f"lock-{audit_id}"):
        alerts.error(words)


def _lock(session: Session, audit_id: str, language: Language, seen: Seen) -> None:
    is_ticked = st.session_state.get(f"seen-{audit_id}", False)
    try:
        locking.lock(
            session.installation.database,
            audit_id,
            number=st.session_state.get(f"number-{audit_id}", ""),
            language=language,
            zone=session.installation.settings.zone,
            by=session.account,
            at=session.now,
            seen=seen if is_ticked else replace(seen, cautions=()),
        )
    except IsoAuditError as error:
        announce(f"lock-{audit_id}", sentence(session.language, error))
