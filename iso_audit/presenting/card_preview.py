"""What the checklist card shows of a bank that is tried before it is in force: no audit, no people, nothing kept."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.text import Language
from iso_audit.i18n import translate
from iso_audit.presenting.card import shared_data
from iso_audit.storage.queries.conducting import milliseconds

NOBODY = "preview"


def preview_data(
    bank: Bank, checklist: Checklist, *, language: Language, zone: ZoneInfo, now: datetime
) -> dict[str, Any]:
    """Return what the card needs to ask a checklist of somebody who tries it; what is tapped stays in the page."""
    name = translate(language, "questions.preview.name")
    data = shared_data(bank, checklist, language)
    return {
        **data,
        "words": {**data["words"], "saved_at": translate(language, "questions.preview.tried")},
        "audit": {"id": NOBODY, "code": name, "agency": bank.edition.in_language(language)},
        "account": {"id": NOBODY, "name": name, "leads": False, "may_record": True},
        "zone": str(zone),
        "server_time": milliseconds(now),
        "position": 0,
        "fields": [],
        "mine": [],
        "owners": {},
        "replaced": [],
        "minutes": None,
        "earlier": {},
        "sample": False,
        "preview": True,
        "view": "checklist",
        "item": "",
    }
