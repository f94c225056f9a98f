"""Answers to the checks of a case file that a tablet kept because the server did not answer: recorded when it does.

The key of an answer's input names the heads that were seen: what somebody else answered meanwhile stays beside it.
"""

import re

import streamlit as st

from iso_audit.domain.case_file import ANSWERS, CHECKS
from iso_audit.storage.queries.sampling import Sampling
from iso_audit.ui.sampling.tables import TOLD, sampling_of
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.workflow.conducting import recording
from iso_audit.workflow.conducting.recording import NewEvent
from iso_audit.workflow.ids import new_id

SIGNS = {"yes": "✓ ", "no": "✗ ", "not_applicable": "– "}
_EVENT_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def form(subject: str) -> str:
    """Return the key of the answers of a file."""
    return f"check.{subject}"


def input_key(sampling: Sampling, subject: str, name: str) -> str:
    """Return the key of the input of one answer."""
    heads = "-".join(sorted(sampling.opened.journal.head_ids(subject, name)))
    return f"{form(subject)}.{name}.{heads}"


def let_go(session: Session, subject: str, key: str, answer: str | None) -> None:
    """Tell the tablet that an answer was recorded."""
    unsaved.let_go(form(subject), parts={key: answer_name(session, answer)})


def record(session: Session, sampling: Sampling, subject: str) -> Sampling:
    """Record the answers the tablet brings back, and return the sampling as it is then."""
    brought_values = unsaved.brought_values(form(subject))
    if brought_values is None:
        return sampling
    audit_id, at, answers = sampling.opened.audit.id, session.now, {answer_name(session, one): one for one in ANSWERS}
    for key, (_, label) in brought_values["values"].items():
        name = next((one for one in CHECKS if key.startswith(_start(subject, one))), None)
        if name is None or (label and label not in answers):
            continue
        answer, heads = answers.get(label), _heads(sampling, subject, name, key)
        with told(session):
            if answer != sampling.opened.journal.value(subject, name):
                event = NewEvent(new_id(at), audit_id, subject, name, answer, at, heads)
                database, by, device = session.installation.database, session.account, session.device
                recording.record_together(database, [event], by=by, device=device, at=at)
            unsaved.let_go(form(subject), parts={key: label})
            st.session_state[TOLD] = (subject, name, session.say("words.saved", time=session.clock(at)))
    return sampling_of(session, audit_id)


def _heads(sampling: Sampling, subject: str, name: str, key: str) -> frozenset[str]:
    if key == unsaved.name(input_key(sampling, subject, name)):
        return frozenset(sampling.opened.journal.head_ids(subject, name))
    return frozenset(_EVENT_ID.findall(key.removeprefix(_start(subject, name))))


def _start(subject: str, name: str) -> str:
    return unsaved.name(f"{form(subject)}.{name}.")


def answer_name(session: Session, answer: str | None) -> str:
    """Return how an answer is called at its button, empty for none: the tablet tells it by that."""
    return SIGNS[answer] + session.say(f"sampling.answer.{answer}") if answer else ""
