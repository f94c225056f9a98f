"""What was entered in a form and not saved: kept by the tablet, brought back where the form is shown, then let go.

`iso_audit/unsaved` keeps it; the names of widgets in the page are their keys with every sign that is no letter a dash.
"""

import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

import streamlit as st

from iso_audit import assets
from iso_audit.ui import alerts
from iso_audit.ui.session import Session
from iso_audit.ui.shared.announcing import announce, announced

COMPONENT = "iso-audit-keeper"
BROUGHT = "unsaved.brought"
"""What the tablet asks to put back, by form, as it came; a form takes its own where it is shown."""
INPUTS, DONE = "unsaved.inputs", "unsaved.done"
MOST_DONE = 40

_GENERATION = re.compile(r"\._g\d+_")
_NO_LETTER = re.compile(r"[^a-zA-Z0-9_-]")

Option = TypeVar("Option")


def current(key: str) -> str:
    """Return `key` as the inputs of its form bear it: another one after each saving, so that they start anew."""
    generation = _generation(key)
    return f"{key}._g{generation}_" if generation else key


def name(key: str) -> str:
    """Return what the widget or form of `key` is called in the page."""
    return _NO_LETTER.sub("-", _origin(key).strip())


def watch(session: Session, *, part: str = "") -> None:
    """Let the tablet keep the forms of this page; a fragment that saves by itself tells it so under its own `part`."""
    account, key = session.account.id, f"{COMPONENT}{part}"
    words = {name: session.say(f"unsaved.{name}") for name in ("kept", "here")}
    data = {"account": account, "asks": not part, "done": list(st.session_state.get(DONE, ())), "words": words}
    script = assets.loader(assets.UNSAVED)
    with st.container(key=f"{key}-place"):
        st.components.v2.component("iso_audit.unsaved", js=script, isolate_styles=True)(
            key=f"{key}-{account}", data=data, on_kept_change=lambda: _take(f"{key}-{account}")
        )


def _take(component: str) -> None:
    brought = st.session_state[component].get("kept") or ()
    st.session_state[BROUGHT] = {**st.session_state.get(BROUGHT, {}), **{str(one["form"]): one for one in brought}}


@contextmanager
def form(session: Session, key: str, *, border: bool = False, enter_to_submit: bool = True) -> Iterator[None]:
    """Show a form whose inputs are keyed `<key>.<name>`, with what was entered there before and not saved."""
    with held(session, key), st.form(f"{key}-form", border=border, enter_to_submit=enter_to_submit):
        yield


@contextmanager
def held(session: Session, key: str) -> Iterator[None]:
    """Let the tablet keep the inputs keyed `<key>.<name>`."""
    with st.container(key=f"unsaved.{_origin(key)}"):
        _put_back(key)
        tell(session, key)
        _offer_to_drop(session, key)
        yield


def brought_values(key: str) -> dict[str, Any] | None:
    """Return what the tablet asks to put back into a form, once: when it was entered and, by widget, kind and value."""
    of_form: dict[str, Any] | None = st.session_state.get(BROUGHT, {}).pop(name(key), None)
    return of_form


def let_go(key: str, *, is_dropped: bool = False, parts: dict[str, str] | None = None) -> None:
    """Tell the tablet that a form was saved or dropped, or `parts` of it alone: values by the key of their input."""
    message = {
        "id": secrets.token_hex(8),
        "form": name(key),
        "generation": _generation(_origin(key)),
        "dropped": is_dropped,
        "parts": {name(part): value for part, value in parts.items()} if parts is not None else None,
    }
    st.session_state[DONE] = [*st.session_state.get(DONE, ()), message][-MOST_DONE:]


def begin_anew(key: str, *, is_dropped: bool = False) -> None:
    """Let the inputs of a form start from what is stored, and the tablet forget what stood in them."""
    origin = _origin(key)
    st.session_state[f"generation.{origin}"] = _generation(origin) + 1
    st.session_state.pop(f"brought.{origin}", None)
    let_go(origin, is_dropped=is_dropped)


def renew(key: str) -> None:
    """Let the inputs of a form start from something else; what the tablet keeps of it is put back into them."""
    st.session_state[f"generation.{key}"] = _generation(key) + 1
    let_go(key, parts={})


