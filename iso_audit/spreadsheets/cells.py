"""What every kind of file gives: its sheets, and of one the rows, with cells filled in where they were merged."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from iso_audit.domain.sheet import EXCEL_ORIGIN, Cell, SheetRow, is_blank

Place = tuple[int, int]
LONGEST_MERGED, MOST_MERGED = 1_000, 20_000


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet on its way: rows in order, the day numbers count from, how a text was read, columns that are hidden."""

    rows: Iterable[SheetRow]
    origin: date = EXCEL_ORIGIN
    how: str = ""
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of a file by name, each with whether the file hides it, and the way to read one of them."""

    names: Sequence[tuple[str, bool]]
    read: Callable[[str], SheetRead]


def filled(values: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return a row's values without the empty ones at its end."""
    width = len(values)
    while width and is_blank(values[width - 1]):
        width -= 1
    return tuple(values[:width])


def unmerged(rows: Iterable[SheetRow], ranges: Sequence[tuple[Place, Place]]) -> Iterator[SheetRow]:
    """Give rows with the value of cells merged downwards in each of their rows; places are (row, column) from 0.

    What is merged over very many rows, or very often, stays in its first row.
    """
    sources: dict[int, dict[int, int]] = {}
    steps = 0
    for (first, column), (last, _) in ranges:
        steps += last - first
        if first < last <= first + LONGEST_MERGED and steps <= MOST_MERGED:
            for number in range(first, last + 1):
                sources.setdefault(number, {})[column] = first
    values: dict[Place, Cell] = {}
    for row in rows:
        places = sources.get(row.number - 1)
        if not places:
            yield row
            continue
        cells = list(row.cells)
        for column, first in places.items():
            if row.number - 1 == first:
                values[first, column] = row.cell(column)
            elif is_blank(row.cell(column)):
                cells += [None] * (column + 1 - len(cells))
                cells[column] = values.get((first, column))
        yield SheetRow(row.number, filled(cells), row.is_hidden)
