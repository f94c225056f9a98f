"""Taking in the plan an audit belongs to: programme, people, agency, the audit itself and its checklist.

What is planned here stands; where the file says otherwise, both are told. A programme of the same year, an agency of
the same name and a member of the same name and role are the same here, even when two machines made them apart.
"""

import hashlib
import json
from collections.abc import Iterable

from iso_audit.domain.account import checked_username
from iso_audit.domain.checklist import Checklist, hash_of
from iso_audit.domain.composition import joined
from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.domain.text import alphabet_key
from iso_audit.storage.engine.table import Row, Table
from iso_audit.storage.exchange import rows
from iso_audit.storage.tables import (
    ACCOUNT,
    AGENCY,
    AUDIT,
    AUDIT_CHECKLIST,
    AUDIT_MEMBER,
    PROGRAMME,
    TEAM_MEMBER,
)
from iso_audit.workflow.exchange.taking import Taking, differing
from iso_audit.workflow.exchange.told import Difference


def take_plan(taking: Taking) -> bool:
    """Take in what an audit belongs to and tell whether the audit is new here.

    Conflict `carry_sample_mixed`, `carry_code_taken`, `carry_checklist_differs`; RuleBroken `carry_damaged`.
    """
    _take_programme(taking)
    _take_accounts(taking)
    _take_agency(taking)
    _take_team(taking)
    is_new = _take_audit(taking)
    _take_checklist(taking, is_new=is_new)
    return is_new


def _take_programme(taking: Taking) -> None:
    row = taking.one(PROGRAMME)
    here = PROGRAMME.find(taking.cursor, [row["id"]])
    if here is None:
        same_year = PROGRAMME.matching(taking.cursor, year=row["year"])
        here = same_year[0] if same_year else None
    if here is None:
        taking.insert(PROGRAMME, row)
        return
    if here["is_sample"] != row["is_sample"]:
        raise Conflict("carry_sample_mixed", year=row["year"])
    taking.ids_here["programme", str(row["id"])] = str(here["id"])
    _compare(taking, PROGRAMME, here, row)


def _take_accounts(taking: Taking) -> None:
    """Make the accounts unknown here: disabled, without a password, so that rows keep their writer's name."""
    names, usernames, account_ids = [], rows.usernames(taking.cursor), rows.account_ids(taking.cursor)
    for row in taking.rows(ACCOUNT):
        account_id = str(row["id"])
        if account_id in account_ids:
            taking.known["account"] += 1
            continue
        username = _free_username(str(row["username"]), account_id, usernames)
        taking.insert(ACCOUNT, row, username=username, active=False)
        usernames.add(username)
        taking.new_accounts.add(account_id)
        names.append(str(row["name"]))
    if names:
        taking.note("accounts_made", count=len(names), names=", ".join(sorted(names, key=alphabet_key)))


def _take_agency(taking: Taking) -> None:
    row = taking.one(AGENCY)
    here = AGENCY.find(taking.cursor, [row["id"]])
    if here is None:
        same = AGENCY.matching(taking.cursor, name=row["name"], kind=row["kind"], is_sample=row["is_sample"])
        here = same[0] if len(same) == 1 else None
    if here is None:
        taking.insert(AGENCY, row)
        return
    taking.ids_here["agency", str(row["id"])] = str(here["id"])
    _compare(taking, AGENCY, here, row)


def _take_team(taking: Taking) -> None:
    for row in list(taking.rows(TEAM_MEMBER)):
        here = TEAM_MEMBER.find(taking.cursor, [row["id"]]) or _same_person(taking, row)
        if here is not None:
            taking.ids_here["team_member", str(row["id"])] = str(here["id"])
            _compare(taking, TEAM_MEMBER, here, row)
            continue
        if not taking.leads:
            taking.waits["team_member"] += 1
            continue
        is_linked = row["account_id"] is not None and TEAM_MEMBER.matching(
            taking.cursor, programme_id=row["programme_id"], account_id=row["account_id"]
        )
        taking.insert(TEAM_MEMBER, row, account_id=None if is_linked else row["account_id"])


def _same_person(taking: Taking, row: Row) -> Row | None:
    """Return the member of the same name and role here, unless the file knows that member by id as somebody else."""
    values = {name: row[name] for name in ("programme_id", "name", "role")}
    spoken_for = taking.content.ids["team_member"] | set(taking.ids_here.values())
    same = [one for one in TEAM_MEMBER.matching(taking.cursor, **values) if one["id"] not in spoken_for]
    return same[0] if len(same) == 1 else None


