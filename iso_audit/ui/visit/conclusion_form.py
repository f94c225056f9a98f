"""The conclusion: what the rule proposes, and what the leader decides with a reason where it differs."""

import streamlit as st

from iso_audit.domain.conclusion import Conclusion
from iso_audit.domain.visit import CONCLUSION
from iso_audit.i18n import writing
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.editing import forget, opened


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
    key = unsaved.current(f"conclusion.{audit_id}")
    seen = opened(key, visit.opened.journal)
    choices: list[Conclusion] = list(Conclusion)[::-1]
    preset = visit.conclusion or visit.proposal.conclusion

    def called(conclusion: Conclusion) -> str:
        return session.say(f"words.conclusion.{conclusion.value}")

    with unsaved.form(session, key):
        unsaved.choice(session, f"{key}.value", choices, called)
        chosen = st.radio(
            session.say("fields.conclusion.value"),
            choices,
            index=choices.index(preset) if preset else None,
            format_func=called,
            key=f"{key}.value",
        )
        reason = st.text_area(
            session.say("fields.conclusion.reason"),
            visit.opened.journal.value(CONCLUSION, "reason") or "",
            max_chars=2000,
            key=f"{key}.reason",
        )
        if not st.form_submit_button(session.say("words.save"), type="primary"):
            return
    with told(session):
        changes = [(CONCLUSION, "value", chosen.value if chosen else None), (CONCLUSION, "reason", reason)]
        session.record(audit_id, changes, journal=seen)
        forget(key)
        unsaved.say_saved(session, key)
        st.rerun()


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
