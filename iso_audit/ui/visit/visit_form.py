"""The forms of a visit's facts: times and place, the agency, the closing meeting; fields are journal events."""

from datetime import date, datetime, time

import streamlit as st

from iso_audit.domain.subjects import KINDS, Field
from iso_audit.domain.visit import VISIT
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import field_input, unsaved
from iso_audit.ui.shared.editing import forget, opened

PARTS = tuple(dict.fromkeys(field.part for field in KINDS["visit"].fields))


def show(session: Session, visit: Visit, part: str) -> None:
    """Show the form of one part of the fields and save what changed."""
    audit_id = visit.opened.audit.id
    locked = not session.account.may_record(audit_id)
    key = unsaved.current(f"visit.{audit_id}.{part}")
    seen = opened(key, visit.opened.journal)
    with unsaved.form(session, key):
        changes = [
            (
                VISIT,
                field.name,
                _input(session, visit, field, seen.value(VISIT, field.name) or "", key=key, locked=locked),
            )
            for field in KINDS["visit"].fields
            if field.part == part
        ]
        sent = st.form_submit_button(session.say("words.save"), type="primary", disabled=locked)
    if sent:
        with told(session):
            session.record(audit_id, changes, journal=seen)
            forget(key)
            unsaved.say_saved(session, key)
            st.rerun()


def _input(session: Session, visit: Visit, field: Field, stored: str, *, key: str, locked: bool) -> str | None:
    if visit.opened.journal.disputed(VISIT, field.name):
        alerts.warning(session.say("conducting.visit_page.disputed"))
    if field.kind not in {"moment", "choice"}:
        return field_input.show(session, VISIT, field, stored, key=key, is_locked=locked)
    show_input = _moment if field.kind == "moment" else _choice
    return show_input(session, visit, field, stored, key=f"{key}.{field.name}", locked=locked)


def _moment(session: Session, visit: Visit, field: Field, stored: str, *, key: str, locked: bool) -> str | None:
    label, start = (
        field_input.field_name(session, VISIT, field.name),
        datetime.fromisoformat(stored) if stored else None,
    )
    left, right = st.columns(2)
    unsaved.day(session, f"{key}.day")
    unsaved.moment(session, f"{key}.time")
    chosen_day: date | None = left.date_input(
        f"{label}: {session.say('conducting.visit_page.day').lower()}",
        start.date() if start else visit.opened.audit.planned_on,
        format="DD/MM/YYYY",
        key=f"{key}.day",
        disabled=locked,
    )
    chosen_time: time | None = right.time_input(
        f"{label}: {session.say('conducting.visit_page.time').lower()}",
        start.time() if start else None,
        step=300,
        key=f"{key}.time",
        disabled=locked,
    )
    if chosen_day is None or chosen_time is None:
        return None
    return datetime.combine(chosen_day, chosen_time).isoformat(timespec="minutes")


def _choice(session: Session, visit: Visit, field: Field, stored: str, *, key: str, locked: bool) -> str | None:
    options = ("", *field.choices)

    def called(option: str) -> str:
        return session.say(f"{field.words}.{option}" if option else "conducting.visit_page.not_said")

    unsaved.choice(session, key, options, called)
    chosen = st.radio(
        field_input.field_name(session, VISIT, field.name),
        options,
        index=options.index(stored),
        format_func=called,
        key=key,
        disabled=locked,
    )
    return chosen or None
