"""The caucus: what the team settles before the closing meeting, on one screen."""

import streamlit as st

from iso_audit.storage.queries import earlier
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui.caucus import dispute_list, earlier_form, finding_list, rest_form
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages


def show(session: Session, visit: Visit) -> None:
    """Show the page."""
    before = earlier.earlier_findings(session.installation.database, visit.opened.audit.id, reader=session.account)
    last = earlier.last_time(before)
    counts = {
        "disputes": len(dispute_list.disputes(visit)),
        "findings": len(visit.findings),
        "rest": visit.completion.unanswered + visit.completion.not_checked,
        **({"earlier": len(last)} if last else {}),
    }
    titles = [f"{session.say(f'caucus.{name}')} ({count})" for name, count in counts.items()]
    is_about_finding = audit_pages.FINDING in st.query_params or not counts["disputes"]
    disputes, findings, rest, *before_tabs = st.tabs(titles, default=titles[1 if is_about_finding else 0])
    with disputes:
        dispute_list.show(session, visit)
    with findings:
        finding_list.show(session, visit, before)
    with rest:
        rest_form.show(session, visit)
    for tab in before_tabs:
        with tab:
            earlier_form.show(session, visit, last)
    st.caption(session.say("caucus.closing"))


audit_pages.page("caucus", audit_pages.visit, show)
