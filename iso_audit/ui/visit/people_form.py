"""The people of a visit: who was there from each side, who was absent and why, who signs."""

import streamlit as st

from iso_audit.domain.account import Role
from iso_audit.domain.journal import ATTENDEE
from iso_audit.domain.visit import SIDES, Attendee, agency_signatory
from iso_audit.storage.queries.last_visit import last_visit
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.conducting import attending
from iso_audit.workflow.conducting.recording import Change
from iso_audit.workflow.ids import new_id

WORDS, NAMES = "conducting.visit_page", "fields.attendee"
TEXTS = ("name", "position", "role", "absent_reason")
LONGEST = {"absent_reason": 300}


def show(session: Session, visit: Visit) -> None:
    """Show the list and the form that adds to it."""
    may_write = session.account.may_record(visit.opened.audit.id)
    for side in SIDES:
        people = [one for one in visit.attendees if one.side == side]
        if people:
            st.markdown(f"**{session.say(f'words.side.{side}')}**")
        if side == "team" and people and not any(visit.opened.journal.of(one.id) for one in people):
            st.caption(session.say(f"{WORDS}.team_planned"))
        for person in people:
            _row(session, visit, person, may_write=may_write)
    if may_write:
        _from_last_visit(session, visit)
        _adding(session, visit)


def _row(session: Session, visit: Visit, person: Attendee, *, may_write: bool) -> None:
    parts = [person.position, _role(session, person)]
    if person.absent_reason:
        parts.append(f"{session.say(f'{NAMES}.absent_reason')}: {person.absent_reason}")
    if person.signs or person == agency_signatory(visit.attendees):
        parts.append(session.say(f"{NAMES}.signs"))
    with st.container(border=True):
        st.markdown(f"**{plain(person.name)}**  \n{plain(' · '.join(part for part in parts if part))}")
        if not may_write:
            return
        with st.container(horizontal=True):
            label = session.say(f"{WORDS}.{'present' if person.absent_reason else 'absent'}")
            if st.button(label, key=f"absent-{person.id}"):
                reason = None if person.absent_reason else session.say(f"{WORDS}.absent_unsaid")
                _record(session, visit, [(person.id, "absent_reason", reason)])
            with st.popover(session.say(f"{WORDS}.edit")):
                _editing(session, visit, person)


def _editing(session: Session, visit: Visit, person: Attendee) -> None:
    """Show the form of one person; removing stands in it, so that it takes two taps."""
    key = unsaved.current(f"edit.{person.id}")
    with unsaved.form(session, key):
        values = _texts(session, person, key=key)
        signs = st.checkbox(session.say(f"{NAMES}.signs"), person.signs, key=f"{key}.signs")
        is_sent = st.form_submit_button(session.say("words.save"), type="primary")
        is_removed = st.form_submit_button(session.say(f"{WORDS}.remove"))
    if is_removed:
        _record(session, visit, [(person.id, "withdrawn", "yes")], key)
    if is_sent and _is_named(session, values):
        if values["role"] == _role(session, person):
            values["role"] = person.role
        changes: list[Change] = [(person.id, name, value.strip() or None) for name, value in values.items()]
        _record(session, visit, [*changes, (person.id, "signs", "yes" if signs else None)], key)


def _from_last_visit(session: Session, visit: Visit) -> None:
    """Offer the agency's people of the visit before who are not on the list, one tap each."""
    last = last_visit(session.installation.database, visit.opened.audit.id, reader=session.account)
    names = {one.name for one in visit.attendees}
    people = [one for one in last.people if one.name not in names]
    if not people:
        return
    st.markdown(f"**{plain(session.say(f'{WORDS}.last_people', code=last.code))}**")
    with st.container(horizontal=True):
        for person in people:
            label = plain(", ".join(part for part in (person.name, person.position) if part))
            if st.button(label, icon=":material/person_add:", key=f"last-{person.id}"):
                _record(session, visit, attending.from_last_visit(person, new_id(session.now)))


def _adding(session: Session, visit: Visit) -> None:
    key = unsaved.current(f"person.{visit.opened.audit.id}")

    def side_name(side: str) -> str:
        return session.say(f"words.side.{side}")

    with unsaved.form(session, key, border=True):
        st.markdown(f"**{session.say(f'{WORDS}.add_person')}**")
        unsaved.choice(session, f"{key}.side", SIDES, side_name)
        side = st.selectbox(session.say(f"{NAMES}.side"), SIDES, index=1, format_func=side_name, key=f"{key}.side")
        values = _texts(session, None, key=key)
        signs = st.checkbox(session.say(f"{NAMES}.signs"), key=f"{key}.signs")
        if not st.form_submit_button(session.say(f"{WORDS}.add_person")):
            return
    if _is_named(session, values):
        subject = f"{ATTENDEE}:{new_id(session.now)}"
        changes: list[Change] = [(subject, name, value) for name, value in values.items() if value.strip()]
        changes += [(subject, "side", side), *([(subject, "signs", "yes")] if signs else [])]
        _record(session, visit, changes, key)


def _texts(session: Session, person: Attendee | None, *, key: str) -> dict[str, str]:
    """Show the inputs of a person's texts and return what stands in them."""
    texts = {} if person is None else {name: getattr(person, name) for name in TEXTS}
    texts["role"] = _role(session, person) if person else ""
    return {
        name: st.text_input(
            session.say(f"{NAMES}.{name}"),
            texts.get(name, ""),
            max_chars=LONGEST.get(name, 200),
            key=f"{key}.{name}",
        )
        for name in TEXTS
    }


def _role(session: Session, person: Attendee) -> str:
    """Return a person's role in words: one of the team's roles, or as entered."""
    return session.say(f"words.role.{person.role}") if person.role in set(Role) else person.role


def _is_named(session: Session, values: dict[str, str]) -> bool:
    if values["name"].strip():
        return True
    alerts.error(session.say("errors.field_empty", field=session.say(f"{NAMES}.name")))
    return False


def _record(session: Session, visit: Visit, changes: list[Change], key: str = "") -> None:
    """Record `changes`; the form `key` that they were entered in, if any, begins anew and says that they are saved."""
    with told(session):
        journal = visit.opened.journal
        session.record(visit.opened.audit.id, attending.with_team(visit.attendees, journal, changes), journal=journal)
        if key:
            unsaved.begin_anew(key)
            unsaved.say_saved(session, key)
        st.rerun()
