"""The sampled case files: the list to choose from, and one file with its checks, each saved by its tap."""

from pathlib import Path

import streamlit as st

from iso_audit.domain.case_file import ANSWERS, CHECKS
from iso_audit.presenting import case_sheets
from iso_audit.storage.queries.sampling import SampledFile, Sampling
from iso_audit.ui import alerts, markup
from iso_audit.ui.sampling import file_form, kept_answers
from iso_audit.ui.sampling.tables import TOLD, sampling_of, saved_words
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.field_input import field_name
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.conducting import sampling as samplings

CASE = "case"
TO_TOP = Path(__file__).with_name("to_top.js")


def show(session: Session, sampling: Sampling) -> None:
    """Show the chosen file of the URL, else the list."""
    subject = st.query_params.get(CASE)
    _to_top(subject or "")
    if subject:
        _file(session, sampling.opened.audit.id, subject)
        return
    if not sampling.files:
        alerts.info(session.say("sampling.files.none"))
        return
    st.download_button(
        session.say("sampling.files.export"),
        lambda: case_sheets.sample_xlsx(sampling, session.language),
        file_name=session.say("sampling.files.export_file", code=sampling.opened.audit.code),
        mime=case_sheets.XLSX,
        on_click="ignore",
    )
    with st.container(key="sampling-files", gap="small"):
        _list(session, sampling)


def _to_top(subject: str) -> None:
    """Show a file from its head, wherever in the list it was opened."""
    script = TO_TOP.read_text(encoding="utf-8")
    st.components.v2.component("iso_audit.to_top", js=script)(key="sampling-to-top", data={"file": subject})


def _list(session: Session, sampling: Sampling) -> None:
    selection = ""
    for one in sampling.files:
        if one.file.selection != selection:
            selection = one.file.selection
            st.markdown(f"**{session.say(f'sampling.selection.{selection}').capitalize()}**")
        ending = "button_disputed" if one.disputed else "button"
        label = session.say(
            f"sampling.files.{ending}",
            code=plain(one.file.record.code),
            state=samplings.state_name(one, session.language),
            checked=one.file.checked,
            all=len(one.file.asked(one.measured)),
        )
        if st.button(label, key=f"open-{one.file.id}", width="stretch"):
            _go(one.file.id)


def _go(subject: str | None) -> None:
    if subject is None:
        st.query_params.pop(CASE, None)
    else:
        st.query_params[CASE] = subject
    st.rerun()


@st.fragment
def _file(session: Session, audit_id: str, subject: str) -> None:
    sampling = kept_answers.record(session, sampling_of(session, audit_id), subject)
    one = sampling.file(subject)
    _moving(session, sampling, one)
    if one is None:
        alerts.warning(session.say("sampling.files.gone"))
        return
    _head(session, sampling, one)
    is_locked = not session.account.may_record(audit_id)
    st.markdown(f"**{session.say('sampling.files.checks')}**")
    st.caption(session.say("sampling.files.checks_hint"))
    with unsaved.held(session, kept_answers.form(subject)):
        for name in CHECKS:
            _answer(session, sampling, one, name, is_locked=is_locked)
        _going_on(session, sampling, one, is_locked=is_locked)
    file_form.show(session, sampling, one, is_locked=is_locked)
    if not is_locked:
        _taking_out(session, sampling, one)
    unsaved.watch(session, part="-file")


def _moving(session: Session, sampling: Sampling, one: SampledFile | None) -> None:
    order = [file.file.id for file in sampling.files]
    at = order.index(one.file.id) if one else -1
    with st.container(horizontal=True, key="sampling-moving"):
        if st.button(session.say("sampling.files.back"), icon=":material/list:"):
            _go(None)
        if at > 0 and st.button(session.say("sampling.files.previous"), icon=":material/chevron_left:"):
            _go(order[at - 1])
        if 0 <= at < len(order) - 1 and st.button(session.say("sampling.files.next"), icon=":material/chevron_right:"):
            _go(order[at + 1])


