"""Tablets and their clocks: when what one sends was made, and how far each is off."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol, TypeVar

from iso_audit.domain.account import Account
from iso_audit.domain.moments import Reading, moments
from iso_audit.storage import tablets
from iso_audit.storage.engine.database import Database
from iso_audit.storage.tablets import TabletRow

CHANGED_BY = timedelta(seconds=30)
SEEN_EVERY = timedelta(hours=1)


class Timed(Protocol):
    """An act as a tablet sends it: what it says of the time is in three values, two of them new."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def made_at(self) -> datetime: ...  # noqa: D102
    @property
    def tablet_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def waited(self) -> timedelta | None: ...  # noqa: D102


Act = TypeVar("Act", bound=Timed)


def corrected(
    acts: Sequence[Act], kept_moments: Mapping[str, datetime], *, sent_at: datetime | None, received_at: datetime
) -> list[Act]:
    """Return the acts of one batch with the moments to keep; `kept_moments` are those of acts sent again."""
    readings = [Reading(act.made_at, act.tablet_at, act.waited, kept_moments.get(act.id)) for act in acts]
    results = moments(readings, sent_at=sent_at, received_at=received_at)
    return [replace(act, made_at=moment) for act, moment in zip(acts, results, strict=True)]


def note(database: Database, *, by: Account, device: str, sent_at: datetime | None, received_at: datetime) -> None:
    """Note how far a tablet's clock is off; written only where it changed noticeably, or once an hour.

    An older card does not say what its tablet's clock shows: nothing is noted of it.
    """
    if sent_at is None:
        return
    off_by = sent_at - received_at
    with database.read() as cursor:
        row = tablets.find(cursor, by.id, device)
    if row is not None:
        fresh = timedelta() <= received_at - row.seen_at < SEEN_EVERY
        if fresh and abs(row.off_by - off_by) < CHANGED_BY:
            return
    with database.write() as cursor:
        tablets.save(cursor, TabletRow(by.id, device, off_by, received_at))