def _take_audit(taking: Taking) -> bool:
    row = taking.one(AUDIT)
    row["sections"] = _sections(taking, str(row["sections"]))
    members = sorted(str(one["member_id"]) for one in taking.rows(AUDIT_MEMBER))
    here = AUDIT.find(taking.cursor, [row["id"]])
    if here is not None:
        if here["is_sample"] != row["is_sample"]:
            raise Conflict("carry_sample_mixed", year=taking.manifest.code)
        there = AUDIT_MEMBER.matching(taking.cursor, audit_id=row["id"])
        _compare_audit(taking, here, row, sorted(str(one["member_id"]) for one in there), members)
        return False
    if AUDIT.matching(taking.cursor, code=row["code"]):
        raise Conflict("carry_code_taken", code=row["code"])
    taking.insert(AUDIT, row)
    for member_id in members:
        taking.insert(AUDIT_MEMBER, {"audit_id": row["id"], "member_id": member_id})
    return True


def _sections(taking: Taking, text: str) -> str:
    """Return who has which section, with the members' ids as they are here."""
    sections = json.loads(text)
    here = {name: taking.ids_here.get(("team_member", str(one)), one) for name, one in sections.items()}
    return json.dumps(here, sort_keys=True)


def _take_checklist(taking: Taking, *, is_new: bool) -> None:
    row = taking.one(AUDIT_CHECKLIST)
    here = AUDIT_CHECKLIST.find(taking.cursor, [row["audit_id"]])
    if here is not None and here["content_hash"] != row["content_hash"]:
        _join_checklists(taking, here, row)
    if is_new:
        taking.insert(AUDIT_CHECKLIST, row)


def _join_checklists(taking: Taking, here: Row, row: Row) -> None:
    """Keep the later of two versions of an audit's checklist, or refuse the file where they do not fit."""
    ours, theirs = (Checklist.from_data(json.loads(str(one["content"]))) for one in (here, row))
    checklist = joined(ours, theirs, may_replace=taking.leads)
    if checklist is None:
        raise Conflict("carry_checklist_differs", code=taking.manifest.code)
    content = checklist.to_json()
    changes = {"content": content, "content_hash": hash_of(content), "taken_at": row["taken_at"]}
    AUDIT_CHECKLIST.update(taking.cursor, [here["audit_id"]], changes)


def _compare(taking: Taking, section: Table, here: Row, row: Row) -> None:
    taking.known[section.name] += 1
    for name in differing(section, here, row):
        if section is not TEAM_MEMBER:
            _differs(taking, section.name, name, here[name], row[name])
        else:
            _differs(taking, section.name, name, f"{here['name']}: {here[name]}", f"{row['name']}: {row[name]}")


def _compare_audit(taking: Taking, here: Row, row: Row, members: list[str], members_there: list[str]) -> None:
    taking.known["audit"] += 1
    for name in differing(AUDIT, here, row):
        if name != "sections":
            _differs(taking, "audit", name, here[name], row[name])
        elif json.loads(str(here[name])) != json.loads(str(row[name])):
            _differs(taking, "audit", name, *(_assigned(taking, str(one[name])) for one in (here, row)))
    if here["leader_id"] != row["leader_id"]:
        _differs(taking, "audit", "leader_id", *(_names(taking, [one["leader_id"]]) for one in (here, row)))
    if here["agency_id"] != row["agency_id"]:
        names = [AGENCY.find(taking.cursor, [one["agency_id"]]) or {} for one in (here, row)]
        _differs(taking, "audit", "agency_id", *(one.get("name") for one in names))
    if members != members_there:
        _differs(taking, "audit", "members", _names(taking, members), _names(taking, members_there))


def _differs(taking: Taking, table: str, name: str, here: object, there: object) -> None:
    texts = ["" if one is None else str(one) for one in (here, there)]
    taking.differences.append(Difference(table, name, *texts))


def _assigned(taking: Taking, text: str) -> str:
    return "; ".join(f"{name}: {_names(taking, [one])}" for name, one in sorted(json.loads(text).items()))


def _names(taking: Taking, member_ids: Iterable[object]) -> str:
    rows_by_id = {row["id"]: row for row in taking.content.of(TEAM_MEMBER)}
    team = [TEAM_MEMBER.find(taking.cursor, [one]) or rows_by_id.get(one) for one in member_ids]
    return ", ".join(sorted((str(one["name"]) for one in team if one is not None), key=alphabet_key))


def _free_username(text: str, account_id: str, usernames: set[str]) -> str:
    """Return the username asked for, or where it is another's here, one that is free, the same each time."""
    mark = hashlib.sha256(account_id.encode()).hexdigest()
    try:
        username = checked_username(text)
    except RuleBroken:
        username = f"carried.{mark[:8]}"
    free, length = username, 8
    while free in usernames:
        free, length = f"{username[:20]}.{mark[:length]}", length + 1
    return free
