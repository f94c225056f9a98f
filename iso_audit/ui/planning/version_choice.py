"""Moving an audit under way to the version of the questions that is in force: what it would do, then the act."""

from collections.abc import Iterable

import streamlit as st

from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import Checklist, Item
from iso_audit.domain.programme import Audit
from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.workflow.questions import moving

MOST_NAMED = 30


def show(session: Session, audit: Audit, checklist: Checklist, bank: Bank, *, said: str) -> None:
    """Offer the move where the audit asks otherwise than the version in force; `said` is where its success is told."""
    foreseen = moving.foreseen(session.installation.database, audit.id, bank, by=session.account)
    if foreseen is None:
        return
    with st.expander(session.say("questions.move.title", number=bank.version, own=checklist.version)), told(session):
        for name in ("added", "reworded", "taken_out"):
            items: tuple[Item, ...] = getattr(foreseen, name)
            if items:
                st.markdown(session.say(f"questions.move.{name}", count=len(items), items=_named(items)))
        if foreseen.left_over:
            alerts.warning(session.say("questions.move.left_over", items=_named(foreseen.left_over)))
        st.caption(session.say("questions.move.text"))
        if st.button(session.say("questions.move.act", number=bank.version), key=f"questions.move.{audit.id}"):
            moving.move(session.installation.database, audit.id, bank, by=session.account, at=session.now)
            words = session.say(
                "questions.move.done", code=audit.code, number=bank.version, time=session.clock(session.now)
            )
            unsaved.say_saved(session, said, words)
            st.rerun()


def _named(items: Iterable[Item]) -> str:
    ids = [item.id for item in items]
    return ", ".join(ids[:MOST_NAMED]) + ("…" if len(ids) > MOST_NAMED else "")
