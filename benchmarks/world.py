"""A year to measure on: accounts that are signed in, a team, planned audits, in a database file of its own."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from argon2 import PasswordHasher

from iso_audit.checklists import load_bank
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Agency, Audit, Decision, Member
from iso_audit.storage import audits as rows
from iso_audit.storage.engine.database import Database
from iso_audit.storage.opening import open_database
from iso_audit.workflow.accounts import administering, signing_in
from iso_audit.workflow.planning import establishing

ROOT = Path(__file__).parent.parent
PASSWORD = "bốn con mèo nhỏ"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Signing in is no part of what is measured; the app itself keeps its own cost."""


@dataclass(frozen=True, slots=True)
class Person:
    """An account and the token of its live sign-in."""

    account: Account
    token: str


@dataclass(frozen=True, slots=True)
class World:
    """What a measurement works on; `inspectors` take part in every audit by turns."""

    file: Path
    leader: Person
    inspectors: tuple[Person, ...]
    audits: tuple[Audit, ...]
    items: tuple[str, ...]

    def team_of(self, place: int) -> tuple[Person, ...]:
        """Return the inspectors of the audit at `place`."""
        return self.inspectors[place :: len(self.audits)]


def make(file: Path, *, inspectors: int, audits: int) -> World:
    """Make a database with a programme of `audits` audits shared among `inspectors`, all signed in."""
    at = datetime.now(UTC)
    database, bank = open_database(file, at=at), load_bank(ROOT / "checklists")
    leader = _person(database, "leader", Role.LEADER, at)
    people = tuple(_person(database, f"inspector-{place}", Role.MEMBER, at) for place in range(inspectors))
    planned = _plan(database, bank, leader, people, audits, at)
    items = _item_ids(database, planned[0])
    database.close()
    return World(file, leader, people, planned, items)


def _person(database: Database, username: str, role: Role, at: datetime) -> Person:
    account = administering.make_account(
        database, username=username, name=username, role=role, password=PASSWORD, by=None, at=at, hasher=CHEAP
    )
    token = signing_in.sign_in(database, username, PASSWORD, device="benchmark", address="", at=at, hasher=CHEAP)
    return Person(account, token)


def _plan(
    database: Database, bank: Bank, leader: Person, people: tuple[Person, ...], count: int, at: datetime
) -> tuple[Audit, ...]:
    by = leader.account
    decision = Decision("1592/QĐ-UBND", date(2017, 6, 16), "UBND tỉnh", "kế hoạch kiểm tra")
    asked = replace(
        establishing.new_programme(2017), parent_body="UBND tỉnh", issuing_body="Đoàn kiểm tra", place="Tỉnh"
    )
    asked = replace(asked, plan=decision, team=decision)
    programme = establishing.save_programme(database, asked, by=by, at=at)
    members = [
        establishing.save_member(
            database,
            Member("", programme.id, one.name, "Chuyên viên", "Sở", one.role, one.id),
            by=by,
            at=at,
        )
        for one in (by, *(person.account for person in people))
    ]
    planned = []
    for place in range(count):
        agency = Agency("", f"Cơ quan mẫu {place + 1}", "department", is_sample=True)
        saved = establishing.save_agency(database, agency, bank, by=by, at=at)
        new = establishing.new_audit(
            programme.id, saved.id, code=f"2017-{place + 1:02}", checklist_form="full", planned_on=date(2017, 7, 11)
        )
        team = tuple(one.id for one in members[1:][place::count])
        chosen = replace(new, leader_id=members[0].id, member_ids=team, is_sample=True)
        planned.append(establishing.save_audit(database, chosen, bank, exclusions={}, by=by, at=at))
    return tuple(planned)


def _item_ids(database: Database, audit: Audit) -> tuple[str, ...]:
    with database.read() as cursor:
        checklist = rows.checklist(cursor, audit.id)
    assert checklist is not None
    return tuple(item.id for item in checklist.items)
