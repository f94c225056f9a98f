"""What a carried file holds, read once before the database is touched: rows that belong together, and bytes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from iso_audit.domain.errors import RuleBroken
from iso_audit.storage.engine.table import Kind, Row, Table
from iso_audit.storage.exchange.archive import Archive, Manifest
from iso_audit.storage.tables import SECTIONS

MOST_LISTED = 200_000
"""How many ids the lists of a section may hold together: what events replace."""


@dataclass(frozen=True, slots=True)
class Content:
    """The rows of every section, in the file's order; `ids` are those the file has, also of rows that were let out."""

    archive: Archive
    rows: Mapping[str, tuple[Row, ...]]
    ids: Mapping[str, frozenset[str]]

    @property
    def manifest(self) -> Manifest:
        """Return what the file says of itself."""
        return self.archive.manifest

    @property
    def audit_id(self) -> str:
        """Return the audit that the file holds."""
        return self.manifest.audit_id

    def of(self, section: Table) -> tuple[Row, ...]:
        """Return the rows of a section."""
        return self.rows[section.name]

    def one(self, section: Table) -> Row:
        """Return the row of a section that has exactly one; raises `carry_damaged`."""
        matches = self.of(section)
        if len(matches) != 1:
            raise RuleBroken("carry_damaged")
        return matches[0]

    def file(self, digest: object) -> bytes:
        """Return the bytes with this SHA-256."""
        return self.archive.file(str(digest))

    def having(self, section: Table, rows: Iterable[Row]) -> "Content":
        """Return the same content with other rows of one section."""
        return replace(self, rows={**self.rows, section.name: tuple(rows)})


def read(archive: Archive) -> Content:
    """Return what a file holds; raises `carry_damaged` where a row is there twice or belongs to nothing in the file."""
    rows: dict[str, tuple[Row, ...]] = {}
    ids: dict[str, frozenset[str]] = {}
    for section in SECTIONS:
        section_rows = tuple(_bounded(section, archive.rows(section)))
        keys = [key_of(section, row) for row in section_rows]
        rows[section.name], ids[section.name] = section_rows, frozenset(keys)
        if len(ids[section.name]) != len(keys):
            raise RuleBroken("carry_damaged")
        for row in section_rows:
            _check_belongs(section, row, ids)
    return Content(archive, rows, ids)


def _bounded(section: Table, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows; raises `carry_too_many_rows` where their lists together hold more than a file's may."""
    lists, count = [column.name for column in section.carried if column.kind is Kind.LIST], 0
    for row in rows:
        count += sum(len(cast(list[str], row[name])) for name in lists)
        if count > MOST_LISTED:
            raise RuleBroken("carry_too_many_rows", most=MOST_LISTED, field=f"carried_{section.name}")
        yield row


def key_of(section: Table, row: Row) -> str:
    """Return what names a row of a section."""
    return "\n".join(str(row[name]) for name in section.key)


def _check_belongs(section: Table, row: Row, ids: Mapping[str, frozenset[str]]) -> None:
    for name, parent in section.parents.items():
        if row[name] is not None and row[name] not in ids[parent]:
            raise RuleBroken("carry_damaged")
    byte_names = {column.name for column in section.bytes}
    for one in section.hashes:
        if one.content in byte_names and not one.where and row[one.content] != row[one.digest]:
            raise RuleBroken("carry_damaged")
