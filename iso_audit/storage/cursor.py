"""What every module of rows works with: the cursor, and moments as the database keeps them."""

from datetime import UTC, datetime

import duckdb

Cursor = duckdb.DuckDBPyConnection


def to_utc(moment: datetime) -> datetime:
    """Return an aware `moment` as the naive UTC the database keeps."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def from_utc(moment: datetime) -> datetime:
    """Return the database's naive UTC as an aware moment."""
    return moment.replace(tzinfo=UTC)
