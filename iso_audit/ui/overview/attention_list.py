"""What needs attention in the year: each line leads to the very page on which it is settled."""

import streamlit as st

from iso_audit.presenting import attention
from iso_audit.presenting.attention import Need
from iso_audit.storage.queries import operation
from iso_audit.storage.queries.overview import Year
from iso_audit.ui import markup
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages
from iso_audit.ui.shared.show import plain

AT_ONCE = 5
FOR_OTHERS = {"planning": "visit"}
"""Where somebody who does not plan looks instead."""
PARTS = {"planning": {"part": "audits"}}


def show(session: Session, year: Year) -> None:
    """Show the lines, or that there are none."""
    database, zone = session.installation.database, session.installation.settings.zone
    needs = [*attention.needs(year, session.language, today=session.now.astimezone(zone).date())]
    if session.account.leads and not year.programme.is_sample:
        uncopied = operation.uncopied(database, reader=session.account, at=session.now)
        needs += attention.of_copies(uncopied, session.language, zone)
    if not needs:
        markup.show('<p class="ia-attention ia-calm">{}</p>', session.say("overview.attention.none"))
        return
    with st.container(key="attention"):
        st.header(f"{session.say('overview.attention.title')} ({len(needs)})", anchor=False)
        first, others = attention.worst_first(needs)[:AT_ONCE], attention.worst_first(needs)[AT_ONCE:]
        for need in first:
            _line(session, need)
        if others:
            with st.expander(session.say("overview.attention.others", count=len(others))):
                for need in others:
                    _line(session, need)


def _line(session: Session, need: Need) -> None:
    page = need.page if session.account.leads else FOR_OTHERS.get(need.page, need.page)
    query = {"audit": need.audit.id} if need.audit else {}
    part = PARTS.get(page, {})
    st.page_link(audit_pages.file(page), label=plain(need.sentence), query_params={**query, **part})
