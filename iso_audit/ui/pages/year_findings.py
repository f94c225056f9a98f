"""The year as it was issued: the paragraph for the report, each agency's minutes and findings, as text."""

from datetime import date

import streamlit as st

from iso_audit.domain.finding import Finding
from iso_audit.presenting import year_words
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.year_findings import IssuedMinutes, issued_minutes
from iso_audit.ui import alerts, markup
from iso_audit.ui import session as sessions
from iso_audit.ui.markup import Markup
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages, choosing
from iso_audit.ui.shared.show import plain, sample_banner


def page() -> None:
    """Show the page."""
    session = sessions.current()
    st.title(session.say("overview.issued.title"), anchor=False)
    programme = choosing.programme(session)
    year = overview.year(session.installation.database, programme.id, reader=session.account) if programme else None
    if programme is None or year is None:
        alerts.info(session.say("overview.empty.nothing_for_you"))
        return
    if programme.is_sample:
        sample_banner(session)
    if session.account.role.sees_every_audit:
        st.header(session.say("overview.issued.paragraph"), anchor=False)
        st.markdown(plain(year_words.paragraph(year, session.language)))
    st.header(session.say("overview.issued.minutes"), anchor=False)
    lines = issued_minutes(session.installation.database, programme.id, reader=session.account)
    if not lines:
        alerts.info(session.say("signing.zip.nothing"))
    for line in lines:
        _minutes(session, line)


def _minutes(session: Session, line: IssuedMinutes) -> None:
    facts = [line.audit.code, session.say("overview.minutes", number=line.version.number)]
    if line.version.issued_at is not None:
        facts.append(session.say("overview.issued.on", time=session.local(line.version.issued_at)))
    if line.conclusion is not None:
        facts.append(session.say(f"words.conclusion.{line.conclusion.value}"))
    with st.container(border=True, key=f"card-{line.audit.id}"):
        markup.show(
            '<h3 class="ia-title">{}</h3><div>{}</div>{}', line.agency.name, " · ".join(facts), _findings(session, line)
        )
        with st.container(key=f"ways-{line.audit.id}"):
            label = f"{plain(session.say('overview.issued.open'))} :gray[{plain(line.agency.name)}]"
            audit_pages.link("reporting", line.audit, label=label, icon=":material/description:")


def _findings(session: Session, line: IssuedMinutes) -> Markup:
    if not line.findings:
        return markup.filled('<p class="ia-quiet">{}</p>', session.say("overview.no_findings"))
    rows = ((_head(session, line, one), one.gap or one.evidence, _deadline(session, one)) for one in line.findings)
    return markup.filled("<ul>{}</ul>", markup.joined("<li><b>{}</b>: {}{}</li>", rows))


def _head(session: Session, line: IssuedMinutes, finding: Finding) -> str:
    grade = session.say(f"words.grade.{finding.grade.value}")
    return " · ".join(part for part in (finding.number, grade, line.clauses(finding)) if part)


def _deadline(session: Session, finding: Finding) -> str:
    if not finding.deadline:
        return ""
    day = session.day(date.fromisoformat(finding.deadline))
    return f" ({session.say('overview.issued.deadline', date=day)})"


page()
