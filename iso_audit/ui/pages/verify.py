"""Verifying minutes: drop a PDF, or type the code from the foot of a page."""

import streamlit as st

from iso_audit.ui import session as sessions
from iso_audit.ui.session import told
from iso_audit.ui.verify import verdict_view
from iso_audit.workflow.reporting import verifying


def page() -> None:
    """Show the page."""
    session = sessions.current()
    st.title(session.say("signing.verify.title"), anchor=False)
    st.caption(session.say("signing.verify.hint"))
    database = session.installation.database
    file = st.file_uploader(
        session.say("signing.verify.file"),
        type=["pdf", "jpg", "jpeg", "png"],
        max_upload_size=verifying.LARGEST_FILE // (1024 * 1024),
    )
    if file is not None:
        with told(session):
            verdict = verifying.verify(database, file.getvalue(), person=session.account.id)
            verdict_view.show(session, verdict)
    with st.form("code"):
        url_code = st.query_params.get("code", "")
        code = st.text_input(
            session.say("signing.verify.code"), url_code[:20], max_chars=20, placeholder="ABCD-EFGH-JKLM"
        )
        is_pressed = st.form_submit_button(session.say("signing.verify.look"))
    if code.strip() and (is_pressed or url_code):
        with told(session):
            verdict_view.show(session, verifying.verify_code(database, code))


page()
