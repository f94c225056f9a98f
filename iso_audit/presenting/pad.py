"""Everything the signature pad shows of a locked version before it asks the server."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from iso_audit.domain.account import Account
from iso_audit.domain.minutes import MinutesState, MinutesVersion
from iso_audit.domain.signature import Place, SignatureEvent
from iso_audit.domain.text import Language
from iso_audit.i18n import translate, words_under
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.conducting import milliseconds
from iso_audit.workflow.reporting import reading, signing
from iso_audit.workflow.reporting.signed_document import places_of

ASPECT = 2.0


def pad_data(
    database: Database, version: MinutesVersion, *, account: Account, language: Language, zone: ZoneInfo, now: datetime
) -> dict[str, Any]:
    """Return what the pad needs of a version as `account` sees it."""
    names = places_of(reading.locked_text(database, version, reader=account))
    return {
        "version": {"id": version.id, "text_hash": version.text_hash},
        "account": account.id,
        "may_sign": account.writes_minutes and version.state is MinutesState.LOCKED,
        "language": language,
        "words": words_under(language, "signing.pad"),
        "zone": str(zone),
        "server_time": milliseconds(now),
        "aspect": ASPECT,
        "places": [
            {
                "id": place.value,
                "title": translate(language, f"signing.place.{place.value}"),
                "name": names.get(place, ""),
            }
            for place in Place
        ],
        "events": [event_data(one) for one in signing.signature_events(database, version.id, reader=account)],
    }


def event_data(event: SignatureEvent) -> dict[str, Any]:
    """Return one act of signing as the pad and the web API exchange it."""
    return {
        "id": event.id,
        "place": event.place.value,
        "kind": event.kind.value,
        "attempt": event.attempt,
        "value": dict(event.value),
        "made_at": milliseconds(event.made_at),
    }
