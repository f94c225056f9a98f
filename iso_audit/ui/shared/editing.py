"""Editing one stored value in a form without overwriting what somebody else changed meanwhile."""

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Protocol, TypeVar, cast

import streamlit as st

from iso_audit.domain.errors import Conflict
from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared.show import saved


class Versioned(Protocol):
    """A stored value whose `revision` counts its edits."""

    @property
    def revision(self) -> int:
        """Return how often the value was changed."""
        ...


Anything = TypeVar("Anything")
T = TypeVar("T", bound=Versioned)


def opened(key: str, stored_entry: Anything) -> Anything:
    """Return the version the form was opened with: what its inputs, keyed `<key>.<name>`, started from."""
    slot = f"opened.{key}"
    if slot not in st.session_state or not any(str(name).startswith(f"{key}.") for name in st.session_state):
        st.session_state[slot] = stored_entry
    return cast(Anything, st.session_state[slot])


def forget(key: str) -> None:
    """Let the form start from the stored version again."""
    for name in list(st.session_state):
        if str(name) == f"opened.{key}" or str(name).startswith((f"{key}.", f"conflict.{key}")):
            del st.session_state[name]


def submit(session: Session, key: str, entry: T, save: Callable[[T], T], stored_entry: T) -> T | None:
    """Save `entry`; where somebody was faster, keep the form and show both versions."""
    with told(session):
        try:
            saved_entry = save(entry)
        except Conflict as conflict:
            if conflict.code != "changed_meanwhile":
                raise
            st.session_state[f"conflict.{key}"] = (entry, stored_entry)
            st.rerun()
        forget(key)
        saved(session)
        return saved_entry
    return None


def settle(session: Session, key: str) -> None:
    """Show a conflict found by `submit`: both versions, and a choice."""
    slot = f"conflict.{key}"
    if slot not in st.session_state:
        return
    entry, stored_entry = st.session_state[slot]
    alerts.warning(session.say("planning.changed_meanwhile"))
    mine, theirs = asdict(entry), asdict(stored_entry)
    differing = [one.name for one in fields(entry) if mine[one.name] != theirs[one.name] and one.name != "revision"]
    alerts.table(
        {
            session.say("planning.yours"): {name: str(mine[name]) for name in differing},
            session.say("planning.theirs"): {name: str(theirs[name]) for name in differing},
        }
    )
    with st.container(horizontal=True):
        if st.button(session.say("planning.keep_mine"), key=f"conflict.{key}.mine"):
            st.session_state[f"opened.{key}"] = stored_entry
            del st.session_state[slot]
            st.rerun()
        if st.button(session.say("planning.take_theirs"), key=f"conflict.{key}.theirs"):
            forget(key)
            st.rerun()
