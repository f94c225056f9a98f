"""Several findings at once: drafts written out, one deadline and one request for all, ticked ones merged."""

import streamlit as st

from iso_audit.domain.finding import Finding, is_to_be_corrected
from iso_audit.domain.journal import FINDING
from iso_audit.domain.subjects import KINDS, Field
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import field_input, unsaved
from iso_audit.workflow.conducting import together


def show(session: Session, visit: Visit) -> None:
    """Show what can be done for all at once, where there is anything."""
    drafts = [one for one in visit.findings if one.is_draft]
    lacking = [
        one
        for one in visit.findings
        if is_to_be_corrected(one.grade, visit.wording) and not (one.deadline and one.request)
    ]
    if not drafts and not lacking:
        return
    with st.expander(session.say("caucus.together")):
        if lacking:
            _completing(session, visit, lacking)
        if drafts:
            st.caption(session.say("caucus.write_all_hint"))
            if st.button(session.say("caucus.write_all", count=len(drafts)), key="write-all"):
                with told(session):
                    together.write_out(
                        session.installation.database,
                        visit.opened,
                        drafts,
                        by=session.account,
                        device=session.device,
                        at=session.now,
                    )
                    st.rerun()


def _completing(session: Session, visit: Visit, lacking: list[Finding]) -> None:
    key = unsaved.current(f"together.{visit.opened.audit.id}")
    with unsaved.form(session, key):
        deadline, request = (
            field_input.show(session, FINDING, _field(name), "", key=key) or "" for name in ("deadline", "request")
        )
        st.caption(session.say("caucus.complete_hint"))
        is_sent = st.form_submit_button(session.say("caucus.complete", count=len(lacking)))
    if is_sent and (deadline or request):
        with told(session):
            together.complete(
                session.installation.database,
                visit.opened,
                lacking,
                deadline=deadline,
                request=request,
                by=session.account,
                device=session.device,
                at=session.now,
            )
            unsaved.begin_anew(key)
            unsaved.say_saved(session, key)
            st.rerun()


def _field(name: str) -> Field:
    return next(field for field in KINDS[FINDING].fields if field.name == name)


def tick(session: Session, visit: Visit, finding: Finding) -> None:
    """Show the tick by which a finding is marked to be merged, and the button once there are two."""
    with st.container(horizontal=True, vertical_alignment="center"):
        is_ticked = st.checkbox(session.say("caucus.tick"), key=_key(visit, finding))
        to_merge = [one for one in visit.findings if st.session_state.get(_key(visit, one))]
        label = session.say("caucus.merge", count=len(to_merge))
        if is_ticked and len(to_merge) > 1 and st.button(label, key=f"merge-{finding.id}"):
            with told(session):
                together.merge(
                    session.installation.database,
                    visit.opened,
                    to_merge,
                    reason=session.say("caucus.merged_reason"),
                    by=session.account,
                    device=session.device,
                    at=session.now,
                )
                for one in to_merge:
                    del st.session_state[_key(visit, one)]
                st.rerun()
    if is_ticked and len(to_merge) > 1:
        st.caption(session.say("caucus.merge_hint"))


def _key(visit: Visit, finding: Finding) -> str:
    return f"merge.{visit.opened.audit.id}.{finding.id}"
