"""The cases that every reader of a journal shares, the server's, the database's and the card's: tests/cases/*.json."""

import json
from datetime import UTC, datetime
from pathlib import Path

from iso_audit.domain.journal import Event

FOLDER = Path(__file__).parent / "cases"
CASES = json.loads((FOLDER / "journal.json").read_text("utf-8"))
GAPS = json.loads((FOLDER / "gaps.json").read_text("utf-8"))
NAMES = [case["name"] for case in CASES]
KEY = ("item:P01", "grade")


def events(case, *, audit: str = "audit") -> list[Event]:
    """Return the events of a case in the order it tells them."""
    return [_event(told, audit) for told in case["events"]]


def _event(told, audit: str) -> Event:
    at = datetime.fromtimestamp(told["made_at"], UTC)
    value, by, replaced = told["value"], told["account"], frozenset(told["replaces"])
    return Event(told["id"], audit, *KEY, value, by, told["device"], at, at, replaced)


def outcome(state) -> dict[str, object]:
    """Return what a case says of the state of its field."""
    return {"heads": [head.id for head in state.heads], "value": state.value, "disputed": state.disputed}


def expected(case) -> dict[str, object]:
    return {name: case[name] for name in ("heads", "value", "disputed")}
