"""The inputs of a planning form, made of what the fields of its value say of themselves, and their values in words."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from iso_audit.domain.account import Role
from iso_audit.domain.described import typed_texts
from iso_audit.domain.programme import Agency, Audit, AuditForm, Decision, Member, Programme
from iso_audit.ui.session import Session

LONG = 400
"""A text that may be longer than this gets several lines."""

PlanValue = Agency | Audit | Decision | Member | Programme


def label(session: Session, value: PlanValue, name: str) -> str:
    """Return how a field is called above its input: its word with a capital."""
    word = session.say(f"fields.plan.{value.noun}.{'members' if name == 'member_ids' else name}")
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


def as_read(
    session: Session, names_by_field: Mapping[str, Mapping[str, str]] | None = None
) -> Callable[[PlanValue, str], tuple[str, str]]:
    """Return how a field and its value are shown; `names_by_field` gives names to the ids that a field holds."""

    def read(value: PlanValue, name: str) -> tuple[str, str]:
        return label(session, value, name), _words(
            session, getattr(value, name), name, (names_by_field or {}).get(name, {})
        )

    return read


def _words(session: Session, value: Any, name: str, names: Mapping[str, str]) -> str:
    match value:
        case None | "":
            return session.say("words.none")
        case bool():
            return session.say("words.yes" if value else "words.no")
        case date():
            return session.day(value)
        case Role():
            return session.say(f"words.role.{value.value}")
        case AuditForm():
            return session.say(f"words.audit_form.{value.value}")
        case Decision():
            parts = (value.number, session.day(value.issued_on), value.issuer, value.about)
            return " · ".join(part for part in parts if part) or session.say("words.none")
        case tuple():
            return ", ".join(names.get(one, one) for one in value) or session.say("words.none")
        case Mapping():
            titles = names.get
            return "; ".join(f"{titles(one, one)}: {titles(who, who)}" for one, who in value.items())
        case _ if name == "wording":
            return session.say(f"planning.wordings.{value}")
        case _:
            return names.get(str(value), str(value))


def told_apart(names: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return names by id from (id, name, more): of names that occur twice each with `more`, else with its number."""
    entries = list(names)
    labels: dict[str, str] = {}
    for key, name, more in entries:
        is_alone = sum(1 for _, other, _ in entries if other == name) == 1
        text = name if is_alone else f"{name} ({more})" if more else name
        number = 2
        while text in labels.values():
            text, number = f"{name} ({number})", number + 1
        labels[key] = text
    return labels


def agency_names(agencies: Iterable[Agency]) -> dict[str, str]:
    """Return how each agency is called in lists, no two alike."""
    return told_apart((one.id, one.name, one.address or one.parent) for one in agencies)
