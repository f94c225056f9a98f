"""The signature pad's API: strokes, refusals and paper in; what stands at each place out."""

from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from iso_audit.domain.errors import Conflict
from iso_audit.domain.signature import Place, SignatureKind
from iso_audit.presenting.pad import event_data
from iso_audit.storage.queries.conducting import milliseconds
from iso_audit.web import clocks
from iso_audit.web.answers import Json, account_in, refusal
from iso_audit.web.bodies import read_json
from iso_audit.web.body_errors import BodyInvalid
from iso_audit.web.desk import desk
from iso_audit.web.visitor import check_origin
from iso_audit.workflow.reporting.signing import NewSignatureEvent, record_signatures, signature_events

LONGEST_NAME = 64
_EVENT = {"id", "version", "place", "kind", "attempt", "value", "text_hash", "made_at"}
_CLOCKS = {"tablet_at", "waited"}


async def signatures(request: Request) -> Response:
    """Keep a batch of signature events; 422 when some were refused, the others are kept."""
    here = desk().installation
    check_origin(request.scope, here.settings)
    account = account_in(request)
    if request.headers.get("x-account", account.id) != account.id:
        raise Conflict("account_changed", name=account.name)
    device, sent_at, batch = read_batch(await read_json(request))
    at = here.now()
    receipt = await run_in_threadpool(
        record_signatures, here.database, batch, by=account, device=device, at=at, sent_at=sent_at
    )
    await clocks.note(by=account, device=device, sent_at=sent_at, received_at=at)
    refusals = [{"id": one.event_id, **refusal(one.error, account.language)} for one in receipt.refused]
    body = {"server_time": milliseconds(at), "accepted": list(receipt.accepted), "refused": refusals}
    return Json(body | clocks.newest(receipt.newest), status_code=422 if refusals else 200)


def of_version(request: Request) -> Response:
    """Return every signature event of one version, in the order they were made."""
    here, account = desk().installation, account_in(request)
    stored_events = signature_events(here.database, _name(request.path_params["version"], "version"), reader=account)
    return Json({"server_time": milliseconds(here.now()), "events": [event_data(one) for one in stored_events]})


def read_batch(body: object) -> tuple[str, datetime | None, list[NewSignatureEvent]]:
    """Return device, its clock at sending and events of a body, or raise BodyInvalid naming what is wrong."""
    if not isinstance(body, dict) or set(body) - {"sent_at"} != {"device", "events"}:
        raise BodyInvalid("body_invalid", what="body")
    if not isinstance(body["events"], list):
        raise BodyInvalid("body_invalid", what="events")
    sent_at = clocks.clock(body.get("sent_at"), "sent_at")
    return _name(body["device"], "device"), sent_at, [_event(one) for one in body["events"]]


def _event(body: object) -> NewSignatureEvent:
    if not isinstance(body, dict) or set(body) - _CLOCKS != _EVENT:
        raise BodyInvalid("body_invalid", what="event")
    place, kind = body["place"], body["kind"]
    if place not in list(Place):
        raise BodyInvalid("body_invalid", what="place")
    if kind not in list(SignatureKind):
        raise BodyInvalid("body_invalid", what="kind")
    names = {key: _name(body[key], key) for key in ("id", "version", "attempt", "text_hash")}
    return NewSignatureEvent(
        id=names["id"],
        version_id=names["version"],
        place=Place(place),
        kind=SignatureKind(kind),
        attempt=names["attempt"],
        value=body["value"],
        text_hash=names["text_hash"],
        made_at=clocks.made_at(body["made_at"]),
        tablet_at=clocks.clock(body.get("tablet_at"), "tablet_at"),
        waited=clocks.waited(body.get("waited")),
    )


def _name(value: object, what: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAME or not value.isprintable():
        raise BodyInvalid("body_invalid", what=what)
    return value
