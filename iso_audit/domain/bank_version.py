"""Versions of a question bank that the app keeps: which is in force, and drafts made of changes part by part."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BankVersion:
    """A bank of one edition as it stays: `number` counts the versions of the edition, from the one that was shipped.

    The shipped one has neither id nor moment while nothing was based on it: it stands in its files.
    """

    id: str
    standard: str
    number: int
    content_hash: str
    is_shipped: bool
    made_at: datetime | None
    made_by: str


@dataclass(frozen=True, slots=True)
class PutInForce:
    """The act by which a version is asked by from then on: by whom, and why."""

    id: str
    standard: str
    bank_version_id: str
    recorded_at: datetime
    account_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class BankDraft:
    """Changes to a version, kept under a name until they come in force as `became_id`, or are given up."""

    id: str
    standard: str
    base_id: str
    name: str
    made_at: datetime
    made_by: str
    closed_at: datetime | None = None
    became_id: str | None = None


@dataclass(frozen=True, slots=True)
class BankChange:
    """What one part of the bank is in a draft, as JSON; None where it is taken out. The newest of a part counts."""

    id: str
    draft_id: str
    part: str
    content: str | None
    recorded_at: datetime
    account_id: str
