"""The inputs of a planning form, made of what the fields of its value say of themselves."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from iso_audit.domain.described import typed_texts
from iso_audit.domain.programme import Agency, Audit, Decision, Member, Programme
from iso_audit.ui.session import Session

LONG = 400
"""A text that may be longer than this gets several lines."""


def label(session: Session, value: Agency | Audit | Decision | Member | Programme, name: str) -> str:
    """Return how a field is called above its input: its word with a capital."""
    word = session.say(f"fields.plan.{value.noun}.{name}")
    return word[:1].upper() + word[1:]


def text_inputs(
    session: Session,
    value: Agency | Decision | Member | Programme,
    key: str,
    after_first: Callable[[], dict[str, Any]] = dict,
) -> dict[str, Any]:
    """Show an input for every text that people type, and return what stands in them by field.

    `after_first` shows what is picked and belongs behind the first of them, a name or a number, and returns it too.
    """
    value_type: Any = type(value)
    answers: dict[str, Any] = {}
    for name, words in typed_texts(value_type).items():
        ask = st.text_area if words.longest > LONG else st.text_input
        is_first = not answers
        answers[name] = ask(label(session, value, name), getattr(value, name), key=f"{key}.{name}")
        answers |= after_first() if is_first else {}
    return answers
