"""The people of a visit: who was there from each side, who was absent and why, who signs."""

import streamlit as st

from iso_audit.domain.journal import ATTENDEE
from iso_audit.domain.visit import SIDES, Attendee
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.conducting.recording import Change
from iso_audit.workflow.ids import new_id


def show(session: Session, visit: Visit) -> None:
    """Show the list and the form that adds to it."""
    may_write = session.account.may_record(visit.opened.audit.id)
    for side in SIDES:
        people = [one for one in visit.attendees if one.side == side]
        if people:
            st.markdown(f"**{session.say(f'words.side.{side}')}**")
        for person in people:
            _row(session, visit, person, may_write=may_write)
    if not may_write:
        return
    if not any(one.side == "team" for one in visit.attendees) and st.button(
        session.say("conducting.visit_page.take_team")
    ):
        _take_team(session, visit)
    _adding(session, visit)


def _row(session: Session, visit: Visit, person: Attendee, *, may_write: bool) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        absent = session.say("fields.attendee.absent_reason")
        parts = [
            person.position,
            person.role,
            f"{absent}: {person.absent_reason}" if person.absent_reason else "",
        ]
        if person.signs:
            parts.append(session.say("fields.attendee.signs"))
        st.markdown(f"**{plain(person.name)}**  \n{plain(' · '.join(part for part in parts if part))}")
        if may_write and st.button(session.say("conducting.visit_page.remove"), key=f"remove-{person.id}"):
            _record(session, visit, [(person.id, "withdrawn", "yes")])


def _adding(session: Session, visit: Visit) -> None:
    words, names = "conducting.visit_page", "fields.attendee"
    key = unsaved.current(f"person.{visit.opened.audit.id}")

    def side_name(side: str) -> str:
        return session.say(f"words.side.{side}")

    with unsaved.form(session, key, border=True):
        st.markdown(f"**{session.say(f'{words}.add_person')}**")
        unsaved.choice(session, f"{key}.side", SIDES, side_name)
        side = st.selectbox(session.say(f"{names}.side"), SIDES, index=1, format_func=side_name, key=f"{key}.side")
        values = {
            name: st.text_input(session.say(f"{names}.{name}"), max_chars=longest, key=f"{key}.{name}")
            for name, longest in (("name", 200), ("position", 200), ("role", 200), ("absent_reason", 300))
        }
        signs = st.checkbox(session.say(f"{names}.signs"), key=f"{key}.signs")
        if not st.form_submit_button(session.say(f"{words}.add_person")):
            return
    with told(session):
        if not values["name"].strip():
            alerts.error(session.say("errors.field_empty", field=session.say(f"{names}.name")))
            return
        subject = f"{ATTENDEE}:{new_id(session.now)}"
        changes = [(subject, name, value) for name, value in values.items() if value.strip()]
        changes += [(subject, "side", side), *([(subject, "signs", "yes")] if signs else [])]
        session.record(visit.opened.audit.id, changes, journal=visit.opened.journal)
        unsaved.begin_anew(key)
        unsaved.say_saved(session, key)
        st.rerun()


def _take_team(session: Session, visit: Visit) -> None:
    audit = visit.opened.audit
    changes: list[Change] = []
    for member in visit.team:
        if member.id != audit.leader_id and member.id not in audit.member_ids:
            continue
        subject = f"{ATTENDEE}:{new_id(session.now)}"
        role = "leader" if member.id == audit.leader_id else member.role.value
        position = ", ".join(part for part in (member.position, member.organisation) if part)
        changes += [
            (subject, "side", "team"),
            (subject, "name", member.name),
            (subject, "position", position),
        ]
        changes.append((subject, "role", session.say(f"words.role.{role}")))
        if member.id == audit.leader_id or member.role.value == "secretary":
            changes.append((subject, "signs", "yes"))
    _record(session, visit, changes)


def _record(session: Session, visit: Visit, changes: list[Change]) -> None:
    with told(session):
        session.record(visit.opened.audit.id, changes, journal=visit.opened.journal)
        st.rerun()
