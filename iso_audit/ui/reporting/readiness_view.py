"""What the minutes still lack, and what is to be looked at before they are locked: each with a link to where it is."""

from collections.abc import Iterable
from datetime import date

import streamlit as st

from iso_audit.domain.completion import Gap
from iso_audit.domain.programme import Audit
from iso_audit.domain.readiness import Readiness, place_of
from iso_audit.i18n import words, writing
from iso_audit.ui import alerts
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages
from iso_audit.ui.shared.show import plain

MOST_OPEN = 5
SEEN_IN_CAUCUS = frozenset({"finding_differs", "earlier_open"})
"""What an item and the caucus say differently: it can be mended in both places."""
Detail = tuple[str, str | int | float]


def show(session: Session, audit: Audit, ready: Readiness) -> None:
    """Show what blocks locking, then the cautions."""
    if ready.blocks:
        alerts.warning(session.say("reporting.gaps", count=len(ready.blocks)))
        st.caption(session.say("reporting.gaps_hint"))
        _groups(session, audit, ready.blocks, "words.gap")
    elif not ready.cautions:
        alerts.success(session.say("reporting.ready"))
    if ready.cautions:
        alerts.info(session.say("reporting.cautions", count=len(ready.cautions)))
        st.caption(session.say("reporting.cautions_hint"))
        _groups(session, audit, ready.cautions, "words.caution")


def _groups(session: Session, audit: Audit, gaps: Iterable[Gap], table: str) -> None:
    by_code: dict[str, list[Gap]] = {}
    for gap in gaps:
        by_code.setdefault(gap.code, []).append(gap)
    for code, own in by_code.items():
        title = session.say(f"{table}.{code}")
        if len(own) > MOST_OPEN:
            with st.expander(f"{plain(title)} ({len(own)})"), st.container(horizontal=True):
                _links(session, audit, own)
            continue
        details = [_detail(session, gap) for gap in own if gap.details]
        with st.container(border=True):
            text, links = st.columns((3, 2), vertical_alignment="center")
            text.markdown(plain(" ".join([f"{title}.", *details])))
            with links, st.container(horizontal=True):
                _links(session, audit, own)


def _links(session: Session, audit: Audit, gaps: list[Gap]) -> None:
    for gap in gaps:
        _link(session, audit, gap)
    if gaps[0].code in SEEN_IN_CAUCUS:
        audit_pages.link("caucus", audit, label=session.say("caucus.title"))


def _detail(session: Session, gap: Gap) -> str:
    return session.say(f"words.caution_told.{gap.code}", **dict(_told(session, one) for one in gap.details))


def _link(session: Session, audit: Audit, gap: Gap) -> None:
    page, _, _ = place_of(gap).partition(".")
    if page == "planning":
        return
    label = plain(gap.item_id or _called(session, gap, page))
    if page == "caucus":
        audit_pages.link(page, audit, label=label, finding=gap.subject)
    elif page == "sampling":
        part = "files" if gap.subject else "figures"
        audit_pages.link(page, audit, label=label, part=part, case=gap.subject)
    elif page in audit_pages.PAGES:
        audit_pages.link(page, audit, label=label, item=gap.item_id if page == "conducting" else "")
    else:
        audit_pages.link("visit", audit, label=label, part=page)


def _called(session: Session, gap: Gap, page: str) -> str:
    """Return the words of a link: what the gap is about, else the page or the part of it."""
    key = f"words.called.{page}"
    if gap.called and key in words(session.language):
        return session.say(key, called=gap.called)
    if page in audit_pages.PAGES:
        return session.say(audit_pages.PAGES[page][0])
    return session.say(f"conducting.visit_page.{page}")


def _told(session: Session, detail: Detail) -> tuple[str, str]:
    """Return a detail as people here write it: a date, a count, a rate."""
    name, value = detail
    if isinstance(value, str):
        return name, session.day(date.fromisoformat(value))
    if isinstance(value, int):
        return name, writing.count(value, session.language)
    return name, writing.decimal(value, session.language)
