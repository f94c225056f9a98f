"""Showing texts that people entered, and small marks: everything escaped."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from iso_audit.domain.grade import Grade
from iso_audit.ui import alerts
from iso_audit.ui.alerts import plain
from iso_audit.ui.session import Session

__all__ = ["grade_chips", "plain", "sample_banner", "saved"]


def sample_banner(session: Session) -> None:
    """Say that what follows is sample data."""
    words = (escape(session.say("words.sample")), escape(session.say("words.sample_explained")))
    st.html('<div class="ia-sample" role="note"><b>{}</b> {}</div>'.format(*words))


def grade_chips(session: Session, grades: Mapping[Grade, int]) -> str:
    """Return HTML with a chip per grade that makes findings, with its count, sign and word."""
    chips = [
        f'<span class="ia-chip ia-{grade.value}">{escape(session.say(f"words.sign.{grade.value}"))} '
        f"{count} {escape(session.say(f'words.grade.{grade.value}').lower())}</span>"
        for grade, count in grades.items()
        if grade.worse_than_conforming or grade is Grade.GOOD_PRACTICE
    ]
    return " ".join(chips) or f'<span class="ia-quiet">{escape(session.say("overview.no_findings"))}</span>'


def saved(session: Session) -> None:
    """Say that the form was saved, with the time."""
    alerts.success(session.say("words.saved", time=session.clock(session.now)))
