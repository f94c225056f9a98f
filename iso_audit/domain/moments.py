"""When an act was made: what a tablet's clocks and the moment of receipt together say of it.

A tablet tells three things of each act: the server's time as its page reckoned it (the last answer, and what a clock
that nobody sets has counted since: never too much, since it may stand still while the tablet sleeps), what its own
clock showed, and how long the act has waited by the clock that nobody sets. The first is the least the moment can be,
receipt less waiting the most. In between the tablet's own clock is believed, corrected by the difference seen at
receipt; where it says something else it was set meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_WAY = timedelta(seconds=60)
"""How long a request may be on its way: differences up to this say nothing of a clock."""
QUESTIONED_AFTER = timedelta(days=1)
"""From this age on an act is held against the moment its audit was opened."""
NOTICEABLE = timedelta(minutes=2)
"""A tablet whose clock is off by more says so."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tablet says of when an act was made; an older card says `made_at` alone.

    `kept_at` is the moment an act was kept with that is sent once more: it was fixed then.
    """

    made_at: datetime
    tablet_at: datetime | None = None
    waited: timedelta | None = None
    kept_at: datetime | None = None


def moments(readings: Sequence[Reading], *, sent_at: datetime | None, received_at: datetime) -> tuple[datetime, ...]:
    """Return when each act of one batch was made: none before the one ahead of it, none after `received_at`.

    `sent_at` is the tablet's own clock at sending, None from an older card.
    """
    result: list[datetime] = []
    for reading in readings:
        moment = _moment(reading, sent_at=sent_at, received_at=received_at)
        result.append(max(moment, result[-1]) if result else moment)
    return tuple(result)


def _moment(reading: Reading, *, sent_at: datetime | None, received_at: datetime) -> datetime:
    if reading.kept_at is not None:
        return reading.kept_at
    least = min(reading.made_at, received_at)
    if sent_at is None or reading.tablet_at is None:
        return least
    most = received_at - max(reading.waited or timedelta(), timedelta())
    by_clock = received_at - (sent_at - reading.tablet_at)
    slept = least + LONGEST_WAY < by_clock <= most + LONGEST_WAY
    return max(least, min(by_clock, most)) if slept else least


def after_opening(moment: datetime, *, opened_at: datetime, received_at: datetime) -> datetime:
    """Return a moment that is not before the audit was opened, whatever an old clock said."""
    return max(moment, min(opened_at, received_at))


def questioned(moment: datetime, *, received_at: datetime) -> bool:
    """Tell whether a moment is so long ago that it is held against the opening of the audit."""
    return received_at - moment > QUESTIONED_AFTER


def noticeable(off_by: timedelta) -> bool:
    """Tell whether a clock is off by so much that people are told."""
    return abs(off_by) > NOTICEABLE
