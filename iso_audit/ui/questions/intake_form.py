"""A file with questions becomes a draft: what it was understood as, what became of its parts, which grades it means."""

from collections.abc import Iterable
from typing import Any

import streamlit as st

from iso_audit.checklist_formats.choices import ChoiceMap, Decisions
from iso_audit.checklist_formats.notices import FormatFaulty, sentences_of
from iso_audit.checklists import sentence_of
from iso_audit.checklists.contents import Contents
from iso_audit.checklists.faults import BankFaulty
from iso_audit.domain.bank import Bank
from iso_audit.domain.grade import Grade
from iso_audit.ui import alerts
from iso_audit.ui.questions import comparison
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.workflow.questions import drafts, intake, versions
from iso_audit.workflow.questions.intake import Intake

KINDS = ("xlsx", "json", "yaml", "yml")
MOST_TOLD = 60


def show(session: Session, bank: Bank, *, slot_of_draft: str) -> None:
    """Show the upload, the preview of what would change, and the form that begins a draft with it."""
    key = f"questions.intake.{bank.id}"
    st.write(session.say("questions.intake.text"))
    file = st.file_uploader(session.say("questions.intake.file"), type=list(KINDS), key=f"{key}.file")
    if file is None:
        return
    base = versions.contents_in_force(session.installation.database, session.installation.banks.of(bank.standard))
    key = f"{key}.{file.file_id}"
    with told(session):
        file_intake = _read(session, file, base, _decisions(key), key)
        if file_intake is not None:
            _preview(session, file_intake, base, key)
            _beginning(session, bank, file_intake, file.name, slot_of_draft)


def _read(session: Session, file: Any, base: Contents, decisions: Decisions, key: str) -> Intake | None:
    """Return what a file gives, read once for the same decisions; its faults are shown all at once."""
    slot, mark = f"{key}.read", tuple(sorted(decisions.items(), key=str))
    if st.session_state.get(slot, (None,))[0] == mark:
        before: Intake = st.session_state[slot][1]
        return before
    try:
        file_intake = intake.read(file.getvalue(), file.name, base, decisions=decisions, person=session.account.id)
    except BankFaulty as faulty:
        _faults(session, [sentence_of(one, session.language) for one in faulty.faults])
        return None
    except FormatFaulty as faulty:
        _faults(session, sentences_of(faulty.faults, session.language))
        return None
    st.session_state[slot] = (mark, file_intake)
    return file_intake


def _faults(session: Session, sentences: Iterable[str]) -> None:
    every = list(sentences)
    alerts.error(session.say("questions.intake.faults", count=len(every)), *every[:MOST_TOLD])


def _decisions(key: str) -> dict[tuple[str, str], Grade | None]:
    """Return which grades the choices shown before were said to mean."""
    before: dict[tuple[str, str], Grade | None] = st.session_state.get(f"{key}.decisions", {})
    return before


def _preview(session: Session, file_intake: Intake, base: Contents, key: str) -> None:
    st.markdown(f"**{session.say(f'questions.intake.kinds.{file_intake.kind.value}')}**")
    amendments = comparison.between(base, file_intake.tables)
    _choices(session, file_intake.choices, key)
    sentences = sentences_of(file_intake.notices, session.language)
    if sentences:
        title = session.say("questions.intake.told", count=len(sentences))
        with st.expander(title, expanded=len(sentences) <= 5):
            alerts.info(*sentences[:MOST_TOLD])
    with st.expander(session.say("questions.draft.compare", count=len(amendments))):
        comparison.show(
            session, amendments, (session.say("questions.in_force"), session.say("questions.intake.of_file"))
        )


def _choices(session: Session, maps: Iterable[ChoiceMap], key: str) -> None:
    """Ask what the answers of the file mean where that is not certain; whoever changes one sees the preview anew."""
    asked = [(one, choice) for one in maps for choice in one.choices if one.are_grades and choice.certainty != "sure"]
    if not asked:
        return
    st.markdown(session.say("questions.intake.meaning"))
    options = [None, *Grade]
    decisions = _decisions(key)
    for one, choice in asked:
        words = choice.words.get(session.language, choice.name)
        grade = st.selectbox(
            f"{words} ({one.name})",
            options,
            index=options.index(choice.grade),
            format_func=lambda grade: session.say(
                f"words.grade.{grade.value}" if grade else "questions.intake.no_grade"
            ),
            key=f"{key}.choice.{one.name}.{choice.name}",
        )
        if grade != choice.grade:
            st.session_state[f"{key}.decisions"] = {**decisions, (one.name, choice.name): grade}
            st.rerun()


def _beginning(session: Session, bank: Bank, file_intake: Intake, file_name: str, slot_of_draft: str) -> None:
    key = f"questions.intake.{bank.id}.begin"
    with unsaved.form(session, key, border=True):
        name = st.text_input(session.say("questions.draft.name"), file_name[:200], max_chars=200, key=f"{key}.name")
        is_sent = st.form_submit_button(session.say("questions.intake.begin"), type="primary")
    if is_sent:
        shipped_bank = session.installation.banks.of(bank.standard)
        database, by, at = session.installation.database, session.account, session.now
        draft = drafts.begin(database, name, shipped_bank, tables=file_intake.tables, by=by, at=at)
        unsaved.begin_anew(key)
        st.session_state[slot_of_draft] = draft.id
        st.rerun()
