"""Rows of programme, agency and team_member, and the domain's nouns; each update counts a revision."""

from collections.abc import Collection, Iterable

from iso_audit.domain.account import Role
from iso_audit.domain.programme import Agency, Member, Programme
from iso_audit.domain.text import alphabet_key
from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.tables import AGENCY, PROGRAMME, TEAM_MEMBER

Planned = Programme | Agency | Member
_TABLES = {Programme: PROGRAMME, Agency: AGENCY, Member: TEAM_MEMBER}


def add(cursor: Cursor, planned: Planned) -> None:
    """Add a programme, an agency, or a member to its programme's team."""
    _TABLES[type(planned)].add(cursor, planned)


def save(cursor: Cursor, planned: Planned) -> None:
    """Write a programme, an agency or a member over its row."""
    _TABLES[type(planned)].save(cursor, planned)


def programme(cursor: Cursor, programme_id: str) -> Programme | None:
    """Return the programme with `programme_id`."""
    rows = PROGRAMME.read(cursor, Programme, "where id = ?", [programme_id])
    return rows[0] if rows else None


def of_year(cursor: Cursor, year: int) -> Programme | None:
    """Return the programme of a year."""
    rows = PROGRAMME.read(cursor, Programme, "where year = ?", [year])
    return rows[0] if rows else None


def all_programmes(cursor: Cursor) -> tuple[Programme, ...]:
    """Return every programme, the newest year first."""
    return PROGRAMME.read(cursor, Programme, "order by year desc, id")


def with_audits(cursor: Cursor, audit_ids: Collection[str]) -> tuple[Programme, ...]:
    """Return the programmes that some audits belong to, the newest year first."""
    if not audit_ids:
        return ()
    marks = ", ".join("?" for _ in audit_ids)
    chosen = f"where id in (select programme_id from audit where id in ({marks})) order by year desc, id"
    return PROGRAMME.read(cursor, Programme, chosen, list(audit_ids))


def agency(cursor: Cursor, agency_id: str) -> Agency | None:
    """Return the agency with `agency_id`."""
    rows = AGENCY.read(cursor, Agency, "where id = ?", [agency_id])
    return rows[0] if rows else None


def all_agencies(cursor: Cursor) -> tuple[Agency, ...]:
    """Return every agency by name."""
    return _by_name(AGENCY.read(cursor, Agency, "order by id"))


def remove_agency(cursor: Cursor, agency_id: str) -> None:
    """Take out an agency that nothing refers to."""
    AGENCY.delete(cursor, [agency_id])


def agencies_of(cursor: Cursor, programme_id: str) -> tuple[Agency, ...]:
    """Return the agencies that a programme audits, by name."""
    chosen = "where id in (select agency_id from audit where programme_id = ?) order by id"
    return _by_name(AGENCY.read(cursor, Agency, chosen, [programme_id]))


def _by_name(agencies: Iterable[Agency]) -> tuple[Agency, ...]:
    return tuple(sorted(agencies, key=lambda one: alphabet_key(one.name)))


def member(cursor: Cursor, member_id: str) -> Member | None:
    """Return the team member with `member_id`."""
    rows = TEAM_MEMBER.read(cursor, Member, "where id = ?", [member_id])
    return rows[0] if rows else None


def team(cursor: Cursor, programme_id: str) -> tuple[Member, ...]:
    """Return the team of a programme, leader first."""
    members = TEAM_MEMBER.read(cursor, Member, "where programme_id = ? order by id", [programme_id])
    order = list(Role)
    return tuple(sorted(members, key=lambda member: order.index(member.role)))
