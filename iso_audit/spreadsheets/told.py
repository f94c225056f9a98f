"""Rows of a sheet as a reading process tells them: JSON, a list for every cell that JSON has no kind for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from iso_audit.domain.sheet import Cell, CellFault, SheetRow

TOGETHER = 500
_PLAIN = (str, bool, int, float)


def rows_told(rows: Iterable[SheetRow]) -> Iterator[list[list[Any]]]:
    """Give rows in pieces that are read quickly, so that nobody waits for one of them."""
    remaining = iter(rows)
    while some := list(islice(remaining, TOGETHER)):
        yield [[row.number, row.is_hidden, [_told(cell) for cell in row.cells]] for row in some]


def rows_understood(pieces: Sequence[Any]) -> tuple[SheetRow, ...]:
    """Return the rows that `rows_told` gave; ValueError, TypeError or KeyError where they are no such rows."""
    return tuple(
        SheetRow(number, tuple(map(_cell, cells)) if list in set(map(type, cells)) else tuple(cells), is_hidden)
        for piece in pieces
        for number, is_hidden, cells in piece
    )


def _told(cell: Cell) -> Any:
    if cell is None or isinstance(cell, _PLAIN):
        return cell
    if isinstance(cell, CellFault):
        return ["fault", cell.text]
    return [type(cell).__name__, cell.isoformat()]


def _cell(value: Any) -> Cell:
    if not isinstance(value, list):
        return value  # type: ignore[no-any-return]
    kind, text = value
    return _KINDS[kind](text)


_KINDS: dict[str, Callable[[str], Cell]] = {
    "fault": CellFault,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
}
