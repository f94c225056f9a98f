"""How each value of what is carried is written and strictly read.

A value is read only within its bounds: length and signs of a text, size of a number, days and moments of 1990 to 2100,
depth of JSON. What a text means is checked in workflow.exchange, by the rules for what is typed.
"""

import json
import re
import unicodedata
from datetime import date, datetime

from iso_audit.storage.engine.table import LONGEST_ID, Column, Kind, Row, Table

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
LARGEST_INTEGER = 2**31 - 1
DEEPEST_JSON = 40
LARGEST_LINE = 8 * 1024 * 1024
_LONGEST_SIGN = 6
"""Bytes that one sign may take in a line: an escaped control character."""


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def written(value: object) -> object:
    """Return a value of the database as JSON holds it; moments end in Z, bytes are handled elsewhere."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    return value


def longest_line(section: Table) -> int:
    """Return the most bytes that one row may take in the file."""
    bytes_needed = sum(_LONGEST_SIGN * (column.signs + len(column.name) + 8) for column in section.carried)
    return min(bytes_needed, LARGEST_LINE)


def read_row(section: Table, told: object, *, form: int) -> Row:
    """Return a row of a file of format `form` as the database takes it (bytes as SHA-256); ValueError where it is none.

    A column that came with a later format may be missing.
    """
    names = {column.name for column in section.carried}
    later = {column.name for column in section.carried if column.since > form}
    if not isinstance(told, dict) or not names - later <= set(told) <= names:
        raise ValueError(section.name)
    return {one.name: _read(one, told[one.name]) if one.name in told else one.missing for one in section.carried}


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
    data = json.loads(value, parse_constant=_no_number)
    layer, depth = [data], 0
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
    Kind.TEXT: text_of,
    Kind.DIGEST: _digest,
    Kind.JSON: _json,
    Kind.DAY: day_of,
    Kind.MOMENT: _moment,
    Kind.BYTES: _digest,
}
