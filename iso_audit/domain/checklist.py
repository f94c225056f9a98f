"""The checklist of an audit: blocks, sections, clauses and items, and the copy an audit keeps of them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from iso_audit.domain.errors import NotFound
from iso_audit.domain.text import Text

ROLES = ("internal_audit", "management_review", "declaration", "system_used")
"""What single items decide in the rule that proposes a conclusion; each is the role of one item of a bank."""

EARLIER_CORRECTIONS, ON_TIME_RATE, APOLOGIES = "earlier_corrections", "on_time_rate", "apologies"
CHECKED_ROLES = (EARLIER_CORRECTIONS, ON_TIME_RATE, APOLOGIES)
"""What single items say that other records may contradict; a bank may have no such item.

That what was found before has been corrected, that the reported on-time rate is so, that late files have an apology.
"""

_ROLES_OF_OLDER_COPIES = {
    "P11": "internal_audit",
    "P12": "management_review",
    "P04": "declaration",
    "4.1-3": "system_used",
    "P19": EARLIER_CORRECTIONS,
    "7.5.1-3": ON_TIME_RATE,
    "M03": APOLOGIES,
}
"""Copies that audits took before these roles were: our bank's items had them by these ids."""

LARGEST_COUNT = 1_000_000
"""The largest number that a bank's files, and so a weight, may say."""

METHODS = ("document", "record", "interview", "observation", "sample", "website")

FIRST_STANDARD, FIRST_EXCLUDABLE = "TCVN ISO 9001:2008", ("7",)
"""The edition of copies that audits took before there were several, and inside which clauses it allows exclusions."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a standard, or a point of a legal text: its number and title, never its wording.

    `former` are the numbers of the clauses that correspond to it in the edition before.
    """

    number: str
    title: Text
    parent: str | None
    standard: str
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """When an item is asked: once another item was given one of some grades."""

    item: str
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One question of ours: what to look at, how, and for which agency kinds (none named: all).

    `decides` is what the item decides by itself, a role of `ROLES` or `CHECKED_ROLES`, empty where it is nothing.
    `weight` is how much it counts in the score, 0 where that follows from its star. `former` are the ids of the same
    question in editions before.
    """

    id: str
    block: str
    clause: str
    starred: bool
    question: Text
    evidence: Text
    methods: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    decides: str = ""
    weight: int = 0
    asked_when: Condition | None = None
    former: tuple[str, ...] = ()

    @property
    def counts(self) -> int:
        """Return how often the item counts in the score."""
        return times_counted(self.weight, starred=self.starred)

    @property
    def special_weight(self) -> int:
        """Return the weight where it says other than the star does, else 0."""
        return self.weight if self.weight != times_counted(0, starred=self.starred) else 0

    def fits(self, kind: str) -> bool:
        """Return whether the item is asked at agencies of `kind`."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Section:
    """A run of items that are shown, and usually assigned, together."""

    id: str
    title: Text
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the checklist with criteria of its own; `source` names these criteria in short."""

    id: str
    title: Text
    source: Text
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """What one audit asks: the copy it keeps, with excluded clause numbers and their reasons.

    `retired` are items that were asked before the audit moved to another version: what was entered of them counts no
    more, but what a tablet still holds of them is taken.
    """

    id: str
    version: str
    edition: Text
    blocks: tuple[Block, ...]
    clauses: tuple[Clause, ...]
    items: tuple[Item, ...]
    excluded: Mapping[str, str] = field(default_factory=dict)
    standard: str = FIRST_STANDARD
    excludable: tuple[str, ...] = FIRST_EXCLUDABLE
    retired: tuple[str, ...] = ()

    def item(self, item_id: str) -> Item:
        """Return the item with this id; NotFound `item_unknown` if the checklist has none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise NotFound("item_unknown", item=item_id)

    def clause(self, number: str) -> Clause:
        """Return the clause with this number; NotFound `clause_unknown` if the checklist has none."""
        for clause in self.clauses:
            if clause.number == number:
                return clause
        raise NotFound("clause_unknown", clause=number)

    def items_of(self, section: Section) -> tuple[Item, ...]:
        """Return the items of `section`, in its order."""
        by_id = {item.id: item for item in self.items}
        return tuple(by_id[item_id] for item_id in section.items)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return the sections of all blocks, in order."""
        return tuple(section for block in self.blocks for section in block.sections)

    def role_of(self, item: Item) -> str:
        """Return what an item decides by itself: a role of `ROLES` or of `CHECKED_ROLES`, or nothing."""
        if item.decides:
            return item.decides
        role = _ROLES_OF_OLDER_COPIES.get(item.id, "")
        knows_role = any(one.decides and (role in ROLES or one.decides == role) for one in self.items)
        return "" if knows_role else role

    def has_own_number(self, item: Item) -> bool:
        """Tell whether the clause of an item is a point that our bank numbers by its block, not one of a standard."""
        return item.clause.startswith(f"{item.block}.")

    def exclusion_of(self, item_id: str) -> str | None:
        """Return the reason of the exclusion this item has to judge, or None if it judges none."""
        if not self.excluded:
            return None
        clause = self.item(item_id).clause
        above = lineage_of(clause, self.clauses)
        for number, reason in self.excluded.items():
            if number in above or clause in lineage_of(number, self.clauses):
                return reason
        return None

    def to_data(self) -> dict[str, Any]:
        """Return the checklist as plain dictionaries, lists and strings, ready for JSON."""
        data: dict[str, Any] = json.loads(json.dumps(self, default=_plain))
        for part in (data, *data["items"], *data["clauses"]):
            for name in [name for name, usual in _LATER.items() if name in part and part[name] == usual]:
                del part[name]  # so that a copy taken before there was such a field keeps its hash
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Checklist":
        """Return the checklist that `to_data` described."""
        return cls(
            id=data["id"],
            version=data["version"],
            edition=Text(**data["edition"]),
            blocks=tuple(_block(block) for block in data["blocks"]),
            clauses=tuple(_clause(clause) for clause in data["clauses"]),
            items=tuple(_item(item) for item in data["items"]),
            excluded=dict(data["excluded"]),
            standard=data.get("standard", FIRST_STANDARD),
            excludable=tuple(data.get("excludable", FIRST_EXCLUDABLE)),
            retired=tuple(data.get("retired", ())),
        )

    def to_json(self) -> str:
        """Return the canonical JSON that an audit stores: keys sorted, compact, letters as they are."""
        return json.dumps(self.to_data(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def content_hash(self) -> str:
        """Return the SHA-256 of the canonical JSON in UTF-8, as 64 hexadecimal digits."""
        return hash_of(self.to_json())


def times_counted(weight: int, *, starred: bool) -> int:
    """Return how often an item counts in the score: its weight, else twice where it is starred."""
    return weight or (2 if starred else 1)


def hash_of(content: str) -> str:
    """Return the SHA-256 of a checklist's canonical JSON in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def lineage_of(number: str, clauses: Iterable[Clause]) -> tuple[str, ...]:
    """Return `number` and the numbers of the clauses above it, nearest first."""
    parents = {clause.number: clause.parent for clause in clauses}
    lineage: list[str] = []
    current: str | None = number
    while current is not None and current not in lineage:
        lineage.append(current)
        current = parents.get(current)
    return tuple(lineage)


