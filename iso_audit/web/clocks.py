"""What a tablet says of its clocks in a request: never a reason to refuse an act, however wrong the clock is."""

from datetime import UTC, datetime, timedelta
from functools import partial

from starlette.concurrency import run_in_threadpool

from iso_audit.domain.account import Account
from iso_audit.storage.queries.conducting import milliseconds
from iso_audit.web.body_errors import BodyInvalid
from iso_audit.web.desk import desk
from iso_audit.workflow.conducting import tablets

LATEST = 4_102_444_800_000
LONGEST_WAIT = timedelta(days=366)


def made_at(told: object) -> datetime:
    """Return the moment a card reckoned, from milliseconds; BodyInvalid where it is none from 1970 to 2100."""
    if isinstance(told, bool) or not isinstance(told, int) or not 0 <= told <= LATEST:
        raise BodyInvalid("body_invalid", what="made_at")
    return datetime.fromtimestamp(told / 1000, UTC)


def clock(told: object, what: str) -> datetime | None:
    """Return what a tablet's own clock showed, from milliseconds; None where it says nothing, or no year we know."""
    known = _number(told, what)
    return datetime.fromtimestamp(known / 1000, UTC) if known is not None and 0 <= known <= LATEST else None


def waited(told: object) -> timedelta | None:
    """Return how long an act has waited on its page, from milliseconds; None where the page does not know."""
    known = _number(told, "waited")
    if known is None or not 0 <= known <= LONGEST_WAIT / timedelta(milliseconds=1):
        return None
    return timedelta(milliseconds=known)


def _number(told: object, what: str) -> int | None:
    if told is not None and (isinstance(told, bool) or not isinstance(told, int)):
        raise BodyInvalid("body_invalid", what=what)
    return told


def newest(moment: datetime | None) -> dict[str, object]:
    """Return the newest moment of what is now kept, as an answer says it: what the tablet makes next comes after it."""
    return {} if moment is None else {"newest": milliseconds(moment)}


async def note(*, by: Account, device: str, sent_at: datetime | None, received_at: datetime) -> None:
    """Note how far a tablet's clock is off."""
    write = partial(tablets.note, desk().installed.database, by=by, device=device)
    await run_in_threadpool(partial(write, sent_at=sent_at, received_at=received_at))
