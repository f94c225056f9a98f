"""Faults between the tables of checklist files: names used twice, names of nothing, items nobody shows."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache

from iso_audit.checklists.faults import Fault
from iso_audit.checklists.tables import Row
from iso_audit.domain.asking import in_circles
from iso_audit.domain.checklist import CHECKED_ROLES, METHODS, ROLES
from iso_audit.domain.grade import Grade

# Which field of which table names what.
_REFERENCES = (
    ("bank", "blocks", "block"),
    ("clause", "parent", "clause"),
    ("section", "items", "item"),
    ("item", "clause", "clause"),
    ("item", "methods", "method"),
    ("item", "kinds", "kind"),
    ("item", "decides", "role"),
    ("item", "asked_when.item", "item"),
    ("item", "asked_when.grades", "grade"),
    ("kind", "blocks", "block"),
    ("kind", "form", "form"),
    ("form", "blocks", "block"),
    ("form", "clauses", "clause"),
    ("form", "items", "item"),
    ("phrase", "items", "item"),
    ("phrase", "grade", "grade"),
    ("grade_help", "grade", "grade"),
)
MOST_SOUGHT = 100
"""Unknown names for which those like them are sought: for each, all that there are are looked at."""
_OF_ONE_BLOCK = {("clause", "parent"), ("section", "items"), ("item", "clause")}


def faults_between(rows: Sequence[Row], *, unread: bool) -> list[Fault]:
    """Return the faults between tables; nothing is said about names that files still `unread` may define."""
    return [
        *_duplicates(rows),
        *_unknown_names(rows, unread=unread),
        *_items_and_sections(rows),
        *_roles(rows, unread=unread),
        *_circles(rows),
        *_kinds(rows),
    ]


def names_near(name: str, names: Sequence[str], *, sought: int) -> str:
    """Return the names most like one that there is not, else the first; after many were `sought` only the first."""
    near = get_close_matches(name, names, n=4, cutoff=0.3) if sought < MOST_SOUGHT else []
    return ", ".join(near or names[:6])


def faults_of_editions(editions: Sequence[Sequence[Row]]) -> list[Fault]:
    """Return the clauses and items that name a former one which the edition they follow has not, or which is taken.

    `editions` are the rows of one edition each; a block says by `follows` which standard its former names belong to.
    """
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for rows in editions:
        for row in rows:
            names[str(row.block.get("standard", "")), row.table].add(row.key)
    faults: list[Fault] = []
    for rows in editions:
        taken: dict[str, Row] = {}
        for row in rows:
            reachable = names[str(row.block.get("follows", "")), row.table]
            if row.table == "item" and row.key in reachable:
                faults.append(row.fault("id_of_former", "id", row.key))
            for name in row.names("former") if row.table in {"clause", "item"} else ():
                if name not in reachable:
                    near = get_close_matches(name, reachable, n=4, cutoff=0.3)
                    faults.append(row.fault("unknown_former", "former", name, near=", ".join(near)))
                elif row.table == "item" and name in taken:
                    faults.append(row.fault("former_twice", "former", name, other=taken[name].key))
                elif row.table == "item":
                    taken[name] = row
    return faults


def _duplicates(rows: Sequence[Row]) -> Iterator[Fault]:
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        table = (row.table, "" if row.table == "bank" else row.key)
        if table in first and (row.key or row.table == "bank"):
            yield row.fault("duplicate", "id", row.key, other=first[table].file)
        first.setdefault(table, row)


def _unknown_names(rows: Sequence[Row], *, unread: bool) -> Iterator[Fault]:
    owners: dict[str, dict[str, Row | None]] = defaultdict(dict)
    owners["method"] = dict.fromkeys(METHODS)
    owners["grade"] = dict.fromkeys(Grade)
    owners["role"] = dict.fromkeys((*ROLES, *CHECKED_ROLES))
    for row in rows:
        owners[row.table].setdefault(row.key, row)
    sought = 0

    @cache
    def within(target: str, block_id: str | None) -> list[str]:
        found = owners[target].items()
        return [name for name, owner in found if block_id is None or owner is None or owner.block_id == block_id]

    for row in rows:
        for table, field, target in _REFERENCES:
            if row.table != table or not owners[target] or (unread and target not in {"method", "grade", "role"}):
                continue
            reachable = within(target, row.block_id if (table, field) in _OF_ONE_BLOCK else None)
            for name in row.names(field):
                if name not in reachable:
                    yield row.fault(f"unknown_{target}", field, name, near=names_near(name, reachable, sought=sought))
                    sought += 1


def _items_and_sections(rows: Sequence[Row]) -> Iterator[Fault]:
    times_shown = Counter(name for row in rows if row.table == "section" for name in row.names("items"))
    for row in rows:
        if row.table == "item" and row.key and not times_shown[row.key]:
            yield row.fault("item_in_no_section", "id", row.key)
        if row.table == "section":
            for name in sorted({name for name in row.names("items") if times_shown[name] > 1}):
                yield row.fault("item_in_two_sections", "items", name)


def _roles(rows: Sequence[Row], *, unread: bool) -> Iterator[Fault]:
    """Find roles that two items have, and those that none has: the rule would fall silent."""
    deciding: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for role in row.names("decides") if row.table == "item" else ():
            deciding[role].append(row)
    for role in (*ROLES, *CHECKED_ROLES):
        for row in deciding[role][1:]:
            yield row.fault("role_twice", "decides", role, other=deciding[role][0].key)
    bank = next((row for row in rows if row.table == "bank"), None)
    if bank is not None and any(deciding.values()) and not unread:
        yield from (bank.fault("role_missing", "", role) for role in ROLES if not deciding[role])


def _circles(rows: Sequence[Row]) -> Iterator[Fault]:
    """Find items that would be asked only after themselves."""
    items = {row.key: row for row in rows if row.table == "item"}
    hanging = {key: name for key, row in items.items() for name in row.names("asked_when.item")}
    for key in in_circles(hanging):
        yield items[key].fault("asked_in_circle", "asked_when", key)


def _kinds(rows: Sequence[Row]) -> Iterator[Fault]:
    for row in rows:
        if row.table != "kind":
            continue
        for what in ("case_files", "procedures"):
            low, high = row.values.get(f"{what}_minimum"), row.values.get(f"{what}_maximum")
            if isinstance(low, int) and isinstance(high, int) and low > high:
                yield row.fault("range_reversed", f"{what}_minimum", low=low, high=high)
