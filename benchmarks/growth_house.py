"""Databases of any size for the benchmark of growth: one audit judged through the workflow, the others copies of it."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from iso_audit.checklists import load_bank
from iso_audit.domain.account import Account, Role, SignInSession
from iso_audit.domain.programme import Agency, Audit, Decision, Member, Programme
from iso_audit.storage import accounts, audits, programmes
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.storage.opening import open_database
from iso_audit.workflow.accounts.signing_in import token_hash
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.planning import establishing

AT = datetime(2037, 7, 11, 1, 0, tzinfo=UTC)
YEAR, EARLIER, LONG = 50, 20, 10_000


class House:
    """A year of 50 audits, 20 earlier ones of one agency, one audit of 10,000 events, and `others` around them."""

    def __init__(self, path: Path, others: int) -> None:
        self.database: Database = open_database(path, at=AT)
        self.bank = load_bank(Path(__file__).parents[1] / "checklists")
        self.moments = count(1)
        self.leader = self._account("leader", Role.LEADER)
        with self.database.write() as cursor:
            accounts.add_session(cursor, SignInSession(token_hash("token"), self.leader.id, AT, AT), device="")
        self.audit = self._plan()
        with self.database.read() as cursor:
            checklist = audits.checklist(cursor, self.audit.id)
        assert checklist is not None
        self.items = [item.id for item in checklist.items]
        self._judge()
        self.copies = [self._copied(number, others) for number in range(1, YEAR + EARLIER + others)]
        with self.database.write() as cursor:
            self._copy_plan(cursor)
            self._copy_journal(cursor)
        self.long = self.copies[0].id
        self._lengthen()
        self.last: dict[tuple[str, str], str] = {}
        self.ends: dict[str, int] = {}
        with self.database.outside() as cursor:
            cursor.execute("checkpoint")

    def event(self, audit_id: str, subject: str, name: str, value: str, *sees: str) -> NewEvent:
        """Return the next event, a millisecond after the one before."""
        at = AT + timedelta(milliseconds=next(self.moments))
        return NewEvent(new_id(at), audit_id, subject, name, value, at, frozenset(sees))

    def find_ends(self) -> None:
        """Look up the position of the newest event of the audits that are asked for."""
        with self.database.read() as cursor:
            sql = "select audit_id, max(position) from event where audit_id in (?, ?) group by audit_id"
            self.ends = dict(cursor.execute(sql, [self.audit.id, self.long]).fetchall())

    def _account(self, username: str, role: Role) -> Account:
        made = Account(new_id(AT), username, username, role)
        with self.database.write() as cursor:
            accounts.add(cursor, made, password_hash=None, at=AT)
        return made

    def _plan(self) -> Audit:
        """Plan the audit that all others are copies of, with a team of six."""
        decision = Decision("1592/QĐ-UBND", date(2037, 6, 16), "UBND tỉnh", "kế hoạch kiểm tra")
        asked = replace(
            establishing.new_programme(2037), parent_body="UBND tỉnh", issuing_body="Đoàn", place="Vũng Tàu"
        )
        asked = replace(asked, plan=decision, team=decision)
        self.programme: Programme = establishing.save_programme(self.database, asked, by=self.leader, at=AT)
        self.agency = Agency("", "Sở 0", "department")
        self.agency = establishing.save_agency(self.database, self.agency, self.bank, by=self.leader, at=AT)
        people = [self.leader, *(self._account(f"member-{number}", Role.MEMBER) for number in range(5))]
        team = [
            establishing.save_member(
                self.database,
                Member("", self.programme.id, one.name, "Chuyên viên", "Sở", one.role, one.id),
                by=self.leader,
                at=AT,
            )
            for one in people
        ]
        wanted = establishing.new_audit(
            self.programme.id, self.agency.id, code="2037-0", checklist_form="full", planned_on=date(2037, 7, 11)
        )
        chosen = replace(wanted, leader_id=team[0].id, member_ids=tuple(one.id for one in team[1:]))
        return establishing.save_audit(self.database, chosen, self.bank, exclusions={}, by=self.leader, at=AT)

    def _judge(self) -> None:
        """Judge every item with evidence, one in ten worse than conforming, one in three after a second thought."""
        for place, item in enumerate(self.items):
            about = (self.audit.id, f"item:{item}")
            grade = "minor_nonconformity" if place % 10 == 0 else "conformity"
            first = [self.event(*about, "grade", "observation")] if place % 3 == 0 else []
            batch = [*first, self.event(*about, "grade", grade, *(one.id for one in first))]
            batch.append(self.event(*about, "evidence", f"Đã xem hồ sơ số {place} và phỏng vấn người phụ trách."))
            if place % 10 == 0:
                batch.append(self.event(*about, "gap", "Chưa cập nhật."))
            assert not record(self.database, batch, by=self.leader, device="tablet", at=AT).refused

    def _copied(self, number: int, others: int) -> Audit:
        """Return one more audit: of the same year, of an earlier year of the same agency, or of another."""
        year, agency = 2037, f"agency-{number}"
        if number >= YEAR:
            year, agency = 2036 - (number - YEAR), self.agency.id
        if number >= YEAR + EARLIER:
            year, agency = 2036 - number % EARLIER, f"agency-{number % YEAR}"
        programme = self.programme.id if year == 2037 else f"programme-{year}"
        changed = replace(self.audit, id=_other(self.audit.id, number), code=f"{year}-{number}")
        return replace(changed, programme_id=programme, agency_id=agency)

    def _copy_plan(self, cursor: Cursor) -> None:
        for year in range(2036, 2036 - EARLIER, -1):
            programmes.add(cursor, replace(self.programme, id=f"programme-{year}", year=year))
        for number in range(YEAR):
            programmes.add(cursor, replace(self.agency, id=f"agency-{number}", name=f"Sở {number}"))
        for one in self.copies:
            audits.add(cursor, one)
        source = self.audit.id
        cursor.execute(
            f"insert into audit_checklist select * exclude (n) replace (md5('{source}' || n) as audit_id) "
            f"from audit_checklist, {self._numbers} where audit_id = '{source}'"
        )

    @property
    def _numbers(self) -> str:
        return f"range(1, {len(self.copies) + 1}) k(n)"

    def _copy_journal(self, cursor: Cursor) -> None:
        """Copy the events as they would have arrived: five audits at a time."""
        source = self.audit.id
        ((end, each),) = cursor.execute("select max(position), count(*) from event").fetchall()
        place = f"{end} + ((n - 1) // 5) * {5 * each} + (position - 1) * 5 + (n - 1) % 5 + 1"
        for table, ids in self._journal_tables(cursor):
            changed = ", ".join(f"md5({name} || n) as {name}" for name in (*ids, "audit_id"))
            moved = "" if table == "event_replacement" else f", {place} as position"
            cursor.execute(
                f"insert into {table} select * exclude (n) replace ({changed}{moved}) from {table}, {self._numbers} "
                f"where audit_id = '{source}' order by n"
            )

    def _journal_tables(self, cursor: Cursor) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the tables of the journal with their columns of ids; a release before this one kept no states."""
        there = {row[0] for row in cursor.execute("select table_name from information_schema.tables").fetchall()}
        yield "event", ("id",)
        yield "event_replacement", ("event_id", "replaced_id")
        if "field_state" in there:
            yield "field_state", ("event_id",)

    def _lengthen(self) -> None:
        """Let one audit of the year grow to 10,000 events, each replacing the one before it."""
        seen: dict[tuple[str, str], str] = {}
        fields = [(f"item:{item}", name) for item in self.items for name in ("grade", "evidence")]
        for number in range(LONG // len(fields)):
            grade = ("conformity", "observation")[number % 2]
            batch = [
                self.event(
                    self.long, *key, grade if key[1] == "grade" else f"lần {number}", *filter(None, [seen.get(key)])
                )
                for key in fields
            ]
            for start in range(0, len(batch), 400):
                some = batch[start : start + 400]
                assert not record(self.database, some, by=self.leader, device="tablet", at=AT).refused
            seen = {(one.subject, one.field): one.id for one in batch}


def _other(audit_id: str, number: int) -> str:
    return hashlib.md5(f"{audit_id}{number}".encode(), usedforsecurity=False).hexdigest()
