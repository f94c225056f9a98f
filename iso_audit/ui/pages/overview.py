"""The overview: where the year stands, what needs attention, and a card per agency."""

import streamlit as st

from iso_audit.domain.summary import YearCounts, sentence_parts
from iso_audit.i18n.writing import day
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.overview import Year
from iso_audit.ui import alerts, markup
from iso_audit.ui import session as sessions
from iso_audit.ui.overview import bundle, starting
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
    if not year.lines:
        alerts.info(session.say("overview.empty.no_audits", year=year.programme.year))
        return
    _attention(session, year)
    st.subheader(session.say("overview.agencies"), anchor=False)
    for line in sorted(year.lines, key=lambda one: (one.done, one.audit.code)):
        agency_card.show(session, line)
    st.caption(session.say("overview.updated", time=session.clock(session.now)))


def _figures(session: Session, year: Year) -> None:
    figures = (
        ("overview.planned", year.planned, ""),
        ("overview.done", year.done, ""),
        ("overview.maintained", year.maintained, ""),
        ("overview.remaining", year.remaining, "ia-rest"),
    )
    boxes = markup.joined(
        '<div class="ia-figure {}"><b>{:02d}</b><span>{}</span></div>',
        ((extra, number, session.say(name)) for name, number, extra in figures),
    )
    counts = YearCounts(year.planned, year.done, year.maintained)
    sentence = " ".join(session.say(f"summary.{key}", **values) for key, values in sentence_parts(counts))
    st.subheader(f"{session.say('overview.title')} {year.programme.year}", anchor=False)
    markup.show('<div class="ia-figures">{}</div><p class="ia-sentence">{}</p>', boxes, sentence)


def _attention(session: Session, year: Year) -> None:
    today = session.now.astimezone(session.installation.settings.zone).date()
    needs = []
    for line in year.counted:
        planned_on, name = line.audit.planned_on, line.agency.name
        if line.completion.disputed:
            needs.append(session.say("overview.attention_disputed", agency=name, count=line.completion.disputed))
        if not line.done and line.completion.unanswered == 0 and line.completion.total:
            needs.append(session.say("overview.attention_ready", agency=name))
        elif not line.done and planned_on is not None and planned_on < today:
            needs.append(session.say("overview.attention_overdue", agency=name, date=day(planned_on)))
    if needs:
        lines = markup.joined("<li>{}</li>", ((need,) for need in needs))
        title = session.say("overview.attention")
        markup.show('<div class="ia-attention"><b>{}</b><ul>{}</ul></div>', title, lines)
    else:
        markup.show('<p class="ia-attention ia-calm">{}</p>', session.say("overview.attention_none"))


page()
