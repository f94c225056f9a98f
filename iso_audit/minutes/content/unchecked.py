"""What was left out, named for those who do not know our codes: whole parts by title, items by their question."""

from collections.abc import Iterable

from iso_audit.minutes.content.words import Words, capital, entered
from iso_audit.minutes.facts import ItemFacts, MinutesFacts


def named(facts: MinutesFacts, words: Words, left_out: Iterable[ItemFacts]) -> str:
    """Return the items `left_out` as one run of words, what is left out whole as one."""
    ids, names = {item.item_id for item in left_out}, []
    for block in facts.blocks:
        if _whole(block.items, ids):
            names.append(_part("whole_block", block.title.in_language(words.language), block.items, words))
            continue
        for section in block.sections:
            if _whole(section.items, ids):
                names.append(_part("whole_section", section.title.in_language(words.language), section.items, words))
            else:
                names += [_item(item, words) for item in section.items if item.item_id in ids]
    return capital("; ".join(names))


def by_reason(items: Iterable[ItemFacts]) -> dict[str, list[ItemFacts]]:
    """Return items by the reason entered for them, as it stands inside a sentence."""
    groups: dict[str, list[ItemFacts]] = {}
    for item in items:
        groups.setdefault(entered(item.value("reason")).rstrip(".;"), []).append(item)
    return groups


def _whole(items: tuple[ItemFacts, ...], ids: set[str]) -> bool:
    return len(items) > 1 and all(item.item_id in ids for item in items)


def _part(kind: str, title: str, items: tuple[ItemFacts, ...], words: Words) -> str:
    return words.say(f"not_checked.{kind}", title=title, count=words.count(len(items)))


def _item(item: ItemFacts, words: Words) -> str:
    """Return an item with the first sentence of its question."""
    question, sign, _ = item.question.in_language(words.language).partition("?")
    return words.say("not_checked.item", item=item.item_id, question=question + sign)
