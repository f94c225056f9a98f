"""The card's API: events in, changes and history out, and whether the session still lives."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from iso_audit.domain.errors import Conflict, NotFound
from iso_audit.domain.journal import Event
from iso_audit.storage.queries import conducting as reading
from iso_audit.storage.queries.conducting import field_data, milliseconds, minutes_data
from iso_audit.web import clocks
from iso_audit.web.answers import Json, account_in, note_refusal, refusal
from iso_audit.web.bodies import read_json
from iso_audit.web.body_errors import BodyInvalid
from iso_audit.web.desk import desk
from iso_audit.web.visitor import A_YEAR, TABLET_COOKIE, check_origin, is_https
from iso_audit.workflow.conducting.recording import NewEvent, record

LONGEST_NAME = 64
LONGEST_VALUE = 100_000
MOST_REPLACED = 1_000
_COOKIE_NAME = re.compile(r"[\w.-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Batch:
    """Events of one request, the device they come from, and what its own clock showed when it sent them."""

    device: str
    sent_at: datetime | None
    events: list[NewEvent]


def session(request: Request) -> Response:
    """Tell whose live session it is, and the tablet that this browser last sent events as."""
    account = account_in(request)
    identity = {"account": account.id, "name": account.name, "language": account.language}
    tablet = request.cookies.get(TABLET_COOKIE)
    return Json({"server_time": milliseconds(desk().installation.now()), **identity, "tablet": tablet})


async def events(request: Request) -> Response:
    """Keep a batch of events; 422 when some were refused, the others are kept."""
    here = desk().installation
    check_origin(request.scope, here.settings)
    account = account_in(request)
    if request.headers.get("x-account", account.id) != account.id:
        raise Conflict("account_changed", name=account.name)
    batch = read_batch(await read_json(request))
    device, sent_at, at = batch.device, batch.sent_at, here.now()
    receipt = await run_in_threadpool(
        record, here.database, batch.events, by=account, device=device, at=at, sent_at=sent_at
    )
    await clocks.note(by=account, device=device, sent_at=sent_at, received_at=at)
    for refused_event in receipt.refused:
        if refused_event.error.status == 403:
            note_refusal(request, refused_event.error)
    refusals = [{"id": one.event_id, **refusal(one.error, account.language)} for one in receipt.refused]
    body = {"server_time": milliseconds(at), "accepted": list(receipt.accepted), "refused": refusals}
    answer = Json(body | clocks.newest(receipt.newest), status_code=422 if refusals else 200)
    return _remember_tablet(request, answer, device)


def _remember_tablet(request: Request, answer: Response, device: str) -> Response:
    """Let the browser tell its tablet's name by a cookie too: what it keeps for scripts it may throw away."""
    if _COOKIE_NAME.fullmatch(device) and request.cookies.get(TABLET_COOKIE) != device:
        secure = is_https(request.scope, desk().installation.settings)
        answer.set_cookie(TABLET_COOKIE, device, max_age=A_YEAR, path="/", httponly=True, samesite="lax", secure=secure)
    return answer


def changes(request: Request) -> Response:
    """Return the fields of an audit that changed since a position of its journal."""
    here, account = desk().installation, account_in(request)
    since = _position(request.query_params.get("since", "0"))
    news = reading.changes(here.database, _audit_id(request), since=since, reader=account)
    fields = [field_data(heads, news.names) for heads in news.fields if heads]
    content = {"position": news.position, "fields": fields, "minutes": minutes_data(news.minutes)}
    return Json({"server_time": milliseconds(here.now()), **content})


def history(request: Request) -> Response:
    """Return every event of one subject, the newest first."""
    here, account = desk().installation, account_in(request)
    subject = request.query_params.get("subject", "")
    if not _plain(subject):
        raise BodyInvalid("body_invalid", what="subject")
    named_events = reading.history(here.database, _audit_id(request), subject, reader=account)
    return Json({"events": [event_data(event, name) for event, name in named_events]})


def unknown(request: Request) -> Response:
    """Refuse a path of the API that does not exist."""
    raise NotFound("path_unknown")


def read_batch(body: object) -> Batch:
    """Return what a body holds, or raise BodyInvalid naming what is wrong; an older card says nothing of its clock."""
    entries = _object(body, {"device", "events"}, "body", perhaps={"sent_at"})
    device, event_bodies = entries["device"], entries["events"]
    if not isinstance(device, str) or not _plain(device):
        raise BodyInvalid("body_invalid", what="device")
    if not isinstance(event_bodies, list):
        raise BodyInvalid("body_invalid", what="events")
    return Batch(device, clocks.clock(entries.get("sent_at"), "sent_at"), [_new_event(one) for one in event_bodies])


def _new_event(body: object) -> NewEvent:
    names = {"id", "audit", "subject", "field", "value", "made_at", "replaces"}
    entries = _object(body, names, "event", perhaps={"tablet_at", "waited"})
    audit, subject, field = (_name(entries, key) for key in ("audit", "subject", "field"))
    value, replaces = entries["value"], entries["replaces"]
    if not (value is None or (isinstance(value, str) and len(value) <= LONGEST_VALUE)):
        raise BodyInvalid("body_invalid", what="value")
    if not isinstance(replaces, list) or len(replaces) > MOST_REPLACED:
        raise BodyInvalid("body_invalid", what="replaces")
    return NewEvent(
        id=uuid_as_stored(entries["id"], "id"),
        audit_id=audit,
        subject=subject,
        field=field,
        value=value,
        made_at=clocks.made_at(entries["made_at"]),
        replaces=frozenset(uuid_as_stored(one, "replaces") for one in replaces),
        tablet_at=clocks.clock(entries.get("tablet_at"), "tablet_at"),
        waited=clocks.waited(entries.get("waited")),
    )


def _object(body: object, names: set[str], what: str, *, perhaps: set[str]) -> dict[str, object]:
    if not isinstance(body, dict) or not names <= set(body) <= names | perhaps:
        raise BodyInvalid("body_invalid", what=what)
    return body


def _name(entries: dict[str, object], key: str) -> str:
    value = entries[key]
    if not isinstance(value, str) or not _plain(value):
        raise BodyInvalid("body_invalid", what=key)
    return value


def _plain(value: str) -> bool:
    """Tell whether `value` can be a name: not empty, not long, nothing invisible in it."""
    return 0 < len(value) <= LONGEST_NAME and value.isprintable()


def uuid_as_stored(value: object, what: str) -> str:
    """Return a UUID as it is stored; written in any other form it would be another event."""
    if isinstance(value, str):
        try:
            if str(UUID(value)) == value.lower():
                return value.lower()
        except ValueError:
            pass
    raise BodyInvalid("body_invalid", what=what)


def _position(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise BodyInvalid("body_invalid", what="since")
    return int(text)


def _audit_id(request: Request) -> str:
    audit_id: str = request.path_params["audit"]
    if not _plain(audit_id):
        raise NotFound("audit_not_found", audit="")
    return audit_id


def event_data(event: Event, name: str) -> dict[str, object]:
    """Return one event of a history as plain data, with what the tablet's own clock showed where that is known."""
    head: dict[str, object] = field_data((event,), {event.account_id: name})["heads"][0]
    read = {} if event.tablet_at is None else {"tablet_at": milliseconds(event.tablet_at)}
    return {"field": event.field, **head, **read}
