"""The activity log as a table: when, who, what, about what."""

from html import escape

import streamlit as st

from iso_audit.i18n import words
from iso_audit.storage.queries import activity
from iso_audit.ui.session import Session


def show(session: Session) -> None:
    """Show the newest acts as a table."""
    heads = [escape(session.say(f"accounts.{name}")) for name in ("when", "who", "what", "about")]
    rows = [
        (
            session.local(one.recorded_at),
            name,
            _words(session, "", one.action),
            _words(session, "subject.", one.subject),
        )
        for one, name in activity.latest(session.installation.database, reader=session.account)
    ]
    lines = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    head = "".join(f"<th>{cell}</th>" for cell in heads)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    st.html(f'<div class="ia-scroll"><table class="ia-log"><tr>{head}</tr>{body}</table></div>')


def _words(session: Session, table: str, code: str) -> str:
    key = f"activity.{table}{code.partition(':')[0]}"
    return session.say(key) if key in words(session.language) else session.say("activity.other")
