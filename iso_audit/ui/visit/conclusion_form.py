"""The conclusion: what the rule proposes, and what the leader decides with a reason where it differs."""

import streamlit as st

from iso_audit.domain.conclusion import Conclusion
from iso_audit.domain.visit import CONCLUSION
from iso_audit.i18n import writing
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared.editing import forget, opened
from iso_audit.ui.shared.show import saved


def show(session: Session, visit: Visit) -> None:
    """Show the proposal and the decision."""
    _proposal(session, visit)
    if not session.account.leads:
        if visit.conclusion:
            st.markdown(f"**{session.say(f'words.conclusion.{visit.conclusion.value}')}**")
        st.caption(session.say("conducting.visit_page.leader_only"))
        return
    _deciding(session, visit)


def _deciding(session: Session, visit: Visit) -> None:
    audit_id = visit.opened.audit.id
    seen = opened(f"conclusion.{audit_id}", visit.opened.journal)
    choices: list[Conclusion] = list(Conclusion)[::-1]
    preset = visit.conclusion or visit.proposal.conclusion
    with st.form(f"conclusion-{audit_id}", border=False):
        chosen = st.radio(
            session.say("fields.conclusion.value"),
            choices,
            index=choices.index(preset) if preset else None,
            format_func=lambda one: session.say(f"words.conclusion.{one.value}"),
            key=f"conclusion.{audit_id}.value",
        )
        reason = st.text_area(
            session.say("fields.conclusion.reason"),
            visit.opened.journal.value(CONCLUSION, "reason") or "",
            max_chars=2000,
            key=f"conclusion.{audit_id}.reason",
        )
        if not st.form_submit_button(session.say("words.save"), type="primary"):
            return
    with told(session):
        changes = [(CONCLUSION, "value", chosen.value if chosen else None), (CONCLUSION, "reason", reason)]
        session.record(audit_id, changes, journal=seen)
        forget(f"conclusion.{audit_id}")
        saved(session)


def _proposal(session: Session, visit: Visit) -> None:
    proposal = visit.proposal
    reason = session.say(f"words.conclusion_reason.{proposal.reason}")
    if proposal.conclusion is None or proposal.score is None:
        alerts.info(session.say("conducting.visit_page.proposal_none", reason=reason))
        return
    conclusion = session.say(f"words.conclusion.{proposal.conclusion.value}")
    said = session.say("conducting.visit_page.proposal", conclusion=conclusion, reason=reason)
    score = writing.decimal(proposal.score, session.language)
    figures = session.say("conducting.visit_page.score", score=score, coverage=f"{100 * proposal.coverage:.0f} %")
    alerts.info(said, figures)
