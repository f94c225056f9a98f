"""The signature pad as a Streamlit component."""

import streamlit as st

from iso_audit import assets
from iso_audit.domain.minutes import MinutesVersion
from iso_audit.presenting.pad import pad_data
from iso_audit.ui.session import Session


def mount(session: Session, version: MinutesVersion) -> None:
    """Show the pad for a locked version; the page runs again when something was acknowledged."""
    here, account = session.installation, session.account
    data = pad_data(
        here.database, version, account=account, language=session.language, zone=here.settings.zone, now=session.now
    )
    script = assets.loader(assets.PAD)
    st.components.v2.component("iso_audit.signature_pad", js=script, isolate_styles=True)(
        key=f"signing-{version.id}-{account.id}", data=data, on_changed_change=lambda: None
    )
