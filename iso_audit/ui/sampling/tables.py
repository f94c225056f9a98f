"""What the parts of the sampling page share: tables for narrow screens, numbers as people here write them."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from iso_audit.i18n import writing
from iso_audit.storage.queries import sampling as queries
from iso_audit.storage.queries.sampling import Population, Sampling
from iso_audit.ui import markup
from iso_audit.ui.markup import Markup
from iso_audit.ui.session import Session
from iso_audit.workflow.planning import holidays

STYLE = Path(__file__).with_name("tables.css")


TOLD = "sampling.file.told"


def sampling_of(session: Session, audit_id: str) -> Sampling:
    """Return the sample of an audit, measured on today's calendar."""
    database, today = session.installation.database, session.now.astimezone(session.installation.settings.zone).date()
    days = holidays.calendar(database)
    return queries.sampling(database, audit_id, calendar=days, today=today, reader=session.account)


def load_style() -> None:
    """Add the style of the page's tables."""
    st.html(f"<style>{STYLE.read_text(encoding='utf-8')}</style>")


def saved_words(subject: str, name: str) -> str:
    """Return when this field of this file was just saved, empty where it was another."""
    told_subject, told_name, words = st.session_state.get(TOLD, ("", "", ""))
    return str(words) if (told_subject, told_name) == (subject, name) else ""


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: frozenset[int] = frozenset()) -> None:
    """Show a table; `numbers` are the columns, from 0, that hold numbers."""

    def cells(row: Sequence[str], template: str) -> Markup:
        return markup.joined(
            template, (("ia-number" if place in numbers else "", text) for place, text in enumerate(row))
        )

    head = cells(header, '<th class="{}">{}</th>')
    body = markup.joined("<tr>{}</tr>", ((cells(row, '<td class="{}">{}</td>'),) for row in rows))
    markup.show('<table class="ia-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', head, body)


def count(session: Session, number: int | None) -> str:
    """Return a count with its thousands parted: 1.064 or 1,064; a dash for none."""
    if number is None:
        return session.say("sampling.none")
    return writing.count(number, session.language)


def decimal(session: Session, number: float | None) -> str:
    """Return a number with one decimal: 97,5 or 97.5; a dash for none."""
    if number is None:
        return session.say("sampling.none")
    return writing.decimal(number, session.language)


def population_of(session: Session, sampling: Sampling) -> Population | None:
    """Return the newest list measured, kept for the session while list and calendar stay the same."""
    if sampling.case_list is None:
        return None
    key = (sampling.case_list.id, sampling.calendar)
    slot = "sampling.population"
    if st.session_state.get(slot, (None, None))[0] != key:
        database = session.installation.database
        population = queries.population(
            database, sampling.case_list, calendar=sampling.calendar, reader=session.account
        )
        st.session_state[slot] = (key, population)
    stored_population: Population = st.session_state[slot][1]
    return stored_population
