"""What a verified file or code turned out to be, in sentences."""

import streamlit as st

from iso_audit.presenting import verdicts
from iso_audit.ui import alerts
from iso_audit.ui.session import Session
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.reporting.verifying import Standing, Verdict

_DOUBTFUL = frozenset(
    {
        Standing.SUPERSEDED,
        Standing.FOR_SIGNING,
        Standing.EDITION,
        Standing.PAPER,
        Standing.UNPROVEN,
        Standing.DRAFT,
    }
)


def show(session: Session, verdict: Verdict) -> None:
    """Show the verdict: what it is, which version, which is in force, and every signature added."""
    sentence = verdicts.headline(verdict, session.language)
    if verdict.genuine_and_current:
        alerts.success(sentence)
    elif verdict.standing in _DOUBTFUL or verdict.standing is Standing.CURRENT:
        alerts.warning(sentence)
    else:
        alerts.error(sentence)
    for line in verdicts.details(verdict, session.language, session.installation.settings.zone):
        st.markdown(f"- {plain(line)}")
