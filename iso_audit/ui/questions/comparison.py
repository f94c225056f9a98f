"""Two contents of a bank side by side: what was added, changed and dropped, field by field, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from iso_audit.checklists import contents
from iso_audit.checklists.contents import Amendment, Contents, Entry, table_of
from iso_audit.i18n import words
from iso_audit.ui import alerts, markup
from iso_audit.ui.markup import Markup
from iso_audit.ui.session import Session


def between(before: Contents, after: Contents) -> tuple[Amendment, ...]:
    """Return what differs between two contents, but for the version's number."""
    return tuple(one for one in contents.differences(before, after) if one.fields != ("version",))


def show(session: Session, amendments: Sequence[Amendment], names: tuple[str, str]) -> None:
    """Show amendments, each with what stands in its fields in the two contents of these `names`."""
    added = sum(one.before is None for one in amendments)
    dropped = sum(one.after is None for one in amendments)
    counts = {"added": added, "dropped": dropped, "changed": len(amendments) - added - dropped}
    if not amendments:
        alerts.info(session.say("questions.no_difference"))
        return
    st.markdown(session.say("questions.differences", **counts))
    rows = ((_title(session, one), _fields(session, one, names)) for one in amendments)
    markup.show("{}", markup.joined('<div class="ia-amendment"><h3 class="ia-title">{}</h3>{}</div>', rows))


def part_name(session: Session, part: str, entry: Entry) -> str:
    """Return what a part is called: its table, its own name and its title, which may begin with that name."""
    table, key = table_of(part), part.partition(":")[2]
    title = in_words(session, entry.get("title") or entry.get("name"))
    named = (session.say(f"questions.tables.{table}"), "" if title.startswith(f"{key} ") else key, title)
    return " ".join(word for word in named if word)


def in_words(session: Session, text: Any) -> str:
    """Return a text in the reader's language, in the other one where it is not written yet, nothing for none."""
    return str(text.get(session.language) or next(filter(None, text.values()), "")) if isinstance(text, Mapping) else ""


def _title(session: Session, one: Amendment) -> str:
    act = "added" if one.before is None else "dropped" if one.after is None else "changed"
    return f"{session.say(f'questions.acts.{act}')}: {part_name(session, one.part, one.after or one.before or {})}"


def _fields(session: Session, one: Amendment, names: tuple[str, str]) -> Markup:
    table = table_of(one.part)
    fields = [name for name in one.fields if name != "former"]
    rows = (
        (
            session.say(f"questions.fields.{table}.{name}"),
            names[0],
            value_words(session, name, (one.before or {}).get(name)),
            names[1],
            value_words(session, name, (one.after or {}).get(name)),
        )
        for name in fields
    )
    pair = (
        '<dt>{}</dt><dd class="ia-pair"><div><small>{}</small>{}</div><div><small>{}</small>{}</div></dd>'
        if one.before is not None and one.after is not None
        else None
    )
    if pair is not None:
        return markup.filled("<dl>{}</dl>", markup.joined(pair, rows))
    entry = one.after or one.before or {}
    labels = {name: session.say(f"questions.fields.{table}.{name}") for name in fields}
    single = ((label, value_words(session, name, entry.get(name))) for name, label in labels.items())
    return markup.filled("<dl>{}</dl>", markup.joined("<dt>{}</dt><dd>{}</dd>", single))


_WORDS_OF = {"methods": "words.method", "grade": "words.grade", "decides": "questions.roles"}


def value_words(session: Session, field: str, value: Any) -> Markup:
    """Return what stands in a field as people read it, both languages of a text one under the other."""
    match value:
        case None | "" | []:
            return markup.filled('<span class="ia-quiet">{}</span>', session.say("words.none"))
        case {"vi": vietnamese, "en": english}:
            return markup.filled('<div lang="vi">{}</div><div lang="en" class="ia-quiet">{}</div>', vietnamese, english)
        case {"item": item, "grades": grades}:
            named = ", ".join(session.say(f"words.grade.{grade}") for grade in grades)
            return markup.filled("{}", session.say("questions.asked_when", item=item, grades=named))
        case bool():
            return markup.filled("{}", session.say("words.yes" if value else "words.no"))
        case list() | tuple():
            return markup.filled("{}", ", ".join(_name(session, field, one) for one in value))
        case _:
            return markup.filled("{}", _name(session, field, value))


def _name(session: Session, field: str, value: Any) -> str:
    key = f"{_WORDS_OF.get(field, '')}.{value}"
    return session.say(key) if key in words(session.language) else str(value)
