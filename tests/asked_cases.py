"""The cases of which items are asked, which the server, the overview and the card share: tests/cases/asked.json."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from iso_audit.domain.checklist import Block, Checklist, Condition, Item, Section
from iso_audit.domain.journal import Event
from iso_audit.domain.text import Text
from iso_audit.storage import audits
from iso_audit.storage.engine.database import Database
from tests.databases import AT
from tests.journal_cases import FOLDER

ASKED = json.loads((FOLDER / "asked.json").read_text("utf-8"))
NAMES = [case["name"] for case in ASKED]


def checklist(conditions: Mapping[str, Condition], *ids: str) -> Checklist:
    """Return a checklist of one section with these items."""
    words, ids = Text("lời", "words"), ids or ("A", "B", "C")
    items = tuple(Item(id_, "k", "4.1", False, words, words, (), asked_when=conditions.get(id_)) for id_ in ids)
    section = Section("k1", words, tuple(item.id for item in items))
    return Checklist("own", "1", words, (Block("k", words, words, (section,)),), (), items)


def checklist_of(case) -> Checklist:
    """Return the checklist of a case."""
    conditions = case["conditions"].items()
    return checklist({id_: Condition(told["item"], tuple(told["grades"])) for id_, told in conditions})


def events_of(case, *, audit: str = "audit") -> Iterator[Event]:
    """Yield the events of a case: several values of a field are by as many people, the last one the newest."""
    for subject, field, values in case["fields"]:
        for place, value in enumerate(values):
            own, at = f"{subject}-{field}-{place}", AT.replace(second=place)
            yield Event(own, audit, subject, field, value, f"person-{place}", "t", at, at)


def change_items(database: Database, audit_id: str, **changes: Mapping[str, Any]) -> Checklist:
    """Give items of an audit's checklist other fields; return the checklist."""
    with database.write() as cursor:
        before = audits.checklist(cursor, audit_id)
        assert before is not None
        items = tuple(replace(item, **changes.get(item.id, {})) for item in before.items)
        changed = replace(before, items=items)
        audits.set_checklist(cursor, audit_id, changed, at=AT)
    return changed
