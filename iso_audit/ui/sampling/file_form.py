"""The form of one case file's facts: procedure, days, limit, supplements, outcome, note; fields are journal events."""

from datetime import date

import streamlit as st

from iso_audit.domain.case_file import CHANNELS, record_of, suspensions_text
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.journal import Journal
from iso_audit.domain.subjects import KINDS, Field
from iso_audit.domain.working_days import Suspension
from iso_audit.presenting.case_sheets import channel_name
from iso_audit.storage.queries.sampling import SampledFile, Sampling
from iso_audit.ui import alerts
from iso_audit.ui.sampling.tables import TOLD, saved_words
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import field_input, unsaved
from iso_audit.ui.shared.editing import forget, opened

MOST_SUPPLEMENTS = 5

Pair = tuple[str | None, str | None]


def show(session: Session, sampling: Sampling, sampled_file: SampledFile, *, is_locked: bool) -> None:
    """Show the form and save what changed."""
    subject = sampled_file.file.id
    key = unsaved.current(f"facts.{subject}")
    journal: Journal = opened(key, sampling.opened.journal)
    values = journal.values(subject)
    facts = [field for field in KINDS["case"].fields if field.part == "facts"]
    with unsaved.form(session, key, border=True):
        st.markdown(f"**{session.say('sampling.files.facts')}**")
        new_values = {
            field.name: _input(session, subject, field, values, key=key, is_locked=is_locked) for field in facts
        }
        pairs = _supplements(session, values, key=key, is_locked=is_locked)
        is_sent = st.form_submit_button(session.say("words.save"), type="primary", disabled=is_locked)
    if notice := saved_words(subject, "facts"):
        alerts.success(notice)
    if is_sent:
        with told(session):
            new_values["suspensions"] = _written(pairs)
            changes = [(subject, name, value) for name, value in new_values.items()]
            session.record(sampling.opened.audit.id, changes, journal=journal)
            forget(key)
            st.session_state[TOLD] = (subject, "facts", session.say("words.saved", time=session.clock(session.now)))
            st.rerun()


def _input(
    session: Session, subject: str, field: Field, values: dict[str, str], *, key: str, is_locked: bool
) -> str | None:
    """Return what stands in an input: of a channel or an outcome one of the known codes, or what the list said."""
    value = values.get(field.name, "")
    choices = CHANNELS if field.name == "channel" else field.choices
    if not choices:
        return field_input.show(session, subject, field, value, key=key, is_locked=is_locked)
    options = list(dict.fromkeys(["", *choices, value]))

    def called(option: str) -> str:
        if not option:
            return session.say("sampling.none")
        return session.say(f"{field.words}.{option}") if field.words else channel_name(option, session.language)

    label, at = field_input.field_name(session, subject, field.name), options.index(value)
    unsaved.choice(session, f"{key}.{field.name}", options, called)
    choice = st.selectbox(label, options, index=at, format_func=called, key=f"{key}.{field.name}", disabled=is_locked)
    return choice or None


def _supplements(session: Session, values: dict[str, str], *, key: str, is_locked: bool) -> list[Pair]:
    suspensions = record_of({"code": "-", **values}).suspensions
    rows: list[Suspension | None] = [*suspensions, *([None] if len(suspensions) < MOST_SUPPLEMENTS else [])]
    pairs: list[Pair] = []
    for number, stop in enumerate(rows, start=1):
        days = (stop.asked_on, stop.supplemented_on) if stop else (None, None)
        names = ("asked_on", "supplemented_on")
        day_texts = []
        for place, name, start in zip(st.columns(2), names, days, strict=True):
            with place:
                label, slot = session.say(f"sampling.files.{name}", number=number), f"{key}.{name}.{number}"
                day_texts.append(field_input.day(session, label, start, key=slot, is_locked=is_locked, is_bounded=True))
        pairs.append((day_texts[0], day_texts[1]))
    return pairs


def _written(pairs: list[Pair]) -> str | None:
    """Return the supplements as an event's value; RuleBroken `field_empty` where one is without its first day."""
    stops = []
    for asked_on, supplemented_on in pairs:
        if supplemented_on and not asked_on:
            raise RuleBroken("field_empty", field="case_asked_on")
        if asked_on:
            stops.append(
                Suspension(
                    date.fromisoformat(asked_on), date.fromisoformat(supplemented_on) if supplemented_on else None
                )
            )
    return suspensions_text(stops) or None
