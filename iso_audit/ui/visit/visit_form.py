"""The forms of a visit's facts: times and place, the agency, the closing meeting; fields are journal events."""

from datetime import date, datetime, time

import streamlit as st

from iso_audit.domain.visit import VISIT
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared.editing import forget, opened
from iso_audit.ui.shared.show import saved
from iso_audit.workflow.conducting import recording

LINES = ("place", "period", "declared", "declared_again", "documents", "report_to")
COUNTS = ("departments", "staff", "procedures_published", "procedures_in_system", "copies")
GROUPS = {
    "facts": ("opened_at", "closed_at", "place", "period"),
    "agency": (
        "departments",
        "staff",
        "procedures_published",
        "procedures_in_system",
        "declared",
        "declared_again",
        "documents",
    ),
    "closing": (
        "strengths",
        "recommendations",
        "to_agency",
        "to_others",
        "report_due",
        "report_to",
        "not_checked",
        "agrees",
        "agency_opinion",
        "agency_proposals",
        "copies",
        "recipients",
    ),
}


def show(session: Session, visit: Visit, group: str) -> None:
    """Show the form of one group of fields and save what changed."""
    audit_id = visit.opened.audit.id
    locked = not session.account.may_record(audit_id)
    key = f"visit.{audit_id}.{group}"
    seen = opened(key, visit.opened.journal)
    with st.form(f"{key}-form", border=False):
        changes = [
            (VISIT, name, _input(session, visit, name, seen.value(VISIT, name) or "", locked=locked))
            for name in GROUPS[group]
        ]
        sent = st.form_submit_button(session.say("words.save"), type="primary", disabled=locked)
    if not sent:
        return
    with told(session):
        recording.record_fields(
            session.installation.database,
            audit_id,
            changes,
            seen=seen,
            by=session.account,
            device=session.device,
            at=session.now,
        )
        forget(key)
        saved(session)


def _input(session: Session, visit: Visit, name: str, stored: str, *, locked: bool) -> str | None:
    label = session.say(f"conducting.visit_page.{name}")
    key = f"visit.{visit.opened.audit.id}.{_group_of(name)}.{name}"
    if visit.opened.journal.disputed(VISIT, name):
        alerts.warning(session.say("conducting.visit_page.disputed"))
    if name in {"opened_at", "closed_at"}:
        return _moment(session, visit, label, stored, key=key, locked=locked)
    if name == "report_due":
        known = date.fromisoformat(stored) if stored else None
        chosen = st.date_input(label, known, format="DD/MM/YYYY", key=key, disabled=locked)
        return chosen.isoformat() if isinstance(chosen, date) else None
    if name == "agrees":
        return _agreement(session, label, stored, key=key, locked=locked)
    if name in COUNTS:
        number = st.number_input(label, 0, 999_999, int(stored) if stored else None, key=key, disabled=locked)
        return None if number is None else str(int(number))
    if name in LINES:
        return st.text_input(label, stored, key=key, disabled=locked, max_chars=500)
    return st.text_area(label, stored, key=key, disabled=locked, max_chars=5000)


def _group_of(name: str) -> str:
    return next(group for group, names in GROUPS.items() if name in names)


def _moment(session: Session, visit: Visit, label: str, stored: str, *, key: str, locked: bool) -> str | None:
    known = datetime.fromisoformat(stored) if stored else None
    left, right = st.columns(2)
    chosen_day: date | None = left.date_input(
        f"{label}: {session.say('conducting.visit_page.day').lower()}",
        known.date() if known else visit.opened.audit.planned_on,
        format="DD/MM/YYYY",
        key=f"{key}.day",
        disabled=locked,
    )
    chosen_time: time | None = right.time_input(
        f"{label}: {session.say('conducting.visit_page.time').lower()}",
        known.time() if known else None,
        step=300,
        key=f"{key}.time",
        disabled=locked,
    )
    if chosen_day is None or chosen_time is None:
        return None
    return datetime.combine(chosen_day, chosen_time).isoformat(timespec="minutes")


def _agreement(session: Session, label: str, stored: str, *, key: str, locked: bool) -> str | None:
    options = ("", "yes", "no")
    words = {
        "": session.say("conducting.visit_page.not_said"),
        "yes": session.say("words.yes"),
        "no": session.say("words.no"),
    }
    chosen = st.radio(
        label, options, index=options.index(stored), format_func=words.__getitem__, key=key, disabled=locked
    )
    return chosen or None
