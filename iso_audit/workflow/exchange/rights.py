"""Who may bring what: a carried file gives nobody more rights than they have here.

Two are asked: who takes the file in, and who the file says entered it. What only leaders do on screen (planning,
conclusions, minutes and their signatures, days off) comes in by a leader's hand alone; a secretary's import takes the
journal and leaves the rest to a leader, who takes in the same file.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from iso_audit.domain.account import Account
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.subjects import writers_of
from iso_audit.domain.text import alphabet_key
from iso_audit.storage import accounts, journal
from iso_audit.storage.engine.database import Cursor, to_utc
from iso_audit.storage.engine.table import Row, Table
from iso_audit.storage.exchange import rows
from iso_audit.storage.tables import (
    ACCOUNT,
    ACTIVITY,
    AGENCY,
    AUDIT,
    AUDIT_MEMBER,
    CASE_LIST,
    EVENT,
    MINUTES,
    MINUTES_ATTACHMENT,
    MINUTES_IMAGE,
    MINUTES_RENDERING,
    MINUTES_REOPENING,
    PHOTO,
    PROGRAMME,
    SETTING,
    SIGNATURE_EVENT,
    SPECIAL_DAY,
    TEAM_MEMBER,
)
from iso_audit.workflow.exchange.content import Content, key_of
from iso_audit.workflow.exchange.taking import Taking

Right = Callable[[Account, str], bool]
Entry = tuple[Table, object, Right]
_TOGETHER = 500


def _records(account: Account, audit_id: str) -> bool:
    return account.may_record(audit_id)


def _writes(account: Account, audit_id: str) -> bool:
    return account.writes_minutes


def _leads(account: Account, audit_id: str) -> bool:
    return account.leads


ACTIONS: Mapping[str, Right] = MappingProxyType(
    {
        **dict.fromkeys(("audit_saved", "audit_cancelled", "checklist_moved", "minutes_reopened"), _leads),
        **dict.fromkeys(("minutes_locked", "minutes_unlocked", "minutes_issued", "minutes_signed_digitally"), _writes),
        **dict.fromkeys((f"signature_{one}" for one in ("given", "refused", "paper", "cleared")), _writes),
        **dict.fromkeys(("attachment_added", "attachment_withdrawn"), _writes),
        **dict.fromkeys(("audit_exported", "audit_imported"), _writes),
        "case_list_taken": _records,
    }
)
"""Which acts on an audit the log of another machine may tell of, and who may have done them."""

ALSO_BY_SECRETARIES = frozenset({"audit_exported", "audit_imported", "case_list_taken"})
_OF_LEADERS = (MINUTES, MINUTES_REOPENING, SIGNATURE_EVENT, MINUTES_ATTACHMENT, SPECIAL_DAY, SETTING)


def without_what_waits(cursor: Cursor, content: Content) -> tuple[Content, Counter[str]]:
    """Return what somebody who does not lead may take in of a file, and how much of what waits for a leader.

    RuleBroken `carry_audit_new`, `carry_people_unknown` where the file as a whole waits for one.
    """
    _check_planned(cursor, content)
    _check_people(cursor, content)
    waits: Counter[str] = Counter()
    here = _present_events(cursor, content)
    conclusions = [row for row in content.of(EVENT) if row["id"] not in here and _concludes(row)]
    waits["conclusion"] = len(conclusions)
    content = content.having(EVENT, (row for row in content.of(EVENT) if row not in conclusions))
    for section in _OF_LEADERS:
        section_rows = content.of(section)
        waits[section.name] = sum(1 for row in section_rows if not _settled(cursor, section, row))
        calendar = section.name in {SPECIAL_DAY.name, SETTING.name}
        present_rows = [row for row in section_rows if calendar and _present(cursor, section, row) is not None]
        content = content.having(section, present_rows)
    account_ids = rows.account_ids(cursor)
    content = content.having(ACCOUNT, (row for row in content.of(ACCOUNT) if row["id"] in account_ids))
    content = content.having(TEAM_MEMBER, _linked(content, account_ids))
    acts = [row for row in content.of(ACTIVITY) if _also_by_secretaries(row, account_ids)]
    waits["activity"] = sum(
        1 for row in content.of(ACTIVITY) if row not in acts and _present(cursor, ACTIVITY, row) is None
    )
    return content.having(ACTIVITY, acts).having(MINUTES_IMAGE, ()).having(MINUTES_RENDERING, ()), +waits


def check_writers(taking: Taking) -> None:
    """Raise `carry_writer_forbidden` where a file says that somebody entered what they may not enter here.

    A leader's import vouches for people that only the file knows, and for whom the file's plan lets take part.
    """
    people = {one.id: one for one in accounts.all_accounts(taking.cursor)}
    participants = _brought(taking.content) if taking.leads else frozenset()
    for section, account_id, right in _entries(taking):
        account = people.get(str(account_id))
        if account is None or account.id in taking.new_accounts or right(account, taking.audit_id):
            continue
        if not (right is _records and account.id in participants and account.role.sees_every_audit is False):
            raise RuleBroken("carry_writer_forbidden", name=account.name, field=f"carried_{section.name}")


def acts_taken(taking: Taking) -> Content:
    """Return the content with those acts that may have been done by whom the file says, and tell how many are not."""
    people = {one.id: one for one in accounts.all_accounts(taking.cursor)}
    earliest = to_utc(datetime(int(str(taking.content.one(PROGRAMME)["year"])) - 1, 1, 1, tzinfo=UTC))
    acts, count = [], 0
    for row in taking.content.of(ACTIVITY):
        account, right = people.get(str(row["account_id"])), ACTIONS.get(str(row["action"]))
        is_allowed = right is not None and (
            account is None or account.id in taking.new_accounts or right(account, taking.audit_id)
        )
        in_time = isinstance(row["recorded_at"], datetime) and row["recorded_at"] >= earliest
        if (is_allowed and in_time) or _present(taking.cursor, ACTIVITY, row) is not None:
            acts.append(row)
        else:
            count += 1
    if count:
        taking.note("activity_left_out", count=count)
    return taking.content.having(ACTIVITY, acts)


def _entries(taking: Taking) -> Iterator[Entry]:
    """Yield the new rows of a file, each with whom the file names and what they must be allowed to do."""
    cursor, content = taking.cursor, taking.content
    here = _present_events(cursor, content)
    for row in content.of(EVENT):
        if row["id"] not in here:
            yield EVENT, row["account_id"], _leads if _concludes(row) else _records
    columns: tuple[tuple[Table, tuple[str, ...], Right], ...] = (
        (PHOTO, ("received_by",), _records),
        (CASE_LIST, ("imported_by",), _records),
        (MINUTES, ("locked_by", "issued_by", "voided_by"), _writes),
        (MINUTES_REOPENING, ("account_id",), _leads),
        (SIGNATURE_EVENT, ("account_id",), _writes),
        (MINUTES_ATTACHMENT, ("added_by",), _writes),
    )
    for section, names, right in columns:
        for row in content.of(section):
            if not _settled(cursor, section, row):
                yield from ((section, row[name], right) for name in names if row[name] is not None)


def _check_planned(cursor: Cursor, content: Content) -> None:
    """Raise `carry_audit_new` where the file would plan something here."""
    programme, agency, audit = (content.one(section) for section in (PROGRAMME, AGENCY, AUDIT))
    same_agency = {name: agency[name] for name in ("name", "kind", "is_sample")}
    parts_here = (
        _present(cursor, AUDIT, audit) is not None,
        _present(cursor, PROGRAMME, programme) or PROGRAMME.matching(cursor, year=programme["year"]),
        _present(cursor, AGENCY, agency) or len(AGENCY.matching(cursor, **same_agency)) == 1,
    )
    if not all(parts_here):
        raise RuleBroken("carry_audit_new", code=content.manifest.code)


def _check_people(cursor: Cursor, content: Content) -> None:
    """Raise `carry_people_unknown` where entries of the file are of people without an account here."""
    account_ids = rows.account_ids(cursor)
    writers = {row["account_id"] for row in content.of(EVENT)}
    writers |= {row["received_by"] for row in content.of(PHOTO)} | {row["imported_by"] for row in content.of(CASE_LIST)}
    unknown = [str(row["name"]) for row in content.of(ACCOUNT) if row["id"] in writers - account_ids]
    if unknown:
        raise RuleBroken("carry_people_unknown", names=", ".join(sorted(unknown, key=alphabet_key)))


def _also_by_secretaries(row: Row, account_ids: set[str]) -> bool:
    return row["action"] in ALSO_BY_SECRETARIES and (row["account_id"] is None or row["account_id"] in account_ids)


def _linked(content: Content, account_ids: set[str]) -> list[Row]:
    return [
        {**row, "account_id": row["account_id"] if row["account_id"] in account_ids else None}
        for row in content.of(TEAM_MEMBER)
    ]


def _brought(content: Content) -> frozenset[str]:
    """Return the accounts of those whom the file's plan lets take part."""
    account_of = {row["id"]: row["account_id"] for row in content.of(TEAM_MEMBER)}
    return frozenset(str(account_of.get(row["member_id"])) for row in content.of(AUDIT_MEMBER))


def _present_events(cursor: Cursor, content: Content) -> frozenset[str]:
    event_ids = sorted(content.ids[EVENT.name])
    batches = (journal.present(cursor, event_ids[at : at + _TOGETHER]) for at in range(0, len(event_ids), _TOGETHER))
    return frozenset(name for some in batches for name in some)


def _concludes(row: Row) -> bool:
    return writers_of(str(row["subject"])) == "leaders"


def _present(cursor: Cursor, section: Table, row: Row) -> Row | None:
    return section.find(cursor, [row[name] for name in section.key])


def _settled(cursor: Cursor, section: Table, row: Row) -> bool:
    """Tell whether a row is here, and as far as it is in the file: minutes move on, attachments are withdrawn."""
    here = _present(cursor, section, row)
    moves = {MINUTES.name: "state", MINUTES_ATTACHMENT.name: "withdrawn_reason"}.get(section.name)
    return here is not None and (moves is None or here[moves] == row[moves] or row[moves] in {None, "locked"})


def settled_versions(cursor: Cursor, content: Content) -> frozenset[str]:
    """Return the versions of minutes that are here as they are in the file."""
    return frozenset(key_of(MINUTES, row) for row in content.of(MINUTES) if _settled(cursor, MINUTES, row))
