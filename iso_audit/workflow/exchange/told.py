"""What is told after an audit was taken in from a file: what was new, what differs, what came up."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from iso_audit.domain.journal import FieldKey


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know; the code names its sentence (`exchange.note.<code>`), the details fill it."""

    code: str
    details: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """A planning value that differs: what stands here was kept, what the file says is shown beside it."""

    table: str
    field: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: rows by table that are new and that were here already, and everything to be told.

    `disagreements` are the fields that are disputed now and were not before, `entries_of` counts new events by name.
    """

    audit_id: str
    code: str
    agency: str
    is_sample: bool
    is_new: bool
    new: Mapping[str, int]
    known: Mapping[str, int]
    entries_of: Mapping[str, int]
    disagreements: tuple[FieldKey, ...]
    differences: tuple[Difference, ...]
    notes: tuple[Note, ...]
