"""The inputs of a part of a question bank, by the shapes of its fields; names are chosen from what there is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from iso_audit.checklists.contents import Contents, Entry
from iso_audit.checklists.faults import Fault
from iso_audit.checklists.tables import FIELDS
from iso_audit.domain.checklist import CHECKED_ROLES, METHODS, ROLES
from iso_audit.domain.grade import Grade
from iso_audit.ui import alerts
from iso_audit.ui.questions import fault_words
from iso_audit.ui.session import Session
from iso_audit.ui.shared import unsaved

EDITED = ("item", "section", "clause", "phrase", "form", "kind", "grade_help")
"""The tables whose entries people edit, the questions first."""
_HIDDEN, _FIRST = frozenset({"former"}), frozenset({"question", "evidence"})
_NAMES = {"clause": "number"}
_CHOSEN_FROM = {
    ("item", "clause"): "clause",
    ("item", "methods"): "method",
    ("item", "kinds"): "kind",
    ("item", "decides"): "role",
    ("section", "items"): "item",
    ("clause", "parent"): "clause",
    ("kind", "blocks"): "block",
    ("kind", "form"): "form",
    ("form", "blocks"): "block",
    ("form", "clauses"): "clause",
    ("form", "items"): "item",
    ("phrase", "items"): "item",
    ("phrase", "grade"): "grade",
    ("grade_help", "grade"): "grade",
}
MOST_WEIGHT = 9


def new_entry(table: str, tables: Contents) -> dict[str, Any]:
    """Return an empty entry, in the first block where its table has blocks."""
    block = {"block": tables["block"][0]["id"]} if table in {"item", "section", "clause"} else {}
    empty = {"text": {"vi": "", "en": ""}, "names": [], "flag": False, "count": 0}
    return {**block, **{name: empty.get(shape, "") for name, shape in FIELDS[table].items() if not shape.endswith("?")}}


def inputs(
    session: Session,
    table: str,
    entry: Entry,
    tables: Contents,
    *,
    key: str,
    faults: Sequence[Fault],
    is_new: bool,
) -> tuple[dict[str, Any], str]:
    """Show the inputs; return the entry they make, and the section an item stands in (empty for other tables)."""
    edited, section = dict(entry), ""
    own_name = _NAMES.get(table, "id")
    if is_new and "block" in entry:
        edited["block"] = _one_of(
            session, f"{key}.block", session.say("questions.block"), _options(session, "block", tables), entry["block"]
        )
    if is_new:
        edited[own_name] = st.text_input(_label(session, table, own_name), max_chars=40, key=f"{key}.{own_name}")
    for name in sorted(FIELDS[table], key=lambda name: name not in _FIRST):
        if name == own_name or name in _HIDDEN:
            continue
        shape = FIELDS[table][name]
        edited[name] = _input(session, table, name, shape.rstrip("?"), edited, tables, key)
        if table == "item" and name == "clause":
            section = _section(session, edited, tables, key)
        for fault in faults:
            if str(fault.details.get("field", "")).partition(".")[0] == name:
                alerts.error(fault_words.sentence(session, fault))
    return edited, section


def _input(
    session: Session, table: str, name: str, shape: str, entry: Mapping[str, Any], tables: Contents, key: str
) -> Any:
    """Show the input of one field; return its value."""
    label, value, key = _label(session, table, name), entry.get(name), f"{key}.{name}"
    target = _CHOSEN_FROM.get((table, name), "")
    match shape:
        case "text":
            return _text(session, label, value, key)
        case "flag":
            return st.checkbox(label, bool(value), key=key)
        case "count":
            return _count(session, label, value, key, most=MOST_WEIGHT if name == "weight" else 9999)
        case "condition":
            return _condition(session, label, value, entry, tables, key)
        case "names":
            return _some_of(session, key, label, _options(session, target, tables, entry), value or ())
        case _ if target:
            return _one_of(session, key, label, _options(session, target, tables, entry), str(value or ""))
        case _:
            return st.text_input(label, str(value or ""), max_chars=200, key=key)


def _text(session: Session, label: str, value: Any, key: str) -> dict[str, str]:
    columns = st.columns(2)
    texts = value if isinstance(value, Mapping) else {}
    return {
        language: column.text_area(
            f"{label} ({session.say(f'questions.languages.{language}')})",
            str(texts.get(language, "")),
            key=f"{key}.{language}",
        )
        for language, column in zip(("vi", "en"), columns, strict=True)
    }


def _count(session: Session, label: str, value: Any, key: str, *, most: int) -> int:
    unsaved.number(session, key, 0, most)
    return int(st.number_input(label, 0, most, min(int(value or 0), most), key=key))


def _one_of(session: Session, key: str, label: str, options: Mapping[str, str], value: str) -> str:
    """Show the choice of one name; one that there is no more stays choosable, so that it is told and not lost."""
    names = {"": session.say("words.none"), **options}
    if value not in names:
        names[value] = value
    unsaved.choice(session, key, list(names), names.__getitem__)
    choice = st.selectbox(label, list(names), index=list(names).index(value), format_func=names.__getitem__, key=key)
    return str(choice or "")


def _some_of(session: Session, key: str, label: str, options: Mapping[str, str], values: Sequence[str]) -> list[str]:
    names = {**options, **{value: value for value in values if value not in options}}
    unsaved.choices(session, key, list(names), names.__getitem__)
    return st.multiselect(
        label,
        list(names),
        list(values),
        format_func=names.__getitem__,
        placeholder=session.say("words.choose"),
        key=key,
    )


def _condition(
    session: Session, label: str, value: Any, entry: Mapping[str, Any], tables: Contents, key: str
) -> dict[str, Any] | None:
    """Show which item must have which grades before this one is asked; None where it always is."""
    asked = value if isinstance(value, Mapping) else {}
    items = {one: text for one, text in _options(session, "item", tables).items() if one != entry.get("id")}
    item = _one_of(session, f"{key}.item", label, items, str(asked.get("item", "")))
    if not item:
        return None
    grades = _some_of(
        session,
        f"{key}.grades",
        session.say("questions.grades"),
        _options(session, "grade", tables),
        asked.get("grades", ()),
    )
    return {"item": item, "grades": grades}


def _section(session: Session, entry: Mapping[str, Any], tables: Contents, key: str) -> str:
    sections = {
        one["id"]: one["title"][session.language] for one in tables["section"] if one["block"] == entry["block"]
    }
    own = next((one["id"] for one in tables["section"] if entry.get("id") in one["items"]), "")
    return _one_of(session, f"{key}.section", session.say("questions.section"), sections, own)


def _options(session: Session, target: str, tables: Contents, entry: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return what a field may name, each with its words; of a block's own things those of the entry's block."""
    fixed: dict[str, Callable[[], dict[str, str]]] = {
        "method": lambda: {one: session.say(f"words.method.{one}") for one in METHODS},
        "role": lambda: {one: session.say(f"questions.roles.{one}") for one in (*ROLES, *CHECKED_ROLES)},
        "grade": lambda: {one.value: session.say(f"words.grade.{one.value}") for one in Grade},
    }
    if target in fixed:
        return fixed[target]()
    block = (entry or {}).get("block")
    options: dict[str, str] = {}
    for one in tables[target]:
        if target in {"clause", "item"} and block and one["block"] != block:
            continue
        name = one["number"] if target == "clause" else one["id"]
        text = one.get("title") or one.get("name") or one.get("question") or {}
        options[name] = f"{name} · {str(text.get(session.language, ''))[:60]}"
    return options


def _label(session: Session, table: str, name: str) -> str:
    return session.say(f"questions.fields.{table}.{name}")
