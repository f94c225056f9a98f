"""Moving an audit under way to the version in force of its edition: answers stay, by the ids of their items."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from iso_audit.domain.account import Account, must
from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import Checklist, Item
from iso_audit.domain.composition import compose
from iso_audit.domain.errors import Conflict, NotFound
from iso_audit.domain.journal import ITEM
from iso_audit.domain.minutes import MinutesState
from iso_audit.storage import activity, audits, heads, minutes, programmes
from iso_audit.storage.engine.database import Cursor, Database
from iso_audit.workflow.ids import new_id


@dataclass(frozen=True, slots=True)
class Move:
    """What a move does to an audit's checklist: items added, reworded, and those taken out, with or without entries.

    `left_over` are the items taken out of which something was entered: it stays in the journal and is printed no more.
    """

    checklist: Checklist
    added: tuple[Item, ...]
    reworded: tuple[Item, ...]
    taken_out: tuple[Item, ...]
    left_over: tuple[Item, ...]


def foreseen(database: Database, audit_id: str, bank: Bank, *, by: Account) -> Move | None:
    """Return what moving an audit to the version in force would do; nothing is written.

    None where there is nothing to offer: it asks by that version already, or its minutes are locked.
    """
    must(by.leads, "plan")
    with database.read() as cursor:
        if _is_fixed(cursor, audit_id):
            return None
        before, result = audits.checklist(cursor, audit_id), _move(cursor, audit_id, bank)
        as_before = before is not None and replace(before, version="") == replace(result.checklist, version="")
        return None if as_before else result


def _is_fixed(cursor: Cursor, audit_id: str) -> bool:
    return any(one.state is not MinutesState.VOID for one in minutes.of_audit(cursor, audit_id))


def move(database: Database, audit_id: str, bank: Bank, *, by: Account, at: datetime) -> Move:
    """Let an audit ask by another version of the same edition; what was entered stays as it is.

    Conflict `edition_differs` where the bank is by another edition, `audit_has_minutes` once minutes are locked.
    """
    must(by.leads, "plan")
    with database.write() as cursor:
        result = _move(cursor, audit_id, bank)
        audits.set_checklist(cursor, audit_id, result.checklist, at=at)
        detail: dict[str, object] = {
            "version": bank.version,
            "added": len(result.added),
            "taken_out": len(result.taken_out),
            "left_over": ", ".join(item.id for item in result.left_over),
        }
        act = activity.Activity(new_id(at), at, by.id, "checklist_moved", f"audit:{audit_id}", detail)
        activity.add(cursor, act)
    return result


def _move(cursor: Cursor, audit_id: str, bank: Bank) -> Move:
    audit, before = audits.audit(cursor, audit_id), audits.checklist(cursor, audit_id)
    agency = programmes.agency(cursor, audit.agency_id) if audit else None
    if audit is None or before is None or agency is None:
        raise NotFound("audit_not_found", audit=audit_id[:64])
    if before.standard != bank.standard:
        raise Conflict("edition_differs", audit=before.standard, programme=bank.standard)
    if _is_fixed(cursor, audit_id):
        raise Conflict("audit_has_minutes", code=audit.code)
    composed = compose(bank, kind=agency.kind, form=audit.checklist_form, exclusions=before.excluded)
    items = {item.id: item for item in before.items}
    ids = {item.id for item in composed.items}
    taken_out = tuple(item for item in before.items if item.id not in ids)
    retired = tuple(sorted({*before.retired, *(item.id for item in taken_out)} - ids))
    return Move(
        checklist=replace(composed, retired=retired),
        added=tuple(item for item in composed.items if item.id not in items),
        reworded=tuple(item for item in composed.items if item.id in items and item != items[item.id]),
        taken_out=taken_out,
        left_over=tuple(_with_entries(cursor, audit_id, taken_out)),
    )


def _with_entries(cursor: Cursor, audit_id: str, items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items of which something is written in the journal of an audit."""
    state = heads.of_kinds(cursor, audit_id, (ITEM,))
    return (item for item in items if state.values(f"{ITEM}:{item.id}"))
