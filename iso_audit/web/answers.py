"""Answers: JSON that survives any text, pages from templates, and what is said when something is refused."""

import json
import logging
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from iso_audit.domain.account import Account
from iso_audit.domain.errors import IsoAuditError, NotSignedIn
from iso_audit.domain.text import Language
from iso_audit.i18n import sentence, translate
from iso_audit.web.desk import desk
from iso_audit.web.headers import add_headers
from iso_audit.web.paths import is_api, is_open
from iso_audit.web.visitor import is_https, page_language

ACCOUNT = "iso_audit.account"
_log = logging.getLogger("iso_audit.web")


class Json(JSONResponse):
    """JSON in plain ASCII, so that no text can fail to be sent."""

    def render(self, content: object) -> bytes:
        """Return the bytes of `content`."""
        return json.dumps(content, ensure_ascii=True, allow_nan=False, default=str).encode("ascii")


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)


def page(template: str, language: Language, *, status: int = 200, **values: object) -> HTMLResponse:
    """Return one of our pages; the template translates by `t(key)`."""

    def t(key: str, **details: object) -> str:
        return translate(language, f"web.{key}", **details)

    text = _templates().get_template(template).render(language=language, t=t, **values)
    return HTMLResponse(text.encode("utf-8", "replace"), status_code=status)


def account_in(request: Request) -> Account:
    """Return whose request it is; the gate has put it there."""
    account = request.scope.get(ACCOUNT)
    if not isinstance(account, Account):
        raise NotSignedIn("not_signed_in", reason="none")
    return account


def language_for(request: Request) -> Language:
    """Return the language of whoever sends `request`."""
    account = request.scope.get(ACCOUNT)
    if isinstance(account, Account):
        return account.language
    return page_language(request.scope, desk().installation.settings)


def refusal(error: IsoAuditError, language: Language) -> dict[str, object]:
    """Return what the API says of `error`."""
    body: dict[str, object] = {
        "code": error.code,
        "message": sentence(language, error),
        "details": {key: _told(value) for key, value in error.details.items()},
    }
    if isinstance(error, NotSignedIn) and "reason" in error.details:
        body["reason"] = error.details["reason"]
    return body


def note_refusal(request: Request, error: IsoAuditError) -> None:
    """Write to the log who was refused what: the account's id and the path, nothing that was sent."""
    account = request.scope.get(ACCOUNT)
    who = account.id if isinstance(account, Account) else "nobody"
    _log.warning("Refused %s at %s %r to %s", error.code, request.method, request.url.path, who)


async def refused(request: Request, error: Exception) -> Response:
    """Answer an expected error: JSON for the API, a page with a sentence for a person."""
    our_error = error if isinstance(error, IsoAuditError) else IsoAuditError("fault")
    if our_error.status in {400, 403, 413, 429}:
        note_refusal(request, our_error)
    language = language_for(request)
    headers = {"Retry-After": str(our_error.details["seconds"])} if our_error.status == 429 else {}
    if is_api(request.url.path):
        return Json(refusal(our_error, language), status_code=our_error.status, headers=headers)
    answer = page("message.html", language, status=our_error.status, text=sentence(language, our_error))
    answer.headers.update(headers)
    return answer


async def not_answered(request: Request, error: Exception) -> Response:
    """Answer what Starlette refuses (no such path, wrong method) in our words, and leave Streamlit's own alone."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if not (is_api(request.url.path) or is_open(request.url.path)):
        return Response(status_code=status, headers=getattr(error, "headers", None))
    code = "method_refused" if status == 405 else "path_unknown"
    our_error = IsoAuditError(code)
    language = language_for(request)
    headers = getattr(error, "headers", None)
    if is_api(request.url.path):
        return Json(refusal(our_error, language), status_code=status, headers=headers)
    return page("message.html", language, status=status, text=sentence(language, our_error))


async def broken_off(request: Request, error: Exception) -> Response:
    """Note quietly that the sender went away in the middle of a request, as bad Wi-Fi does; nobody reads the answer."""
    _log.info("Broken off by the sender: %s %r", request.method, request.url.path)
    return Response(status_code=400)


async def failed(request: Request, error: Exception) -> Response:
    """Answer an unexpected error by a sentence; what happened goes to the log, without the request's query."""
    _log.error("Unexpected error at %s", request.url.path, exc_info=error)
    settings = desk().installation.settings
    answer = await refused(request, IsoAuditError("fault"))
    add_headers(answer.headers, ours=True, https=is_https(request.scope, settings))
    return answer


def _told(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
