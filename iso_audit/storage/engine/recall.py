"""What was read once and need not be read again until somebody writes to its tables.

The file is open in one process at a time, and every write goes through the cursor that notes which tables it wrote to:
so what is recalled is never older than the newest commit. A statement that is not understood counts as a write to all.
"""

import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Collection, Sequence
from typing import Any

import duckdb

MOST_RECALLED = 1_000
_WRITES = re.compile(r"\s*(?:insert\s+into|update|delete\s+from)\s+(\w+)\b", re.IGNORECASE)
_READS = re.compile(r"\s*select\b", re.IGNORECASE)
_EVERYTHING = ""

Standing = tuple[int, ...]


class Noting:
    """A writing cursor that notes in `written` the tables it may have written to."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self.written: set[str] = set()

    def execute(self, sql: str, values: Sequence[Any] | None = None) -> "Noting":
        """Run a statement and return this cursor."""
        writes = _WRITES.match(sql)
        if writes:
            self.written.add(writes[1].lower())
        elif not _READS.match(sql):
            self.written.add(_EVERYTHING)
        self._cursor.execute(sql, values)
        return self

    def wrote(self, tables: Collection[str]) -> bool:
        """Tell whether it may have written to one of `tables`."""
        return not self.written.isdisjoint((_EVERYTHING, *tables))

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("fetch"):
            self.written.add(_EVERYTHING)
        return getattr(self._cursor, name)


class Recall:
    """Values by key, each with how often its tables had been written to before it was read."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()
        self._values: OrderedDict[object, tuple[Standing, object]] = OrderedDict()
        self._lock = threading.Lock()

    def standing(self, tables: Sequence[str]) -> Standing:
        """Return how often each of `tables` was written to; to be asked before what is kept is read."""
        with self._lock:
            return tuple(self._times[table] for table in (_EVERYTHING, *tables))

    def written(self, tables: Collection[str] = (_EVERYTHING,)) -> None:
        """Take notice that `tables`, or any, may have been written to."""
        with self._lock:
            self._times.update(tables)

    def find(self, key: object, standing: Standing) -> tuple[object] | None:
        """Return the value of `key`, in a tuple of one, where nothing was written to its tables since."""
        with self._lock:
            kept = self._values.get(key)
            return (kept[1],) if kept is not None and kept[0] == standing else None

    def keep(self, key: object, standing: Standing, value: object) -> None:
        """Keep what was read after `standing` was asked for."""
        with self._lock:
            self._values[key] = (standing, value)
            self._values.move_to_end(key)
            while len(self._values) > MOST_RECALLED:
                self._values.popitem(last=False)
