"""The agency's procedures: name, sector and limit, entered by hand or taken from the list."""

import streamlit as st

from iso_audit.domain.case_file import Procedure, procedure_subject
from iso_audit.domain.programme import required
from iso_audit.domain.working_days import LONGEST_LIMIT
from iso_audit.storage.queries.sampling import Sampling
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.conducting import sampling as samplings
from iso_audit.workflow.conducting.recording import Change


def show(session: Session, sampling: Sampling) -> None:
    """Show the procedures and, to who may record, how to add and remove them."""
    words, audit_id = "sampling.procedures", sampling.opened.audit.id
    may_write = session.account.may_record(audit_id)
    with st.expander(session.say(f"{words}.title", count=len(sampling.procedures))):
        st.caption(session.say(f"{words}.hint"))
        if may_write and sampling.case_list and st.button(session.say(f"{words}.take")):
            with told(session):
                database = session.installation.database
                samplings.take_procedures(database, audit_id, by=session.account, device=session.device, at=session.now)
                st.rerun()
        for procedure in sampling.procedures:
            _row(session, sampling, procedure, may_write=may_write)
        if may_write:
            _adding(session, sampling)


def _row(session: Session, sampling: Sampling, procedure: Procedure, *, may_write: bool) -> None:
    ending = "line" if procedure.legal_days is not None else "line_without_days"
    words = session.say(
        f"sampling.procedures.{ending}",
        name=procedure.name,
        sector=procedure.sector or session.say("sampling.none"),
        days=procedure.legal_days,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(words))
        remove = session.say("sampling.procedures.remove")
        if may_write and st.button(remove, key=f"remove-{procedure.id}"):
            _record(session, sampling, [(procedure.id, "withdrawn", "yes")])


def _adding(session: Session, sampling: Sampling) -> None:
    words = "sampling.procedures"
    key = unsaved.current(f"sampling.procedure.{sampling.opened.audit.id}")
    with unsaved.form(session, key, border=True):
        name = st.text_input(session.say("fields.procedure.name"), max_chars=500, key=f"{key}.name")
        sector = st.text_input(session.say("fields.procedure.sector"), max_chars=200, key=f"{key}.sector")
        unsaved.number(session, f"{key}.days", 0, LONGEST_LIMIT)
        days = st.number_input(session.say("fields.procedure.legal_days"), 0, LONGEST_LIMIT, None, key=f"{key}.days")
        if not st.form_submit_button(session.say(f"{words}.add")):
            return
    with told(session):
        subject = procedure_subject(required(name, "case_procedure"))
        limit = None if days is None else str(int(days))
        changes = [(subject, "name", name), (subject, "sector", sector), (subject, "legal_days", limit)]
        changes.append((subject, "withdrawn", None))
        session.record(sampling.opened.audit.id, changes, journal=sampling.opened.journal)
        unsaved.begin_anew(key)
        unsaved.say_saved(session, key)
        st.rerun()


def _record(session: Session, sampling: Sampling, changes: list[Change]) -> None:
    with told(session):
        session.record(sampling.opened.audit.id, changes, journal=sampling.opened.journal)
        st.rerun()
