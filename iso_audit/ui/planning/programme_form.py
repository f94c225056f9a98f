"""The form of a year's programme and its two decisions."""

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from iso_audit.domain.programme import EARLIEST_YEAR, LATEST_YEAR, WORDINGS, Decision, Programme
from iso_audit.ui.planning import edition_choice
from iso_audit.ui.planning.fields import as_read, label, text_inputs
from iso_audit.ui.session import Session
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.editing import opened, settle, submit
from iso_audit.workflow.planning import copying, editions, establishing

CHOICE, CHOSEN = "planning.programme", "planning.programme.chosen"


def choose(session: Session, programmes: tuple[Programme, ...]) -> Programme | None:
    """Return the programme to work on, None for a new one; one that was just added is chosen."""
    if not programmes:
        return None
    years, new = {one.id: one for one in programmes}, ""
    if programme_id := st.session_state.pop(CHOSEN, None):
        st.session_state[CHOICE] = programme_id
    programme_id = st.selectbox(
        session.say("planning.which_programme"),
        [*years, new],
        format_func=lambda one: str(years[one].year) if one else session.say("planning.new_programme"),
        key=CHOICE,
    )
    return years.get(programme_id)


def show(session: Session, programme: Programme | None, programmes: tuple[Programme, ...] = ()) -> None:
    """Show the form for `programme`, or for a new programme beside all others."""
    former = next((one for one in programmes if not one.is_sample), None)
    base = programme or _new(session, programmes, former)
    key = unsaved.current(f"programme.{base.id or 'new'}")
    opened_programme = opened(key, base)
    settle(session, key, as_read(session))
    with unsaved.form(session, key):
        edited_programme = _inputs(session, opened_programme, key)
        is_copied = programme is None and former is not None and _asks_to_copy(session, former, key)
        is_sent = st.form_submit_button(session.say("words.save"), type="primary")
    if is_sent:
        former_id = former.id if former and is_copied else ""
        saved_programme = submit(session, key, edited_programme, lambda one: _save(session, one, former_id), base)
        if saved_programme is not None:
            st.session_state[CHOSEN] = saved_programme.id
            unsaved.say_saved(session, f"programme.{saved_programme.id}")
            st.rerun()


def _new(session: Session, programmes: tuple[Programme, ...], former: Programme | None) -> Programme:
    today = session.now.astimezone(session.installation.settings.zone).date()
    new = establishing.new_programme(establishing.free_year({one.year for one in programmes}, today), former)
    return replace(new, standard=session.banks.to_begin_by(date(new.year, 1, 1), new.standard).standard)


def _inputs(session: Session, programme: Programme, key: str) -> Programme:
    unsaved.number(session, f"{key}.year", EARLIEST_YEAR, LATEST_YEAR)
    year = st.number_input(
        label(session, programme, "year"), EARLIEST_YEAR, LATEST_YEAR, programme.year, key=f"{key}.year"
    )
    standard = edition_choice.ask(session, programme, key)
    texts = text_inputs(session, programme, key)
    plan, team = (_decision(session, key, programme, name) for name in ("plan", "team"))

    def wording_name(wording: str) -> str:
        return session.say(f"planning.wordings.{wording}")

    unsaved.choice(session, f"{key}.wording", WORDINGS, wording_name)
    wording = st.radio(
        label(session, programme, "wording"),
        WORDINGS,
        index=WORDINGS.index(programme.wording),
        format_func=wording_name,
        key=f"{key}.wording",
    )
    uses_score = st.checkbox(label(session, programme, "uses_score"), programme.uses_score, key=f"{key}.uses_score")
    edited_programme = replace(programme, year=int(year), **texts, plan=plan, team=team)
    return replace(edited_programme, standard=standard, wording=wording, uses_score=uses_score)


def _asks_to_copy(session: Session, former: Programme, key: str) -> bool:
    return st.checkbox(
        session.say("planning.copy_former", year=former.year),
        value=True,
        help=session.say("planning.copy_former_help"),
        key=f"{key}.copies",
    )


def _decision(session: Session, key: str, programme: Programme, name: str) -> Decision:
    st.markdown(f"**{label(session, programme, name)}**")
    decision: Decision = getattr(programme, name)
    key = f"{key}.{name}"

    def issued_on() -> dict[str, Any]:
        unsaved.day(session, f"{key}.issued_on")
        day = st.date_input(
            label(session, decision, "issued_on"), decision.issued_on, format=session.day_format, key=f"{key}.issued_on"
        )
        return {"issued_on": day}

    return Decision(**text_inputs(session, decision, key, issued_on))


def _save(session: Session, programme: Programme, former_id: str) -> Programme:
    database, by, at = session.installation.database, session.account, session.now
    bank = session.bank(programme.standard)
    if former_id:
        return copying.begin_year(database, programme, former_id, bank, by=by, at=at)
    return editions.save_programme(database, programme, bank, by=by, at=at)
