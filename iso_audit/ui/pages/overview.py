"""The overview: where the year stands, what needs attention, and a card per agency."""

import streamlit as st

from iso_audit.presenting import year_words
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.overview import Year
from iso_audit.ui import alerts, markup
from iso_audit.ui import session as sessions
from iso_audit.ui.overview import attention_list, bundle, starting, steps_list
from iso_audit.ui.session import Session
from iso_audit.ui.shared import agency_card, choosing
from iso_audit.ui.shared.show import sample_banner

REFRESH_SECONDS = 5


def page() -> None:
    """Show the page."""
    session = sessions.current()
    programme = choosing.programme(session)
    if programme is None:
        starting.show(session)
        return
    _year(programme.id)
    bundle.show(session, programme.id)


@st.fragment(run_every=REFRESH_SECONDS)
def _year(programme_id: str) -> None:
    session = sessions.current()
    year = overview.year(session.installation.database, programme_id, reader=session.account)
    if year is None:
        return
    if year.programme.is_sample:
        sample_banner(session)
    _figures(session, year)
    if session.account.leads and not year.programme.is_sample:
        steps_list.show(session, programme_id)
    if not year.lines:
        alerts.info(session.say("overview.empty.no_audits", year=year.programme.year))
        return
    attention_list.show(session, year)
    st.header(session.say("overview.agencies"), anchor=False)
    for line in sorted(year.lines, key=lambda one: (one.done, one.audit.code)):
        agency_card.show(session, line)
    st.caption(session.say("overview.updated", time=session.clock(session.now)))


def _figures(session: Session, year: Year) -> None:
    counts = year.counts
    figures = (
        ("overview.planned", counts.planned, ""),
        ("overview.done", counts.done, ""),
        ("overview.maintained", counts.maintained, ""),
        ("overview.remaining", counts.remaining, "ia-rest"),
    )
    boxes = markup.joined(
        '<div class="ia-figure {}"><b>{:02d}</b><span>{}</span></div>',
        ((extra, number, session.say(name)) for name, number, extra in figures),
    )
    sentence = year_words.summary(year, session.language)
    st.title(f"{session.say('overview.title')} {year.programme.year}", anchor=False)
    markup.show('<div class="ia-figures">{}</div><p class="ia-sentence">{}</p>', boxes, sentence)


page()
