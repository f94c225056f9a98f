"""Which items of an audit's checklist are asked: all but those whose condition fails and of which nothing is known.

The card decides by the same rule (`card/client/judgements.js`); tests/cases/asked.json holds the two to the same cases.
"""

from collections.abc import Mapping

from iso_audit.domain.checklist import Checklist, Condition, Item
from iso_audit.domain.journal import PHOTO, Journal


def conditions(checklist: Checklist) -> dict[str, Condition]:
    """Return the conditions that count in an audit, by the item that each is of.

    Without the item it hangs on an item is asked anyhow, and so is one that judges the reason of an exclusion.
    """
    ids = {item.id for item in checklist.items}
    return {
        item.id: item.asked_when
        for item in checklist.items
        if item.asked_when and item.asked_when.item in ids and checklist.exclusion_of(item.id) is None
    }


def asked(checklist: Checklist, journal: Journal) -> tuple[Item, ...]:
    """Return the items that are asked, in the checklist's order.

    An item of which anything was entered is asked for ever, so that nothing is hidden when another grade changes.
    """
    known = conditions(checklist)
    waiting = {item_id for item_id, condition in known.items() if not _holds(condition, journal)}
    if not waiting:
        return checklist.items
    hidden = {item_id for item_id in waiting if not _is_entered(item_id, journal)} - _photographed(journal)
    return tuple(item for item in checklist.items if item.id not in hidden)


def in_circles(hanging: Mapping[str, str]) -> tuple[str, ...]:
    """Return the items that would be asked only after themselves; `hanging` tells of each on which one it hangs."""
    return tuple(item_id for item_id in hanging if _leads_back(item_id, hanging))


def _leads_back(item_id: str, hanging: Mapping[str, str]) -> bool:
    passed, name = {item_id}, hanging[item_id]
    while name in hanging and name not in passed:
        passed.add(name)
        name = hanging[name]
    return name == item_id


def _holds(condition: Condition, journal: Journal) -> bool:
    return journal.value(f"item:{condition.item}", "grade") in condition.grades


def _is_entered(item_id: str, journal: Journal) -> bool:
    return any(state.value is not None or state.disputed for state in journal.of(f"item:{item_id}").values())


def _photographed(journal: Journal) -> set[str]:
    """Return the items that have a photograph which was not withdrawn."""
    subjects = [one for one in journal.subjects(PHOTO) if not journal.value(one, "withdrawn")]
    return {journal.value(subject, "item") or "" for subject in subjects}
