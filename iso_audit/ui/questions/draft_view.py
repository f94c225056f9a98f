"""Drafts: begun, gone on with, their faults and what they change, put in force or given up."""

import streamlit as st

from iso_audit.domain.bank import Bank
from iso_audit.domain.bank_version import BankDraft
from iso_audit.domain.errors import Conflict
from iso_audit.ui import alerts
from iso_audit.ui.questions import comparison, entry_form, fault_words, intake_form, preview
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.workflow.questions import drafts
from iso_audit.workflow.questions.drafts import OpenDraft

CHOSEN = "questions.draft.chosen"
MOST_FAULTS = 20


def show(session: Session, bank: Bank) -> None:
    """Show the open drafts, the one that is chosen, and the form that begins another."""
    unsaved.tell(session, _key(bank))
    open_drafts = {
        one.id: one for one in drafts.open_drafts(session.installation.database, bank.standard, reader=session.account)
    }
    new_draft_id = st.session_state.pop(CHOSEN, None)
    if new_draft_id in open_drafts:
        st.session_state[f"{_key(bank)}.which"] = new_draft_id
    if open_drafts:
        draft_id = st.selectbox(
            session.say("questions.draft.which"),
            [*open_drafts, ""],
            format_func=lambda one: open_drafts[one].name if one else session.say("questions.draft.new"),
            key=f"{_key(bank)}.which",
        )
        if draft_id:
            _draft(session, bank, open_drafts[draft_id])
            return
    _beginning(session, bank)


def _key(bank: Bank) -> str:
    return f"questions.draft.{bank.id}"


def _beginning(session: Session, bank: Bank) -> None:
    key = unsaved.current(f"{_key(bank)}.new")
    st.write(session.say("questions.draft.text", number=bank.version))
    with unsaved.form(session, key, border=True):
        name = st.text_input(session.say("questions.draft.name"), max_chars=200, key=f"{key}.name")
        is_sent = st.form_submit_button(session.say("questions.draft.begin"), type="primary")
    if is_sent:
        with told(session):
            shipped_bank = session.installation.banks.of(bank.standard)
            draft = drafts.begin(session.installation.database, name, shipped_bank, by=session.account, at=session.now)
            unsaved.begin_anew(key)
            st.session_state[CHOSEN] = draft.id
            st.rerun()
    with st.expander(session.say("questions.intake.title")):
        intake_form.show(session, bank, slot_of_draft=CHOSEN)


def _draft(session: Session, bank: Bank, draft: BankDraft) -> None:
    opened_draft = drafts.opened(session.installation.database, draft.id, reader=session.account)
    _state(session, opened_draft)
    entry_form.show(session, opened_draft)
    with st.expander(session.say("questions.draft.compare", count=len(opened_draft.differences))):
        names = (session.say("questions.version", number=opened_draft.base.number), draft.name)
        comparison.show(session, opened_draft.differences, names)
    with st.expander(session.say("questions.preview.title")):
        preview.show(session, opened_draft)
    _ending(session, bank, opened_draft)


def _state(session: Session, opened_draft: OpenDraft) -> None:
    """Say which version the draft began from and what must be mended."""
    number = opened_draft.base.number
    st.caption(session.say("questions.draft.based_on", number=number, count=len(opened_draft.differences)))
    faults = opened_draft.faults
    if faults:
        lines = [fault_words.placed(session, one) for one in faults[:MOST_FAULTS]]
        if len(faults) > MOST_FAULTS:
            lines.append(session.say("questions.draft.more_faults", count=len(faults) - MOST_FAULTS))
        alerts.warning(session.say("questions.draft.faults", count=len(faults)), *lines)


def _ending(session: Session, bank: Bank, opened_draft: OpenDraft) -> None:
    """Show the form that puts the draft in force, and the one that gives it up."""
    key = f"questions.enforce.{opened_draft.draft.id}"
    with unsaved.form(session, key, border=True):
        reason = st.text_input(session.say("questions.reason"), max_chars=1000, key=f"{key}.reason")
        st.caption(session.say("questions.draft.enforce_help"))
        is_sent = st.form_submit_button(session.say("questions.draft.enforce"), type="primary")
    if is_sent:
        with told(session):
            _enforce(session, bank, opened_draft, reason, key)
    if st.session_state.get(f"{key}.outdated"):
        _following(session, bank, opened_draft, key)
    with st.expander(session.say("questions.draft.give_up")):
        st.write(session.say("questions.draft.give_up_text"))
        if st.button(session.say("questions.draft.give_up"), key=f"questions.give_up.{opened_draft.draft.id}"):
            with told(session):
                drafts.give_up(session.installation.database, opened_draft.draft.id, by=session.account, at=session.now)
                st.rerun()


def _enforce(session: Session, bank: Bank, opened_draft: OpenDraft, reason: str, key: str) -> None:
    shipped_bank = session.installation.banks.of(bank.standard)
    database, by, at = session.installation.database, session.account, session.now
    try:
        version = drafts.put_in_force(database, opened_draft, shipped_bank, reason=reason, by=by, at=at)
    except Conflict as conflict:
        st.session_state[f"{key}.outdated"] = conflict.code == "bank_changed_meanwhile"
        raise
    unsaved.begin_anew(key)
    name = session.say("questions.version", number=version.number)
    time = session.clock(session.now)
    unsaved.say_saved(session, _key(bank), session.say("questions.now_in_force", name=name, time=time))
    st.rerun()


def _following(session: Session, bank: Bank, opened_draft: OpenDraft, key: str) -> None:
    if st.button(session.say("questions.draft.follow"), key=f"{key}.follow"):
        shipped_bank = session.installation.banks.of(bank.standard)
        database, by, at = session.installation.database, session.account, session.now
        with told(session):
            parts = drafts.follow(database, opened_draft.draft.id, shipped_bank, by=by, at=at)
            st.session_state.pop(f"{key}.outdated")
            words = session.say(
                "questions.draft.followed", parts=", ".join(part.partition(":")[2] for part in parts) or "–"
            )
            unsaved.say_saved(session, _key(bank), words)
            st.rerun()
