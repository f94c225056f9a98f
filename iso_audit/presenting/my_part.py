"""How far somebody's own part of an audit is, and where they go on: what a page says before the checklist is opened."""

from dataclasses import dataclass

from iso_audit.domain.account import Account
from iso_audit.domain.checklist import Item
from iso_audit.domain.completion import Completion, completion, judgements
from iso_audit.domain.journal import Journal
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import conducting
from iso_audit.storage.queries.conducting import OpenAudit


@dataclass(frozen=True, slots=True)
class MyPart:
    """The counts of the sections given to somebody, and the item to go on with, None where all are answered."""

    counts: Completion
    next_item: Item | None


def my_part(database: Database, opened: OpenAudit, *, reader: Account) -> MyPart | None:
    """Return what `reader` has to do in an audit; None where nothing that is asked is given to them."""
    section_members = conducting.sections(database, opened.audit)
    mine = {section for section, member in section_members.items() if member.account_id == reader.id}
    blocks = opened.checklist.blocks
    sections = [section for block in blocks for section in block.sections if section.id in mine]
    judgement_of = {one.item_id: one for one in judgements(opened.checklist, opened.journal)}
    own = [item for section in sections for item in opened.checklist.items_of(section)]
    items = [item for item in own if item.id in judgement_of]
    if not items:
        return None
    own_judgements = [judgement_of[item.id] for item in items]
    return MyPart(completion(own_judgements), _next(items, opened.journal, reader))


def _next(items: list[Item], journal: Journal, reader: Account) -> Item | None:
    """Return the first unanswered item behind the one that `reader` judged last, or else the first of all."""
    states = {item.id: journal.fields.get((f"item:{item.id}", "grade")) for item in items}
    own = [
        (head.order, id_)
        for id_, state in states.items()
        if state
        for head in state.heads
        if head.account_id == reader.id
    ]
    _, last = max(own, default=(None, ""))
    at = next((place for place, item in enumerate(items, start=1) if item.id == last), 0)
    in_order = [*items[at:], *items[:at]]
    return next((item for item in in_order if (state := states[item.id]) is None or state.value is None), None)
