"""Our own pages: signing in, signing out, the first leader's set-up; and health."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from iso_audit import assets
from iso_audit.domain.account import Account, username_as_stored
from iso_audit.domain.errors import IsoAuditError, NotSignedIn, RuleBroken, TooSoon
from iso_audit.domain.text import Language
from iso_audit.i18n import sentence, words
from iso_audit.web.answers import Json, note_refusal, page
from iso_audit.web.bodies import read_form
from iso_audit.web.desk import Desk, desk
from iso_audit.web.paths import SET_UP, SIGN_IN, safe_next
from iso_audit.web.visitor import (
    A_YEAR,
    COOKIE,
    LANGUAGE_COOKIE,
    address_of,
    check_origin,
    device_of,
    is_https,
    network_of,
    page_language,
    token_of,
)
from iso_audit.workflow.accounts import signing_in


def health(request: Request) -> Response:
    """Say that the process answers, and nothing else."""
    return Json({"status": "ok"})


def sign_in_page(request: Request) -> Response:
    """Show the sign-in form, or lead on who is signed in."""
    target = safe_next(request.query_params.get("next", "/"))
    if _signed_in(request) is not None:
        return RedirectResponse(target, status_code=303)
    language = _language(request)
    reason = f"web.reason.{request.query_params.get('reason', '')}"
    why = words(language).get(reason, "")
    if signing_in.needs_setup(desk().installation.database):
        why = words(language)["web.sign_in.set_up_first"]
    return _remember_language(request, _form(language, target=target, why=why))


async def sign_in(request: Request) -> Response:
    """Take username and password; a session's cookie and the page asked for, or the form with one sentence."""
    here = desk()
    check_origin(request.scope, here.installation.settings)
    form = await read_form(request)
    target = safe_next(form.get("next", "/"))
    try:
        token = await _admitted(here, request, form)
    except (NotSignedIn, TooSoon) as error:
        if isinstance(error, TooSoon):
            note_refusal(request, error)
        language = _language(request)
        values = {"error": sentence(language, error), "username": form.get("username", "")[:64]}
        answer = _form(language, status=error.status, target=target, **values)
        if isinstance(error, TooSoon):
            answer.headers["Retry-After"] = str(error.details["seconds"])
        return answer
    return _welcome(request, token, target)


def sign_out_page(request: Request) -> Response:
    """Show the button that signs out; a link alone must not."""
    account = _signed_in(request)
    if account is None:
        return RedirectResponse(SIGN_IN, status_code=303)
    return page("sign_out.html", _language(request), account=account, script=assets.address(assets.SIGNING_OUT))


def sign_out(request: Request) -> Response:
    """End the session and lead to sign-in."""
    here = desk().installation
    check_origin(request.scope, here.settings)
    signing_in.sign_out(here.database, token_of(request.scope), at=here.now())
    answer = RedirectResponse(f"{SIGN_IN}?reason=signed_out", status_code=303)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=is_https(request.scope, here.settings))
    return answer


def set_up_page(request: Request) -> Response:
    """Show the form for the first leader's account to who has the console's link."""
    token = request.query_params.get("token", "")
    if not desk().opens_setup(token):
        return _no_setup(request)
    return _remember_language(request, _set_up_form(request, token))


async def set_up(request: Request) -> Response:
    """Make the first leader's account and sign it in; works once."""
    here = desk()
    check_origin(request.scope, here.installation.settings)
    form = await read_form(request)
    if not await to_thread.run_sync(here.opens_setup, form.get("token", "")):
        return _no_setup(request)
    try:
        async with here.passwords.turn(SET_UP):
            token = await to_thread.run_sync(_first_leader, here, request, form)
    except IsoAuditError as error:
        entries = {key: form.get(key, "") for key in ("username", "name")}
        text = sentence(_language(request), error)
        return _set_up_form(request, form.get("token", ""), error=text, status=error.status, **entries)
    return _welcome(request, token, "/")


async def _admitted(here: Desk, request: Request, form: dict[str, str]) -> str:
    """Return a new session's token; slowed for who failed before, in turn with those of other addresses."""
    username = username_as_stored(form.get("username", ""))[:64]
    token, database = token_of(request.scope), here.installation.database
    place = network_of(address_of(request.scope, here.installation.settings))
    signed_in_before = bool(token) and await to_thread.run_sync(signing_in.has_signed_in, database, token, username)
    wait = here.attempts.seconds_to_wait(
        username, place, at=here.installation.stopwatch(), signed_in_before=signed_in_before
    )
    if wait:
        raise TooSoon("too_soon", seconds=wait)
    async with here.passwords.turn(f"known at {place}" if signed_in_before else place):
        new = await to_thread.run_sync(_admit, here, request, username, form.get("password", ""))
    here.attempts.succeeded(username, place, at=here.installation.stopwatch(), signed_in_before=signed_in_before)
    return new


def _admit(here: Desk, request: Request, username: str, password: str) -> str:
    database, at = here.installation.database, here.installation.now()
    address, device = address_of(request.scope, here.installation.settings), device_of(request.scope)
    token = signing_in.sign_in(database, username, password, device=device, address=address, at=at)
    signing_in.sign_out(database, token_of(request.scope), at=at)
    return token


def _first_leader(here: Desk, request: Request, form: dict[str, str]) -> str:
    if form.get("password", "") != form.get("again", ""):
        raise RuleBroken("passwords_differ")
    settings, database, at = here.installation.settings, here.installation.database, here.installation.now()
    password = form.get("password", "")
    account = signing_in.set_up(
        database, username=form.get("username", ""), name=form.get("name", ""), password=password, at=at
    )
    address, device = address_of(request.scope, settings), device_of(request.scope)
    return signing_in.sign_in(database, account.username, password, device=device, address=address, at=at)


def _signed_in(request: Request) -> Account | None:
    here = desk().installation
    try:
        token, idle = token_of(request.scope), here.settings.session_idle
        return signing_in.account_of(here.database, token, at=here.now(), idle=idle) if token else None
    except NotSignedIn:
        return None


def _welcome(request: Request, token: str, target: str) -> Response:
    answer = RedirectResponse(target, status_code=303)
    secure = is_https(request.scope, desk().installation.settings)
    lasting = int(signing_in.LONGEST_SESSION.total_seconds())
    answer.set_cookie(COOKIE, token, max_age=lasting, path="/", httponly=True, samesite="lax", secure=secure)
    return answer


def _language(request: Request) -> Language:
    return page_language(request.scope, desk().installation.settings)


def _form(
    language: Language, *, target: str, why: str = "", error: str = "", username: str = "", status: int = 200
) -> Response:
    values = {"wanted": target, "why": why, "error": error, "username": username}
    return page("sign_in.html", language, status=status, **values)


def _set_up_form(
    request: Request, token: str, *, error: str = "", status: int = 200, username: str = "", name: str = ""
) -> Response:
    values = {"token": token, "error": error, "username": username, "name": name}
    return page("set_up.html", _language(request), status=status, **values)


def _no_setup(request: Request) -> Response:
    language = _language(request)
    return page("message.html", language, status=404, text=sentence(language, IsoAuditError("setup_closed")))


def _remember_language(request: Request, answer: Response) -> Response:
    code = request.query_params.get("lang")
    if code in {"vi", "en"}:
        secure = is_https(request.scope, desk().installation.settings)
        answer.set_cookie(LANGUAGE_COOKIE, code, max_age=A_YEAR, path="/", httponly=True, samesite="lax", secure=secure)
    return answer
