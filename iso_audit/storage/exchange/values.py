"""Columns and sections of what is carried, and how each value is written and strictly read.

A value is read only within its bounds: length and signs of a text, size of a number, days and moments of 1990 to 2100,
depth of JSON. What a text means is checked in workflow.exchange, by the rules for what is typed.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

Row = dict[str, object]

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
LONGEST_ID = 64
LARGEST_INTEGER = 2**31 - 1
DEEPEST_JSON = 40
MOST_ROWS = 20_000
LARGEST_LINE = 8 * 1024 * 1024
_LONGEST_SIGN = 6
"""Bytes that one sign may take in a line: an escaped control character."""


class Kind(StrEnum):
    """How a column's values are written in the file."""

    ID = "id"
    TEXT = "text"
    DIGEST = "digest"
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
    """A column: what its values are, whether they may be missing, and the most signs (of a list: entries) they have."""

    name: str
    kind: Kind
    nullable: bool
    longest: int = LONGEST_ID

    @property
    def signs(self) -> int:
        """Return the most signs that a value takes in a line."""
        return self.longest * (LONGEST_ID + 3) if self.kind is Kind.LIST else self.longest


@dataclass(frozen=True, slots=True)
class Section:
    """A table as it is carried: its columns, and the condition (one `?` per audit id) that chooses an audit's rows.

    `parents` names columns that hold an id of another section of the file, `hashes` bytes whose SHA-256 a column holds,
    `most` the number of rows a file may have of it, `later` columns that files of an older format do not have.
    """

    table: str
    columns: tuple[Column, ...]
    chosen: str
    key: tuple[str, ...] = ("id",)
    parents: Mapping[str, str] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    most: int = MOST_ROWS

    @property
    def longest_line(self) -> int:
        """Return the most bytes that one row may take in the file."""
        bytes_needed = sum(_LONGEST_SIGN * (column.signs + len(column.name) + 8) for column in self.columns)
        return min(bytes_needed, LARGEST_LINE)

    @property
    def plain(self) -> tuple[Column, ...]:
        """Return the columns that are not bytes."""
        return tuple(column for column in self.columns if column.kind is not Kind.BYTES)

    @property
    def bytes(self) -> tuple[Column, ...]:
        """Return the columns that hold bytes: in the file a SHA-256 stands for them."""
        return tuple(column for column in self.columns if column.kind is Kind.BYTES)


def columns(text: str) -> tuple[Column, ...]:
    """Return the columns written as `name kind`, separated by commas; `kind?` may be missing, `kind(9)` has a bound."""
    made = []
    for one in text.split(","):
        name, told = one.split()
        kind, _, longest = told.rstrip("?)").partition("(")
        if not longest and kind in _BOUNDED:
            raise ValueError(one)
        made.append(Column(name, Kind(kind), told.endswith("?"), int(longest or LONGEST_ID)))
    return tuple(made)


_BOUNDED = frozenset({Kind.TEXT, Kind.JSON, Kind.LIST})
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
        return _within(value)
    if column.kind is Kind.LIST and isinstance(value, list) and len(value) <= column.longest:
        return [_id(one) for one in value]
    if isinstance(value, str) and column.kind in _READERS and len(value) <= column.longest:
        return _READERS[column.kind](value)
    raise ValueError(column.name)


def _within(value: int) -> int:
    if not 0 <= value <= LARGEST_INTEGER:
        raise ValueError(value)
    return value


def _id(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID or not value.isprintable():
        raise ValueError(value)
    return value


def text_of(value: str) -> str:
    """Return a text that holds nothing a screen or a page cannot show: no control characters but line ends and tabs."""
    if not value.isprintable() and any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in value):
        raise ValueError(value)
    return value


def _json(value: str) -> str:
    value.encode("utf-8")
    found = json.loads(value, parse_constant=_no_number)
    layer, depth = [found], 0
    while layer:
        layer = [inner for one in layer for inner in _inside(one)]
        depth += 1
        if depth > DEEPEST_JSON:
            raise ValueError(depth)
    return value


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _no_number(name: str) -> None:
    raise ValueError(name)


def day_of(value: str) -> date:
    """Return the day that is written `YYYY-MM-DD`, of 1990 to 2100; ValueError for any other."""
    day = date.fromisoformat(value)
    if day.isoformat() != value or not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValueError(value)
    return day


def _moment(value: str) -> datetime:
    if not _MOMENT.fullmatch(value):
        raise ValueError(value)
    day_of(value[:10])
    return datetime.fromisoformat(value[:-1])


def digest_of(value: str) -> bool:
    """Tell whether `value` is a SHA-256 in hexadecimal digits."""
    return _DIGEST.fullmatch(value) is not None


def _digest(value: str) -> str:
    if not digest_of(value):
        raise ValueError(value)
    return value


_READERS = {
    Kind.ID: _id,
    Kind.ACCOUNT: _id,
    Kind.TEXT: text_of,
    Kind.DIGEST: _digest,
    Kind.JSON: _json,
    Kind.DAY: day_of,
    Kind.MOMENT: _moment,
    Kind.BYTES: _digest,
}