def say_saved(session: Session, key: str, words: str = "") -> None:
    """Say at the form, when the page has run again, that it was saved."""
    announce(f"saved.{_origin(key)}", words or session.say("words.saved", time=session.clock(session.now)))


def text(session: Session, key: str) -> None:
    """Put back the text that stood at the input `key`, where another input decides whether it is there at all."""
    _restore(session, key, str)


def choice(session: Session, key: str, options: Sequence[Option], name_of: Callable[[Option], str]) -> None:
    """Put back what was chosen at the input `key`, by what the option is called."""
    _restore(session, key, lambda label: _option(label, options, name_of))


def choices(session: Session, key: str, options: Sequence[Option], name_of: Callable[[Option], str]) -> None:
    """Put back all that was chosen at the input `key`."""
    _restore(session, key, lambda labels: [_option(label, options, name_of) for label in labels])


def number(session: Session, key: str, least: int, most: int) -> None:
    """Put back the number that stood at the input `key`, within its bounds."""
    _restore(session, key, lambda text: _within(int(text), least, most) if text else None)


def day(session: Session, key: str, first: date | None = None, last: date | None = None) -> None:
    """Put back the day that stood at the input `key`, within its bounds."""
    _restore(
        session,
        key,
        lambda text: _within(date.fromisoformat(text), first or date.min, last or date.max) if text else None,
    )


def moment(session: Session, key: str) -> None:
    """Put back the time of day that stood at the input `key`."""
    _restore(session, key, lambda text: time.fromisoformat(text) if text else None)


def _restore(session: Session, key: str, parse: Callable[[Any], object]) -> None:
    inputs: dict[str, Any] = st.session_state.get(INPUTS, {})
    _, value = inputs.pop(name(key), (None, None))
    if value is None:
        return
    try:
        st.session_state[key] = parse(value)
    except (ValueError, TypeError):
        value_text = ", ".join(value) if isinstance(value, list) else str(value)
        alerts.warning(session.say("unsaved.gone", value=value_text))


def _option(label: str, options: Sequence[Option], name_of: Callable[[Option], str]) -> Option:
    alike = [one for one in options if name_of(one) == label]
    if len(alike) != 1:
        raise ValueError(label)
    return alike[0]


def _within(value: Any, least: Any, most: Any) -> Any:
    if not least <= value <= most:
        raise ValueError(value)
    return value


def _put_back(key: str) -> None:
    """Put texts and ticks where they stood; the other inputs ask for theirs by their kind, see `choice` and `day`."""
    of_form = brought_values(key)
    if of_form is None:
        return
    st.session_state[f"brought.{_origin(key)}"] = {"at": of_form["at"], "changed": of_form["changed"]}
    values = dict(of_form["values"])
    for widget in [str(name) for name in st.session_state if str(name).startswith(f"{key}.")]:
        kind, value = values.get(name(widget), (None, None))
        if (kind == "text" and isinstance(value, str)) or (kind == "tick" and isinstance(value, bool)):
            st.session_state[widget] = value
            del values[name(widget)]
    st.session_state[INPUTS] = {**st.session_state.get(INPUTS, {}), **values}


def tell(session: Session, key: str) -> None:
    """Say what `say_saved` was told to say."""
    if words := announced(session, f"saved.{_origin(key)}"):
        alerts.success(words)


def _offer_to_drop(session: Session, key: str) -> None:
    """Say that the form holds what was not saved, with a way to drop it."""
    origin = _origin(key)
    of_form = st.session_state.get(f"brought.{origin}")
    if of_form is None:
        return
    entry_time = datetime.fromtimestamp(float(of_form["at"]) / 1000, UTC)
    changes = [session.say("unsaved.changed", field=field, value=value) for field, value in of_form["changed"]]
    with st.container(horizontal=True, vertical_alignment="center"):
        alerts.info(session.say("unsaved.entered", time=session.local(entry_time)), *changes)
        if st.button(session.say("unsaved.drop"), key=f"drop.{origin}"):
            begin_anew(key, is_dropped=True)
            st.rerun()


def _generation(origin: str) -> int:
    return int(st.session_state.get(f"generation.{origin}", 0))


def _origin(key: str) -> str:
    return _GENERATION.sub("", key)
