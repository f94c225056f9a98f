"""What became of the findings of an earlier inspection, as this one saw it: a subject of the journal for each."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from iso_audit.domain.journal import EARLIER, Journal

_DIGITS = 32


class EarlierState(StrEnum):
    """What the team could see of an earlier finding; nothing recorded means not confirmed."""

    CORRECTED = "corrected"
    UNFINISHED = "unfinished"
    NOT_CONFIRMED = "not_confirmed"


@dataclass(frozen=True, slots=True)
class EarlierMinutes:
    """The minutes in force of an earlier audit, without a number where none were issued; the day of the visit."""

    year: int
    number: str = ""
    day: date | None = None


def subject_of(audit_id: str, finding_id: str) -> str:
    """Return the subject under which later audits tell what became of a finding: the same on every machine."""
    return f"{EARLIER}:{sha256(f'{audit_id} {finding_id}'.encode()).hexdigest()[:_DIGITS]}"


def state_of(journal: Journal, subject: str) -> EarlierState:
    """Return what an audit recorded of an earlier finding."""
    return EarlierState(journal.value(subject, "state") or EarlierState.NOT_CONFIRMED)
