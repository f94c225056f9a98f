"""The form of a year's programme and its two decisions."""

from dataclasses import replace

import streamlit as st

from iso_audit.domain.programme import EARLIEST_YEAR, LATEST_YEAR, WORDINGS, Decision, Programme
from iso_audit.ui.session import Session
from iso_audit.ui.shared.editing import opened, settle, submit
from iso_audit.workflow.planning import establishing


def choose(session: Session, known: tuple[Programme, ...]) -> Programme | None:
    """Return the programme to work on, None for a new one."""
    if not known:
        return None
    years = {one.id: one for one in known}
    new = ""
    picked = st.selectbox(
        session.say("planning.which_programme"),
        [*years, new],
        format_func=lambda one: str(years[one].year) if one else session.say("planning.new_programme"),
        key="planning.programme",
    )
    return years.get(picked)


def show(session: Session, stored: Programme | None) -> None:
    """Show the form for `stored`, or for a new programme."""
    today = session.now.astimezone(session.installation.settings.zone).date()
    base = stored or establishing.new_programme(today.year)
    key = f"programme.{base.id or 'new'}"
    seen = opened(key, base)
    settle(session, key)
    with st.form(f"{key}-form", border=False):
        year = st.number_input(
            session.say("planning.year"),
            EARLIEST_YEAR,
            LATEST_YEAR,
            seen.year,
            key=f"{key}.year",
        )
        texts = {
            name: st.text_input(session.say(f"planning.{name}"), getattr(seen, name), key=f"{key}.{name}")
            for name in ("parent_body", "issuing_body", "place")
        }
        plan = _decision(session, key, "plan_decision", seen.plan)
        team = _decision(session, key, "team_decision", seen.team)
        wording = st.radio(
            session.say("planning.wording"),
            WORDINGS,
            index=WORDINGS.index(seen.wording),
            format_func=lambda one: session.say(f"planning.wordings.{one}"),
            key=f"{key}.wording",
        )
        uses_score = st.checkbox(session.say("planning.uses_score"), seen.uses_score, key=f"{key}.uses_score")
        sent = st.form_submit_button(session.say("words.save"), type="primary")
    if sent:
        typed = replace(seen, year=int(year), **texts, plan=plan, team=team, wording=wording, uses_score=uses_score)
        submit(session, key, typed, lambda one: _save(session, one), base)


def _decision(session: Session, key: str, name: str, seen: Decision) -> Decision:
    st.markdown(f"**{session.say(f'planning.{name}')}**")
    left, right = st.columns(2)
    number = left.text_input(session.say("planning.decision_number"), seen.number, key=f"{key}.{name}.number")
    issued_on = right.date_input(
        session.say("planning.decision_date"), seen.issued_on, format="DD/MM/YYYY", key=f"{key}.{name}.date"
    )
    issuer = st.text_input(session.say("planning.decision_issuer"), seen.issuer, key=f"{key}.{name}.issuer")
    about = st.text_area(session.say("planning.decision_about"), seen.about, key=f"{key}.{name}.about")
    return Decision(number, issued_on, issuer, about)


def _save(session: Session, typed: Programme) -> Programme:
    return establishing.save_programme(session.installation.database, typed, by=session.account, at=session.now)
