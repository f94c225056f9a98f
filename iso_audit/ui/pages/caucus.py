"""The caucus: what the team settles before the closing meeting, on one screen."""

import streamlit as st

from iso_audit.storage.queries import earlier
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui.caucus import dispute_list, finding_list, rest_form
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages


def show(session: Session, visit: Visit) -> None:
    """Show the page."""
    before = earlier.earlier_findings(session.installation.database, visit.opened.audit.id, reader=session.account)
    counts = {
        "disputes": len(dispute_list.disputes(visit)),
        "findings": len(visit.findings),
        "rest": visit.completion.unanswered + visit.completion.not_checked,
    }
    titles = [f"{session.say(f'caucus.{name}')} ({count})" for name, count in counts.items()]
    disputes, findings, rest = st.tabs(titles, default=titles[0 if counts["disputes"] else 1])
    with disputes:
        dispute_list.show(session, visit)
    with findings:
        finding_list.show(session, visit, before)
    with rest:
        rest_form.show(session, visit)
    st.caption(session.say("caucus.closing"))


audit_pages.page("caucus", audit_pages.visit, show)
