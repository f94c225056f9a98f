"""Rows of programme, agency and team_member, and the domain's nouns; each update counts a revision."""

from collections.abc import Collection
from typing import Any

from iso_audit.domain.account import Role
from iso_audit.domain.programme import Agency, Decision, Member, Programme
from iso_audit.storage.engine.database import Cursor

_PROGRAMME = (
    "id, year, parent_body, issuing_body, place, plan_number, plan_issued_on, plan_issuer, plan_about, "
    "team_number, team_issued_on, team_issuer, team_about, standard, wording, uses_score, is_sample, revision"
)
_AGENCY = "id, name, kind, parent, address, is_sample, revision"
_MEMBER = "id, programme_id, name, position, organisation, role, account_id, revision"


def add_programme(cursor: Cursor, programme: Programme) -> None:
    """Add `programme`."""
    _insert(cursor, "programme", _PROGRAMME, _programme_values(programme))


def save_programme(cursor: Cursor, programme: Programme) -> None:
    """Write `programme` over its row."""
    _update(cursor, "programme", _PROGRAMME, _programme_values(programme))


def programme(cursor: Cursor, programme_id: str) -> Programme | None:
    """Return the programme with `programme_id`."""
    rows = cursor.execute(f"select {_PROGRAMME} from programme where id = ?", [programme_id]).fetchall()
    return _programme(rows[0]) if rows else None


def all_programmes(cursor: Cursor) -> tuple[Programme, ...]:
    """Return every programme, the newest year first."""
    rows = cursor.execute(f"select {_PROGRAMME} from programme order by year desc, id").fetchall()
    return tuple(_programme(row) for row in rows)


def with_audits(cursor: Cursor, audit_ids: Collection[str]) -> tuple[Programme, ...]:
    """Return the programmes that some audits belong to, the newest year first."""
    if not audit_ids:
        return ()
    marks = ", ".join("?" for _ in audit_ids)
    rows = cursor.execute(
        f"select {_PROGRAMME} from programme where id in (select programme_id from audit where id in ({marks})) "
        "order by year desc, id",
        list(audit_ids),
    ).fetchall()
    return tuple(_programme(row) for row in rows)


def add_agency(cursor: Cursor, agency: Agency) -> None:
    """Add `agency`."""
    _insert(cursor, "agency", _AGENCY, _agency_values(agency))


def save_agency(cursor: Cursor, agency: Agency) -> None:
    """Write `agency` over its row."""
    _update(cursor, "agency", _AGENCY, _agency_values(agency))


def agency(cursor: Cursor, agency_id: str) -> Agency | None:
    """Return the agency with `agency_id`."""
    rows = cursor.execute(f"select {_AGENCY} from agency where id = ?", [agency_id]).fetchall()
    return Agency(*rows[0]) if rows else None


def all_agencies(cursor: Cursor) -> tuple[Agency, ...]:
    """Return every agency by name."""
    return tuple(Agency(*r) for r in cursor.execute(f"select {_AGENCY} from agency order by name, id").fetchall())


def agencies_of(cursor: Cursor, programme_id: str) -> tuple[Agency, ...]:
    """Return the agencies that a programme audits, by name."""
    rows = cursor.execute(
        f"select {_AGENCY} from agency where id in (select agency_id from audit where programme_id = ?) "
        "order by name, id",
        [programme_id],
    ).fetchall()
    return tuple(Agency(*row) for row in rows)


def add_member(cursor: Cursor, member: Member) -> None:
    """Add `member` to its programme's team."""
    _insert(cursor, "team_member", _MEMBER, _member_values(member))


def save_member(cursor: Cursor, member: Member) -> None:
    """Write `member` over its row."""
    _update(cursor, "team_member", _MEMBER, _member_values(member))


def member(cursor: Cursor, member_id: str) -> Member | None:
    """Return the team member with `member_id`."""
    rows = cursor.execute(f"select {_MEMBER} from team_member where id = ?", [member_id]).fetchall()
    return _member(rows[0]) if rows else None


def team(cursor: Cursor, programme_id: str) -> tuple[Member, ...]:
    """Return the team of a programme, leader first."""
    rows = cursor.execute(
        f"select {_MEMBER} from team_member where programme_id = ? order by id", [programme_id]
    ).fetchall()
    order = list(Role)
    return tuple(sorted((_member(row) for row in rows), key=lambda one: order.index(one.role)))


def _insert(cursor: Cursor, table: str, columns: str, values: list[Any]) -> None:
    marks = ", ".join("?" for _ in values)
    cursor.execute(f"insert into {table} ({columns}) values ({marks})", values)


def _update(cursor: Cursor, table: str, columns: str, values: list[Any]) -> None:
    names = [name.strip() for name in columns.split(",")][1:]
    sets = ", ".join(f"{name} = ?" for name in names)
    cursor.execute(f"update {table} set {sets} where id = ?", [*values[1:], values[0]])


def _programme_values(one: Programme) -> list[Any]:
    decisions = [
        value
        for decision in (one.plan, one.team)
        for value in (decision.number, decision.issued_on, decision.issuer, decision.about)
    ]
    head = [one.id, one.year, one.parent_body, one.issuing_body, one.place]
    return [*head, *decisions, one.standard, one.wording, one.uses_score, one.is_sample, one.revision]


def _programme(row: tuple[Any, ...]) -> Programme:
    plan, team = Decision(*row[5:9]), Decision(*row[9:13])
    standard, wording, uses_score, is_sample, revision = row[13:]
    head: tuple[str, int, str, str, str] = row[:5]
    return Programme(
        *head,
        plan,
        team,
        standard,
        wording=wording,
        uses_score=uses_score,
        is_sample=is_sample,
        revision=revision,
    )


def _agency_values(one: Agency) -> list[Any]:
    return [one.id, one.name, one.kind, one.parent, one.address, one.is_sample, one.revision]


def _member_values(one: Member) -> list[Any]:
    return [
        one.id, one.programme_id, one.name, one.position, one.organisation,
        one.role.value, one.account_id, one.revision,
    ]  # fmt: skip


def _member(row: tuple[Any, ...]) -> Member:
    head: tuple[str, str, str, str, str] = row[:5]
    return Member(*head, Role(row[5]), account_id=row[6], revision=row[7])
