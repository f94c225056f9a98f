"""The 2017 sample: invented agencies and results around the published counts, made through the workflow."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.errors import Conflict
from iso_audit.domain.grade import Grade
from iso_audit.domain.programme import Agency, Audit, AuditForm, Decision, Member, Programme
from iso_audit.domain.visit import CONCLUSION, VISIT
from iso_audit.storage import accounts, activity, audits, programmes
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting import recording
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.planning import establishing
from iso_audit.workflow.reporting import drafting

FILE = Path(__file__).with_name("year_2017.toml")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DEVICE = "iPad-000001"
PLANNED_AT = datetime(2017, 6, 16, 3, 0, tzinfo=UTC)
DEADLINE = timedelta(days=30)


def load(database: Database, bank: Bank, *, by: Account | None, at: datetime) -> None:
    """Fill an unused database with the sample year as of 17/11/2017; Conflict `database_used` where there is data."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    with database.write() as cursor:
        if programmes.all_programmes(cursor) or programmes.all_agencies(cursor):
            raise Conflict("database_used")
        team = _Team.make(database, data)
        for number, one in enumerate(data["audits"], start=1):
            _Visit(database, bank, team, data, one, number).make()
        act = activity.Activity(new_id(at), at, by.id if by else None, "sample_loaded", "programme:2017", {})
        activity.add(cursor, act)


@dataclass(frozen=True, slots=True)
class _Team:
    programme: Programme
    people: tuple[tuple[Account, Member], ...]

    @property
    def leader(self) -> Account:
        return self.people[0][0]

    @classmethod
    def make(cls, database: Database, data: dict[str, Any]) -> "_Team":
        team_accounts = [_account(database, person) for person in data["people"]]
        leader, head = team_accounts[0], data["programme"]
        draft = replace(
            establishing.new_programme(head["year"]),
            parent_body=head["parent_body"],
            issuing_body=head["issuing_body"],
            place=head["place"],
            standard=head["standard"],
            plan=Decision(**head["plan"]),
            team=Decision(**head["team"]),
            is_sample=True,
        )
        programme = establishing.save_programme(database, draft, by=leader, at=PLANNED_AT)
        people = []
        for account, person in zip(team_accounts, data["people"], strict=True):
            member = Member(
                "",
                programme.id,
                person["name"],
                person["position"],
                person["organisation"],
                Role(person["role"]),
                account.id,
            )
            people.append((account, establishing.save_member(database, member, by=leader, at=PLANNED_AT)))
        return cls(programme, tuple(people))


def _account(database: Database, person: dict[str, str]) -> Account:
    account = Account(new_id(PLANNED_AT), person["username"], person["name"], Role(person["role"]))
    with database.write() as cursor:
        accounts.add(cursor, account, password_hash=None, at=PLANNED_AT)
    return account


