"""Loading sample years into an unused database: each a file of texts beside the code, made through the workflow."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from iso_audit.domain.account import Account
from iso_audit.domain.bank import Bank
from iso_audit.domain.errors import Conflict
from iso_audit.sample.planning import Year
from iso_audit.sample.visits import Visit
from iso_audit.storage import activity, programmes
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.ids import new_id

FOLDER = Path(__file__).parent
USUAL, HARDER = ("year_2017",), ("harder_2019", "harder_2021")


def load(database: Database, bank: Bank, *, harder: bool = False, by: Account | None, at: datetime) -> None:
    """Fill an unused database with the sample year as of 17/11/2017, or with the two harder years.

    Conflict `database_used` where there is data.
    """
    with database.write() as cursor:
        if programmes.all_programmes(cursor) or programmes.all_agencies(cursor):
            raise Conflict("database_used")
        for name in HARDER if harder else USUAL:
            data = texts_of(name)
            year = Year.make(database, bank, data)
            for number, one in enumerate(data["audits"], start=1):
                Visit(year, data, one, number).make()
            subject = f"programme:{year.programme.year}"
            activity.add(cursor, activity.Activity(new_id(at), at, by.id if by else None, "sample_loaded", subject, {}))


def texts_of(name: str) -> dict[str, Any]:
    """Return what the file of a sample year says, over what every sample year says."""
    common, own = (tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8")) for file in ("texts", name))
    return {**common, **own, "visit": {**common["visit"], **own.get("visit", {})}}
