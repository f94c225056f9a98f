"""The card's API: events in, changes and history out, and whether the session still lives."""

from datetime import UTC, datetime
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from iso_audit.domain.errors import Conflict, NotFound
from iso_audit.domain.journal import Event
from iso_audit.storage.queries import conducting as reading
from iso_audit.storage.queries.conducting import field_data, milliseconds
from iso_audit.web.answers import Json, account_in, note_refusal, refusal
from iso_audit.web.bodies import read_json
from iso_audit.web.body_errors import BodyInvalid
from iso_audit.web.desk import desk
from iso_audit.web.visitor import check_origin
from iso_audit.workflow.conducting import NewEvent, record

LONGEST_NAME = 64
LONGEST_VALUE = 100_000
MOST_REPLACED = 1_000
LATEST = 4_102_444_800_000


def session(request: Request) -> Response:
    """Tell whose live session it is."""
    account = account_in(request)
    told = {"account": account.id, "name": account.name, "language": account.language}
    return Json({"server_time": milliseconds(desk().installed.now()), **told})


async def events(request: Request) -> Response:
    """Keep a batch of events; 422 when some were refused, the others are kept."""
    here = desk().installed
    check_origin(request.scope, here.settings)
    account = account_in(request)
    if request.headers.get("x-account", account.id) != account.id:
        raise Conflict("account_changed", name=account.name)
    device, batch = read_batch(await read_json(request))
    at = here.now()
    receipt = await run_in_threadpool(record, here.database, batch, by=account, device=device, at=at)
    for one in receipt.refused:
        if one.error.status == 403:
            note_refusal(request, one.error)
    refused = [{"id": one.event_id, **refusal(one.error, account.language)} for one in receipt.refused]
    told = {"server_time": milliseconds(at), "accepted": list(receipt.accepted), "refused": refused}
    return Json(told, status_code=422 if refused else 200)


def changes(request: Request) -> Response:
    """Return the fields of an audit that changed since a position of its journal."""
    here, account = desk().installed, account_in(request)
    since = _position(request.query_params.get("since", "0"))
    changed = reading.changes(here.database, _audit_id(request), since=since, reader=account)
    fields = [field_data(heads, changed.names) for heads in changed.fields if heads]
    return Json({"server_time": milliseconds(here.now()), "position": changed.position, "fields": fields})


def history(request: Request) -> Response:
    """Return every event of one subject, the newest first."""
    here, account = desk().installed, account_in(request)
    subject = request.query_params.get("subject", "")
    if not _plain(subject):
        raise BodyInvalid("body_invalid", what="subject")
    told = reading.history(here.database, _audit_id(request), subject, reader=account)
    return Json({"events": [_event(event, name) for event, name in told]})


def unknown(request: Request) -> Response:
    """Refuse a path of the API that does not exist."""
    raise NotFound("path_unknown")


def read_batch(body: object) -> tuple[str, list[NewEvent]]:
    """Return device and events of a body, or raise BodyInvalid naming what is wrong."""
    told = _object(body, {"device", "events"}, "body")
    device, listed = told["device"], told["events"]
    if not isinstance(device, str) or not _plain(device):
        raise BodyInvalid("body_invalid", what="device")
    if not isinstance(listed, list):
        raise BodyInvalid("body_invalid", what="events")
    return device, [_new_event(one) for one in listed]


def _new_event(body: object) -> NewEvent:
    told = _object(body, {"id", "audit", "subject", "field", "value", "made_at", "replaces"}, "event")
    audit, subject, field = (_name(told, key) for key in ("audit", "subject", "field"))
    value, made_at, replaces = told["value"], told["made_at"], told["replaces"]
    if not (value is None or (isinstance(value, str) and len(value) <= LONGEST_VALUE)):
        raise BodyInvalid("body_invalid", what="value")
    if isinstance(made_at, bool) or not isinstance(made_at, int) or not 0 <= made_at <= LATEST:
        raise BodyInvalid("body_invalid", what="made_at")
    if not isinstance(replaces, list) or len(replaces) > MOST_REPLACED:
        raise BodyInvalid("body_invalid", what="replaces")
    moment = datetime.fromtimestamp(made_at / 1000, UTC)
    known = frozenset(uuid_as_stored(one, "replaces") for one in replaces)
    return NewEvent(uuid_as_stored(told["id"], "id"), audit, subject, field, value, moment, known)


def _object(body: object, names: set[str], what: str) -> dict[str, object]:
    if not isinstance(body, dict) or set(body) != names:
        raise BodyInvalid("body_invalid", what=what)
    return body


def _name(told: dict[str, object], key: str) -> str:
    value = told[key]
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


def _event(event: Event, name: str) -> dict[str, object]:
    head: dict[str, object] = field_data((event,), {event.account_id: name})["heads"][0]
    return {"field": event.field, **head}
