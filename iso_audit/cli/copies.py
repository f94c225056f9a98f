"""backup, restore and check-database: copies of the database, and its state."""

from iso_audit.cli.parser import Parsers


def add(parsers: Parsers) -> None:
    """Add the commands."""
