"""What was not checked and why; and one honest act for all that nobody has judged."""

import streamlit as st

from iso_audit.domain.grade import Grade
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.caucus import item_notes
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.conducting import caucus


def show(session: Session, visit: Visit) -> None:
    """Show the undecided and the unchecked items."""
    undecided = [one.item_id for one in visit.judgements if one.grade is None]
    if not undecided:
        alerts.success(session.say("caucus.rest_none"))
    elif session.account.may_record(visit.opened.audit.id):
        _deciding(session, visit, undecided)
    unchecked = [one for one in visit.judgements if one.grade is Grade.NOT_CHECKED]
    if unchecked:
        st.markdown(f"**{session.say('caucus.not_checked_list')}**")
        for one in unchecked:
            reason = one.value("reason") or session.say("caucus.no_reason")
            st.markdown(f"{item_notes.title(session, visit.opened.checklist, one.item_id)}  \n{plain(reason)}")


def _deciding(session: Session, visit: Visit, undecided: list[str]) -> None:
    st.markdown(session.say("caucus.rest_text", count=len(undecided)))
    with st.expander(session.say("caucus.rest_listed")):
        for item_id in undecided:
            st.markdown(item_notes.title(session, visit.opened.checklist, item_id))
    key = unsaved.current(f"rest.{visit.opened.audit.id}")
    with unsaved.form(session, key):
        reason = st.text_input(session.say("caucus.rest_reason"), max_chars=500, key=f"{key}.reason")
        if not st.form_submit_button(session.say("caucus.rest_do", count=len(undecided))):
            return
    with told(session):
        marked = caucus.decide_rest(
            session.installation.database,
            visit.opened.audit.id,
            Grade.NOT_CHECKED,
            undecided,
            reason=reason,
            by=session.account,
            device=session.device,
            at=session.now,
        )
        unsaved.begin_anew(key)
        alerts.success(session.say("caucus.rest_done", count=marked))
