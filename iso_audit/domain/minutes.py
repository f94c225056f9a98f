"""Versions of an audit's minutes: draft, locked, issued; an issued version never changes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MinutesState(StrEnum):
    """Where a version stands; a void one stays listed with its number."""

    LOCKED = "locked"
    ISSUED = "issued"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class MinutesVersion:
    """One version of the minutes, without its bytes."""

    id: str
    audit_id: str
    number: str
    version: int
    state: MinutesState
    language: str
    text_hash: str
    pdf_hash: str
    pages: int
    journal_position: int
    created_at: datetime
    issued_at: datetime | None
    issued_by: str | None
