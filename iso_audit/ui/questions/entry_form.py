"""The form of one part of a draft: an input for every field of its table, with what is wrong told beneath it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from iso_audit.checklists import contents
from iso_audit.checklists.contents import Contents, Entry, part_of
from iso_audit.domain.errors import Conflict
from iso_audit.ui import alerts, markup
from iso_audit.ui.questions import comparison
from iso_audit.ui.questions.entry_fields import EDITED, inputs, new_entry
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.editing import forget, opened
from iso_audit.workflow.questions import drafts
from iso_audit.workflow.questions.drafts import OpenDraft


def show(session: Session, now: OpenDraft) -> None:
    """Show the choice of a table and of one of its entries, and the form of that."""
    key = f"questions.part.{now.draft.id}"
    table = st.selectbox(
        session.say("questions.draft.table"),
        list(EDITED),
        format_func=lambda one: session.say(f"questions.plural.{one}"),
        key=f"{key}.table",
    )
    entries = {part_of(table, entry): entry for entry in now.contents[table]}
    dropped = {part_of(table, entry): entry for entry in now.base_contents[table]}
    part = st.selectbox(
        session.say("questions.draft.entry"),
        ["", *entries, *(one for one in dropped if one not in entries)],
        format_func=lambda one: _choice_name(session, table, one, entries, dropped),
        key=f"{key}.{table}",
    )
    unsaved.tell(session, key)
    if part and part not in entries:
        _bringing_back(session, now, table, part)
    else:
        _form(session, now, table, part or "")


def _choice_name(
    session: Session, table: str, part: str, entries: Mapping[str, Entry], dropped: Mapping[str, Entry]
) -> str:
    if not part:
        return session.say("questions.draft.add")
    if part in entries:
        return _called(session, table, entries[part])
    return session.say("questions.draft.was_dropped", name=_called(session, table, dropped[part]))


def _bringing_back(session: Session, now: OpenDraft, table: str, part: str) -> None:
    """Offer to bring back what the draft has taken out."""
    key = f"questions.entry.{now.draft.id}.{part}"
    if st.button(session.say("questions.draft.bring_back"), key=f"{key}.back"):
        _save(session, now, table, part, drafts.restored(now, part), key)


def _called(session: Session, table: str, entry: Entry) -> str:
    """Return how an entry is called in a list: its id and how its text begins."""
    text: Any = next((entry[name] for name in ("question", "title", "name", "statement") if name in entry), {})
    words = comparison.in_words(session, text)
    name = entry.get("number" if table == "clause" else "id", "")
    return f"{name} · {words[:70]}{'…' if len(words) > 70 else ''}"


def _form(session: Session, now: OpenDraft, table: str, part: str) -> None:
    key = unsaved.current(f"questions.entry.{now.draft.id}.{part or table}")
    seen_draft: OpenDraft = opened(key, now)
    _conflict(session, key)
    before = contents.parts_of(now.contents).get(part)
    entry = before if before is not None else new_entry(table, now.contents)
    faults = [one for one in now.faults if part and part_of_fault(one.details.get("table"), one.where) == part]
    with unsaved.held(session, key), st.container(border=True):
        edited, section = inputs(session, table, entry, now.contents, key=key, faults=faults, is_new=before is None)
        with st.container(horizontal=True):
            is_sent = st.button(session.say("words.save"), type="primary", key=f"{key}.save")
            is_dropped = before is not None and st.button(session.say("questions.draft.drop"), key=f"{key}.drop")
            is_restored = now.seen(part) is not None and st.button(
                session.say("questions.draft.restore"), key=f"{key}.restore"
            )
    if is_sent:
        _save(session, seen_draft, table, part, _changes(now.contents, table, edited, section), key)
    elif is_dropped:
        changes = contents.without_item(now.contents, part.partition(":")[2]) if table == "item" else {part: None}
        _save(session, seen_draft, table, part, changes, key)
    elif is_restored:
        _save(session, seen_draft, table, part, drafts.restored(now, part), key)


def part_of_fault(table: object, where: str) -> str:
    """Return the part that a fault is told of."""
    return f"{table}:{'' if table == 'bank' else where}"


def _changes(tables: Contents, table: str, entry: Mapping[str, Any], section: str) -> dict[str, Entry | None]:
    """Return the changes that save an entry; an item stands in the `section`, and in no other."""
    tidied = contents.tidied(table, entry)
    changes: dict[str, Entry | None] = {part_of(table, tidied): tidied}
    if table != "item":
        return changes
    for one in tables["section"]:
        others = [item for item in one["items"] if item != tidied["id"]]
        wanted = [*others, tidied["id"]] if one["id"] == section else others
        is_there_already = one["id"] == section and tidied["id"] in one["items"]
        if wanted != list(one["items"]) and not is_there_already:
            changes[part_of("section", one)] = {**one, "items": wanted}
    return changes


def _save(session: Session, seen_draft: OpenDraft, table: str, part: str, changes: drafts.Changes, key: str) -> None:
    """Save changes; where somebody was faster show what they wrote, and let the next saving go over it knowingly."""
    database, by, at = session.installation.database, session.account, session.now
    with told(session):
        try:
            if part:
                drafts.save(database, seen_draft, changes, by=by, at=at)
            else:
                drafts.add(database, seen_draft, changes, next(iter(changes)), by=by, at=at)
        except Conflict as conflict:
            if conflict.code != "changed_meanwhile":
                raise
            now = drafts.opened(database, seen_draft.draft.id, reader=by)
            st.session_state[f"conflict.{key}"] = contents.parts_of(now.contents).get(part)
            st.session_state[f"opened.{key}"] = now
            st.rerun()
        forget(key)
        _say_saved(session, seen_draft, table, part, changes)
        st.rerun()


def _say_saved(session: Session, seen_draft: OpenDraft, table: str, part: str, changes: drafts.Changes) -> None:
    own = part or next(iter(changes))
    act = "dropped" if changes.get(own, "") is None else "saved"
    name = comparison.part_name(session, own, changes.get(own) or {})
    time = session.clock(session.now)
    unsaved.say_saved(
        session, f"questions.part.{seen_draft.draft.id}", session.say(f"questions.draft.{act}", name=name, time=time)
    )


def _conflict(session: Session, key: str) -> None:
    slot = f"conflict.{key}"
    if slot not in st.session_state:
        return
    theirs = st.session_state.pop(slot)
    alerts.warning(session.say("questions.draft.changed_meanwhile"))
    rows = ((name, comparison.value_words(session, name, value)) for name, value in (theirs or {}).items())
    markup.show("<dl>{}</dl>", markup.joined("<dt>{}</dt><dd>{}</dd>", rows))
