"""A table described once: its columns, and from them the statements that write and read its rows by name."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Literal, TypeVar

from iso_audit.storage.engine.cursor import Cursor
from iso_audit.storage.engine.fitting import Fitting, fitting

Row = dict[str, object]
T = TypeVar("T")
Present = Literal["refused", "stays", "replaced"]

LONGEST_ID = 64
MOST_ROWS = 20_000
_TOGETHER = 200
"""Rows written by one statement: ten times faster than one by one."""


class Kind(StrEnum):
    """What a column's values are, and how they are written in a carried file."""

    ID = "id"
    TEXT = "text"
    DIGEST = "digest"
    JSON = "json"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DAY = "day"
    MOMENT = "moment"
    BYTES = "bytes"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what its values are, whether they may be missing, and the most signs (of a list: entries) they have.

    `refers` is the table whose id it holds, `since` the format of carried files that first has it (`missing` stands for
    it in older ones); one that `stays` is each database's own and is not carried.
    """

    name: str
    kind: Kind
    nullable: bool = False
    longest: int = LONGEST_ID
    refers: str = ""
    since: int = 1
    missing: object = None
    stays: bool = False

    @property
    def signs(self) -> int:
        """Return the most signs that a value takes in a line."""
        return self.longest * (LONGEST_ID + 3) if self.kind is Kind.LIST else self.longest


@dataclass(frozen=True, slots=True)
class Hash:
    """A column with content, the column that holds its SHA-256, and the rows of which that is so."""

    content: str
    digest: str
    where: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """A table: its columns, which of them name a row (`key`) or are `unique`, and how an audit's rows are carried.

    `chosen` is the condition that chooses an audit's rows (one `?` per audit id; empty: the table is not carried),
    `most` the number of them that a file may have, `since` the format of files that first has the table, `joined` what
    a file holds of other tables as columns of this one.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    unique: tuple[tuple[str, ...], ...] = ()
    hashes: tuple[Hash, ...] = ()
    chosen: str = ""
    most: int = MOST_ROWS
    since: int = 1
    joined: tuple[Column, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def carried(self) -> tuple[Column, ...]:
        """Return the columns that a carried file has."""
        return (*(column for column in self.columns if self.chosen and not column.stays), *self.joined)

    @property
    def plain(self) -> tuple[Column, ...]:
        """Return the carried columns that are not bytes."""
        return tuple(column for column in self.carried if column.kind is not Kind.BYTES)

    @property
    def bytes(self) -> tuple[Column, ...]:
        """Return the carried columns that hold bytes: in the file a SHA-256 stands for them."""
        return tuple(column for column in self.carried if column.kind is Kind.BYTES)

    @property
    def parents(self) -> Mapping[str, str]:
        """Return the columns that hold an id of another table, with that table."""
        return {column.name: column.refers for column in self.columns if column.refers}

    def insert(self, cursor: Cursor, rows: Iterable[Mapping[str, Any]], *, present: Present = "refused") -> None:
        """Add rows of the same columns; one whose key is there is refused, stays as it is, or is replaced."""
        every_row = list(rows)
        for start in range(0, len(every_row), _TOGETHER):
            some = every_row[start : start + _TOGETHER]
            names = tuple(some[0])
            marks = ", ".join(f"({', '.join('?' * len(names))})" for _ in some)
            cursor.execute(
                f"insert into {self.name} ({', '.join(names)}) values {marks}{self._conflict(names, present)}",
                [row[name] for row in some for name in names],
            )

    def _conflict(self, names: Sequence[str], present: Present) -> str:
        if present == "refused":
            return ""
        if present == "stays":
            return " on conflict do nothing"
        sets = ", ".join(f"{name} = excluded.{name}" for name in names if name not in self.key)
        return f" on conflict ({', '.join(self.key)}) do update set {sets}"

    def update(self, cursor: Cursor, key: Sequence[object], changes: Mapping[str, object]) -> None:
        """Write `changes` over the row with this key."""
        sets = ", ".join(f"{name} = ?" for name in changes)
        cursor.execute(f"update {self.name} set {sets} where {self._named}", [*changes.values(), *key])

    def delete(self, cursor: Cursor, key: Sequence[object]) -> None:
        """Remove the row with this key."""
        cursor.execute(f"delete from {self.name} where {self._named}", list(key))

    def find(self, cursor: Cursor, key: Sequence[object]) -> Row | None:
        """Return the row with this key as it is carried, without its bytes; None where there is none."""
        rows = self.matching(cursor, **dict(zip(self.key, key, strict=True)))
        return rows[0] if rows else None

    def matching(self, cursor: Cursor, **values: object) -> list[Row]:
        """Return the rows with these values as they are carried, without their bytes, in the order of their keys."""
        names = [column.name for column in self.plain]
        where = " and ".join(f"{name} = ?" for name in values)
        sql = f"select {', '.join(names)} from {self.name} where {where} order by {', '.join(self.key)}"
        return [dict(zip(names, row, strict=True)) for row in cursor.execute(sql, list(values.values())).fetchall()]

    def value(self, cursor: Cursor, key: Sequence[object], name: str) -> Any:
        """Return one column of the row with this key, None where there is no such row."""
        rows = cursor.execute(f"select {name} from {self.name} where {self._named}", list(key)).fetchall()
        return rows[0][0] if rows else None

    @property
    def _named(self) -> str:
        return " and ".join(f"{name} = ?" for name in self.key)

    def add(self, cursor: Cursor, thing: object, *, present: Present = "refused", **more: object) -> None:
        """Add what a dataclass holds as a row, with `more` columns beside."""
        self.insert(cursor, [self.row_of(thing) | more], present=present)

    def save(self, cursor: Cursor, thing: object) -> None:
        """Write what a dataclass holds over its row."""
        row = self.row_of(thing)
        key = [row.pop(name) for name in self.key]
        self.update(cursor, key, row)

    def row_of(self, thing: object) -> dict[str, Any]:
        """Return what a dataclass holds, as far as the table has columns for it."""
        value_class: Any = type(thing)
        return _fitted(self, value_class).row_of(thing)

    def selected(self, value_class: Callable[..., T], prefix: str = "") -> str:
        """Return the columns that the fields of a dataclass need, as `select` names them."""
        return ", ".join(f"{prefix}{name}" for name in _fitted(self, value_class).names)

    def made(self, value_class: Callable[..., T], values: Sequence[object], **more: object) -> T:
        """Return the dataclass that values in the order of `selected` make, with `more` of its fields."""
        fit: Fitting[T] = _fitted(self, value_class)
        return fit.make(values, **more)

    def thing(self, value_class: Callable[..., T], row: Mapping[str, object], **more: object) -> T:
        """Return the dataclass that a row by name makes, its other fields being `more` or what they are by default."""
        fit: Fitting[T] = _fitted(self, value_class)
        return fit.make([row[name] for name in fit.names], **more)

    def read(
        self, cursor: Cursor, value_class: Callable[..., T], rest: str, values: Sequence[object] = ()
    ) -> tuple[T, ...]:
        """Return the rows that `rest` (where, order by) chooses, each as a dataclass."""
        fit: Fitting[T] = _fitted(self, value_class)
        sql = f"select {', '.join(fit.names)} from {self.name} {rest}"
        return tuple(fit.make(row) for row in cursor.execute(sql, list(values)).fetchall())


@cache
def _fitted(table: Table, value_class: Any) -> Fitting[Any]:
    return fitting(value_class, {column.name: column.nullable for column in table.columns})


_WRITTEN = re.compile(r"(-?)(\w+) ([a-z]+)(?:\((\d+)\))?(\?)?(?:>(\w+))?(?:@(\d+))?")
_BOUNDED = frozenset({Kind.TEXT, Kind.JSON, Kind.LIST})


def columns(text: str) -> tuple[Column, ...]:
    """Return columns written as `name kind`, separated by commas.

    `kind(9)` has a bound, `kind?` may be missing, `id>audit` names a row of audit, `kind@2` is carried since format 2,
    and `-name kind` is not carried.
    """
    made = []
    for one in text.split(","):
        match = _WRITTEN.fullmatch(one.strip())
        if match is None:
            raise ValueError(one)
        stays, name, kind, longest, nullable, refers, since = match.groups()
        if not longest and kind in _BOUNDED:
            raise ValueError(one)
        bound = int(longest or LONGEST_ID)
        made.append(Column(name, Kind(kind), bool(nullable), bound, refers or "", int(since or 1), stays=bool(stays)))
    return tuple(made)
