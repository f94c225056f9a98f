"""One version of the minutes on its page: what it is, its bytes, who signed how, attachments, digital signatures."""

import streamlit as st

from iso_audit.domain.minutes import LONGEST_REASON, MinutesState, MinutesVersion, Reopening
from iso_audit.domain.signature import PLACES, SignatureState
from iso_audit.domain.text import Language
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.reporting import attachments_form, digital_form
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.reporting import findings_file, locking, reading, signing


def show(session: Session, visit: Visit, version: MinutesVersion, *, in_force: bool) -> None:
    """Show an issued or a void version."""
    with st.container(border=True):
        if version.state is MinutesState.VOID:
            _void(session, version)
            return
        issued_at = session.local(version.issued_at or version.created_at)
        number = plain(version.number)
        told_version = session.say(
            "reporting.issued", number=number, version=version.version, time=issued_at, pages=version.pages
        )
        st.markdown(f"**{told_version}**")
        if not in_force:
            alerts.warning(session.say("signing.version.superseded"))
        _signatures(session, version)
        st.caption(session.say("signing.version.code", code=version.short_code))
        st.caption(session.say("reporting.fingerprint", hash=version.pdf_hash))
        st.download_button(
            session.say("reporting.download"),
            lambda: reading.issued_pdf(session.installation.database, version, reader=session.account),
            file_name=reading.file_name(visit, version),
            mime="application/pdf",
            on_click="ignore",
            type="primary" if in_force else "secondary",
            key=f"version-{version.id}",
        )
        edition(session, visit, version)
        _findings(session, visit, version)
        attachments_form.show(session, version)
        if in_force and session.account.writes_minutes:
            digital_form.show(session, version)


def edition(session: Session, visit: Visit, version: MinutesVersion) -> None:
    """Offer the same text in the other language, as it was when the version was locked."""
    other: Language = "vi" if version.language == "en" else "en"
    st.download_button(
        session.say("signing.version.edition", name=session.say(f"minutes.translation.of_{other}")),
        lambda: reading.edition_pdf(session.installation.database, version, other, reader=session.account),
        file_name=reading.file_name(visit, version, other),
        mime="application/pdf",
        on_click="ignore",
        key=f"edition-{version.id}",
    )


def _findings(session: Session, visit: Visit, version: MinutesVersion) -> None:
    """Offer the findings as data that other programs read."""
    installation = session.installation
    st.download_button(
        session.say("signing.version.data"),
        lambda: findings_file.oscal(
            installation.database, version.id, zone=installation.settings.zone, reader=session.account
        ),
        file_name=findings_file.file_name(visit, version),
        mime="application/json",
        on_click="ignore",
        key=f"data-{version.id}",
    )


def reopening(session: Session, version: MinutesVersion) -> None:
    """Let the leader open the minutes for a next version, with a reason."""
    if not session.account.leads:
        st.caption(session.say("signing.reopen.leader_only"))
        return
    key = unsaved.current(f"reopen.{version.id}")
    with st.expander(session.say("signing.reopen.title")), unsaved.form(session, key):
        st.caption(session.say("signing.reopen.hint"))
        reason = st.text_area(session.say("signing.reopen.reason"), max_chars=LONGEST_REASON, key=f"{key}.reason")
        if not st.form_submit_button(session.say("signing.reopen.button")):
            return
        with told(session):
            locking.reopen(
                session.installation.database, version.audit_id, reason=reason, by=session.account, at=session.now
            )
            unsaved.begin_anew(key)
            st.rerun()


def reopened(session: Session, one: Reopening) -> None:
    """Say why a next version is being made."""
    alerts.info(session.say("signing.reopen.opened", reason=one.reason, time=session.local(one.reopened_at)))


def _void(session: Session, version: MinutesVersion) -> None:
    st.caption(
        session.say(
            "signing.version.void",
            number=plain(version.number),
            version=version.version,
            time=session.local(version.voided_at or version.created_at),
            reason=plain(version.void_reason),
        )
    )


def _signatures(session: Session, version: MinutesVersion) -> None:
    standing = signing.signatures_of(session.installation.database, version.id, reader=session.account)
    for place in PLACES:
        one = standing[place]
        told_place = session.say(f"signing.place.{place.value}")
        if one.state is SignatureState.REFUSED:
            words = {"reason": plain(one.reason), "witness": plain(one.witness)}
            st.markdown("- " + session.say("signing.signature.refused", place=told_place, **words))
        else:
            st.markdown("- " + session.say(f"signing.signature.{one.state.value}", place=told_place))
