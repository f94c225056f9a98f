"""The forms of a visit's facts: times and place, the agency, the closing meeting; fields are journal events."""

from datetime import date, datetime, time

import streamlit as st

from iso_audit.domain.journal import Journal
from iso_audit.domain.readiness import place_of
from iso_audit.domain.subjects import KINDS, Field
from iso_audit.domain.visit import VISIT
from iso_audit.storage.queries.last_visit import last_visit
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import field_input, unsaved
from iso_audit.ui.shared.editing import forget, opened

PROPOSED = frozenset({"place", "copies", "recipients"})
"""What changes little from visit to visit: proposed from the one before, the place also from the agency's address."""
NOW = "visit.now"
"""Set in the run in which somebody pressed “now”: the moment is saved at once, with what else stands in the form."""
PARTS = tuple(dict.fromkeys(field.part for field in KINDS["visit"].fields))


def show(session: Session, visit: Visit, part: str) -> None:
    """Show the form of one part of the fields and save what changed."""
    audit_id = visit.opened.audit.id
    locked = not session.account.may_record(audit_id)
    key = unsaved.current(f"visit.{audit_id}.{part}")
    seen = opened(key, visit.opened.journal)
    fields = [field for field in KINDS["visit"].fields if field.part == part]
    proposals = {} if locked else _proposals(session, visit, fields)
    with unsaved.form(session, key):
        changes = [(VISIT, field.name, _field(session, visit, field, seen, proposals, key=key)) for field in fields]
        sent = st.form_submit_button(session.say("words.save"), type="primary", disabled=locked)
    if sent or st.session_state.pop(NOW, False):
        with told(session):
            session.record(audit_id, changes, journal=seen)
            forget(key)
            unsaved.say_saved(session, key)
            st.rerun()


def _proposals(session: Session, visit: Visit, fields: list[Field]) -> dict[str, tuple[str, str]]:
    """Return by field what can be proposed where nobody wrote anything yet, and from where it comes."""
    names = [
        field.name for field in fields if field.name in PROPOSED and not visit.opened.journal.of(VISIT).get(field.name)
    ]
    if not names:
        return {}
    last = last_visit(session.installation.database, visit.opened.audit.id, reader=session.account)
    from_last = session.say("conducting.visit_page.source_last", code=last.code)
    proposals = {name: (last.fact(name), from_last) for name in names if last.fact(name)}
    if address := visit.opened.agency.address:
        from_address = session.say("conducting.visit_page.source_address")
        proposals |= {name: (address, from_address) for name in names if name == "place" and name not in proposals}
    return proposals


def _field(
    session: Session,
    visit: Visit,
    field: Field,
    seen: Journal,
    proposals: dict[str, tuple[str, str]],
    *,
    key: str,
) -> str | None:
    """Show what is still missing at a field, what is proposed for it, and its input."""
    for gap in visit.gaps:
        if place_of(gap) == f"{field.part}.{field.name}":
            st.caption(session.say("reporting.still_missing", what=session.say(f"words.gap.{gap.code}")))
    text, proposal = seen.value(VISIT, field.name) or "", proposals.get(field.name)
    if proposal:
        text = proposal[0]
    locked = not session.account.may_record(visit.opened.audit.id)
    value = _input(session, visit, field, text, key=key, locked=locked)
    if proposal and value == proposal[0]:
        st.caption(session.say("conducting.visit_page.proposed", source=proposal[1]))
    return value


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
        format=session.day_format,
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
    if not locked and not stored:
        words = session.say("conducting.visit_page.now", field=label)
        if st.form_submit_button(words, icon=":material/schedule:"):
            st.session_state[NOW] = True
            return session.now.astimezone(session.installation.settings.zone).strftime("%Y-%m-%dT%H:%M")
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
