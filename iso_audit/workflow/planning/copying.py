"""A new year that begins with what a former one held: its team, and an audit planned for each of its agencies."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from iso_audit.domain.account import Account, must
from iso_audit.domain.bank import Bank
from iso_audit.domain.errors import NotFound, RuleBroken
from iso_audit.domain.programme import Audit, Member, Programme
from iso_audit.storage import audits, programmes
from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.planning import establishing


def begin_year(
    database: Database, programme: Programme, former_id: str, bank: Bank, *, by: Account, at: datetime
) -> Programme:
    """Add a programme with the former one's team, and its agencies' audits with the same people and assignment.

    Each agency gets one, those of a kind that the year has no more get none. Days are left open, excluded clauses are
    not taken over: each exclusion is claimed anew. RuleBroken `sample_copied` where the former one is the sample.
    """
    must(by.leads, "plan")
    with database.write() as cursor:
        former = programmes.programme(cursor, former_id)
        if former is None:
            raise NotFound("programme_not_found")
        if former.is_sample:
            raise RuleBroken("sample_copied")
        added = establishing.save_programme(database, programme, by=by, at=at)
        member_ids = _team(database, programmes.team(cursor, former_id), added, by=by, at=at)
        kinds = {one.id: bank.kind(one.kind) for one in programmes.agencies_of(cursor, former_id)}
        former_audits = [one for one in audits.of_programme(cursor, former_id) if one.cancelled_reason is None]
        for audit in {one.agency_id: one for one in former_audits}.values():
            if kinds[audit.agency_id].exists_in(added.year):
                wish = _again(cursor, audit, added, member_ids)
                establishing.save_audit(database, wish, bank, exclusions={}, by=by, at=at)
    return added


def _team(
    database: Database, members: Iterable[Member], programme: Programme, *, by: Account, at: datetime
) -> dict[str, str]:
    """Copy a team and return the new ids by the former ones; whom an older team names twice is one person now."""
    ids: dict[tuple[str, str, str], str] = {}
    member_ids: dict[str, str] = {}
    for one in members:
        person = (one.name, one.position, one.organisation)
        if person not in ids:
            wish = replace(one, id="", programme_id=programme.id, revision=0)
            ids[person] = establishing.save_member(database, wish, by=by, at=at).id
        member_ids[one.id] = ids[person]
    return member_ids


def _again(cursor: Cursor, audit: Audit, programme: Programme, member_ids: dict[str, str]) -> Audit:
    return replace(
        audit,
        id="",
        programme_id=programme.id,
        code=establishing.next_code(programme.year, set(audits.codes(cursor))),
        planned_on=None,
        leader_id=member_ids.get(audit.leader_id) if audit.leader_id else None,
        member_ids=tuple(dict.fromkeys(member_ids[one] for one in audit.member_ids if one in member_ids)),
        sections={section: member_ids[one] for section, one in audit.sections.items() if one in member_ids},
        revision=0,
    )
