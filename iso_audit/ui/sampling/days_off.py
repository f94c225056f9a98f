"""The calendar of days off and make-up days: shown by year, changed by the team leader."""

from dataclasses import replace
from datetime import date

import streamlit as st

from iso_audit.domain.working_days import OFF, ORDINARY, WORK, EditedDay, SpecialDay
from iso_audit.storage.queries.sampling import Sampling
from iso_audit.ui import alerts
from iso_audit.ui.sampling.tables import table
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.editing import opened, settle, submit
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.planning import holidays

SATURDAY = 5


def show(session: Session, sampling: Sampling) -> None:
    """Show one year's days and the forms that change them."""
    words, leads = "sampling.days", session.account.leads
    edited_days = holidays.edited_days(session.installation.database)
    st.caption(session.say(f"{words}.hint"))
    first = min(sampling.calendar.years | {sampling.as_of.year})
    years = list(range(first, max(sampling.calendar.years | {sampling.as_of.year}) + 2))
    year = st.selectbox(session.say(f"{words}.year"), years, index=years.index(sampling.as_of.year))
    special_days = [one for one in sampling.calendar.special if one.day.year == year]
    if not special_days:
        alerts.warning(session.say(f"{words}.none"))
    _table(session, [one for one in special_days if one.certain], edited_days)
    for one in special_days:
        if not one.certain:
            _uncertain(session, one, edited_days.get(one.day), leads=leads)
    if not leads:
        st.caption(session.say(f"{words}.leader_only"))
        return
    _changing(session, edited_days, year)
    _counting(session, sampling)


def _table(session: Session, special_days: list[SpecialDay], edited_days: dict[date, EditedDay]) -> None:
    if not special_days:
        return
    words = "sampling.days"
    rows = []
    for one in special_days:
        mark = f" ({session.say(f'{words}.edited')})" if one.day in edited_days else ""
        rows.append([_line(session, one), _kind(session, one), session.text(one.name) + mark])
    table([session.say(f"{words}.{name}") for name in ("day", "kind", "name")], rows)


def _uncertain(session: Session, one: SpecialDay, edited_day: EditedDay | None, *, leads: bool) -> None:
    """Show a day that is not counted until the leader confirms it."""
    words = "sampling.days"
    with st.container(border=True):
        line = f"{_line(session, one)} · {_kind(session, one)} · {session.text(one.name)}"
        st.markdown(plain(f"{line}: {session.say(f'{words}.uncertain')}"))
        if leads and st.button(session.say(f"{words}.confirm"), key=f"confirm-{one.day}"):
            kind = WORK if one.working else OFF
            with told(session):
                _saved(session, EditedDay(one.day, kind, one.name.vi, edited_day.revision if edited_day else 0))
                st.rerun()


def _line(session: Session, one: SpecialDay) -> str:
    return f"{session.day(one.day)} · {session.say(f'sampling.days.weekday.{one.day.weekday()}')}"


def _kind(session: Session, one: SpecialDay) -> str:
    return session.say(f"sampling.days.{WORK if one.working else OFF}")


def _changing(session: Session, edited_days: dict[date, EditedDay], year: int) -> None:
    words, kinds = "sampling.days", (OFF, WORK, ORDINARY)
    st.markdown(f"**{session.say(f'{words}.change')}**")
    chosen_day: date = st.date_input(session.say(f"{words}.day"), date(year, 1, 1), format=session.day_format)
    key = unsaved.current(f"sampling.day.{chosen_day}")
    base = edited_days.get(chosen_day, EditedDay(chosen_day, WORK if chosen_day.weekday() >= SATURDAY else OFF))
    opened_day = opened(key, base)

    def kind_name(kind: str) -> str:
        return session.say(f"{words}.{kind}")

    settle(session, key, lambda one, name: (kind_name(name), kind_name(one.kind) if name == "kind" else one.name))
    with unsaved.form(session, key):
        unsaved.choice(session, f"{key}.kind", kinds, kind_name)
        kind = st.selectbox(
            session.say(f"{words}.kind"),
            kinds,
            index=kinds.index(opened_day.kind),
            format_func=kind_name,
            key=f"{key}.kind",
        )
        name = st.text_input(session.say(f"{words}.name"), opened_day.name, max_chars=200, key=f"{key}.name")
        if not st.form_submit_button(session.say("words.save")):
            return
    edited_day = replace(opened_day, kind=kind, name=name)
    if submit(session, key, edited_day, lambda one: _saved(session, one), base):
        unsaved.say_saved(session, key)
        st.rerun()


def _counting(session: Session, sampling: Sampling) -> None:
    words, counts_first_day = "sampling.days", sampling.calendar.counts_first_day
    value = st.checkbox(session.say(f"{words}.counting"), counts_first_day)
    st.caption(session.say(f"{words}.counting_hint"))
    if value is not counts_first_day:
        with told(session):
            database = session.installation.database
            holidays.count_first_day(database, value, seen=counts_first_day, by=session.account, at=session.now)
            st.rerun()


def _saved(session: Session, edited_day: EditedDay) -> EditedDay:
    return holidays.save_day(session.installation.database, edited_day, by=session.account, at=session.now)