LONGEST_NAME = 40
"""Of an item's or a section's id: it stands in journals and plans that go from machine to machine."""


def is_name(value: object) -> bool:
    """Tell whether a value can be the id of an item or a section."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME and value.isprintable()


_LATER: Mapping[str, Any] = {
    "decides": "",
    "weight": 0,
    "asked_when": None,
    "former": [],
    "standard": FIRST_STANDARD,
    "excludable": list(FIRST_EXCLUDABLE),
    "retired": [],
}
"""Fields that copies of checklists did not have at first, with what their absence means."""


def _plain(part: Any) -> dict[str, Any]:
    """Return a part of a checklist as JSON can write it, its parts as they are: `asdict` would copy each of them."""
    return dict(part) if isinstance(part, Mapping) else {one.name: getattr(part, one.name) for one in fields(part)}


def _clause(data: Mapping[str, Any]) -> Clause:
    former = tuple(data.get("former", ()))
    return Clause(data["number"], Text(**data["title"]), data["parent"], data["standard"], former)


def _block(data: Mapping[str, Any]) -> Block:
    sections = tuple(
        Section(section["id"], Text(**section["title"]), tuple(section["items"])) for section in data["sections"]
    )
    return Block(data["id"], Text(**data["title"]), Text(**data["source"]), sections)


def _item(data: Mapping[str, Any]) -> Item:
    texts = {name: Text(**data[name]) for name in ("question", "evidence")}
    lists = {name: tuple(data.get(name, ())) for name in ("methods", "kinds", "former")}
    asked = data.get("asked_when")
    condition = Condition(asked["item"], tuple(asked["grades"])) if asked else None
    return Item(**{**data, **texts, **lists, "asked_when": condition})
