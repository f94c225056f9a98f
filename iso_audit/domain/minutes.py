"""Versions of an audit's minutes: draft, locked, issued; an issued version never changes; numbers like 01/BB-ĐKT."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from iso_audit.domain.errors import Conflict, RuleBroken

LONGEST_NUMBER = 40
LONGEST_REASON = 1000
_NUMBER = re.compile(r"[\w.]+(/[\w.-]+)+")


class MinutesState(StrEnum):
    """Where a version stands; a void one stays listed with its number."""

    LOCKED = "locked"
    ISSUED = "issued"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class MinutesVersion:
    """One version of the minutes, without its bytes.

    `text_hash` is the SHA-256 of the text signatures are tied to, `content_hash` that of the stored content tree,
    `pdf_hash` that of the bytes: of the locked text without signatures, and once issued of the frozen document.
    """

    id: str
    audit_id: str
    number: str
    version: int
    state: MinutesState
    language: str
    text_hash: str
    content_hash: str
    short_code: str
    pdf_hash: str
    pages: int
    journal_position: int
    created_at: datetime
    locked_by: str | None = None
    issued_at: datetime | None = None
    issued_by: str | None = None
    voided_at: datetime | None = None
    void_reason: str = ""


class RenderingPurpose(StrEnum):
    """What a version was laid out for: to be signed, in another language, as issued, or for a part of it."""

    FOR_SIGNING = "for_signing"
    EDITION = "edition"
    ISSUED = "issued"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Rendering:
    """A file that was laid out of a version, by its SHA-256; `made_here` tells our own from a carried file's word."""

    version_id: str
    sha256: str
    purpose: RenderingPurpose
    language: str
    made_here: bool = True


@dataclass(frozen=True, slots=True)
class Reopening:
    """The leader's decision to make a new version after one was issued, with the reason."""

    id: str
    audit_id: str
    version: int
    reason: str
    account_id: str
    reopened_at: datetime


def locked(versions: Sequence[MinutesVersion]) -> MinutesVersion | None:
    """Return the version that is locked and not yet issued, None where there is none."""
    return next((one for one in versions if one.state is MinutesState.LOCKED), None)


def current(versions: Sequence[MinutesVersion]) -> MinutesVersion | None:
    """Return the version in force: the newest that was issued."""
    issued = [one for one in versions if one.state is MinutesState.ISSUED]
    return max(issued, key=lambda one: one.version, default=None)


def is_open(versions: Sequence[MinutesVersion], reopenings: Sequence[Reopening]) -> bool:
    """Tell whether the text may be locked: nothing is locked, and what was issued last was reopened since."""
    if locked(versions) is not None:
        return False
    newest = current(versions)
    return newest is None or any(one.version == newest.version for one in reopenings)


def number_for(asked: str, own: Sequence[MinutesVersion], taken_by_others: Collection[str], *, symbol: str) -> str:
    """Return the number a new version takes: the audit's own, the one asked for, or the programme's next free one.

    RuleBroken `minutes_number_invalid`, `minutes_number_kept` (an issued version keeps its number);
    Conflict `minutes_number_taken` when another audit has or had it.
    """
    issued = current(own)
    if issued is not None:
        if asked not in {"", issued.number}:
            raise RuleBroken("minutes_number_kept", number=issued.number)
        return issued.number
    if asked:
        if len(asked) > LONGEST_NUMBER or not _NUMBER.fullmatch(asked):
            raise RuleBroken("minutes_number_invalid", number=asked[:LONGEST_NUMBER])
        if asked in taken_by_others:
            raise Conflict("minutes_number_taken", number=asked)
        return asked
    if own:
        return max(own, key=lambda one: one.version).number
    return next_number(taken_by_others, symbol=symbol)


def next_number(taken: Collection[str], *, symbol: str) -> str:
    """Return the first free number of two or more digits before `symbol`: `01/BB-ĐKT`."""
    count = 1
    while f"{count:02d}/{symbol}" in taken:
        count += 1
    return f"{count:02d}/{symbol}"


@dataclass(frozen=True, slots=True)
class Carried:
    """How a version came here: the file's moment and app, who took it in (None: the console), when.

    `made_again` tells whether the version's text and signatures gave the issued bytes again when it was taken in.
    """

    version_id: str
    made_at: datetime
    app: str
    taken_by: str | None
    taken_at: datetime
    made_again: bool
