"""The signature pad of one locked version on a page of its own, on the real web API and its gate."""

import json
from collections.abc import Mapping
from typing import Any

from iso_audit import assets
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.presenting.pad import pad_data
from iso_audit.storage.engine.database import MEMORY
from iso_audit.storage.opening import open_database
from iso_audit.workflow.reporting import signing
from tests.card.stage import Stage, now
from tests.conftest import AT, make_account, plan_audit, reread
from tests.workflow.minutes_ready import fill, lock

LEADER = "truong-doan"


class PadStage(Stage):
    """A database in memory with one locked version, and the leader who signs in."""

    loader = assets.loader(assets.PAD, assets.PAD_STYLES)

    def __init__(self, bank: Bank) -> None:
        super().__init__(open_database(MEMORY, at=AT))
        leader = make_account(self.database, LEADER, Role.LEADER)
        audit = plan_audit(self.database, bank, leader, form="commune")
        self.leader = reread(self.database, leader)
        fill(self.database, audit, self.leader)
        self.version = lock(self.database, audit, self.leader)

    def data(self, account: Account, asked: Mapping[str, str]) -> dict[str, Any]:
        zone = self.installed.settings.zone
        return pad_data(self.database, self.version, account=account, language="vi", zone=zone, now=now())

    def strokes(self, place: str) -> list[str]:
        """Return the strokes the database holds of a place, as text."""
        listed = signing.signature_events(self.database, self.version.id, reader=self.leader)
        found = [one for one in listed if one.place.value == place and one.kind.value == "stroke"]
        return [json.dumps(dict(one.value)["points"]) for one in found]
