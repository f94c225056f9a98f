"""What every module of rows works with: the cursor, and moments as the database keeps them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb

Cursor = duckdb.DuckDBPyConnection


class Listening:
    """A cursor that adds every statement it runs to `statements`; in everything else it is the cursor it stands for."""

    def __init__(self, cursor: Cursor, statements: list[str]) -> None:
        self._cursor = cursor
        self._statements = statements

    def execute(self, sql: str, values: Sequence[Any] | None = None) -> "Listening":
        """Run a statement and return this cursor."""
        self._statements.append(sql)
        self._cursor.execute(sql, values)
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def to_utc(moment: datetime) -> datetime:
    """Return an aware `moment` as the naive UTC the database keeps."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def from_utc(moment: datetime) -> datetime:
    """Return the database's naive UTC as an aware moment."""
    return moment.replace(tzinfo=UTC)
