"""Case files of a sample visit: a list as an agency would send it, drawn from and looked at."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from iso_audit.domain.account import Account
from iso_audit.domain.case_draw import stratum_id
from iso_audit.domain.case_figures import SAMPLE
from iso_audit.domain.case_file import CHECKS, CaseRecord
from iso_audit.domain.case_list import columns, guessed_columns
from iso_audit.domain.programme import Audit
from iso_audit.domain.sheet import Cell, Sheet, SheetRow
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import sampling as queries
from iso_audit.storage.queries.conducting import open_audit
from iso_audit.workflow.conducting import case_lists, sampling
from iso_audit.workflow.conducting.case_lists import ListAsked
from iso_audit.workflow.conducting.recording import Change, record_fields
from iso_audit.workflow.planning.holidays import calendar

LIMIT = 5
"""Working days a file of the list has: a week, whatever day it came."""


def draw(database: Database, audit: Audit, one: Mapping[str, Any], *, by: Account, device: str, at: datetime) -> None:
    """Take in the list of a visit, draw the files it wants, answer their checks, enter what the agency reported."""
    wish, day = one["cases"], one["day"]
    sheet = _sheet(wish, day)
    column_of = guessed_columns(columns(sheet, 1, case_lists.headings()), case_lists.headings())
    case_lists.take_in(database, audit.id, ListAsked(sheet, 1, column_of, wish["file"], day), by=by, at=at)
    strata = tuple(stratum_id(CaseRecord("", *names)) for names in wish["procedures"])
    days = calendar(database)
    drawing = sampling.Wish(wish["seed"], strata, wish["count"])
    sampling.draw_sample(database, audit.id, drawing, calendar=days, by=by, device=device, at=at)
    files = queries.sampling(database, audit.id, calendar=days, today=day, reader=by).files
    changes: list[Change] = [
        (one.file.id, check, "no" if wish["not_met"].get(check, 0) > place else "yes")
        for place, one in enumerate(files)
        for check in CHECKS
    ]
    changes += [(SAMPLE, f"declared_{name}", count) for name, count in wish["reported"].items()]
    journal = open_audit(database, audit.id, reader=by).journal
    record_fields(database, audit.id, changes, journal=journal, by=by, device=device, at=at)


def _sheet(wish: Mapping[str, Any], day: date) -> Sheet:
    """Return a list of files that came one by one before the visit, the first `late` of them handed over late."""
    rows: list[tuple[Cell, ...]] = [tuple(wish["header"])]
    for place in range(wish["files"]):
        procedure, sector = wish["procedures"][place % len(wish["procedures"])]
        received_on = day - timedelta(weeks=3 + place % 10)
        due_on = received_on + timedelta(weeks=1)
        returned_on = due_on + timedelta(days=3 if place < wish["late"] else 0)
        rows.append((f"{wish['code']}-{place + 1:03d}", procedure, sector, received_on, due_on, returned_on, LIMIT))
    return Sheet("danh-sach", tuple(SheetRow(number, cells) for number, cells in enumerate(rows, start=1)))
