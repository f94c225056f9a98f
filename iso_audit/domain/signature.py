"""Signatures under the minutes: drawn strokes, a refusal, or paper; events only ever added, folded to one state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import isfinite

from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.text import tidy

MOST_POINTS = 2_000
MOST_STROKES = 200
NARROWEST, WIDEST = 0.5, 8.0
LONGEST_ENTRY = 1_000

Point = tuple[float, float]


class Place(StrEnum):
    """Where somebody signs under the minutes."""

    AGENCY = "agency"
    SECRETARY = "secretary"
    LEADER = "leader"
    WITNESS = "witness"


PLACES = (Place.AGENCY, Place.SECRETARY, Place.LEADER)
"""The three who sign; a witness signs only where somebody refuses."""


class SignatureKind(StrEnum):
    """What one event says: a stroke was drawn, a refusal, paper was signed, or an attempt was cleared."""

    STROKE = "stroke"
    REFUSE = "refuse"
    PAPER = "paper"
    CLEAR = "clear"


class SignatureState(StrEnum):
    """Where one place stands."""

    NONE = "none"
    DRAWN = "drawn"
    REFUSED = "refused"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class SignatureEvent:
    """One thing that happened at one place of one locked version.

    Strokes, a refusal or a paper belong to an `attempt`; clearing names the attempt that counts no longer. `tablet_at`
    is what the tablet's own clock showed, where it said so.
    """

    id: str
    version_id: str
    place: Place
    kind: SignatureKind
    attempt: str
    value: Mapping[str, object]
    text_hash: str
    account_id: str
    device: str
    made_at: datetime
    received_at: datetime
    tablet_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """What stands at one place: strokes of points 0..1, or a refusal with reason and witness, or paper."""

    place: Place
    state: SignatureState = SignatureState.NONE
    attempt: str = ""
    strokes: tuple[tuple[Point, ...], ...] = ()
    aspect: float = 2.0
    reason: str = ""
    witness: str = ""
    attachment_id: str = ""
    account_id: str = ""
    signed_at: datetime | None = None


def fold(events: Iterable[SignatureEvent]) -> dict[Place, Signature]:
    """Return what stands at each place; events may come in any order and more than once."""
    unique_events = {event.id: event for event in events}.values()
    cleared_attempts = {event.attempt for event in unique_events if event.kind is SignatureKind.CLEAR}
    attempts: dict[tuple[Place, str], list[SignatureEvent]] = {}
    for event in unique_events:
        if event.attempt not in cleared_attempts:
            attempts.setdefault((event.place, event.attempt), []).append(event)
    signatures = {place: Signature(place) for place in Place}
    for (place, _), of_attempt in sorted(attempts.items(), key=lambda one: _newest(one[1])):
        signatures[place] = _signature(sorted(of_attempt, key=_order))
    return signatures


def checked_value(kind: SignatureKind, value: object) -> dict[str, object]:
    """Return `value` as it is kept, or raise RuleBroken `signature_invalid` naming what is wrong with it."""
    if not isinstance(value, Mapping):
        raise RuleBroken("signature_invalid", what="value")
    match kind:
        case SignatureKind.STROKE:
            return {"points": _points(value.get("points")), "aspect": _aspect(value.get("aspect"))}
        case SignatureKind.REFUSE:
            reason, witness = (_entry(value, name) for name in ("reason", "witness"))
            if not reason:
                raise RuleBroken("refusal_reason_missing")
            if not witness:
                raise RuleBroken("refusal_witness_missing")
            return {"reason": reason, "witness": witness}
        case SignatureKind.PAPER:
            return {"attachment": _entry(value, "attachment")}
        case SignatureKind.CLEAR:
            return {}


def _newest(events: list[SignatureEvent]) -> tuple[datetime, str]:
    return max(_order(event) for event in events)


def _order(event: SignatureEvent) -> tuple[datetime, str]:
    return event.made_at, event.id


def _signature(events: list[SignatureEvent]) -> Signature:
    """Return what the events of one attempt, in their order, amount to."""
    last = events[-1]
    signature = Signature(last.place, attempt=last.attempt, account_id=last.account_id, signed_at=last.made_at)
    final = next((one for one in reversed(events) if one.kind is not SignatureKind.STROKE), None)
    if final is None:
        strokes = tuple(_points(one.value["points"]) for one in events)
        return replace(signature, state=SignatureState.DRAWN, strokes=strokes, aspect=_aspect(last.value["aspect"]))
    if final.kind is SignatureKind.PAPER:
        return replace(signature, state=SignatureState.PAPER, attachment_id=str(final.value["attachment"]))
    reason, witness = (str(final.value[name]) for name in ("reason", "witness"))
    return replace(signature, state=SignatureState.REFUSED, reason=reason, witness=witness)


def _points(value: object) -> tuple[Point, ...]:
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= MOST_POINTS:
        raise RuleBroken("signature_invalid", what="points")
    return tuple(_point(one) for one in value)


def _point(value: object) -> Point:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise RuleBroken("signature_invalid", what="points")
    x, y = (_number(one, "points") for one in value)
    return (round(min(1.0, max(0.0, x)), 4), round(min(1.0, max(0.0, y)), 4))


def _aspect(value: object) -> float:
    aspect = _number(value, "aspect")
    if not NARROWEST <= aspect <= WIDEST:
        raise RuleBroken("signature_invalid", what="aspect")
    return round(aspect, 4)


def _number(value: object, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise RuleBroken("signature_invalid", what=what)
    return float(value)


def _entry(value: Mapping[object, object], name: str) -> str:
    text = value.get(name, "")
    if not isinstance(text, str) or len(text) > LONGEST_ENTRY:
        raise RuleBroken("signature_invalid", what=name)
    return tidy(text)
