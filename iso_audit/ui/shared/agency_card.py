"""One agency of the year as a card: status, completion, findings by grade, and ways into it."""

from html import escape

import streamlit as st

from iso_audit.i18n.writing import day
from iso_audit.storage.queries.overview import AuditLine
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages
from iso_audit.ui.shared.show import grade_chips

LINKED = ("conducting", "visit", "reporting")


def status(line: AuditLine) -> str:
    """Return the status an audit is shown with."""
    if line.audit.cancelled_reason is not None:
        return "cancelled"
    if line.done:
        return "done"
    return "under_way" if line.begun else "planned"


def show(session: Session, line: AuditLine, *, links: bool = True) -> None:
    """Show the card of one audit."""
    with st.container(border=True):
        st.html(_body(session, line))
        if links and line.audit.cancelled_reason is None:
            with st.container(horizontal=True):
                for page in LINKED:
                    title, icon = audit_pages.PAGES[page]
                    audit_pages.link(page, line.audit, label=session.say(title), icon=icon)


def _body(session: Session, line: AuditLine) -> str:
    counts, shown = line.completion, status(line)
    facts = [line.audit.code]
    facts.append(
        session.say("overview.planned_on", date=day(line.audit.planned_on))
        if line.audit.planned_on
        else session.say("overview.no_date")
    )
    if line.minutes_number:
        facts.append(session.say("overview.minutes", number=line.minutes_number))
    if line.conclusion:
        facts.append(session.say(f"words.conclusion.{line.conclusion.value}"))
    progress = [session.say("overview.completion", judged=counts.judged, applicable=counts.applicable)]
    if counts.not_checked:
        progress.append(session.say("overview.not_checked", count=counts.not_checked))
    if counts.disputed:
        progress.append(session.say("overview.disputed", count=counts.disputed))
    sample = f' <span class="ia-quiet">({escape(session.say("words.sample"))})</span>' if line.audit.is_sample else ""
    return (
        f'<div class="ia-agency"><h3>{escape(line.agency.name)}{sample}</h3>'
        f'<span class="ia-status ia-{shown}">{escape(session.say(f"words.status.{shown}"))}</span>'
        f'<div class="ia-line">{escape(" · ".join(facts))}</div>'
        f'<div class="ia-bar" role="img" aria-label="{escape(progress[0])}">'
        f'<i style="width:{100 * counts.share:.0f}%"></i></div>'
        f'<div class="ia-line">{escape(" · ".join(progress))}</div>'
        f'<div class="ia-line">{grade_chips(session, line.grades)}</div></div>'
    )