def _going_on(session: Session, sampling: Sampling, one: SampledFile, *, is_locked: bool) -> None:
    """Offer, where the last check was tapped, to answer what is left with yes, and the next file."""
    open_checks = [name for name in one.file.asked(one.measured) if name not in one.file.checks]

    def record() -> None:
        with told(session):
            changes = [(one.file.id, name, "yes") for name in open_checks]
            session.record(sampling.opened.audit.id, changes, journal=sampling.opened.journal)

    with st.container(horizontal=True, key="sampling-going-on"):
        if open_checks and not is_locked:
            words = session.say("sampling.files.rest_met", count=len(open_checks))
            st.button(words, icon=":material/done_all:", on_click=record)
        order = [file.file for file in sampling.files]
        at = order.index(one.file) + 1
        if at < len(order):
            words = session.say("sampling.files.next_code", code=plain(order[at].record.code))
            if st.button(words, icon=":material/chevron_right:", icon_position="right"):
                _go(order[at].id)


def _head(session: Session, sampling: Sampling, one: SampledFile) -> None:
    record, measurement, words = one.file.record, one.measured, "sampling.files"
    late = "ia-late" if measurement.state is not None and measurement.state.overdue else ""
    selection = session.say(f"sampling.selection.{one.file.selection}")
    lines = [
        markup.filled("<b>{}</b> · {}", record.code, selection),
        " · ".join(part for part in (record.procedure, record.sector) if part),
        markup.filled('<span class="{}">{}</span>', late, samplings.state_name(one, session.language)),
        _due(session, one),
    ]
    if measurement.promised_over:
        lines.append(session.say(f"{words}.promised_over", days=measurement.promised_over))
    if one.file.reason:
        lines.append(f"{session.say('fields.case.selection_reason')}: {one.file.reason}")
    markup.show('<div class="ia-case">{}</div>', markup.joined("<p>{}</p>", ((line,) for line in lines if line)))
    unknown = sorted(_years(one) - sampling.calendar.years)
    if unknown:
        alerts.warning(session.say(f"{words}.no_days_known", years=", ".join(str(year) for year in unknown)))
    if one.disputed:
        fields = ", ".join(field_name(session, one.file.id, name) for name in one.disputed)
        alerts.warning(session.say(f"{words}.disputed", fields=fields))


def _due(session: Session, one: SampledFile) -> str:
    if one.measured.due_on is not None:
        return session.say("sampling.files.computed", day=session.day(one.measured.due_on))
    is_stopped = one.measured.state is not None and one.measured.state.value == "supplement"
    return session.say(f"sampling.files.{'clock_stopped' if is_stopped else 'not_computed'}")


def _years(one: SampledFile) -> set[int]:
    record = one.file.record
    return {
        event_day.year
        for event_day in (record.received_on, record.done_on, one.measured.due_on)
        if event_day is not None
    }


def _answer(session: Session, sampling: Sampling, one: SampledFile, name: str, *, is_locked: bool) -> None:
    """Show one check; a tap is saved at once, and a tap on the chosen answer clears it."""
    key = kept_answers.input_key(sampling, one.file.id, name)
    stored_answer = sampling.opened.journal.value(one.file.id, name)

    def record() -> None:
        with told(session):
            changes = [(one.file.id, name, st.session_state[key])]
            session.record(sampling.opened.audit.id, changes, journal=sampling.opened.journal)
            kept_answers.let_go(session, one.file.id, key, st.session_state[key])
            st.session_state[TOLD] = (one.file.id, name, session.say("words.saved", time=session.clock(session.now)))

    st.segmented_control(
        field_name(session, one.file.id, name),
        ANSWERS,
        default=stored_answer,
        format_func=lambda answer: kept_answers.answer_name(session, answer),
        key=key,
        on_change=record,
        disabled=is_locked,
    )
    notice = saved_words(one.file.id, name)
    if notice:
        st.caption(f"✓ {notice}")


def _taking_out(session: Session, sampling: Sampling, one: SampledFile) -> None:
    words = "sampling.files"
    key = unsaved.current(f"take-out.{one.file.id}")
    with st.expander(session.say(f"{words}.take_out")), unsaved.form(session, key):
        why = st.text_input(session.say(f"{words}.take_out_why"), max_chars=500, key=f"{key}.why")
        if not st.form_submit_button(session.say(f"{words}.take_out")):
            return
        with told(session):
            samplings.take_out(
                session.installation.database,
                sampling.opened.audit.id,
                one.file.id,
                why,
                by=session.account,
                device=session.device,
                at=session.now,
            )
            unsaved.begin_anew(key)
            _go(None)
