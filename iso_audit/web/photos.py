"""Photographs over the web: taking one file a request, giving pictures to who may read the audit, blurring."""

from functools import partial

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from iso_audit.domain.account import Account
from iso_audit.domain.errors import Conflict
from iso_audit.domain.photo import Photo
from iso_audit.images import LARGEST_FILE
from iso_audit.storage.queries import photos as reading
from iso_audit.storage.queries.conducting import field_data, milliseconds
from iso_audit.web import clocks
from iso_audit.web.answers import Json, account_in
from iso_audit.web.api import LONGEST_NAME, uuid_as_stored
from iso_audit.web.bodies import file_of, read_json
from iso_audit.web.body_errors import BodyInvalid, BodyTooLarge
from iso_audit.web.desk import Desk, desk
from iso_audit.web.visitor import check_origin
from iso_audit.workflow.conducting import photos

KINDS = ("image/", "application/octet-stream")
photo_threads = CapacityLimiter(12)
"""More than are decoded at a time: whose turn it is, the reading room decides, one of a person's after the other."""


async def receive(request: Request) -> Response:
    """Keep one photograph: the body is the file, the query names audit, item, id, device and when it was taken."""
    here, account = _writer(request)
    asked_at = here.installation.now()
    query = request.query_params
    photo_id, audit_id, item_id = uuid_as_stored(query.get("id"), "id"), _name(request, "audit"), _name(request, "item")
    device = _name(request, "device") if "device" in query else ""
    made_at = clocks.made_at(_number(request, "made_at")) if "made_at" in query else asked_at
    sent_at = clocks.clock(_number(request, "sent_at"), "sent_at")
    tablet_at, waiting_time = (
        clocks.clock(_number(request, "tablet_at"), "tablet_at"),
        clocks.waited(_number(request, "waited")),
    )
    if not request.headers.get("content-type", "").lower().startswith(KINDS):
        raise BodyInvalid("body_invalid", what="content-type")
    where = {"photo_id": photo_id, "audit_id": audit_id, "item_id": item_id}
    await run_in_threadpool(photos.check_may_receive, here.installation.database, **where, by=account)
    try:
        async with file_of(request, LARGEST_FILE) as data:
            new = photos.NewPhoto(photo_id, audit_id, item_id, made_at, data, tablet_at, waiting_time)
            keep = partial(photos.receive, here.installation.database, new, by=account, device=device)
            keep = partial(keep, at=here.installation.now(), sent_at=sent_at, asked_at=asked_at)
            photo = await to_thread.run_sync(keep, limiter=photo_threads)
    except BodyTooLarge as error:
        raise BodyTooLarge("photo_file_too_large", largest=LARGEST_FILE // (1024 * 1024)) from error
    return await _told(here, photo, account)


async def blur(request: Request) -> Response:
    """Make rectangles of a photograph unreadable."""
    here, account = _writer(request)
    photo_id = uuid_as_stored(request.path_params["photo"], "id")
    await run_in_threadpool(photos.check_may_blur, here.installation.database, photo_id, by=account)
    body = await read_json(request)
    if not isinstance(body, dict) or set(body) - {"sent_at"} != {"rectangles", "sha256", "device"}:
        raise BodyInvalid("body_invalid", what="body")
    if not isinstance(body["sha256"], str) or not isinstance(body["device"], str):
        raise BodyInvalid("body_invalid", what="sha256")
    change = partial(
        photos.blur,
        here.installation.database,
        photo_id,
        _rectangles(body["rectangles"]),
        seen=body["sha256"],
        by=account,
        device=body["device"],
        at=here.installation.now(),
        tablet_at=clocks.clock(body.get("sent_at"), "sent_at"),
    )
    photo = await to_thread.run_sync(change, limiter=photo_threads)
    return await _told(here, photo, account)


def whole(request: Request) -> Response:
    """Send a photograph; nobody on the way may keep it."""
    picture = _picture(request, thumbnail=False)
    return _jpeg(picture, "no-store")


def thumbnail(request: Request) -> Response:
    """Send a photograph's thumbnail; the tablet may keep it and asks each time whether it still holds."""
    picture = _picture(request, thumbnail=True)
    if request.headers.get("if-none-match") == f'"{picture.sha256}"':
        return Response(status_code=304, headers={"Cache-Control": "private, no-cache", "ETag": f'"{picture.sha256}"'})
    return _jpeg(picture, "private, no-cache")


def _picture(request: Request, *, thumbnail: bool) -> reading.Picture:
    account = account_in(request)
    photo_id = uuid_as_stored(request.path_params["photo"], "id")
    return reading.picture(desk().installation.database, photo_id, reader=account, thumbnail=thumbnail)


def _jpeg(picture: reading.Picture, caching: str) -> Response:
    headers = {"Cache-Control": caching, "ETag": f'"{picture.sha256}"', "Content-Disposition": "inline"}
    return Response(picture.jpeg, media_type="image/jpeg", headers=headers)


def _writer(request: Request) -> tuple[Desk, Account]:
    here = desk()
    check_origin(request.scope, here.installation.settings)
    account = account_in(request)
    if request.headers.get("x-account", account.id) != account.id:
        raise Conflict("account_changed", name=account.name)
    return here, account


async def _told(here: Desk, photo: Photo, account: Account) -> Response:
    """Answer with the photograph's fields as the journal has them now."""
    fields, names = await run_in_threadpool(reading.fields, here.installation.database, photo.id, reader=account)
    data = [field_data(heads, names) for heads in fields]
    moment = milliseconds(here.installation.now())
    return Json({"server_time": moment, "id": photo.id, "sha256": photo.sha256, "fields": data})


def _rectangles(body: object) -> list[photos.Rectangle]:
    if not isinstance(body, list):
        raise BodyInvalid("body_invalid", what="rectangles")
    rectangles = []
    for numbers in body:
        if (
            not isinstance(numbers, list)
            or len(numbers) != 4
            or not all(type(value) in {int, float} for value in numbers)
        ):
            raise BodyInvalid("body_invalid", what="rectangles")
        rectangles.append(photos.Rectangle(*(float(value) for value in numbers)))
    return rectangles


def _name(request: Request, key: str) -> str:
    value = request.query_params.get(key, "")
    if not (0 < len(value) <= LONGEST_NAME and value.isprintable()):
        raise BodyInvalid("body_invalid", what=key)
    return value


def _number(request: Request, key: str) -> int | None:
    text = request.query_params.get(key)
    if text is None:
        return None
    if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 15):
        raise BodyInvalid("body_invalid", what=key)
    return int(text)
