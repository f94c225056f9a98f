"""What is told after an act at its place of the page, by all runs of the next seconds: a second tap breaks one off."""

from datetime import datetime, timedelta

import streamlit as st

from iso_audit.ui.session import Session

LASTING = timedelta(seconds=5)


def announce(place: str, words: str) -> None:
    """Let the next runs of the page tell `words` at `place`."""
    st.session_state[_slot(place)] = (words, None)


def announced(session: Session, place: str) -> str:
    """Return what is to be told at `place` now, or nothing."""
    slot = _slot(place)
    words, first_told_at = st.session_state.get(slot, ("", None))
    if not words or (first_told_at and not _is_fresh(first_told_at, session.now)):
        st.session_state.pop(slot, None)
        return ""
    st.session_state[slot] = (words, first_told_at or session.now)
    return str(words)


def _is_fresh(first_told_at: datetime, now: datetime) -> bool:
    return now - first_told_at < LASTING


def _slot(place: str) -> str:
    return f"announced.{place}"
