"""The tablets that sent something: whose they are, how far their clocks are off, when they were last heard of."""

from datetime import timedelta

import streamlit as st

from iso_audit.domain.moments import noticeable
from iso_audit.storage.queries.operation import tablets
from iso_audit.ui import alerts
from iso_audit.ui.session import Session


def show(session: Session) -> None:
    """Name each tablet whose clock is off, then list all."""
    tablet_seens = tablets(session.installation.database, reader=session.account)
    st.caption(session.say("operation.tablets.text"))
    if not tablet_seens:
        alerts.info(session.say("operation.tablets.none"))
        return
    for one in tablet_seens:
        if noticeable(one.off_by):
            clock = clock_of(session, one.off_by)
            said = session.say(
                "operation.tablets.off", device=session.device_name(one.device), person=one.person, clock=clock
            )
            alerts.warning(said)
    alerts.table(
        {
            session.say("operation.tablets.device"): [session.device_name(one.device) for one in tablet_seens],
            session.say("operation.tablets.person"): [one.person for one in tablet_seens],
            session.say("operation.tablets.clock"): [clock_of(session, one.off_by) for one in tablet_seens],
            session.say("operation.tablets.seen"): [session.local(one.seen_at) for one in tablet_seens],
        }
    )


def clock_of(session: Session, off_by: timedelta) -> str:
    """Return how a clock stands, in words."""
    if not noticeable(off_by):
        return session.say("operation.tablets.right")
    minutes = round(abs(off_by) / timedelta(minutes=1))
    days, hours = minutes // 1440, minutes // 60 % 24
    unit = "days" if days else "hours" if hours else "minutes"
    apart = session.say(f"card.apart_{unit}", days=days, hours=hours, minutes=minutes % 60)
    return session.say(f"operation.tablets.{'ahead' if off_by > timedelta() else 'behind'}", apart=apart)
