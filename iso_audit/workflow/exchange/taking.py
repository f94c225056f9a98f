"""One file being taken in: its rows held against what is here; tables that only grow."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from iso_audit.domain.account import Account
from iso_audit.domain.errors import Conflict
from iso_audit.storage.engine.database import Cursor
from iso_audit.storage.engine.table import Row, Table
from iso_audit.storage.exchange import rows
from iso_audit.storage.exchange.archive import Manifest
from iso_audit.workflow.exchange.content import Content
from iso_audit.workflow.exchange.told import Difference, Note


@dataclass(slots=True)
class Taking:
    """What is known while a file is taken in: its content, who takes it in, ids that are others here, what to tell.

    `new_accounts` are those that this import made, `waits` what is left to a leader, by table.
    """

    cursor: Cursor
    content: Content
    at: datetime
    by: Account | None
    ids_here: dict[tuple[str, str], str] = field(default_factory=dict)
    left_out: set[tuple[str, str]] = field(default_factory=set)
    new_accounts: set[str] = field(default_factory=set)
    waits: Counter[str] = field(default_factory=Counter)
    entries_of: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def manifest(self) -> Manifest:
        """Return what the file says of itself."""
        return self.content.manifest

    @property
    def audit_id(self) -> str:
        """Return the audit that the file holds."""
        return self.content.audit_id

    @property
    def leads(self) -> bool:
        """Tell whether a leader takes the file in; the person at the server's console is one."""
        return self.by is None or self.by.leads

    def rows(self, section: Table) -> Iterator[Row]:
        """Yield a section's rows, ids as they are here, without those that belong to a row that was left out."""
        for row in self.content.of(section):
            if not any((parent, str(row[name])) in self.left_out for name, parent in section.parents.items()):
                yield self.here(section, row)

    def one(self, section: Table) -> Row:
        """Return the row of a section that has exactly one."""
        return self.here(section, self.content.one(section))

    def here(self, section: Table, row: Row) -> Row:
        """Return a row with the ids that its parents have here."""
        parents_here = {
            name: self.ids_here.get((parent, str(row[name])), row[name]) for name, parent in section.parents.items()
        }
        return {**row, **parents_here}

    def insert(self, section: Table, row: Row, **instead: object) -> None:
        """Add a row with its bytes, and with `instead` of what the file says."""
        values = {name: value for name, value in row.items() if name not in _LISTS}
        for column in section.bytes:
            digest = row[column.name]
            if digest is not None:
                values[column.name] = self.content.file(digest)
        rows.insert(self.cursor, section, {**values, **instead})
        self.new[section.name] += 1

    def note(self, code: str, /, **details: object) -> None:
        """Remember something to tell."""
        self.notes.append(Note(code, details))


def union(taking: Taking, section: Table, *, grows: str = "") -> None:
    """Add the rows that are not here; one that is here must be the same, but for the text `grows`, set once for all.

    Where both databases set it, the text that sorts first stays, so that both end up alike.
    """
    for row in taking.rows(section):
        key = [row[name] for name in section.key]
        there = section.find(taking.cursor, key)
        if there is None:
            taking.insert(section, row)
            continue
        taking.known[section.name] += 1
        if any(there[one.name] != row[one.name] for one in section.plain if one.name != grows):
            raise Conflict("carry_row_differs", field=f"carried_{section.name}")
        if grows and row[grows] is not None and (there[grows] is None or str(row[grows]) < str(there[grows])):
            section.update(taking.cursor, key, {grows: row[grows]})


def differing(section: Table, here: Row, there: Mapping[str, object]) -> tuple[str, ...]:
    """Return the columns of a planning row that differ; ids and the number of edits are each database's own."""
    own_columns = {"id", "revision", *section.parents}
    return tuple(one.name for one in section.plain if one.name not in own_columns and here[one.name] != there[one.name])


_LISTS = frozenset({"replaces"})
