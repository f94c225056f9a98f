"""One agency of the year as a card: status, completion, findings by grade, and ways into it."""

import streamlit as st

from iso_audit.presenting.my_part import MyPart
from iso_audit.storage.queries.overview import AuditLine
from iso_audit.ui import markup
from iso_audit.ui.markup import Markup
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages
from iso_audit.ui.shared.show import grade_labels, plain

LINKED = ("conducting", "visit", "reporting")


def status(line: AuditLine) -> str:
    """Return the status an audit is shown with."""
    if line.cancelled:
        return "cancelled"
    if line.done:
        return "reopened" if line.minutes.reopened or line.minutes.locked else "done"
    return "under_way" if line.begun else "planned"


def show(session: Session, line: AuditLine, *, part: MyPart | None = None, links: bool = True) -> None:
    """Show the card of one audit; `part` is what of it is the reader's own to do."""
    with st.container(border=True, key=f"card-{line.audit.id}"):
        markup.show("{}", _body(session, line))
        if part is not None and not line.cancelled:
            _own_part(session, line, part)
        if links and not line.cancelled:
            _findings(session, line)
            with st.container(horizontal=True, key=f"ways-{line.audit.id}"):
                for page in LINKED:
                    title, icon = audit_pages.PAGES[page]
                    audit_pages.link(page, line.audit, label=_label(session, title, line), icon=icon)


def _own_part(session: Session, line: AuditLine, part: MyPart) -> None:
    """Say how far the reader's own part is, and lead to where they go on."""
    counts = part.counts
    answered = counts.total - counts.unanswered
    st.markdown(f"**{session.say('overview.mine.part', answered=answered, total=counts.total)}**")
    if part.next_item is not None:
        with st.container(key=f"ways-on-{line.audit.id}"):
            where = session.say("overview.mine.go_on", item=part.next_item.id)
            label = f"{plain(where)} :gray[{plain(line.agency.name)}]"
            icon = ":material/play_arrow:"
            audit_pages.link("conducting", line.audit, label=label, icon=icon, item=part.next_item.id)


def _label(session: Session, title: str, line: AuditLine) -> str:
    """Return what a link is called: on screen by its page, to who hears it by its agency too (the style hides that)."""
    return f"{plain(session.say(title))} :gray[{plain(line.agency.name)}]"


def _findings(session: Session, line: AuditLine) -> None:
    """Show the findings by grade, as one link to where they are listed."""
    label = grade_labels(session, line.grades)
    if not label:
        markup.show('<span class="ia-quiet">{}</span>', session.say("overview.no_findings"))
        return
    with st.container(key=f"findings-{line.audit.id}"):
        audit_pages.link("caucus", line.audit, label=f"{label} :gray[{plain(line.agency.name)}]")


def _body(session: Session, line: AuditLine) -> Markup:
    counts, state = line.completion, status(line)
    facts = [line.audit.code]
    facts.append(
        session.say("overview.planned_on", date=session.day(line.audit.planned_on))
        if line.audit.planned_on
        else session.say("overview.no_date")
    )
    if line.minutes_number:
        facts.append(session.say("overview.minutes", number=line.minutes_number))
    if line.audit.cancelled_reason is not None:
        facts.append(session.say("overview.cancelled", reason=line.audit.cancelled_reason))
    if line.conclusion:
        facts.append(session.say(f"words.conclusion.{line.conclusion.value}"))
    progress = [session.say("overview.completion", judged=counts.judged, applicable=counts.applicable)]
    if counts.not_checked:
        progress.append(session.say("overview.not_checked", count=counts.not_checked))
    if counts.disputed:
        progress.append(session.say("overview.disputed", count=counts.disputed))
    sample = markup.filled(' <span class="ia-quiet">({})</span>', session.say("words.sample"))
    return markup.filled(
        '<div class="ia-agency"><h3>{agency}{sample}</h3><span class="ia-status ia-{shown}">{status}</span>'
        '<div class="ia-line">{facts}</div><div class="ia-bar" role="img" aria-label="{judged}">'
        '<i style="width:{share:.0f}%"></i></div>'
        '<div class="ia-line">{progress}</div></div>',
        agency=line.agency.name,
        sample=sample if line.audit.is_sample else "",
        shown=state,
        status=session.say(f"words.status.{state}"),
        facts=" · ".join(facts),
        judged=progress[0],
        share=100 * counts.share,
        progress=" · ".join(progress),
    )
