"""Attachments of a version: the list with downloads, adding a scan or a signed copy, withdrawing with a reason."""

from collections.abc import Callable

import streamlit as st

from iso_audit.domain.attachment import LARGEST_ATTACHMENT, Attachment
from iso_audit.domain.minutes import LONGEST_REASON, MinutesState, MinutesVersion
from iso_audit.i18n import writing
from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.announcing import announce, announced
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.reporting import attaching, digital

MEGABYTE = 1_000_000


def show(session: Session, version: MinutesVersion) -> None:
    """Show the attachments of a version and, to those who write minutes, the ways to change them."""
    database = session.installation.database
    attachments = attaching.attachments_of(database, version, reader=session.account)
    standing = [one for one in attachments if one.withdrawn_reason is None]
    if words := announced(session, f"attached-{version.id}"):
        alerts.success(words)
    with st.expander(f"{session.say('signing.attachment.title')} ({len(standing)})"):
        if not attachments:
            st.caption(session.say("signing.attachment.none"))
        for one in attachments:
            _line(session, one)
        if session.account.writes_minutes and version.state is not MinutesState.VOID:
            _adding(session, version)
            if standing:
                _withdrawing(session, version, standing)


def _line(session: Session, one: Attachment) -> None:
    if one.withdrawn_reason is not None:
        st.caption(
            session.say("signing.attachment.withdrawn", name=plain(one.name), reason=plain(one.withdrawn_reason))
        )
        return
    kind = session.say(f"signing.attachment.{one.kind.value}")
    size = writing.size(one.size, session.language)
    moment = session.local(one.added_at)
    st.markdown(session.say("signing.attachment.line", kind=kind, name=plain(one.name), size=size, time=moment))
    st.download_button(
        session.say("signing.attachment.download", name=plain(one.name)),
        lambda: attaching.attachment_data(session.installation.database, one, reader=session.account),
        file_name=one.name,
        mime=one.media_type,
        on_click="ignore",
        key=f"attachment-{one.id}",
    )


def _adding(session: Session, version: MinutesVersion) -> None:
    kinds: dict[str, Callable[..., Attachment]] = {"add": attaching.attach}
    if version.state is MinutesState.ISSUED:
        kinds["add_signed"] = digital.attach_signed
    for name, keep in kinds.items():
        with st.form(f"{name}-{version.id}", clear_on_submit=True):
            file = st.file_uploader(
                session.say(f"signing.attachment.{name}", largest=LARGEST_ATTACHMENT // MEGABYTE),
                type=["pdf", "jpg", "jpeg", "png"] if name == "add" else ["pdf"],
                max_upload_size=LARGEST_ATTACHMENT // MEGABYTE,
            )
            if not st.form_submit_button(session.say("signing.attachment.button")) or file is None:
                continue
            with told(session):
                made = keep(
                    session.installation.database,
                    version.id,
                    name=file.name,
                    data=file.getvalue(),
                    by=session.account,
                    at=session.now,
                )
                announce(f"attached-{version.id}", session.say("signing.attachment.added", name=made.name))
                st.rerun()


def _withdrawing(session: Session, version: MinutesVersion, standing: list[Attachment]) -> None:
    key = unsaved.current(f"withdraw.{version.id}")
    with unsaved.form(session, key):
        unsaved.choice(session, f"{key}.file", standing, lambda one: one.name)
        chosen = st.selectbox(
            session.say("signing.attachment.choose"),
            standing,
            index=None,
            format_func=lambda one: one.name,
            key=f"{key}.file",
        )
        reason = st.text_input(
            session.say("signing.attachment.withdraw_reason"), max_chars=LONGEST_REASON, key=f"{key}.reason"
        )
        if not st.form_submit_button(session.say("signing.attachment.withdraw")) or chosen is None:
            return
    with told(session):
        attaching.withdraw(session.installation.database, chosen.id, reason=reason, by=session.account, at=session.now)
        unsaved.begin_anew(key)
        st.rerun()
