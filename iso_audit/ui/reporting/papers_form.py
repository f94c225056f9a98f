"""Papers beside the minutes, made when asked for: blank checklist, attendance list, slips, photo album."""

import streamlit as st

from iso_audit.domain.text import LANGUAGES, language_of
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui.session import Session, told
from iso_audit.workflow.reporting import paper
from iso_audit.workflow.reporting.paper import PaperKind


def show(session: Session, visit: Visit) -> None:
    """Show the choice of a paper and its downloads."""
    with st.expander(session.say("papers.title")):
        st.caption(session.say("papers.hint"))
        kind = st.radio(
            session.say("papers.which"),
            list(PaperKind),
            index=None,
            format_func=lambda one: session.say(f"papers.{one.value}"),
            key=f"papers.{visit.opened.audit.id}.kind",
        )
        language = st.radio(
            session.say("papers.language"),
            LANGUAGES,
            format_func=lambda one: session.say(f"words.language.{one}"),
            horizontal=True,
            key=f"papers.{visit.opened.audit.id}.language",
        )
        if kind is not None:
            with told(session), st.spinner(session.say("papers.making")):
                _downloads(session, visit, PaperKind(kind), language_of(language))


def _downloads(session: Session, visit: Visit, kind: PaperKind, language: str) -> None:
    papers = paper.papers(
        session.installation.database,
        visit,
        kind,
        language=language_of(language),
        zone=session.installation.settings.zone,
        by=session.account,
        at=session.now,
    )
    for place, one in enumerate(papers):
        label = "download" if len(papers) == 1 else "download_all" if place == 0 else "download_one"
        st.download_button(
            session.say(f"papers.{label}", name=one.file_name, place=place, count=len(papers) - 1),
            one.pdf,
            file_name=one.file_name,
            mime="application/pdf",
            on_click="ignore",
            type="primary" if place == 0 else "secondary",
            key=f"paper-{one.file_name}",
        )
