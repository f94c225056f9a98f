"""The stage's routes for photographs, on the real workflow."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from iso_audit.domain.errors import IsoAuditError
from iso_audit.i18n import sentence
from iso_audit.storage.queries import conducting
from iso_audit.storage.queries import photos as reading
from iso_audit.workflow.conducting import photos
from iso_audit.workflow.conducting.photos import NewPhoto, Rectangle


def photo_routes(stage) -> list[Route]:
    """Return the routes, for whoever the cookie `as` names."""

    def now() -> datetime:
        return datetime.now(UTC)

    def told(photo, account) -> Response:
        fields, names = reading.fields(stage.database, photo.id, reader=account)
        listed = [conducting.field_data(heads, names) for heads in fields]
        moment = conducting.milliseconds(now())
        return JSONResponse({"server_time": moment, "id": photo.id, "sha256": photo.sha256, "fields": listed})

    def answering(answer):
        async def answered(request: Request) -> Response:
            account = stage.account(request.cookies.get("as"))
            if account is None:
                return JSONResponse({"code": "not_signed_in", "reason": "expired"}, status_code=401)
            if request.headers.get("x-account", account.id) != account.id:
                return JSONResponse({"code": "account_changed", "message": ""}, status_code=409)
            try:
                return await answer(request, account)
            except IsoAuditError as error:
                said = {"code": error.code, "message": sentence("vi", error)}
                return JSONResponse(said, status_code=error.status)

        return answered

    async def receive(request: Request, account) -> Response:
        query = request.query_params
        made_at, tablet_at, sent_at = (
            datetime.fromtimestamp(int(query[name]) / 1000, UTC) for name in ("made_at", "tablet_at", "sent_at")
        )
        new = NewPhoto(query["id"], query["audit"], query["item"], made_at, await request.body(), tablet_at)
        kept = photos.receive(stage.database, new, by=account, device=query["device"], at=now(), sent_at=sent_at)
        return told(kept, account)

    async def blur(request: Request, account) -> Response:
        body = await request.json()
        rectangles = [Rectangle(*one) for one in body["rectangles"]]
        photo_id, seen = request.path_params["photo"], body["sha256"]
        done = photos.blur(stage.database, photo_id, rectangles, seen=seen, by=account, device=body["device"], at=now())
        return told(done, account)

    async def whole(request: Request, account) -> Response:
        found = reading.picture(stage.database, request.path_params["photo"], reader=account)
        return Response(found.jpeg, media_type="image/jpeg")

    async def thumbnail(request: Request, account) -> Response:
        found = reading.picture(stage.database, request.path_params["photo"], reader=account, thumbnail=True)
        return Response(found.jpeg, media_type="image/jpeg")

    return [
        Route("/api/photos", answering(receive), methods=["POST"]),
        Route("/api/photos/{photo}", answering(whole)),
        Route("/api/photos/{photo}/thumb", answering(thumbnail)),
        Route("/api/photos/{photo}/blur", answering(blur), methods=["POST"]),
    ]