@dataclass(frozen=True, slots=True)
class _Visit:
    database: Database
    bank: Bank
    team: _Team
    data: dict[str, Any]
    one: dict[str, Any]
    number: int

    def make(self) -> None:
        audit, checklist = self._planned()
        sections = self.one.get("judged_sections", len(checklist.sections))
        if sections == 0:
            return
        self._record(audit, self._facts(audit), self.team.leader, hour=8)
        self._judge(audit, checklist, sections)
        if "judged_sections" in self.one:
            self._dispute(audit, self.one["disputed"])
            return
        self._conclude(audit)

    def _planned(self) -> tuple[Audit, Checklist]:
        leader = self.team.leader
        address = self.data["visit"]["address"].format(number=self.number)
        agency = Agency("", self.one["agency"], self.one["kind"], address=address, is_sample=True)
        agency = establishing.save_agency(self.database, agency, self.bank, by=leader, at=PLANNED_AT)
        members = tuple(member.id for _, member in self.team.people)
        draft = Audit(
            id="",
            programme_id=self.team.programme.id,
            agency_id=agency.id,
            code=f"2017-{self.number:02d}",
            planned_on=self.one["day"],
            form=AuditForm.ON_SITE,
            checklist_form=self.bank.kind(agency.kind).form,
            leader_id=members[0],
            member_ids=members[1:],
        )
        exclusions = self.one.get("excluded", {})
        audit = establishing.save_audit(
            self.database, draft, self.bank, exclusions=exclusions, by=leader, at=PLANNED_AT
        )
        with self.database.read() as cursor:
            checklist = audits.checklist(cursor, audit.id)
        assert checklist is not None
        inspectors = [member.id for account, member in self.team.people if account.role is Role.MEMBER]
        assignment = {s.id: inspectors[place % len(inspectors)] for place, s in enumerate(checklist.sections)}
        audit = establishing.save_audit(
            self.database,
            replace(audit, sections=assignment),
            self.bank,
            exclusions=exclusions,
            by=leader,
            at=PLANNED_AT,
        )
        return audit, checklist

    def _facts(self, audit: Audit) -> Iterator[tuple[str, str, str]]:
        visit_data: dict[str, str] = self.data["visit"]
        day: date = self.one["day"]
        yield VISIT, "opened_at", f"{day.isoformat()}T08:00"
        yield VISIT, "place", visit_data["place"].format(agency=self.one["agency"])
        for name in ("period", "declared", "documents", "copies", "recipients"):
            yield VISIT, name, visit_data[name]
        for account, member in self.team.people:
            subject = f"attendee:{audit.id[-8:]}-{member.id}"
            yield subject, "side", "team"
            yield subject, "name", member.name
            yield subject, "position", f"{member.position}, {member.organisation}"
            yield subject, "role", account.role.value
            if account.role in {Role.LEADER, Role.SECRETARY}:
                yield subject, "signs", "yes"
        for name in ("head", "clerk"):
            subject = f"attendee:{audit.id[-8:]}-{name}"
            yield subject, "side", "agency"
            yield subject, "name", visit_data[f"agency_{name}"].format(number=f"{self.number:02d}")
            yield subject, "position", visit_data[f"agency_{name}_position"]
            if name == "head":
                yield subject, "signs", "yes"

    def _judge(self, audit: Audit, checklist: Checklist, sections: int) -> None:
        accounts_by_member = {member.id: account for account, member in self.team.people}
        for section in checklist.sections[:sections]:
            account = self._with_audits(accounts_by_member[audit.sections[section.id]])
            changes: list[tuple[str, str, str]] = []
            for item in checklist.items_of(section):
                fault = self.data["faults"][item.id] if item.id in self.one["faults"] else None
                evidence = fault["evidence"] if fault else self.data["evidence"][item.methods[0]]
                grade = fault["grade"] if fault else Grade.CONFORMITY.value
                changes += [(f"item:{item.id}", "grade", grade), (f"item:{item.id}", "evidence", evidence)]
            self._record(audit, iter(changes), account, hour=10)

    def _dispute(self, audit: Audit, item_id: str) -> None:
        account = self._with_audits(self.team.people[2][0])
        event = recording.NewEvent(
            new_id(self._at(11)), audit.id, f"item:{item_id}", "grade", Grade.OBSERVATION.value, self._at(11)
        )
        recording.record(self.database, [event], by=account, device=DEVICE, at=self._at(11))

    def _conclude(self, audit: Audit) -> None:
        this_visit = visit(self.database, audit.id, reader=self.team.leader)
        assert this_visit.proposal.conclusion is not None
        closing: list[tuple[str, str, str]] = [(CONCLUSION, "value", this_visit.proposal.conclusion.value)]
        day: date = self.one["day"]
        for place, finding in enumerate((f for f in this_visit.findings if f.grade.is_nonconformity), start=1):
            fault, subject = self.data["faults"][finding.item_ids[0]], f"finding:{new_id(self._at(14))}"
            closing += [
                (subject, "items", f'["{finding.item_ids[0]}"]'),
                (subject, "grade", finding.grade.value),
                (subject, "number", f"{place:02d}"),
                (subject, "criterion", finding.criterion),
                (subject, "gap", fault["gap"]),
                (subject, "evidence", fault["evidence"]),
                (subject, "request", fault["request"]),
                (subject, "deadline", (day + DEADLINE).isoformat()),
            ]
        for name in ("strengths", "to_agency", "agency_opinion"):
            closing.append((VISIT, name, self.data["visit"][name]))
        if any(f.grade.is_nonconformity for f in this_visit.findings):
            closing.append((VISIT, "report_due", (day + DEADLINE).isoformat()))
            closing.append((VISIT, "report_to", self.data["visit"]["report_to"]))
        closing += [
            (VISIT, "agrees", "yes"),
            (VISIT, "closed_at", f"{day.isoformat()}T16:30"),
        ]
        self._record(audit, iter(closing), self.team.leader, hour=15)
        drafting.issue(
            self.database, audit.id, number="", language="vi", zone=ZONE, by=self.team.leader, at=self._at(17)
        )

    def _record(self, audit: Audit, changes: Iterator[tuple[str, str, str]], by: Account, *, hour: int) -> None:
        at = self._at(hour)
        events = [
            recording.NewEvent(new_id(at), audit.id, subject, name, value, at) for subject, name, value in changes
        ]
        receipt = recording.record(self.database, events, by=by, device=DEVICE, at=at)
        for refusal in receipt.refused:
            raise refusal.error

    def _with_audits(self, account: Account) -> Account:
        with self.database.read() as cursor:
            return accounts.by_id(cursor, account.id) or account

    def _at(self, hour: int) -> datetime:
        return datetime.combine(self.one["day"], time(hour), ZONE).astimezone(UTC)
