"""Loading sample years into an unused database: each a file of texts beside the code, made through the workflow."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from iso_audit.domain.account import Account
from iso_audit.domain.bank import Bank, Banks
from iso_audit.domain.errors import Conflict
from iso_audit.sample.planning import SampleYear
from iso_audit.sample.visits import SampleVisit
from iso_audit.storage import activity, programmes
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.workflow.ids import new_id

FOLDER, STANDARD = Path(__file__).parent, "TCVN ISO 9001:2008"
"""Where the texts of the sample years are, and the edition that those of 2017 to 2021 go by."""


def load(database: Database, bank: Bank, *, by: Account | None, at: datetime) -> None:
    """Fill an unused database with the sample year as of 17/11/2017; Conflict `database_used` where there is data."""
    with database.write() as cursor:
        _check_unused(cursor)
        _fill(database, bank, "year_2017", by=by, at=at)


def load_harder(database: Database, bank: Bank, *, by: Account | None, at: datetime) -> None:
    """Fill an unused database with the two harder years, act by act; Conflict `database_used` where there is data.

    Not in one transaction: nobody may wait for the database while photographs are read.
    """
    with database.read() as cursor:
        _check_unused(cursor)
    for name in ("harder_2019", "harder_2021"):
        _fill(database, bank, name, by=by, at=at)


def load_editions(database: Database, banks: Banks, *, by: Account | None, at: datetime) -> None:
    """Fill an unused database with the year 2017, and a year by the next edition at an agency of that year."""
    with database.read() as cursor:
        _check_unused(cursor)
    for name in ("year_2017", "editions_2026"):
        standard = texts_of(name)["programme"]["standard"]
        _fill(database, banks.of(standard), name, by=by, at=at)


def _check_unused(cursor: Cursor) -> None:
    if programmes.all_programmes(cursor) or programmes.all_agencies(cursor):
        raise Conflict("database_used")


def _fill(database: Database, bank: Bank, name: str, *, by: Account | None, at: datetime) -> None:
    data = texts_of(name)
    year = SampleYear.make(database, bank, data)
    for number, one in enumerate(data["audits"], start=1):
        SampleVisit(year, data, one, number).make()
    subject = f"programme:{year.programme.year}"
    act = activity.Activity(new_id(at), at, by.id if by else None, "sample_loaded", subject, {})
    with database.write() as cursor:
        activity.add(cursor, act)


def texts_of(name: str) -> dict[str, Any]:
    """Return what the file of a sample year says, over what every sample year says."""
    common, own = (tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8")) for file in ("texts", name))
    return {**common, **own, "visit": {**common["visit"], **own.get("visit", {})}}
