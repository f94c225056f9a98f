"""Disagreements of an audit: every value with who, when and on which device, and one tap to settle."""

import streamlit as st

from iso_audit.domain.journal import Event, FieldKey, FieldState, may_settle
from iso_audit.storage.queries import conducting
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.caucus import item_notes
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared.field_input import field_name, value_name
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.conducting import caucus

FORMS = ("form-", "web-form", "caucus")
"""What the journal calls forms in place of a tablet, the last two by earlier releases."""


def show(session: Session, visit: Visit) -> None:
    """Show each disputed field."""
    states = disputes(visit)
    if not states:
        alerts.success(session.say("caucus.no_disputes"))
        return
    st.caption(session.say("caucus.who_settles"))
    for (subject, field), state in sorted(states.items()):
        with st.container(border=True):
            _title(session, visit, subject, field)
            _sides(session, visit, state)
            _history(session, visit, subject)


def disputes(visit: Visit) -> dict[FieldKey, FieldState]:
    """Return the fields in which people disagree."""
    return {key: state for key, state in visit.opened.journal.fields.items() if state.disputed}


def _title(session: Session, visit: Visit, subject: str, field: str) -> None:
    kind, _, name = subject.partition(":")
    label = field_name(session, subject, field)
    if kind == "item":
        st.markdown(f"{item_notes.title(session, visit.opened.checklist, name)}  \n{label}")
    else:
        st.markdown(f"**{plain(label)}**")


def _sides(session: Session, visit: Visit, state: FieldState) -> None:
    database, account = session.installation.database, session.account
    with database.read() as cursor:
        names = conducting.names_of(cursor, {head.account_id for head in state.heads})
    may = may_settle(state, account_id=account.id, leads=account.leads) and account.may_record(visit.opened.audit.id)
    for side in state.sides:
        with st.container(horizontal=True, vertical_alignment="center"):
            value = plain(value_name(session, *side.key, side.value))
            st.markdown(f"**{value}**  \n{_by_line(session, side, names)}", width="stretch")
            if may and st.button(session.say("caucus.keep"), key=f"keep-{side.id}"):
                with told(session):
                    named = {"event_id": side.id, "device": session.device}
                    caucus.settle(database, visit.opened.audit.id, state, by=account, at=session.now, **named)
                    st.rerun()


def _history(session: Session, visit: Visit, subject: str) -> None:
    with st.expander(session.say("caucus.history")):
        past = conducting.history(session.installation.database, visit.opened.audit.id, subject, reader=session.account)
        for event, name in past:
            label, value = field_name(session, *event.key), value_name(session, *event.key, event.value)
            line = _by_line(session, event, {event.account_id: name})
            st.markdown(f"{label}: **{plain(value)}**  \n{line}")


def _by_line(session: Session, event: Event, names: dict[str, str]) -> str:
    name, time = names.get(event.account_id, ""), session.local(event.made_at)
    if event.device.startswith(FORMS):
        return plain(session.say("caucus.by_line_form", name=name, time=time))
    return plain(session.say("caucus.by_line", name=name, time=time, device=session.device_name(event.device)))
