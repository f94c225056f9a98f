"""Every column of every section, with every hostile value: refused with a code, or everything opens afterwards."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.attachment import Attachment, AttachmentKind
from iso_audit.domain.bank import Bank
from iso_audit.domain.case_file import CaseRecord
from iso_audit.domain.checklist import lineage_of
from iso_audit.domain.errors import IsoAuditError
from iso_audit.domain.working_days import EditedDay
from iso_audit.i18n import sentence
from iso_audit.storage import accounts, attachments, case_lists, minutes, special_days
from iso_audit.storage.case_lists import CaseList
from iso_audit.storage.engine.database import Database
from iso_audit.storage.engine.table import Column, Kind, Table
from iso_audit.storage.opening import open_database
from iso_audit.storage.tables import SECTIONS
from iso_audit.workflow.exchange.importing import prepared
from tests.conftest import AT, make_account, plan_audit
from tests.workflow.exchange.conftest import LATER, Laptop
from tests.workflow.exchange.everything import open_everything
from tests.workflow.exchange.minutes_made import digest, issue, jpeg, lock, stroke
from tests.workflow.exchange.test_documents import photo
from tests.workflow.exchange.test_hostile import Members, members_of, packed, refitted

pytestmark = pytest.mark.one_zone("a value is refused by its form; test_merging.py compares the moments of two laptops")

CHIEF = Account("chief", "chief", "Chief", Role.LEADER)
DEEP = "[" * 500 + "]" * 500
MARKUP = "<script>alert(1)</script> [x](http://evil/x) =1+1 {0} %s \u202e"
TEXTS: tuple[object, ...] = (None, 5, {}, "", " x ", "a\0b", "\ud800", MARKUP)
NO_TEXT: tuple[object, ...] = (None, {}, "x")
JSONS = ("{}", "[]", '"x"', "null", "5", "{", "NaN", DEEP, '{"_":"Document"}', '{"points":[[1e308,0]],"aspect":1e308}')
DAYS = ("0001-01-01", "1989-12-31", "2101-01-01", "9999-12-31", "2017-02-30", "2017-W01-1")
HOSTILE: dict[Kind, tuple[object, ...]] = {
    Kind.TEXT: TEXTS,
    Kind.ID: (*TEXTS, "x" * 65, "x\ny", "../../x", "nobody"),
    Kind.JSON: (*TEXTS, *JSONS),
    Kind.DIGEST: (*NO_TEXT, "0" * 64, "g" * 64, "0" * 63),
    Kind.BYTES: (*NO_TEXT, "0" * 64, "../../etc/passwd"),
    Kind.INTEGER: (*NO_TEXT, -1, 0, 2**31, 2**63, 2**70, 1.5, True),
    Kind.BOOLEAN: (*NO_TEXT, 0, "true", True, False),
    Kind.DAY: (*NO_TEXT, *DAYS),
    Kind.MOMENT: (*NO_TEXT, "2017-07-11", "2099-01-01T00:00:00.000000Z", *(f"{day}T23:59:59.000000Z" for day in DAYS)),
    Kind.LIST: (*NO_TEXT, [5], [[]], ["x" * 65], ["none"], ["x"] * 1001),
}
OF_MINUTES = frozenset(
    {"minutes", "minutes_rendering", "minutes_image", "minutes_reopening", "signature_event", "minutes_attachment"}
)


@dataclass(frozen=True)
class Full:
    """Files that hold a row of every section, taken apart: one of them without minutes, which is read faster."""

    whole: Members
    lean: Members


def two_questions(bank: Bank) -> Bank:
    """Return a bank of two questions: each of many hundred files carries its checklist, and is read with it."""
    items = tuple(item for item in bank.items if item.id in {"P01", "P02"})
    needed = {number for item in items for number in lineage_of(item.clause, bank.clauses)}
    return replace(bank, items=items, clauses=tuple(one for one in bank.clauses if one.number in needed))


@pytest.fixture(scope="module")
def full(bank: Bank, tmp_path_factory: pytest.TempPathFactory) -> Full:
    database, folder = open_database(":memory:", at=AT), tmp_path_factory.mktemp("full")
    people = [make_account(database, "leader", Role.LEADER), make_account(database, "lan", Role.MEMBER)]
    laptop = Laptop(database, folder, plan_audit(database, two_questions(bank), *people))
    content, content_hash = case_lists.packed([CaseRecord("H1", "Cấp phép"), CaseRecord("H2", "Cấp phép")])
    with database.write() as cursor:
        listed = CaseList(
            "l1", laptop.audit.id, "hs.xlsx", content_hash, 2, date(2017, 7, 1), ("Tên",), AT, people[1].id
        )
        case_lists.add(cursor, listed, content)
        special_days.save(cursor, EditedDay(date(2017, 9, 5), "off", "Nghỉ", 1))
        special_days.set_counts_first_day(cursor, True)
        cursor.execute("update audit set sections = ?", [json.dumps({"p": laptop.audit.member_ids[0]})])
    laptop.say("lan", "minor_nonconformity")
    laptop.say("lan", "observation")
    photo(laptop, "f1", "red")
    lean = members_of(laptop.file(LATER))
    _minutes(laptop)
    whole = members_of(laptop.file(LATER))
    database.close()
    return Full(whole, lean)


def _minutes(laptop: Laptop) -> None:
    """Keep a version that was issued, one that is locked, one that is void, and what goes with them."""
    lock(laptop)
    stroke(laptop)
    scan, by = jpeg("grey"), laptop.person("leader").id
    made = Attachment("at1", "m1", AttachmentKind.SCAN, "ký.jpg", "image/jpeg", len(scan), digest(scan), by, AT, "nhầm")
    with laptop.database.write() as cursor:
        attachments.add(cursor, made, scan)
    issue(laptop)
    lock(laptop, version=2, name="m2")
    stroke(laptop, "m2", "s2")
    lock(laptop, version=3, name="m3")
    with laptop.database.write() as cursor:
        minutes.void(cursor, "m3", reason="nhầm", by=by, at=LATER)
        reopening = ["r1", laptop.audit.id, by, LATER.replace(tzinfo=None)]
        cursor.execute("insert into minutes_reopening values (?, ?, 1, 'nhầm', ?, ?)", reopening)


@pytest.fixture(scope="module")
def target() -> Iterator[Database]:
    """A database that knows nothing but a leader, and never learns: what is taken in is taken back."""
    database = open_database(":memory:", at=AT)
    with database.write() as cursor:
        accounts.add(cursor, CHIEF, password_hash=None, at=AT)
    yield database
    database.close()


class TakenBack(Exception):
    """Ends a transaction that is to leave nothing."""


def outcome(database: Database, members: Members, folder: Path | None = None) -> str:
    """Take a file in, open everything (with a folder) and take all back; return `taken` or the code of the refusal."""
    refused: IsoAuditError | None = None
    try:
        with prepared(database, packed(members), by=CHIEF, at=LATER) as take, suppress(TakenBack), database.write():
            taken = take()
            if folder is not None:
                open_everything(database, taken.audit_id, folder, by=CHIEF)
            raise TakenBack
    except IsoAuditError as error:
        refused = error
    assert refused is None or sentence("vi", refused)
    return refused.code if refused else "taken"


def hostile(section: Table) -> Iterator[tuple[Column, object]]:
    """Yield every column of a section with every value that it could be given to do harm."""
    for column in section.carried:
        yield from ((column, value) for value in HOSTILE[column.kind])
        if column.kind in {Kind.TEXT, Kind.JSON} and column.longest <= 100_000:
            yield from ((column, "x" * length) for length in (column.longest, column.longest + 1))


def put(members: Members, values: dict[tuple[str, str], object]) -> Members:
    """Return a file with other values in the first row of a section, by table and column."""
    for (table, name), value in values.items():
        members = refitted(members, table, lambda rows, name=name, value=value: rows[0].update({name: value}))
    return members


def test_files_that_were_not_touched_are_taken_and_everything_opens(
    full: Full, target: Database, tmp_path: Path
) -> None:
    assert all(full.whole[f"sections/{section.name}.jsonl"] for section in SECTIONS)
    assert outcome(target, full.whole, tmp_path) == "taken"
    assert outcome(target, full.lean, tmp_path) == "taken"


@pytest.mark.parametrize("of_minutes", [False, True])
def test_a_hostile_value_is_refused_or_everything_opens(
    full: Full, target: Database, tmp_path: Path, of_minutes: bool
) -> None:
    """Each value alone is taken in or refused by a code of ours; those taken in are opened, many at a time."""
    members = full.whole if of_minutes else full.lean
    harmless: dict[tuple[str, str], list[object]] = {}
    codes: set[str] = set()
    for section in (one for one in SECTIONS if (one.name in OF_MINUTES) is of_minutes):
        for column, value in hostile(section):
            code = outcome(target, put(members, {(section.name, column.name): value}))
            codes.add(code)
            if code == "taken":
                harmless.setdefault((section.name, column.name), []).append(value)
    assert "carry_value_invalid" in codes
    assert {code for code in codes - {"taken"} if not code.startswith("carry_")} == set()
    for together in layers(harmless):
        open_together(target, members, together, tmp_path)


def open_together(target: Database, members: Members, values: dict[tuple[str, str], object], folder: Path) -> None:
    """Open a file with many harmless values at once; where they do not fit together, in two halves."""
    code = outcome(target, put(members, values), folder)
    if code != "taken":
        assert len(values) > 1, (code, values)
        listed = list(values.items())
        for half in (listed[: len(listed) // 2], listed[len(listed) // 2 :]):
            open_together(target, members, dict(half), folder)


def layers(harmless: dict[tuple[str, str], list[object]]) -> Iterator[dict[tuple[str, str], object]]:
    """Yield the first value of every column, then the second of those that have one, and so on."""
    most = max(len(listed) for listed in harmless.values())
    for at in range(most):
        yield {name: listed[at] for name, listed in harmless.items() if at < len(listed)}


@pytest.mark.parametrize("section", SECTIONS, ids=lambda one: one.name)
def test_a_row_with_a_column_more_or_less_is_refused(full: Full, target: Database, section: Table) -> None:
    more = refitted(full.whole, section.name, lambda rows: rows[0].update(more=1))
    less = refitted(full.whole, section.name, lambda rows: rows[0].popitem())
    assert {outcome(target, more), outcome(target, less)} == {"carry_damaged"}
