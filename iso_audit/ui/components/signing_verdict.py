"""What a verified file or code turned out to be, in sentences."""

import streamlit as st

from iso_audit.domain.minutes import MinutesState, MinutesVersion
from iso_audit.pdf_signatures import SignatureCheck
from iso_audit.ui.components.show import plain
from iso_audit.ui.session import Session
from iso_audit.workflow.verifying import Standing, Verdict

_SHOWN = {
    Standing.CURRENT: st.success,
    Standing.SUPERSEDED: st.warning,
    Standing.FOR_SIGNING: st.warning,
    Standing.VOID: st.error,
    Standing.ALTERED: st.error,
    Standing.UNKNOWN: st.error,
}


def show(session: Session, verdict: Verdict) -> None:
    """Show the verdict: what it is, which version, which is in force, and every signature added."""
    _SHOWN[verdict.standing](session.say(f"signing.verify.{verdict.standing.value}"))
    version, newest = verdict.version, verdict.newest
    if version is not None:
        st.markdown(f"**{plain(which(session, version))}**")
        st.caption(session.say("signing.version.code", code=version.short_code))
    if newest is not None and newest != version:
        moment = session.local(newest.issued_at or newest.created_at)
        st.markdown(session.say("signing.verify.newest", version=newest.version, time=moment))
    if verdict.scan is not None:
        st.markdown(session.say("signing.verify.scan", name=plain(verdict.scan.name)))
    for one in verdict.signatures:
        st.markdown("- " + plain(signature(session, one)))
    if verdict.sha256:
        st.caption(session.say("signing.verify.fingerprint", hash=verdict.sha256))


def which(session: Session, version: MinutesVersion) -> str:
    """Return which version it is."""
    key = "which" if version.state is MinutesState.ISSUED else "which_not_issued"
    moment = session.local(version.issued_at or version.created_at)
    return session.say(f"signing.verify.{key}", number=version.number, version=version.version, time=moment)


def signature(session: Session, one: SignatureCheck) -> str:
    """Return what holds of one digital signature."""
    moment = session.local(one.signed_at) if one.signed_at else "?"
    told = [session.say("signing.verify.signature", field=one.field, signer=one.signer, time=moment)]
    told.append(session.say("signing.verify.holds" if one.holds else "signing.verify.broken"))
    if not one.in_time:
        told.append(session.say("signing.verify.out_of_time"))
    told.append(session.say("signing.verify.trusted" if one.trusted else "signing.verify.not_trusted"))
    return "; ".join(told)
