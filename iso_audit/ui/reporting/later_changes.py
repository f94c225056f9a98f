"""What was recorded after minutes were locked or issued, so that people see what the next version would tell."""

import streamlit as st

from iso_audit.domain.journal import ATTENDEE, CASE, FINDING, ITEM
from iso_audit.domain.minutes import MinutesState, MinutesVersion
from iso_audit.storage.queries.changes import later_changes
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages
from iso_audit.ui.shared.field_input import field_name, value_name
from iso_audit.ui.shared.show import plain

MOST_SHOWN = 50
_NAMED_BY = {FINDING: ("number", "caucus"), ATTENDEE: ("name", "people"), CASE: ("code", "sampling")}


def show(session: Session, visit: Visit, version: MinutesVersion) -> None:
    """Show what came after `version`; nothing where it tells everything."""
    if not visit.changes_since_issue(version.journal_position):
        return
    audit = visit.opened.audit
    changes = later_changes(session.installation.database, audit.id, version.journal_position, reader=session.account)
    state = "locked" if version.state is MinutesState.LOCKED else "issued"
    alerts.warning(session.say(f"reporting.later_changes_{state}", count=len(changes), number=version.number))
    with st.expander(session.say("reporting.later_list")):
        for event, name in changes[:MOST_SHOWN]:
            kind, _, own_id = event.subject.partition(":")
            about = own_id if kind == ITEM else _about(session, visit, kind, event.subject)
            field, value = field_name(session, *event.key), value_name(session, *event.key, event.value)
            line = f"**{plain(' · '.join(part for part in (about, field) if part))}**: {plain(value)}"
            with st.container(horizontal=True, vertical_alignment="center"):
                when = plain(session.say("caucus.by_line_form", name=name, time=session.local(event.made_at)))
                st.markdown(f"{line}  \n{when}", width="stretch")
                if kind == ITEM:
                    audit_pages.link("conducting", audit, label=own_id, item=own_id)
        if len(changes) > MOST_SHOWN:
            st.caption(session.say("reporting.later_more", count=len(changes) - MOST_SHOWN))


def _about(session: Session, visit: Visit, kind: str, subject: str) -> str:
    """Return what a subject is called by the number, name or code it has, empty where it has none."""
    field, place = _NAMED_BY.get(kind, ("", ""))
    own_name = visit.opened.journal.value(subject, field) if field else None
    return session.say(f"words.called.{place}", called=own_name) if own_name else ""
