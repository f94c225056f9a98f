"""The signature pad of one locked version on a page of its own, on the real web API and its gate."""

import json
from collections.abc import Mapping
from typing import Any

from iso_audit import assets
from iso_audit.domain.account import Account
from iso_audit.domain.bank import Bank
from iso_audit.presenting.pad import pad_data
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.reporting import signing
from tests.card.stage import Stage, now
from tests.workflow.minutes_ready import newest_version

LEADER = "leader"


class PadStage(Stage):
    """The one version of `locked_minutes`, and the leader who signs in."""

    loader = assets.loader(assets.PAD)

    def __init__(self, database: Database, bank: Bank) -> None:
        super().__init__(database, bank)
        self.leader = self.account(LEADER)
        self.version = newest_version(database)

    def data(self, account: Account, asked: Mapping[str, str]) -> dict[str, Any]:
        zone = self.installed.settings.zone
        return pad_data(self.database, self.version, account=account, language="vi", zone=zone, now=now())

    def strokes(self, place: str) -> list[str]:
        """Return the strokes the database holds of a place, as text."""
        listed = signing.signature_events(self.database, self.version.id, reader=self.leader)
        found = [one for one in listed if one.place.value == place and one.kind.value == "stroke"]
        return [json.dumps(dict(one.value)["points"]) for one in found]
