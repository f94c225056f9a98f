"""Watching open sockets: one whose session has ended is closed within five seconds."""

import asyncio
from contextlib import suppress
from functools import partial

from anyio import to_thread
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from iso_audit.domain.errors import NotSignedIn
from iso_audit.web.desk import desk
from iso_audit.web.given import session_of
from iso_audit.web.visitor import token_of
from iso_audit.workflow.accounts.signing_in import account_of

SECONDS_BETWEEN_LOOKS = 3.0
SESSION_ENDED = 4401


async def watched(app: ASGIApp, scope: Scope, receive: Receive, send: Send, *, account_id: str) -> None:
    """Run `app` on a socket until its session ends; then the socket is closed and `app` told it is gone.

    The addresses of files that pass by are the account's from then on.
    """
    end, here = asyncio.Event(), desk()
    tabs = {tab for tab in [_resumed(scope)] if tab}

    async def send_until_ended(message: Message) -> None:
        for address in here.given_addresses.note(account_id, message.get("bytes") or b""):
            if (tab := session_of(address)) not in tabs:
                tabs.add(tab)
                here.uploads.came(account_id, tab)
        if not end.is_set():
            await send(message)

    watch = asyncio.create_task(_watch(scope, send, end))
    here.sockets[account_id] += 1
    for tab in tabs:
        here.uploads.came(account_id, tab)
    try:
        await app(scope, partial(_receive, receive, end), send_until_ended)
    finally:
        here.sockets[account_id] -= 1
        for tab in tabs:
            here.uploads.left(account_id, tab)
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch


async def _receive(receive: Receive, end: asyncio.Event) -> Message:
    """Return the next message, or that the other side is gone once the session has ended."""
    message = asyncio.ensure_future(receive())
    ending = asyncio.ensure_future(end.wait())
    try:
        await asyncio.wait({message, ending}, return_when=asyncio.FIRST_COMPLETED)
        if end.is_set():
            return {"type": "websocket.disconnect", "code": SESSION_ENDED}
        return message.result()
    finally:
        message.cancel()
        ending.cancel()


def _resumed(scope: Scope) -> str:
    """Return the tab that a socket says it comes back to: the third of what Streamlit asks for as protocols."""
    protocols = [part.strip() for part in HTTPConnection(scope).headers.get("sec-websocket-protocol", "").split(",")]
    return protocols[2][:64] if len(protocols) > 2 else ""


async def _watch(scope: Scope, send: Send, end: asyncio.Event) -> None:
    token = token_of(scope)
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        if not await to_thread.run_sync(partial(_lives, token)):
            end.set()
            with suppress(Exception):
                await send({"type": "websocket.close", "code": SESSION_ENDED, "reason": ""})
            return


def _lives(token: str) -> bool:
    here = desk().installation
    try:
        account_of(here.database, token, at=here.now(), idle=here.settings.session_idle)
    except NotSignedIn:
        return False
    return True
