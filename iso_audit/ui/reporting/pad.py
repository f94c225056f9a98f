"""The signature pad as a Streamlit component: its files, and the data one locked version gives it."""

from typing import Any

import streamlit as st

from iso_audit import card, signature_pad
from iso_audit.domain.minutes import MinutesState, MinutesVersion
from iso_audit.domain.signature import Place
from iso_audit.i18n import words_under
from iso_audit.storage.queries.conducting import milliseconds
from iso_audit.ui.session import Session
from iso_audit.workflow.reporting import reading, signing
from iso_audit.workflow.reporting.signed_document import places_of

ASPECT = 2.0
SHARED = ("clock.js", "database.js", "elements.js", "older_release.js", "other_tabs.js", "server.js", "store.js")
"""Parts of the card that the pad uses too."""


def mount(session: Session, version: MinutesVersion) -> None:
    """Show the pad for a locked version; the page runs again when something was acknowledged."""
    shared = "\n".join((card.FOLDER / part).read_text(encoding="utf-8") for part in SHARED)
    st.components.v2.component(
        "iso_audit.signature_pad",
        js=f"{shared}\n{signature_pad.script()}",
        css=signature_pad.stylesheet(),
        isolate_styles=True,
    )(
        key=f"signing-{version.id}-{session.account.id}",
        data=pad_data(session, version),
        on_changed_change=lambda: None,
    )


def pad_data(session: Session, version: MinutesVersion) -> dict[str, Any]:
    """Return everything the pad shows before it asks the server."""
    database, account = session.installation.database, session.account
    names = places_of(reading.locked_text(database, version, reader=account))
    return {
        "version": {"id": version.id, "text_hash": version.text_hash},
        "account": account.id,
        "may_sign": account.writes_minutes and version.state is MinutesState.LOCKED,
        "language": session.language,
        "words": words_under(session.language, "signing.pad"),
        "zone": str(session.installation.settings.zone),
        "server_time": milliseconds(session.now),
        "aspect": ASPECT,
        "places": [
            {"id": place.value, "title": session.say(f"signing.place.{place.value}"), "name": names.get(place, "")}
            for place in Place
        ],
        "events": [
            {
                "id": one.id,
                "place": one.place.value,
                "kind": one.kind.value,
                "attempt": one.attempt,
                "value": dict(one.value),
                "made_at": milliseconds(one.made_at),
            }
            for one in signing.signature_events(database, version.id, reader=account)
        ],
    }
