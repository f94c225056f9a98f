"""The draft of the minutes: reading it, what is still missing, downloads, and locking it with a number."""

import streamlit as st

from iso_audit.domain.errors import IsoAuditError
from iso_audit.domain.minutes import LONGEST_NUMBER, MinutesVersion, current
from iso_audit.domain.text import LANGUAGES, Language, language_of
from iso_audit.i18n import sentence
from iso_audit.minutes import docx
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.reporting import preview
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages
from iso_audit.workflow.reporting import drafting, locking

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
    gaps(session, visit)
    if not session.account.writes_minutes:
        st.caption(session.say("reporting.cannot_issue"))
    elif not visit.gaps:
        _locking(session, visit, language, version=current(versions))


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


def gaps(session: Session, visit: Visit) -> None:
    """Show what is missing, each with a link to where it is mended."""
    if not visit.gaps:
        alerts.success(session.say("reporting.ready"))
        return
    alerts.warning(session.say("reporting.gaps", count=len(visit.gaps)))
    st.caption(session.say("reporting.gaps_hint"))
    by_code: dict[str, list[str]] = {}
    for gap in visit.gaps:
        by_code.setdefault(gap.code, []).append(gap.item_id)
    for code, item_ids in by_code.items():
        items = [item_id for item_id in item_ids if item_id]
        with (
            st.expander(f"{session.say(f'words.gap.{code}')} ({len(item_ids)})", expanded=len(item_ids) <= 5),
            st.container(horizontal=True),
        ):
            for item_id in items:
                audit_pages.link("conducting", visit.opened.audit, label=item_id, item=item_id)
            if not items:
                label = session.say("conducting.visit_page.title")
                audit_pages.link("visit", visit.opened.audit, label=label)


def _locking(session: Session, visit: Visit, language: Language, *, version: MinutesVersion | None) -> None:
    """Show the form that locks exactly the text this run has shown."""
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
        st.form_submit_button(
            session.say("signing.lock.button"),
            type="primary",
            on_click=_lock,
            args=(session, audit_id, language, visit.opened.position),
        )
    told = st.session_state.pop(f"lock-told-{audit_id}", None)
    if told:
        alerts.error(told)


def _lock(session: Session, audit_id: str, language: Language, seen: int) -> None:
    try:
        locking.lock(
            session.installation.database,
            audit_id,
            number=st.session_state.get(f"number-{audit_id}", ""),
            language=language,
            zone=session.installation.settings.zone,
            by=session.account,
            at=session.now,
            seen=seen,
        )
    except IsoAuditError as error:
        st.session_state[f"lock-told-{audit_id}"] = sentence(session.language, error)
