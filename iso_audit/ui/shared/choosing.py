"""Choosing the programme and the audit a page works on; the choice stands in the URL."""

import streamlit as st

from iso_audit.domain.programme import Programme
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.overview import AuditLine
from iso_audit.ui import alerts
from iso_audit.ui.session import Session


def programme(session: Session) -> Programme | None:
    """Return the programme to show: the one of the URL's year, else the newest; None where there is none."""
    programmes = overview.years(session.installation.database, reader=session.account)
    if len(programmes) > 1:
        years = [str(one.year) for one in programmes]
        year = st.query_params.get("year", years[0])
        choice = st.selectbox(session.say("overview.year"), years, index=years.index(year) if year in years else 0)
        st.query_params["year"] = choice
        return programmes[years.index(choice)]
    return programmes[0] if programmes else None


def audit_id(session: Session) -> str | None:
    """Return the audit named in the URL; without one, offer those the account may see."""
    audit_in_url = st.query_params.get("audit")
    if audit_in_url:
        return audit_in_url
    current = programme(session)
    year = overview.year(session.installation.database, current.id, reader=session.account) if current else None
    if year is None or not year.counted:
        alerts.info(session.say("overview.empty.nothing_for_you"))
        return None
    lines = {line.audit.id: line for line in year.counted}
    choice = st.selectbox(
        session.say("conducting.choose_audit"),
        list(lines),
        index=None,
        placeholder=session.say("words.choose"),
        format_func=lambda one: label(lines[one]),
    )
    if choice:
        st.query_params["audit"] = choice
        st.rerun()
    return None


def label(line: AuditLine) -> str:
    """Return how an audit is called in lists: code and agency."""
    return f"{line.audit.code} · {line.agency.name}"
