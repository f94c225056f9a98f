"""Working days: the calendar of days off and make-up days, time limits counted on it, and the clock that stops."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from iso_audit.domain.text import Text

NAMELESS = Text("", "")
EARLIEST_DAY, LATEST_DAY = date(1990, 1, 1), date(2100, 12, 31)
LONGEST_LIMIT = 3_650
HOURS_A_DAY = 8
_WORKED_MINUTES = ((7 * 60, 11 * 60 + 30), (13 * 60 + 30, 17 * 60))
"""When offices work, in minutes of the day: 7:00 to 11:30 and 13:30 to 17:00, eight hours."""
_SATURDAY = 5


OFF, WORK, ORDINARY = "off", "work", "ordinary"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A weekday off, or a day of the weekend worked to make up for one; `certain` tells whether it was confirmed."""

    day: date
    working: bool
    name: Text = NAMELESS
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Suspension:
    """A stop of the clock: papers asked for on a day, handed in on another, or not yet (None)."""

    asked_on: date
    supplemented_on: date | None = None


@dataclass(frozen=True)
class Calendar:
    """Which days are worked; days not confirmed are left out, and so is what the weekend settles anyway.

    `counts_first_day` counts the day something is received; by custom counting starts the next working day.
    """

    special: tuple[SpecialDay, ...] = ()
    counts_first_day: bool = False
    _off: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())
    _made_up: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        working_by_day = {one.day: one.working for one in self.special if one.certain}
        off = (day.toordinal() for day, working in working_by_day.items() if not working and day.weekday() < _SATURDAY)
        made_up = (day.toordinal() for day, working in working_by_day.items() if working and day.weekday() >= _SATURDAY)
        object.__setattr__(self, "_off", tuple(sorted(off)))
        object.__setattr__(self, "_made_up", tuple(sorted(made_up)))

    @property
    def years(self) -> frozenset[int]:
        """Return the years of which days off are known."""
        return frozenset(one.day.year for one in self.special if one.certain and not one.working)

    def working_days(self, after: date, until: date) -> int:
        """Return how many working days lie after one day, up to and including another; negative backwards."""
        return self._until(until.toordinal()) - self._until(after.toordinal())

    def working_minutes(self, start: datetime, end: datetime) -> int:
        """Return how many minutes of working hours lie between two moments."""
        return self._minutes_until(end) - self._minutes_until(start)

    def due_on(self, received_on: date, limit: int, suspensions: Sequence[Suspension] = ()) -> date | None:
        """Return the last day of a limit in working days; None while the clock stands still."""
        stops = self._stops(suspensions)
        if stops is None:
            return None
        return date.fromordinal(self._reach(received_on.toordinal(), limit, stops))

    def overrun(self, due_on: date, done_on: date) -> int:
        """Return the working days a result came after its due day: 0 in time, at least 1 late."""
        return max(1, self.working_days(due_on, done_on)) if done_on > due_on else 0

    def _reach(self, start: int, limit: int, stops: Sequence[tuple[int, int]]) -> int:
        first = start - 1 if self.counts_first_day or limit == 0 else start
        target = self._counted(first, stops) + max(limit, 1)
        day = first
        while (missing := target - self._counted(day, stops)) > 0:
            day += missing
        return day

    def _counted(self, day: int, stops: Sequence[tuple[int, int]]) -> int:
        """Return a running count of working days until `day` on which the clock ran."""
        pauses = (self._until(min(day, end)) - self._until(start) for start, end in stops if start < day)
        return self._until(day) - sum(pauses)

    def _stops(self, suspensions: Iterable[Suspension]) -> list[tuple[int, int]] | None:
        """Return merged spans (after, until) that do not count; None where one of them has no end yet."""
        shift = 1 if self.counts_first_day else 0
        spans: list[tuple[int, int]] = []
        for suspension in sorted(suspensions, key=lambda stop: stop.asked_on):
            if suspension.supplemented_on is None:
                return None
            start, end = suspension.asked_on.toordinal() - shift, suspension.supplemented_on.toordinal() - shift
            if spans and start <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(spans[-1][1], end))
            elif end > start:
                spans.append((start, end))
        return spans

    def _minutes_until(self, moment: datetime) -> int:
        """Return a running count of worked minutes until a moment."""
        ordinal, minute = moment.toordinal(), moment.hour * 60 + moment.minute
        days = self._until(ordinal - 1)
        of_day = sum(max(0, min(minute, end) - start) for start, end in _WORKED_MINUTES)
        return days * HOURS_A_DAY * 60 + (of_day if self._until(ordinal) > days else 0)

    def _until(self, ordinal: int) -> int:
        """Return how many working days there were until a day's ordinal; ordinal 1 was a Monday."""
        weekdays = ordinal // 7 * 5 + min(ordinal % 7, 5)
        return weekdays - bisect_right(self._off, ordinal) + bisect_right(self._made_up, ordinal)


@dataclass(frozen=True, slots=True)
class EditedDay:
    """A day as changed on screen: off, worked, or neither (as if it were not listed); `revision` counts edits."""

    day: date
    kind: str
    name: str = ""
    revision: int = 0

    @property
    def change(self) -> SpecialDay | date:
        """Return what the change lays over the shipped days."""
        return self.day if self.kind == ORDINARY else SpecialDay(self.day, self.kind == WORK, Text(self.name, ""))


def overlaid(shipped_days: Iterable[SpecialDay], edited_days: Iterable[SpecialDay | date]) -> tuple[SpecialDay, ...]:
    """Return the shipped days with what people changed laid over them; a bare date takes a day out."""
    days = {one.day: one for one in shipped_days}
    for change in edited_days:
        if isinstance(change, SpecialDay):
            days[change.day] = change
        else:
            days.pop(change, None)
    return tuple(days[day] for day in sorted(days))
