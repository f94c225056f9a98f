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
from iso_audit.ui.shared import field_input
from iso_audit.ui.shared.editing import forget, opened

MOST_SUPPLEMENTS = 5

Pair = tuple[str | None, str | None]


def show(session: Session, sampling: Sampling, sampled_file: SampledFile, *, locked: bool) -> None:
    """Show the form and save what changed."""
    subject = sampled_file.file.id
    key = f"facts.{subject}"
    journal: Journal = opened(key, sampling.opened.journal)
    values = journal.values(subject)
    facts = [field for field in KINDS["case"].fields if field.part == "facts"]
    with st.form(f"{key}-form"):
        st.markdown(f"**{session.say('sampling.files.facts')}**")
        typed = {field.name: _input(session, subject, field, values, key=key, locked=locked) for field in facts}
        pairs = _supplements(session, values, key=key, locked=locked)
        sent = st.form_submit_button(session.say("words.save"), type="primary", disabled=locked)
    if said := saved_words(subject, "facts"):
        alerts.success(said)
    if sent:
        with told(session):
            typed["suspensions"] = _written(pairs)
            changes = [(subject, name, value) for name, value in typed.items()]
            session.record(sampling.opened.audit.id, changes, journal=journal)
            forget(key)
            st.session_state[TOLD] = (subject, "facts", session.say("words.saved", time=session.clock(session.now)))
            st.rerun()


def _input(
    session: Session, subject: str, field: Field, values: dict[str, str], *, key: str, locked: bool
) -> str | None:
    """Return what stands in an input: of a channel or an outcome one of the known codes, or what the list said."""
    stored = values.get(field.name, "")
    choices = CHANNELS if field.name == "channel" else field.choices
    if not choices:
        return field_input.show(session, subject, field, stored, key=key, is_locked=locked)
    options = list(dict.fromkeys(["", *choices, stored]))

    def called(option: str) -> str:
        if not option:
            return session.say("sampling.none")
        return session.say(f"{field.words}.{option}") if field.words else channel_name(option, session.language)

    label, at = field_input.field_name(session, subject, field.name), options.index(stored)
    chosen = st.selectbox(label, options, index=at, format_func=called, key=f"{key}.{field.name}", disabled=locked)
    return chosen or None


def _supplements(session: Session, values: dict[str, str], *, key: str, locked: bool) -> list[Pair]:
    stored = record_of({"code": "-", **values}).suspensions
    rows: list[Suspension | None] = [*stored, *([None] if len(stored) < MOST_SUPPLEMENTS else [])]
    pairs: list[Pair] = []
    for number, stop in enumerate(rows, start=1):
        days = (stop.asked_on, stop.supplemented_on) if stop else (None, None)
        names = ("asked_on", "supplemented_on")
        typed = []
        for place, name, start in zip(st.columns(2), names, days, strict=True):
            with place:
                label, slot = session.say(f"sampling.files.{name}", number=number), f"{key}.{name}.{number}"
                typed.append(field_input.day(label, start, key=slot, is_locked=locked, is_bounded=True))
        pairs.append((typed[0], typed[1]))
    return pairs


def _written(pairs: list[Pair]) -> str | None:
    """Return the supplements as an event's value; RuleBroken `field_empty` where one is without its first day."""
    stops = []
    for asked, given in pairs:
        if given and not asked:
            raise RuleBroken("field_empty", field="case_asked_on")
        if asked:
            stops.append(Suspension(date.fromisoformat(asked), date.fromisoformat(given) if given else None))
    return suspensions_text(stops) or None
