"""Locked minutes: reading, signing, printing for paper, scans, issuing, and unlocking with a reason."""

import streamlit as st

from iso_audit.domain.minutes import LONGEST_REASON, MinutesVersion
from iso_audit.domain.signature import PLACES, SignatureState
from iso_audit.storage.queries.minutes import names
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.reporting import attachments_form, later_changes, pad, preview, version_view
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.workflow.reporting import locking, reading, signing


def show(session: Session, visit: Visit, version: MinutesVersion) -> None:
    """Show the locked version and what can be done with it."""
    database = session.installation.database
    locker = version.locked_by or ""
    who = names(database, version.audit_id, {locker}, reader=session.account).get(locker, "")
    alerts.info(
        session.say(
            "signing.lock.done",
            number=version.number,
            version=version.version,
            time=session.local(version.created_at),
            by=who,
            code=version.short_code,
        )
    )
    later_changes.show(session, visit, version)
    text = reading.signed_text(database, version, reader=session.account)
    preview.show(session, text, key=version.id)
    st.markdown(f"**{session.say('signing.lock.sign_title')}**")
    pad.mount(session, version)
    st.download_button(
        session.say("signing.lock.print"),
        lambda: reading.locked_pdf(database, version, reader=session.account),
        file_name=reading.file_name(visit, version),
        mime="application/pdf",
        on_click="ignore",
    )
    version_view.edition(session, visit, version)
    attachments_form.show(session, version)
    if session.account.writes_minutes:
        _issuing(session, version)
        _unlocking(session, version)
    else:
        st.caption(session.say("reporting.cannot_issue"))


def _issuing(session: Session, version: MinutesVersion) -> None:
    standing = signing.signatures_of(session.installation.database, version.id, reader=session.account)
    open_places = [place for place in PLACES if standing[place].state is SignatureState.NONE]
    with st.container(border=True):
        st.markdown(f"**{session.say('signing.lock.issue_title')}**")
        st.caption(session.say("reporting.issue_hint"))
        accepted = True
        if open_places:
            places = ", ".join(session.say(f"signing.place.{place.value}") for place in open_places)
            alerts.warning(session.say("signing.lock.unsigned", places=places))
            accepted = st.checkbox(session.say("signing.lock.unsigned_accept"), key=f"accept-{version.id}")
        else:
            alerts.success(session.say("signing.lock.all_settled"))
        if not st.button(session.say("reporting.issue"), type="primary", disabled=not accepted):
            return
    with told(session):
        locking.issue_locked(session.installation.database, version.id, by=session.account, at=session.now)
        st.rerun()


def _unlocking(session: Session, version: MinutesVersion) -> None:
    key = unsaved.current(f"unlock.{version.id}")
    with st.expander(session.say("signing.lock.unlock_title")), unsaved.form(session, key):
        st.caption(session.say("signing.lock.unlock_hint"))
        reason = st.text_area(session.say("signing.lock.unlock_reason"), max_chars=LONGEST_REASON, key=f"{key}.reason")
        if not st.form_submit_button(session.say("signing.lock.unlock")):
            return
        with told(session):
            locking.unlock(session.installation.database, version.id, reason=reason, by=session.account, at=session.now)
            unsaved.begin_anew(key)
            st.rerun()
