"""docs/database.md tells of every table and every step of the schema, and of nothing that is gone."""

import re
from pathlib import Path

from iso_audit.storage.engine import schema
from iso_audit.storage.tables import TABLES

PAGE = (Path(__file__).parents[2] / "docs" / "database.md").read_text("utf-8")


def first_cells(heading: str) -> list[str]:
    """Return what the rows of the table under a heading begin with."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.M)


def test_every_table_is_told_of() -> None:
    assert sorted(first_cells("Tables")) == sorted(table.name for table in TABLES)


def test_every_step_of_the_schema_is_told_of_in_order() -> None:
    assert first_cells("Steps of the schema") == [name.removesuffix(".sql") for name in sorted(schema.known())]


def test_every_file_it_names_is_there() -> None:
    root = Path(__file__).parents[2] / "iso_audit"
    named = re.findall(r"`(?:iso_audit/)?((?:storage|domain|web|workflow)/[\w/.]+)`", PAGE)
    assert len(named) > 4
    assert [name for name in named if not (root / name).exists()] == []
