"""Editing one stored value in a form without overwriting what somebody else changed meanwhile."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, Protocol, TypeVar, cast

import streamlit as st

from iso_audit.domain.errors import Conflict
from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved


class Versioned(Protocol):
    """A stored value whose `revision` counts its edits."""

    @property
    def revision(self) -> int:
        """Return how often the value was changed."""
        ...


Anything = TypeVar("Anything")
T = TypeVar("T", bound=Versioned)
Reader = Callable[[Any, str], tuple[str, str]]
"""Tells of a value and the name of a field what the field is called and what stands in it, as people read it."""


def opened(key: str, stored_entry: Anything) -> Anything:
    """Return the version the form was opened with: what its inputs, keyed `<key>.<name>`, started from."""
    slot = f"opened.{key}"
    if slot not in st.session_state or not any(str(name).startswith(f"{key}.") for name in st.session_state):
        st.session_state[slot] = stored_entry
    return cast(Anything, st.session_state[slot])


def follow(key: str, start: object) -> str:
    """Return the key of a form for something new: its inputs begin anew where what they `start` from has changed."""
    now = unsaved.current(key)
    if st.session_state.get(f"opened.{now}", start) != start:
        unsaved.renew(key)
    return unsaved.current(key)


def forget(key: str, *, is_dropped: bool = False) -> None:
    """Let the form start from the stored version again: it was saved, or its writer dropped what was entered."""
    for name in list(st.session_state):
        if str(name) == f"opened.{key}" or str(name).startswith((f"{key}.", f"conflict.{key}")):
            del st.session_state[name]
    unsaved.begin_anew(key, is_dropped=is_dropped)


def submit(session: Session, key: str, entry: T, save: Callable[[T], T], stored_entry: T) -> T | None:
    """Save `entry`, to be said by the caller; where somebody was faster, keep the form and show both versions."""
    with told(session):
        try:
            saved_entry = save(entry)
        except Conflict as conflict:
            if conflict.code != "changed_meanwhile":
                raise
            st.session_state[f"conflict.{key}"] = (entry, stored_entry)
            st.rerun()
        forget(key)
        return saved_entry
    return None


def settle(session: Session, key: str, read: Reader) -> None:
    """Show a conflict found by `submit`: both versions, and a choice."""
    slot = f"conflict.{key}"
    if slot not in st.session_state:
        return
    entry, stored_entry = st.session_state[slot]
    alerts.warning(session.say("planning.changed_meanwhile"))
    names = [one.name for one in fields(entry) if getattr(entry, one.name) != getattr(stored_entry, one.name)]
    rows = {name: (read(entry, name), read(stored_entry, name)) for name in names if name != "revision"}
    alerts.table(
        {
            session.say("planning.yours"): {label: value for (label, value), _ in rows.values()},
            session.say("planning.theirs"): {label: value for _, (label, value) in rows.values()},
        }
    )
    with st.container(horizontal=True):
        if st.button(session.say("planning.keep_mine"), key=f"conflict.{key}.mine"):
            st.session_state[f"opened.{key}"] = stored_entry
            del st.session_state[slot]
            st.rerun()
        if st.button(session.say("planning.take_theirs"), key=f"conflict.{key}.theirs"):
            forget(key, is_dropped=True)
            st.rerun()
