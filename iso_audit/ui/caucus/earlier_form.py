"""What became of each nonconformity of the last inspection: a state, and what was seen of it."""

import streamlit as st

from iso_audit.domain.earlier import EarlierState
from iso_audit.domain.journal import EARLIER
from iso_audit.domain.subjects import KINDS
from iso_audit.storage.queries.earlier import EarlierFinding
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import field_input, unsaved
from iso_audit.ui.shared.editing import forget, opened
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.conducting.recording import Change

STATES = list(EarlierState)


def show(session: Session, visit: Visit, findings: tuple[EarlierFinding, ...]) -> None:
    """Show the findings of the last inspection with what is recorded of each."""
    st.caption(session.say("caucus.earlier_hint", year=findings[0].year, code=findings[0].code))
    if any(gap.code == "earlier_open" for gap in visit.gaps):
        alerts.warning(session.say("words.gap.earlier_open"))
    audit_id = visit.opened.audit.id
    may_record = session.account.may_record(audit_id)
    key = unsaved.current(f"earlier.{audit_id}")
    journal = opened(key, visit.opened.journal)
    changes: list[Change] = []
    with unsaved.form(session, key):
        for finding in findings:
            changes += _finding(session, visit, finding, key=f"{key}.{finding.subject[-8:]}", is_locked=not may_record)
        is_sent = st.form_submit_button(session.say("words.save"), type="primary", disabled=not may_record)
    if is_sent:
        with told(session):
            session.record(audit_id, changes, journal=journal)
            forget(key)
            unsaved.say_saved(session, key)
            st.rerun()


def _finding(session: Session, visit: Visit, finding: EarlierFinding, *, key: str, is_locked: bool) -> list[Change]:
    """Show one of them; return what its inputs say."""
    subject, journal = finding.subject, visit.opened.journal
    number = f"{finding.number} · " if finding.number else ""
    grade = session.say(f"words.grade.{finding.grade.value}")
    clauses = ", ".join(finding.clauses)
    if clauses and finding.standard != visit.opened.checklist.standard:
        clauses = session.say("caucus.by_edition", clauses=clauses, standard=finding.standard)
    st.markdown(f"**{plain(number)}{grade}** · {plain(clauses)}  \n{plain(finding.statement)}")
    _now(session, visit, finding)
    value = journal.value(subject, "state")

    def state_name(state: EarlierState) -> str:
        return session.say(f"words.earlier_state.{state.value}")

    unsaved.choice(session, f"{key}.state", STATES, state_name)
    state = st.radio(
        session.say("fields.earlier.state"),
        STATES,
        index=STATES.index(EarlierState(value)) if value else None,
        format_func=state_name,
        horizontal=True,
        key=f"{key}.state",
        disabled=is_locked,
    )
    field = KINDS[EARLIER].field("note")
    assert field is not None
    text = journal.value(subject, "note") or ""
    note = field_input.show(session, EARLIER, field, text, key=key, is_locked=is_locked)
    return [(subject, "state", state.value if state else None), (subject, "note", note)]


def _now(session: Session, visit: Visit, finding: EarlierFinding) -> None:
    """Say what this audit found on the same questions, beside what was found then."""
    now = [one for one in visit.findings if set(one.item_ids) & set(finding.item_ids)]
    where = ", ".join(finding.here) or session.say("caucus.no_counterpart")
    told_now = "; ".join(f"{session.say(f'words.grade.{one.grade.value}')} – {one.gap or one.evidence}" for one in now)
    values = {"clauses": where, "finding": told_now or session.say("caucus.nothing_now")}
    st.markdown(plain(session.say("caucus.now", **values)))
