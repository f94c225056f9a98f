"""The form of a year's programme and its two decisions."""

from dataclasses import replace
from typing import Any

import streamlit as st

from iso_audit.domain.programme import EARLIEST_YEAR, LATEST_YEAR, WORDINGS, Decision, Programme
from iso_audit.ui.planning.fields import label, text_inputs
from iso_audit.ui.session import Session
from iso_audit.ui.shared.editing import opened, settle, submit
from iso_audit.workflow.planning import establishing


def choose(session: Session, programmes: tuple[Programme, ...]) -> Programme | None:
    """Return the programme to work on, None for a new one."""
    if not programmes:
        return None
    years = {one.id: one for one in programmes}
    new = ""
    programme_id = st.selectbox(
        session.say("planning.which_programme"),
        [*years, new],
        format_func=lambda one: str(years[one].year) if one else session.say("planning.new_programme"),
        key="planning.programme",
    )
    return years.get(programme_id)


def show(session: Session, programme: Programme | None) -> None:
    """Show the form for `programme`, or for a new programme."""
    today = session.now.astimezone(session.installation.settings.zone).date()
    base = programme or establishing.new_programme(today.year)
    key = f"programme.{base.id or 'new'}"
    opened_programme = opened(key, base)
    settle(session, key)
    with st.form(f"{key}-form", border=False):
        year = st.number_input(
            label(session, opened_programme, "year"),
            EARLIEST_YEAR,
            LATEST_YEAR,
            opened_programme.year,
            key=f"{key}.year",
        )
        texts = text_inputs(session, opened_programme, key)
        plan, team = (_decision(session, key, opened_programme, name) for name in ("plan", "team"))
        wording = st.radio(
            label(session, opened_programme, "wording"),
            WORDINGS,
            index=WORDINGS.index(opened_programme.wording),
            format_func=lambda one: session.say(f"planning.wordings.{one}"),
            key=f"{key}.wording",
        )
        uses_score = st.checkbox(
            label(session, opened_programme, "uses_score"), opened_programme.uses_score, key=f"{key}.uses_score"
        )
        is_sent = st.form_submit_button(session.say("words.save"), type="primary")
    if is_sent:
        edited_programme = replace(
            opened_programme, year=int(year), **texts, plan=plan, team=team, wording=wording, uses_score=uses_score
        )
        submit(session, key, edited_programme, lambda one: _save(session, one), base)


def _decision(session: Session, key: str, programme: Programme, name: str) -> Decision:
    st.markdown(f"**{label(session, programme, name)}**")
    decision: Decision = getattr(programme, name)
    key = f"{key}.{name}"

    def issued_on() -> dict[str, Any]:
        day = st.date_input(
            label(session, decision, "issued_on"), decision.issued_on, format="DD/MM/YYYY", key=f"{key}.issued_on"
        )
        return {"issued_on": day}

    return Decision(**text_inputs(session, decision, key, issued_on))


def _save(session: Session, programme: Programme) -> Programme:
    return establishing.save_programme(session.installation.database, programme, by=session.account, at=session.now)
