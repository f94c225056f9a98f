"""The minutes of one audit: draft, locking, signing, issuing, and the versions with their attachments."""

import streamlit as st

from iso_audit.domain.minutes import MinutesState, MinutesVersion, Reopening, current, is_open, locked
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui.reporting import draft_view, later_changes, locked_view, papers_form, version_view
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages
from iso_audit.workflow.reporting import reading


def show(session: Session, visit: Visit) -> None:
    """Show the page."""
    versions = reading.all_versions(session.installation.database, visit.opened.audit.id, reader=session.account)
    reopenings = reading.reopenings(session.installation.database, visit.opened.audit.id, reader=session.account)
    _work(session, visit, versions, reopenings)
    _versions(session, visit, versions, reopenings)
    papers_form.show(session, visit)


def _work(
    session: Session, visit: Visit, versions: tuple[MinutesVersion, ...], reopenings: tuple[Reopening, ...]
) -> None:
    """Show what there is to do: sign what is locked, else write and lock what is open."""
    standing = locked(versions)
    if standing is not None:
        locked_view.show(session, visit, standing)
        return
    issued_version = current(versions)
    if is_open(versions, reopenings):
        if issued_version is not None:
            version_view.reopened(session, reopenings[0])
            later_changes.show(session, visit, issued_version)
        draft_view.show(session, visit, versions)
        return
    assert issued_version is not None
    later_changes.show(session, visit, issued_version)


def _versions(
    session: Session, visit: Visit, versions: tuple[MinutesVersion, ...], reopenings: tuple[Reopening, ...]
) -> None:
    unlocked_versions = [one for one in versions if one.state is not MinutesState.LOCKED]
    in_force = current(versions)
    if unlocked_versions:
        st.markdown(f"**{session.say('signing.version.title')}**")
    for one in unlocked_versions:
        version_view.show(session, visit, one, in_force=one == in_force)
    if in_force is not None and locked(versions) is None and not is_open(versions, reopenings):
        version_view.reopening(session, in_force)


audit_pages.page("reporting", audit_pages.visit, show)
