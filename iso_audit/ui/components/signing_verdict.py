"""What a verified file or code turned out to be, in sentences."""

import streamlit as st

from iso_audit.ui import alerts
from iso_audit.ui.components.show import plain
from iso_audit.ui.session import Session
from iso_audit.workflow import verdict_words
from iso_audit.workflow.verifying import Standing, Verdict

_DOUBTFUL = frozenset({Standing.SUPERSEDED, Standing.FOR_SIGNING, Standing.EDITION})


def show(session: Session, verdict: Verdict) -> None:
    """Show the verdict: what it is, which version, which is in force, and every signature added."""
    sentence = verdict_words.headline(verdict, session.language)
    if verdict.genuine_and_current:
        alerts.success(sentence)
    elif verdict.standing in _DOUBTFUL or verdict.standing is Standing.CURRENT:
        alerts.warning(sentence)
    else:
        alerts.error(sentence)
    for line in verdict_words.details(verdict, session.language, session.installation.settings.zone):
        st.markdown(f"- {plain(line)}")
