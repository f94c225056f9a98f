"""What an item or a clause of one checklist is in another, by another edition of the standard or by the same one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iso_audit.domain.checklist import Checklist, Clause, Item


@dataclass(frozen=True, slots=True)
class Counterparts:
    """The items and clauses of a checklist, each with its counterparts in another one."""

    item_ids: Mapping[str, tuple[str, ...]]
    clause_numbers: Mapping[str, tuple[str, ...]]

    @classmethod
    def between(cls, checklist: Checklist, other: Checklist) -> "Counterparts":
        """Return the counterparts that what is in `checklist` has in `other`."""
        if checklist.standard == other.standard:
            own_ids, own_numbers = (item.id for item in other.items), (clause.number for clause in other.clauses)
            return cls({one: (one,) for one in own_ids}, {one: (one,) for one in own_numbers})
        return cls(_of_items(checklist.items, other.items), _of_clauses(checklist.clauses, other.clauses))

    def items(self, item_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the ids that items have in the other checklist; those with no counterpart are left out."""
        return tuple(dict.fromkeys(one for item_id in item_ids for one in self.item_ids.get(item_id, ())))

    def clauses(self, numbers: Iterable[str]) -> tuple[str, ...]:
        """Return the numbers that clauses have in the other checklist; those with no counterpart are left out."""
        return tuple(dict.fromkeys(one for number in numbers for one in self.clause_numbers.get(number, ())))


def _of_items(items: Iterable[Item], others: Iterable[Item]) -> dict[str, tuple[str, ...]]:
    """Return the counterparts of items: a question tells by which ids it went in editions before."""
    counterparts: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    ids = {name: one.id for one in items for name in (one.id, *one.former)}
    for other in others:
        for item_id in dict.fromkeys(ids[name] for name in (other.id, *other.former) if name in ids):
            counterparts[item_id] += (other.id,)
    return dict(counterparts)


def _of_clauses(clauses: Iterable[Clause], others: Iterable[Clause]) -> dict[str, tuple[str, ...]]:
    """Return the counterparts of clauses: the same number of the same text, or the former number of another one."""
    by_number: defaultdict[str, list[Clause]] = defaultdict(list)
    by_former: defaultdict[str, list[Clause]] = defaultdict(list)
    for other in others:
        by_number[other.number].append(other)
        for number in other.former:
            by_former[number].append(other)
    counterparts: dict[str, tuple[str, ...]] = {}
    for one in clauses:
        later = [other for other in by_former[one.number] if other.standard != one.standard]
        same = [other for other in by_number[one.number] if other.standard == one.standard]
        former = [other for number in one.former for other in by_number[number] if other.standard != one.standard]
        counterparts[one.number] = tuple(dict.fromkeys(other.number for other in (*same, *later, *former)))
    return counterparts
