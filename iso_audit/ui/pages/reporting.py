"""The minutes of one audit: gaps, the draft, issuing, and the versions issued."""

import streamlit as st

from iso_audit.domain.minutes import MinutesVersion
from iso_audit.domain.text import LANGUAGES
from iso_audit.storage.queries import visit as visits
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import session as sessions
from iso_audit.ui.components import audit_pages, choosing
from iso_audit.ui.components.show import plain
from iso_audit.ui.session import Session, told
from iso_audit.workflow import reporting


def page() -> None:
    """Show the page."""
    session = sessions.current()
    audit_id = choosing.audit_id(session)
    if audit_id is None:
        return
    with told(session):
        database = session.installation.database
        visit = visits.visit(database, audit_id, reader=session.account)
        issued = reporting.versions(database, audit_id, reader=session.account)
        audit_pages.heading(session, visit.opened.audit, visit.opened.agency, here="reporting")
        for version in issued:
            _version(session, visit, version)
        if issued and visit.changes_since_issue(issued[0].journal_position):
            count = visit.changes_since_issue(issued[0].journal_position)
            st.warning(session.say("reporting.later_changes", count=count))
        _draft(session, visit, issued)


def _version(session: Session, visit: Visit, version: MinutesVersion) -> None:
    with st.container(border=True):
        at = session.local(version.issued_at or version.created_at)
        st.markdown(
            "**{}**".format(
                session.say(
                    "reporting.issued",
                    number=plain(version.number),
                    version=version.version,
                    time=at,
                    pages=version.pages,
                )
            )
        )
        st.caption(session.say("reporting.fingerprint", hash=version.pdf_hash))
        st.download_button(
            session.say("reporting.download"),
            lambda: reporting.issued_pdf(session.installation.database, version, reader=session.account),
            file_name=reporting.file_name(visit, version),
            mime="application/pdf",
            on_click="ignore",
            type="primary",
            key=f"version-{version.id}",
        )


def _draft(session: Session, visit: Visit, issued: tuple[MinutesVersion, ...]) -> None:
    st.markdown(f"**{session.say('reporting.draft')}**")
    language = st.radio(
        session.say("reporting.language"),
        LANGUAGES,
        format_func=lambda one: session.say(f"words.language.{one}"),
        horizontal=True,
    )
    with st.spinner(session.say("reporting.making")):
        draft = reporting.draft(
            session.installation.database,
            visit.opened.audit.id,
            language=language,
            zone=session.installation.settings.zone,
            by=session.account,
            at=session.now,
        )
    if draft.rendered.unprintable:
        st.warning(session.say("reporting.unprintable", characters=" ".join(draft.rendered.unprintable)))
    st.download_button(
        session.say("reporting.download_draft"),
        draft.rendered.pdf,
        file_name=draft.file_name,
        mime="application/pdf",
        on_click="ignore",
    )
    _gaps(session, visit)
    if not session.account.writes_minutes:
        st.caption(session.say("reporting.cannot_issue"))
    elif not visit.gaps and (not issued or visit.changes_since_issue(issued[0].journal_position)):
        _issuing(session, visit, language)


def _gaps(session: Session, visit: Visit) -> None:
    if not visit.gaps:
        st.success(session.say("reporting.ready"))
        return
    st.warning(session.say("reporting.gaps", count=len(visit.gaps)))
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


def _issuing(session: Session, visit: Visit, language: str) -> None:
    with st.form("issue"):
        number = st.text_input(session.say("reporting.number"), help=session.say("reporting.number_hint"), max_chars=40)
        st.caption(session.say("reporting.issue_hint"))
        if not st.form_submit_button(session.say("reporting.issue"), type="primary"):
            return
    with told(session):
        reporting.issue(
            session.installation.database,
            visit.opened.audit.id,
            number=number,
            language="en" if language == "en" else "vi",
            zone=session.installation.settings.zone,
            by=session.account,
            at=session.now,
        )
        st.rerun()


page()
