"""Taking in versions of minutes: frozen ones only where they are absent, never changed; a locked one may move on."""

import hashlib

from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.domain.minutes import MinutesState
from iso_audit.storage.exchange import rows as tables
from iso_audit.storage.exchange.sections import AUDIT, MINUTES
from iso_audit.storage.exchange.values import Row
from iso_audit.workflow.exchange.taking import Taking

_TEXT = (
    "audit_id", "number", "version", "language", "content", "text_hash", "content_hash", "short_code", "created_at",
    "locked_by",
)  # fmt: skip
_END = ("pages", "pdf_hash", "issued_at", "issued_by", "voided_at", "voided_by", "void_reason")


def take_minutes(taking: Taking, event_ids: list[str]) -> None:
    """Take in the versions the file holds; `event_ids` are its events in order, of which a version knew the first.

    Conflict `carry_row_differs` where a version here has another text. A version that was made apart under a version
    number in use here, or that ended otherwise there, is left as it is and told.
    """
    listed = sorted(taking.rows(MINUTES), key=lambda row: (row["version"], row["id"]))
    for row in listed:
        _check(row)
        here = tables.present(taking.cursor, MINUTES, [row["id"]])
        if here is None:
            _add(taking, row, event_ids)
        else:
            _move_on(taking, here, row)


def _check(row: Row) -> None:
    if row["state"] not in set(MinutesState):
        raise RuleBroken("carry_damaged")
    if hashlib.sha256(str(row["content"]).encode()).hexdigest() != row["content_hash"]:
        raise RuleBroken("carry_damaged")
    if row["state"] == MinutesState.ISSUED and row["pdf"] != row["pdf_hash"]:
        raise RuleBroken("carry_damaged")


def _add(taking: Taking, row: Row, event_ids: list[str]) -> None:
    own = tables.matching(taking.cursor, MINUTES, audit_id=row["audit_id"], version=row["version"])
    if own:
        taking.left_out.add(("minutes", str(row["id"])))
        taking.note("minutes_left_out", version=row["version"], number=row["number"], here=own[0]["number"])
        return
    count = row["journal_position"]
    if not isinstance(count, int) or not 0 <= count <= len(event_ids):
        raise RuleBroken("carry_damaged")
    taking.insert(MINUTES, row, journal_position=_position(taking, set(event_ids[:count])))
    for code in _others_with(taking, row["number"]):
        taking.note("number_twice", number=row["number"], code=code)


def _others_with(taking: Taking, number: object) -> list[str]:
    """Return the codes of the programme's other audits whose minutes have this number."""
    own = tables.present(taking.cursor, AUDIT, [taking.audit_id])
    others = {str(one["audit_id"]) for one in tables.matching(taking.cursor, MINUTES, number=number)}
    found = [tables.present(taking.cursor, AUDIT, [audit_id]) for audit_id in sorted(others - {taking.audit_id})]
    return [str(one["code"]) for one in found if one and own and one["programme_id"] == own["programme_id"]]


def _position(taking: Taking, known: set[str]) -> int:
    """Return the position here that stands for what a version knew; what it did not know is moved behind it."""
    return tables.move_behind(taking.cursor, taking.audit_id, known)


def _move_on(taking: Taking, here: Row, row: Row) -> None:
    taking.known["minutes"] += 1
    if any(here[name] != row[name] for name in _TEXT):
        raise Conflict("carry_row_differs", field="carried_minutes")
    if here["state"] == MinutesState.LOCKED and row["state"] != MinutesState.LOCKED:
        pdf = taking.archive.file(str(row["pdf"])) if row["pdf"] is not None else None
        ended = {name: row[name] for name in ("state", *_END)}
        tables.update(taking.cursor, MINUTES, [row["id"]], {**ended, "pdf": pdf})
        taking.note("minutes_moved_on", version=row["version"], number=row["number"])
    elif row["state"] != MinutesState.LOCKED and any(here[name] != row[name] for name in ("state", *_END)):
        taking.note("minutes_end_differs", version=row["version"], number=row["number"])
