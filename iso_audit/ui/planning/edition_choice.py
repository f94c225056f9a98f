"""The choice of the standard's edition for a year, and the warning beside a day on which it was withdrawn."""

from datetime import date

import streamlit as st

from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Programme
from iso_audit.storage.queries.planning import Plan
from iso_audit.ui import alerts
from iso_audit.ui.planning.fields import label
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved


def ask(session: Session, programme: Programme, key: str) -> str:
    """Show the editions that can be planned by, and those only expected in a line; return the standard's name."""
    banks = session.banks
    standards = [bank.standard for bank in banks.to_plan_by]
    if programme.standard not in standards:
        standards.append(programme.standard)
    unsaved.choice(session, f"{key}.standard", standards, str)
    standard = st.radio(
        label(session, programme, "standard"),
        standards,
        index=standards.index(programme.standard),
        horizontal=True,
        key=f"{key}.standard",
    )
    st.caption(session.say("planning.edition_help"))
    for bank in banks:
        if bank.is_expected:
            st.caption(session.say("planning.edition_expected", edition=session.text(bank.edition)))
    return str(standard)


def tell(session: Session, plan: Plan) -> None:
    """Say whether the edition was withdrawn by the end of the year, and which audits go by a former one."""
    programme = plan.programme
    with told(session):
        warn_withdrawn(session, session.bank(programme.standard), date(programme.year, 12, 31))
    codes = [one.code for one in plan.audits if plan.standards.get(one.id, programme.standard) != programme.standard]
    if codes:
        alerts.info(session.say("planning.edition_kept", count=len(codes), codes=", ".join(codes)))


def warn_withdrawn(session: Session, bank: Bank, day: date | None) -> None:
    """Warn where the edition is no longer in force on a day; whoever plans decides."""
    if bank.withdrawn_on is not None and bank.withdrawn_at(day):
        text = session.say("planning.edition_withdrawn", standard=bank.standard, day=session.day(bank.withdrawn_on))
        alerts.warning(text)
