"""The checklist card as a Streamlit component."""

import streamlit as st

from iso_audit import assets
from iso_audit.presenting.card import card_data
from iso_audit.storage.queries.conducting import OpenAudit
from iso_audit.ui.session import Session


def mount(session: Session, opened: OpenAudit, *, item: str, view: str = "checklist") -> None:
    """Show the card for an audit, at `item` where that is not empty; the view `photos` shows its photographs."""
    here, account = session.installation, session.account
    data = card_data(
        here.database,
        session.banks.helping(opened.checklist.standard),
        opened,
        account=account,
        language=session.language,
        zone=here.settings.zone,
        now=session.now,
    )
    script = assets.loader(assets.CARD)
    st.components.v2.component("iso_audit.checklist_card", js=script, isolate_styles=True)(
        key=f"{view}-{opened.audit.id}-{account.id}", data=data | {"item": item, "view": view}
    )
