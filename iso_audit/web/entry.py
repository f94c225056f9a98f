"""What app.py hands to Streamlit's application: our routes, the gate, how it starts, and how errors are answered."""

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from iso_audit import assets
from iso_audit.domain.errors import IsoAuditError, NotFound
from iso_audit.web import api, bundles, pages, paths, photos, signatures
from iso_audit.web.answers import broken_off, failed, not_answered, refused
from iso_audit.web.gate import Gate
from iso_audit.web.page_guard import static_file
from iso_audit.web.starting import lifespan

__all__ = ["EXCEPTION_HANDLERS", "MIDDLEWARE", "ROUTES", "lifespan"]


def _own_file(request: Request) -> Response:
    """Send one of our own scripts or styles, which change only with the version."""
    return FileResponse(static_file(request.url.path[1:]), headers={"Cache-Control": "public, max-age=300"})


def _asset(request: Request) -> Response:
    """Send a script; below the hash of another release there is nothing, so that no page mixes two."""
    name = assets.named(request.url.path)
    if name is None:
        raise NotFound("path_unknown")
    for_good = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(assets.sent()[name], media_type="text/javascript", headers=for_good)


ROUTES: list[BaseRoute] = [
    Route(paths.SIGN_IN, pages.sign_in_page, methods=["GET"]),
    Route(paths.SIGN_IN, pages.sign_in, methods=["POST"]),
    Route(paths.SIGN_OUT, pages.sign_out_page, methods=["GET"]),
    Route(paths.SIGN_OUT, pages.sign_out, methods=["POST"]),
    Route(paths.SET_UP, pages.set_up_page, methods=["GET"]),
    Route(paths.SET_UP, pages.set_up, methods=["POST"]),
    Route(paths.HEALTH, pages.health, methods=["GET"]),
    *(Route(file, _own_file, methods=["GET"]) for file in (paths.STYLE, paths.GUARD, paths.GUARD_STYLE, paths.WORDS)),
    Route(f"{paths.ASSETS}{{name:path}}", _asset, methods=["GET"]),
    Route("/api/session", api.session, methods=["GET"]),
    Route("/api/events", api.events, methods=["POST"]),
    Route("/api/audits/{audit}/changes", api.changes, methods=["GET"]),
    Route("/api/audits/{audit}/history", api.history, methods=["GET"]),
    Route("/api/signatures", signatures.signatures, methods=["POST"]),
    Route("/api/minutes/{version}/signatures", signatures.of_version, methods=["GET"]),
    Route("/api/bundles/{name}", bundles.fetch, methods=["GET"]),
    Route("/api/photos", photos.receive, methods=["POST"]),
    Route("/api/photos/{photo}", photos.whole, methods=["GET"]),
    Route("/api/photos/{photo}/thumb", photos.thumbnail, methods=["GET"]),
    Route("/api/photos/{photo}/blur", photos.blur, methods=["POST"]),
    Route("/api/{rest:path}", api.unknown),
]
MIDDLEWARE = [Middleware(Gate)]
EXCEPTION_HANDLERS = {
    IsoAuditError: refused,
    ClientDisconnect: broken_off,
    HTTPException: not_answered,
    Exception: failed,
}
