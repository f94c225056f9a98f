"""The form of one case file's facts: procedure, days, limit, supplements, outcome, note; fields are journal events."""

from datetime import date

import streamlit as st

from iso_audit.domain.case_file import CHANNELS, OUTCOMES, record_of, suspensions_text
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.journal import Journal
from iso_audit.domain.working_days import EARLIEST_DAY, LATEST_DAY, LONGEST_LIMIT, Suspension
from iso_audit.presenting.case_sheets import channel_name
from iso_audit.storage.queries.sampling import SampledFile, Sampling
from iso_audit.ui import alerts
from iso_audit.ui.sampling.tables import TOLD, saved_words
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared.editing import forget, opened
from iso_audit.workflow.conducting import recording

MOST_SUPPLEMENTS = 5
DAYS = ("received_on", "due_on", "finished_on", "returned_on")


def show(session: Session, known: Sampling, one: SampledFile, *, locked: bool) -> None:
    """Show the form and save what changed."""
    subject = one.file.id
    key = f"facts.{subject}"
    seen: Journal = opened(key, known.opened.journal)
    values = seen.values(subject)
    with st.form(f"{key}-form"):
        st.markdown(f"**{session.say('sampling.files.facts')}**")
        changes: list[tuple[str, str, str | None]] = [
            (subject, name, _text(session, name, values, key=key, locked=locked)) for name in ("procedure", "sector")
        ]
        channel = _chosen(session, "channel", CHANNELS, values, key=key, locked=locked)
        changes.append((subject, "channel", channel))
        for name in DAYS:
            changes.append((subject, name, _day(session, name, values, key=key, locked=locked)))
        changes.append((subject, "legal_days", _limit(session, values, key=key, locked=locked)))
        stops = _supplements(session, values, key=key, locked=locked)
        outcome = _chosen(session, "outcome", OUTCOMES, values, key=key, locked=locked)
        changes.append((subject, "outcome", outcome))
        note = st.text_area(
            session.say("sampling.field.note"),
            values.get("note", ""),
            key=f"{key}.note",
            max_chars=2000,
            disabled=locked,
        )
        changes.append((subject, "note", note))
        sent = st.form_submit_button(session.say("words.save"), type="primary", disabled=locked)
    if said := saved_words(subject, "facts"):
        alerts.success(said)
    if sent:
        _save(session, known, seen, [*changes, (subject, "suspensions", _written(session, stops))], key=key)


def _save(
    session: Session, known: Sampling, seen: Journal, changes: list[tuple[str, str, str | None]], *, key: str
) -> None:
    if any(name == "suspensions" and value == "?" for _, name, value in changes):
        return
    with told(session):
        recording.record_fields(
            session.installation.database,
            known.opened.audit.id,
            changes,
            seen=seen,
            by=session.account,
            device=session.device,
            at=session.now,
        )
        forget(key)
        st.session_state[TOLD] = (changes[0][0], "facts", session.say("words.saved", time=session.clock(session.now)))
        st.rerun()


def _text(session: Session, name: str, values: dict[str, str], *, key: str, locked: bool) -> str:
    label = session.say(f"sampling.field.{name}")
    return st.text_input(label, values.get(name, ""), key=f"{key}.{name}", max_chars=500, disabled=locked)


def _chosen(
    session: Session, name: str, known: tuple[str, ...], values: dict[str, str], *, key: str, locked: bool
) -> str | None:
    """Return one of the known codes, or what the list said where it said something else."""
    stored = values.get(name, "")
    options = ["", *known, *([stored] if stored and stored not in known else [])]

    def called(option: str) -> str:
        if not option:
            return session.say("sampling.none")
        return (
            session.say(f"sampling.outcome.{option}") if name == "outcome" else channel_name(option, session.language)
        )

    label, at = session.say(f"sampling.field.{name}"), options.index(stored)
    return st.selectbox(label, options, index=at, format_func=called, key=f"{key}.{name}", disabled=locked) or None


def _day(session: Session, name: str, values: dict[str, str], *, key: str, locked: bool) -> str | None:
    stored = date.fromisoformat(values[name]) if name in values else None
    return _date(session, session.say(f"sampling.field.{name}"), stored, key=f"{key}.{name}", locked=locked)


def _date(session: Session, label: str, stored: date | None, *, key: str, locked: bool) -> str | None:
    chosen = st.date_input(
        label,
        stored,
        min_value=EARLIEST_DAY,
        max_value=LATEST_DAY,
        format="DD/MM/YYYY",
        key=key,
        disabled=locked,
    )
    return chosen.isoformat() if isinstance(chosen, date) else None


def _limit(session: Session, values: dict[str, str], *, key: str, locked: bool) -> str | None:
    stored = int(values["legal_days"]) if "legal_days" in values else None
    label = session.say("sampling.field.legal_days")
    number = st.number_input(label, 0, LONGEST_LIMIT, stored, key=f"{key}.legal_days", disabled=locked)
    return None if number is None else str(int(number))


def _supplements(
    session: Session, values: dict[str, str], *, key: str, locked: bool
) -> list[tuple[str | None, str | None]]:
    stored = record_of({"code": "-", **values}).suspensions
    rows: list[Suspension | None] = [*stored, *([None] if len(stored) < MOST_SUPPLEMENTS else [])]
    pairs = []
    for number, stop in enumerate(rows, start=1):
        left, right = st.columns(2)
        with left:
            label = session.say("sampling.files.asked_on", number=number)
            known = stop.asked_on if stop else None
            asked = _date(session, label, known, key=f"{key}.asked.{number}", locked=locked)
        with right:
            label = session.say("sampling.files.supplemented_on", number=number)
            known = stop.supplemented_on if stop else None
            given = _date(session, label, known, key=f"{key}.given.{number}", locked=locked)
        pairs.append((asked, given))
    return pairs


def _written(session: Session, pairs: list[tuple[str | None, str | None]]) -> str | None:
    """Return the supplements as an event's value; one without its first day is told and nothing is saved."""
    stops = []
    for asked, given in pairs:
        if given and not asked:
            with told(session):
                raise RuleBroken("field_empty", field="case_asked_on")
            return "?"
        if asked:
            stops.append(Suspension(date.fromisoformat(asked), date.fromisoformat(given) if given else None))
    return suspensions_text(stops) or None
