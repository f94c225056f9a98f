"""Taking in a list of case files: its columns understood, what is left out and why told at once, before it is kept."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from iso_audit.data import FOLDER as DATA
from iso_audit.domain.account import Account, must
from iso_audit.domain.case_file import CaseRecord, name_key, procedure_subject, procedures
from iso_audit.domain.case_list import REQUIRED, Column, Headings, columns
from iso_audit.domain.case_rows import UNDECIDED, Choices, Reading, RowFault, read_rows
from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.domain.programme import within
from iso_audit.domain.sheet import Sheet
from iso_audit.domain.text import without_accents
from iso_audit.storage import activity, case_lists
from iso_audit.storage.case_lists import CaseList
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.conducting import OpenAudit, open_audit
from iso_audit.workflow.ids import new_id

MOST_ROWS_NOTED = 500
FILE = DATA / "case_list_words.toml"


class CaseListFaulty(RuleBroken):
    """The list holds `faults`, and nothing of it is taken in until somebody agrees to leave those rows out."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__("case_list_faulty", count=len(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class ListAsked:
    """A sheet to take in: the row of its headings, the column of each field, and the day it tells the state of.

    `choices` are what people said of what only they know, `leaves_out_faulty` that rows with a fault stay out.
    """

    sheet: Sheet
    header: int
    column_of: Mapping[str, int]
    file_name: str
    as_of: date
    choices: Choices = UNDECIDED
    leaves_out_faulty: bool = False


@cache
def headings() -> Headings:
    """Return the words of case_list_words.toml, ready to compare."""
    words = tomllib.loads(FILE.read_text(encoding="utf-8"))

    def keys(table: str) -> dict[str, tuple[str, ...]]:
        return {name: tuple(name_key(word) for word in spellings) for name, spellings in words[table].items()}

    days = {name: tuple(map(without_accents, spellings)) for name, spellings in words["days"].items()}
    return Headings(
        fields=keys("fields"),
        personal=keys("personal")["signs"],
        outcomes=keys("outcomes"),
        channels=keys("channels"),
        days=days["after"],
        at_most=days["before"],
        same_day=days["same_day"],
        totals=keys("rows")["totals"],
    )


def understood(opened_audit: OpenAudit, wish: ListAsked) -> Reading:
    """Return what a list gives: its records, its faults, what is left out, and what only people can say of it.

    RuleBroken `case_column_missing`, `case_column_twice`, `case_column_personal`.
    """
    all_columns = columns(wish.sheet, wish.header, headings())
    _check_columns(wish.column_of, all_columns)
    return read_rows(
        wish.sheet,
        header=wish.header,
        column_of=wish.column_of,
        all_columns=all_columns,
        headings=headings(),
        procedures=procedures(opened_audit.journal),
        choices=wish.choices,
    )


def take_in(database: Database, audit_id: str, wish: ListAsked, *, by: Account, at: datetime) -> CaseList:
    """Keep a list of case files, with how many rows were left out and why.

    Columns nobody chose are not stored; the same list taken in again is the one there is. RuleBroken
    `case_list_undecided` while a question is open; CaseListFaulty holds every fault of every row where nobody agreed
    to leave those out, or nothing else is there.
    """
    reading = understood(writable(database, audit_id, by=by), wish)
    if reading.open_questions(wish.choices):
        raise RuleBroken("case_list_undecided")
    if not reading.records or (reading.faults and not wish.leaves_out_faulty):
        raise CaseListFaulty(reading.faults)
    all_columns = columns(wish.sheet, wish.header, headings())
    content, content_hash = case_lists.packed(reading.records)
    with database.write() as cursor:
        newest = next(iter(case_lists.of_audit(cursor, audit_id)), None)
        if newest and (newest.content_hash, newest.as_of) == (content_hash, wish.as_of):
            return newest
        case_list = CaseList(
            id=new_id(at),
            audit_id=audit_id,
            file_name=within(wish.file_name, "name", longest=200),
            content_hash=content_hash,
            row_count=len(reading.records),
            as_of=wish.as_of,
            left_out=tuple(one.heading or one.letter for one in left_out(all_columns, wish.column_of)),
            imported_at=at,
            imported_by=by.id,
            rows_left_out={kind.value: count for kind, count in sorted(reading.left_out_counts.items())},
        )
        case_lists.add(cursor, case_list, content)
        detail = {
            "rows": case_list.row_count,
            "hash": content_hash,
            "left_out": list(case_list.left_out),
            "rows_left_out": [f"{one.row} {one.kind}" for one in reading.left_out[:MOST_ROWS_NOTED]],
        }
        activity.add(cursor, activity.Activity(new_id(at), at, by.id, "case_list_taken", f"audit:{audit_id}", detail))
    return case_list


def left_out(all_columns: Sequence[Column], column_of: Mapping[str, int]) -> tuple[Column, ...]:
    """Return the columns that are not stored: those of personal data first."""
    indexes = set(column_of.values())
    return tuple(sorted((one for one in all_columns if one.index not in indexes), key=lambda one: not one.personal))


def procedure_changes(records: Sequence[CaseRecord]) -> list[tuple[str, str, str | None]]:
    """Return the journal changes that enter the procedures of a list, with the limit most of its files have."""
    by_subject: dict[str, list[CaseRecord]] = {}
    for record in records:
        by_subject.setdefault(procedure_subject(record.procedure), []).append(record)
    changes: list[tuple[str, str, str | None]] = []
    for subject, files in by_subject.items():
        limits = [one.legal_days for one in files if one.legal_days is not None]
        usual = max(sorted(set(limits)), key=limits.count) if limits else None
        changes.append((subject, "name", files[0].procedure))
        changes.append((subject, "sector", files[0].sector or None))
        changes.append((subject, "legal_days", None if usual is None else str(usual)))
    return changes


def writable(database: Database, audit_id: str, *, by: Account) -> OpenAudit:
    """Return an audit the account may record in; NotFound, Forbidden or Conflict where it may not."""
    opened_audit = open_audit(database, audit_id, reader=by)
    must(by.may_record(audit_id), "record")
    if opened_audit.audit.cancelled_reason is not None:
        raise Conflict("audit_cancelled", code=opened_audit.audit.code)
    return opened_audit


def _check_columns(column_of: Mapping[str, int], all_columns: Sequence[Column]) -> None:
    missing = [name for name in REQUIRED if name not in column_of]
    if missing:
        raise RuleBroken("case_column_missing", field=f"case_{missing[0]}")
    by_index = {column.index: column for column in all_columns}
    for index in column_of.values():
        if list(column_of.values()).count(index) > 1:
            raise RuleBroken("case_column_twice", column=_called(by_index.get(index), index))
        if index in by_index and by_index[index].personal:
            raise RuleBroken("case_column_personal", column=_called(by_index[index], index))


def _called(column: Column | None, index: int) -> str:
    return column.heading or column.letter if column else str(index)
