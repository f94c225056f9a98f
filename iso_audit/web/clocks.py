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


def made_at(number: object) -> datetime:
    """Return the moment a card reckoned, from milliseconds; BodyInvalid where it is none from 1970 to 2100."""
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= LATEST:
        raise BodyInvalid("body_invalid", what="made_at")
    return datetime.fromtimestamp(number / 1000, UTC)


def clock(value: object, what: str) -> datetime | None:
    """Return what a tablet's own clock showed, from milliseconds; None where it says nothing, or no year we know."""
    number = _number(value, what)
    return datetime.fromtimestamp(number / 1000, UTC) if number is not None and 0 <= number <= LATEST else None


def waited(value: object) -> timedelta | None:
    """Return how long an act has waited on its page, from milliseconds; None where the page does not know."""
    number = _number(value, "waited")
    if number is None or not 0 <= number <= LONGEST_WAIT / timedelta(milliseconds=1):
        return None
    return timedelta(milliseconds=number)


def _number(value: object, what: str) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise BodyInvalid("body_invalid", what=what)
    return value


def newest(moment: datetime | None) -> dict[str, object]:
    """Return the newest moment of what is now kept, as an answer says it: what the tablet makes next comes after it."""
    return {} if moment is None else {"newest": milliseconds(moment)}


async def note(*, by: Account, device: str, sent_at: datetime | None, received_at: datetime) -> None:
    """Note how far a tablet's clock is off."""
    write = partial(tablets.note, desk().installation.database, by=by, device=device)
    await run_in_threadpool(partial(write, sent_at=sent_at, received_at=received_at))
