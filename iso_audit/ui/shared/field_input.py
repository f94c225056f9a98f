"""One field of the journal on a form: what it is called, and an input that fits its kind of value."""

import json
from datetime import date, datetime

import streamlit as st

from iso_audit.domain.subjects import Field, kind_of
from iso_audit.domain.working_days import EARLIEST_DAY, LATEST_DAY, LONGEST_LIMIT
from iso_audit.i18n import writing
from iso_audit.ui.session import Session

LONGEST_LINE = 500
LARGEST = {"count": 999_999, "limit": LONGEST_LIMIT}


def show(session: Session, subject: str, field: Field, stored: str, *, key: str, locked: bool = False) -> str | None:
    """Show the input, keyed `<key>.<name>`, with the value it starts from; return its value as the journal keeps it."""
    label, key = field_name(session, subject, field.name), f"{key}.{field.name}"
    match field.kind:
        case "line":
            return st.text_input(label, stored, max(LONGEST_LINE, len(stored)), key=key, disabled=locked)
        case "day" | "case_day":
            start = date.fromisoformat(stored) if stored else None
            return day(label, start, key=key, locked=locked, bounded=field.kind == "case_day")
        case "count" | "limit":
            counted = int(stored) if stored else None
            number = st.number_input(label, 0, LARGEST[field.kind], counted, key=key, disabled=locked)
            return None if number is None else str(int(number))
        case _:
            return st.text_area(label, stored, max_chars=field.longest, key=key, disabled=locked)


def day(label: str, stored: date | None, *, key: str, locked: bool, bounded: bool = False) -> str | None:
    """Show the input of a day, `bounded` to those that working days are counted for."""
    chosen = st.date_input(
        label,
        stored,
        min_value=EARLIEST_DAY if bounded else None,
        max_value=LATEST_DAY if bounded else None,
        format="DD/MM/YYYY",
        key=key,
        disabled=locked,
    )
    return chosen.isoformat() if isinstance(chosen, date) else None


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
            return writing.day(date.fromisoformat(value))
        case "moment":
            return f"{datetime.fromisoformat(value):%d/%m/%Y %H:%M}"
        case "texts":
            return ", ".join(json.loads(value))
        case _:
            return value


def field_name(session: Session, subject: str, name: str) -> str:
    """Return what a field of a subject is called."""
    return session.say(f"fields.{subject.partition(':')[0]}.{name}")
