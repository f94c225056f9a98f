"""Columns and sections of what is carried, and how each value is written and strictly read."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

Row = dict[str, object]


class Kind(StrEnum):
    """How a column's values are written in the file."""

    TEXT = "text"
    JSON = "json"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DAY = "day"
    MOMENT = "moment"
    BYTES = "bytes"
    ACCOUNT = "account"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what its values are and whether they may be missing."""

    name: str
    kind: Kind
    nullable: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A table as it is carried: its columns, and the condition (one `?` per audit id) that chooses an audit's rows.

    `parents` names columns that hold an id of another section of the file, `hashes` bytes whose SHA-256 a column holds,
    `later` columns that files of an older format do not have.
    """

    table: str
    columns: tuple[Column, ...]
    chosen: str
    key: tuple[str, ...] = ("id",)
    parents: Mapping[str, str] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    later: frozenset[str] = frozenset()

    @property
    def plain(self) -> tuple[Column, ...]:
        """Return the columns that are not bytes."""
        return tuple(column for column in self.columns if column.kind is not Kind.BYTES)

    @property
    def bytes(self) -> tuple[Column, ...]:
        """Return the columns that hold bytes: in the file a SHA-256 stands for them."""
        return tuple(column for column in self.columns if column.kind is Kind.BYTES)


def columns(text: str) -> tuple[Column, ...]:
    """Return the columns written as `name kind`, separated by commas; `kind?` may be missing."""
    made = []
    for one in text.split(","):
        name, kind = one.split()
        made.append(Column(name, Kind(kind.rstrip("?")), kind.endswith("?")))
    return tuple(made)


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def written(value: object) -> object:
    """Return a value of the database as JSON holds it; moments end in Z, bytes are handled elsewhere."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    return value


def read_row(section: Section, told: object) -> Row:
    """Return a row of the file as the database takes it (bytes as SHA-256); ValueError where it is no such row."""
    names = {column.name for column in section.columns}
    if not isinstance(told, dict) or not names - section.later <= set(told) <= names:
        raise ValueError(section.table)
    return {column.name: _read(column, told.get(column.name)) for column in section.columns}


def _read(column: Column, value: object) -> object:
    if value is None and column.nullable:
        return None
    if column.kind is Kind.BOOLEAN and isinstance(value, bool):
        return value
    if column.kind is Kind.INTEGER and isinstance(value, int) and not isinstance(value, bool):
        return value
    if column.kind is Kind.LIST and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return [_text(one) for one in value]
    if isinstance(value, str) and column.kind in _READERS:
        return _READERS[column.kind](value)
    raise ValueError(column.name)


def _text(value: str) -> str:
    value.encode("utf-8")
    return value


def _json(value: str) -> str:
    json.loads(_text(value))
    return value


def _moment(value: str) -> datetime:
    if not _MOMENT.fullmatch(value):
        raise ValueError(value)
    return datetime.fromisoformat(value[:-1])


def digest_of(value: str) -> bool:
    """Tell whether `value` is a SHA-256 in hexadecimal digits."""
    return _DIGEST.fullmatch(value) is not None


def _digest(value: str) -> str:
    if not digest_of(value):
        raise ValueError(value)
    return value


_READERS = {
    Kind.TEXT: _text,
    Kind.ACCOUNT: _text,
    Kind.JSON: _json,
    Kind.DAY: date.fromisoformat,
    Kind.MOMENT: _moment,
    Kind.BYTES: _digest,
}
