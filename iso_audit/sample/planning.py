"""How a sample year is planned: its people with their accounts, its agencies, and each audit with its checklist."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import Checklist
from iso_audit.domain.programme import Agency, Audit, AuditForm, Decision, Member, Programme
from iso_audit.storage import accounts, audits, programmes
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.planning import establishing

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HEAD_TEXTS = ("parent_body", "issuing_body", "place", "standard", "wording", "uses_score")


def moment_of(day: date, hour: int) -> datetime:
    """Return an hour of a day in Vietnam."""
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the team: the account and what the programme knows of them."""

    account: Account
    member: Member


@dataclass(frozen=True, slots=True)
class SampleYear:
    """A sample programme with its people by username, the leader first, and where an agency has its seat."""

    database: Database
    bank: Bank
    programme: Programme
    people: dict[str, Colleague]
    planned_at: datetime
    address: str

    @classmethod
    def make(cls, database: Database, bank: Bank, data: dict[str, Any]) -> "SampleYear":
        """Plan the programme of a sample year and its team."""
        head = data["programme"]
        planned_at = moment_of(head["plan"]["issued_on"], 10)
        team_accounts = [_account(database, person, planned_at) for person in data["people"]]
        leader = team_accounts[0]
        draft = replace(
            establishing.new_programme(head["year"]),
            plan=Decision(**head["plan"]),
            team=Decision(**head["team"]),
            is_sample=True,
            **{name: head[name] for name in HEAD_TEXTS if name in head},
        )
        programme = establishing.save_programme(database, draft, by=leader, at=planned_at)
        people = {}
        for account, person in zip(team_accounts, data["people"], strict=True):
            texts = (person["name"], person["position"], person["organisation"])
            wish = Member("", programme.id, *texts, Role(person["role"]), account.id)
            member = establishing.save_member(database, wish, by=leader, at=planned_at)
            people[account.username] = Colleague(account, member)
        return cls(database, bank, programme, people, planned_at, data["address"])

    @property
    def leader(self) -> Account:
        """Return who leads the team of the year."""
        return next(iter(self.people.values())).account

    def team_of(self, one: dict[str, Any]) -> tuple[Colleague, ...]:
        """Return who goes to a visit, its leader first."""
        leader = one.get("leader", next(iter(self.people)))
        others = one.get("members", [name for name in self.people if name != leader])
        return tuple(self.people[name] for name in (leader, *others))

    def audit(self, one: dict[str, Any], number: int) -> tuple[Audit, Checklist]:
        """Plan an audit: agency, form, team, and who inspects which section."""
        agency = self._agency(one, number)
        leader, *others = (person.member for person in self.team_of(one))
        wish = Audit(
            id="",
            programme_id=self.programme.id,
            agency_id=agency.id,
            code=f"{self.programme.year}-{number:02d}",
            planned_on=one["day"],
            form=AuditForm(one.get("form", "on_site")),
            checklist_form=one.get("checklist", self.bank.kind(agency.kind).form),
            leader_id=leader.id,
            member_ids=tuple(member.id for member in others),
        )
        audit = self._save_audit(wish, one)
        with self.database.read() as cursor:
            checklist = audits.checklist(cursor, audit.id)
        assert checklist is not None
        inspectors = [member.id for member in others if member.role is Role.MEMBER] or [leader.id]
        sections = {s.id: inspectors[place % len(inspectors)] for place, s in enumerate(checklist.sections)}
        return self._save_audit(replace(audit, sections=sections), one), checklist

    def _agency(self, one: dict[str, Any], number: int) -> Agency:
        with self.database.read() as cursor:
            agencies = {agency.name: agency for agency in programmes.all_agencies(cursor)}
        if one["agency"] in agencies:
            return agencies[one["agency"]]
        address = one.get("address", self.address).format(number=f"{number:02d}")
        wish = Agency("", one["agency"], one["kind"], address=address, is_sample=True)
        return establishing.save_agency(self.database, wish, self.bank, by=self.leader, at=self.planned_at)

    def _save_audit(self, wish: Audit, one: dict[str, Any]) -> Audit:
        exclusions = one.get("excluded", {})
        return establishing.save_audit(
            self.database, wish, self.bank, exclusions=exclusions, by=self.leader, at=self.planned_at
        )


def _account(database: Database, person: dict[str, str], at: datetime) -> Account:
    """Return somebody's account, made without a password: nobody signs in with it."""
    with database.write() as cursor:
        of_year_before = accounts.by_username(cursor, person["username"])
        if of_year_before is not None:
            return of_year_before[0]
        account = Account(new_id(at), person["username"], person["name"], Role(person["role"]))
        accounts.add(cursor, account, password_hash=None, at=at)
    return account
