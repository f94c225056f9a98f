"""The gate in front of everything: no page, socket, file or API without a live session."""

import logging
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from iso_audit.domain.account import Account
from iso_audit.domain.errors import IsoAuditError, NotFound, NotSignedIn, TooSoon
from iso_audit.settings import Settings
from iso_audit.web.answers import ACCOUNT, refused
from iso_audit.web.desk import desk
from iso_audit.web.given import UPLOAD, is_given
from iso_audit.web.headers import secured
from iso_audit.web.nodelay import answer_at_once
from iso_audit.web.page_guard import guarded
from iso_audit.web.paths import SOCKET, is_api, is_closed, is_open, is_page, sign_in_address
from iso_audit.web.starting import told_plainly
from iso_audit.web.turns import SECONDS_TO_COME_BACK
from iso_audit.web.uploads import bounded
from iso_audit.web.visitor import check_origin, token_of
from iso_audit.web.watch import watched
from iso_audit.workflow.accounts.signing_in import account_of

HEADER = b"x-iso-audit-account"
BACKGROUND = b"x-background"
MOST_SOCKETS = 60
_log = logging.getLogger("iso_audit.web")


class Gate:
    """ASGI middleware that lets through only what belongs to a live session, or needs none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request or socket through, or answer it here."""
        if scope["type"] == "lifespan":
            await told_plainly(self._app, scope, receive, send)
            return
        answer_at_once(receive, send)
        settings = desk().installation.settings
        scope["headers"] = [(name, value) for name, value in scope["headers"] if not _claims_identity(name)]
        if scope["type"] == "http":
            send = secured(scope, send, settings)
            if is_open(scope["path"]):
                await self._app(scope, receive, send)
                return
        try:
            if scope["type"] == "websocket":
                _check_socket(scope, settings)
            scope[ACCOUNT] = account = await to_thread.run_sync(partial(_who, scope))
            await self._let_in(scope, receive, send, account)
        except IsoAuditError as error:
            await _turn_away(scope, receive, send, error)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send, account: Account) -> None:
        here, path = desk(), scope["path"]
        if scope["type"] == "websocket":
            if here.sockets[account.id] >= MOST_SOCKETS:
                raise TooSoon("too_busy", seconds=SECONDS_TO_COME_BACK)
            scope["headers"].append((HEADER, account.id.encode("ascii")))
            await watched(self._app, scope, receive, send, account_id=account.id)
        elif is_page(path, scope["method"]):
            await guarded(self._app, scope, receive, send, language=account.language)
        elif is_closed(path) or (is_given(path) and not here.given_addresses.has(account.id, path)):
            raise NotFound("path_unknown")
        elif path.startswith(UPLOAD):
            settings = here.installation.settings
            await bounded(self._app, scope, receive, send, account=account, uploads=here.uploads, settings=settings)
        elif is_api(path):
            async with here.requests.turn(account.id):
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _claims_identity(name: bytes) -> bool:
    return name.lower().replace(b"_", b"-") == HEADER


def _check_socket(scope: Scope, settings: Settings) -> None:
    """Refuse a socket at any other place than Streamlit's, and one that a page from elsewhere opens."""
    if scope["path"] != SOCKET:
        raise NotFound("path_unknown")
    if any(name.lower() == b"origin" for name, _ in scope["headers"]):
        check_origin(scope, settings)


def _who(scope: Scope) -> Account:
    """Return whose session it is; a page or a call of the API is a person at work, a poll is not."""
    here = desk().installation
    is_request = scope["type"] == "http" and (is_api(scope["path"]) or is_page(scope["path"], scope["method"]))
    person = is_request and not any(name.lower() == BACKGROUND for name, _ in scope["headers"])
    token = token_of(scope)
    if not token:
        raise NotSignedIn("not_signed_in", reason="none")
    return account_of(here.database, token, at=here.now(), idle=here.settings.session_idle, person=person)


async def _turn_away(scope: Scope, receive: Receive, send: Send, error: IsoAuditError) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    path = scope["path"]
    answer: Response
    if is_api(path) or not isinstance(error, NotSignedIn):
        answer = await refused(Request(scope), error)
    elif is_page(path, scope["method"]):
        query = scope.get("query_string", b"").decode("latin-1")
        answer = RedirectResponse(sign_in_address(path, query, str(error.details["reason"])), status_code=303)
        answer.headers["Cache-Control"] = "no-store"
    else:
        answer = PlainTextResponse("not_signed_in", status_code=error.status)
    await answer(scope, receive, send)
