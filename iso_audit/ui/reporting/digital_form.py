"""Signing an issued version digitally from the page: the field, the key file and its password, kept nowhere."""

import streamlit as st

from iso_audit.domain.minutes import MinutesVersion
from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared.announcing import announce, announced
from iso_audit.workflow.reporting import digital

LARGEST_KEY_MEGABYTES = 1


def show(session: Session, version: MinutesVersion) -> None:
    """Offer the fields that are still free."""
    if words := announced(session, f"digital-{version.id}"):
        alerts.success(words)
    with st.expander(session.say("signing.digital.title")), told(session):
        fields = digital.free_fields_of(session.installation.database, version.id, reader=session.account)
        free = [name for name, is_free in fields.items() if is_free]
        if not free:
            st.caption(session.say("signing.digital.none_free" if fields else "signing.digital.no_fields"))
            return
        _form(session, version, free)


def _form(session: Session, version: MinutesVersion, free: list[str]) -> None:
    with st.form(f"digital-{version.id}", clear_on_submit=True, border=False):
        st.caption(session.say("signing.digital.hint"))
        field = st.selectbox(
            session.say("signing.digital.field"),
            free,
            format_func=lambda one: session.say(f"signing.place.{one}"),
        )
        key = st.file_uploader(
            session.say("signing.digital.key"), type=["p12", "pfx"], max_upload_size=LARGEST_KEY_MEGABYTES
        )
        password = st.text_input(
            session.say("signing.digital.password"), type="password", autocomplete="off", max_chars=256
        )
        if not st.form_submit_button(session.say("signing.digital.button")):
            return
    if key is None or not password:
        alerts.warning(session.say("signing.digital.missing"))
        return
    digital.sign_version(
        session.installation.database,
        version.id,
        field=field,
        key=(key.getvalue(), password),
        zone=session.installation.settings.zone,
        by=session.account,
        at=session.now,
    )
    announce(f"digital-{version.id}", session.say("signing.digital.done"))
    st.rerun()
