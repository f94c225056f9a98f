"""One field of the journal on a form: what it is called, and an input that fits its kind of value."""

import json
from datetime import date, datetime

import streamlit as st

from iso_audit.domain.subjects import Field, kind_of
from iso_audit.domain.working_days import EARLIEST_DAY, LATEST_DAY, LONGEST_LIMIT
from iso_audit.ui.session import Session
from iso_audit.ui.shared import unsaved

LONGEST_LINE = 500
LARGEST = {"count": 999_999, "limit": LONGEST_LIMIT}


def show(session: Session, subject: str, field: Field, text: str, *, key: str, is_locked: bool = False) -> str | None:
    """Show the input, keyed `<key>.<name>`, with the value it starts from; return its value as the journal keeps it."""
    label, key = field_name(session, subject, field.name), f"{key}.{field.name}"
    match field.kind:
        case "line":
            return st.text_input(label, text, max(LONGEST_LINE, len(text)), key=key, disabled=is_locked)
        case "day" | "case_day":
            start = date.fromisoformat(text) if text else None
            return day(session, label, start, key=key, is_locked=is_locked, is_bounded=field.kind == "case_day")
        case "count" | "limit":
            count = int(text) if text else None
            unsaved.number(session, key, 0, LARGEST[field.kind])
            number = st.number_input(label, 0, LARGEST[field.kind], count, key=key, disabled=is_locked)
            return None if number is None else str(int(number))
        case _:
            return st.text_area(label, text, max_chars=field.longest, key=key, disabled=is_locked)


def day(
    session: Session, label: str, start: date | None, *, key: str, is_locked: bool, is_bounded: bool = False
) -> str | None:
    """Show the input of a day, `is_bounded` to those that working days are counted for."""
    first, last = (EARLIEST_DAY, LATEST_DAY) if is_bounded else (None, None)
    unsaved.day(session, key, first, last)
    choice = st.date_input(
        label,
        start,
        min_value=first,
        max_value=last,
        format=session.day_format,
        key=key,
        disabled=is_locked,
    )
    return choice.isoformat() if isinstance(choice, date) else None


def value_name(session: Session, subject: str, name: str, value: str | None) -> str:
    """Return the value of a field as people here read it."""
    kind = kind_of(subject)
    field = kind.field(name) if kind else None
    if field is None or value is None:
        return value or session.say("caucus.cleared")
    match field.kind:
        case "choice":
            return session.say(f"{field.words}.{value}")
        case "day" | "case_day":
            return session.day(date.fromisoformat(value))
        case "moment":
            moment = datetime.fromisoformat(value)
            return f"{session.day(moment.date())} {moment:%H:%M}"
        case "texts":
            return ", ".join(json.loads(value))
        case _:
            return value


def field_name(session: Session, subject: str, name: str) -> str:
    """Return what a field of a subject is called."""
    return session.say(f"fields.{subject.partition(':')[0]}.{name}")
