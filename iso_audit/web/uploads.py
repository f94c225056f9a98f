"""Files that pages take: how large by page, how much of one account and of all, one at a time, and who may.

Streamlit keeps an uploaded file in memory until its tab says it is done with it, or has been away for
`server.disconnectedSessionTTL`; so what is kept is counted here, and who keeps too much takes nothing more in.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from iso_audit.domain.account import Account
from iso_audit.domain.attachment import LARGEST_ATTACHMENT
from iso_audit.settings import Settings
from iso_audit.spreadsheets import LARGEST as LARGEST_SPREADSHEET
from iso_audit.web.body_errors import BodyInvalid, BodyTooLarge
from iso_audit.web.given import session_of
from iso_audit.web.turns import Turns
from iso_audit.web.visitor import check_origin
from iso_audit.workflow.reporting.verifying import LARGEST_FILE as LARGEST_TO_VERIFY

MEGABYTE = 1024 * 1024
CARRIED = 200 * MEGABYTE
FRAMING = MEGABYTE
LARGEST_ELSEWHERE = max(LARGEST_SPREADSHEET, LARGEST_ATTACHMENT, LARGEST_TO_VERIFY)
LARGEST_ON = {
    "sampling": LARGEST_SPREADSHEET,
    "questions": LARGEST_SPREADSHEET,
    "verify": LARGEST_TO_VERIFY,
    "reporting": LARGEST_ATTACHMENT,
}
KEPT_OF_ONE = 400 * MEGABYTE
KEPT_IN_ALL = 1_000 * MEGABYTE
MOST_FILES_OF_ONE = 60
KEPT_AFTER_LEAVING = 600
AT_ONCE, WAITING, WAITING_OF_ONE = 16, 200, 20


@dataclass(slots=True)
class _Tab:
    """One tab of one account: the sockets it has open, what it keeps, and since when it is away."""

    account_id: str
    files: dict[str, int] = field(default_factory=dict)
    sockets: int = 0
    away_since: float | None = None


class Uploads:
    """What the tabs of each account keep in memory."""

    def __init__(self, stopwatch: Callable[[], float] = time.monotonic) -> None:
        self._stopwatch = stopwatch
        self._tabs: dict[str, _Tab] = {}
        self.turns = Turns(all_at_once=AT_ONCE, one_at_once=1, all_waiting=WAITING, one_waiting=WAITING_OF_ONE)

    def came(self, account_id: str, tab: str) -> None:
        """Note that a socket of `tab` is open."""
        here = self._tabs.setdefault(tab, _Tab(account_id))
        if here.account_id == account_id:
            here.sockets += 1
            here.away_since = None

    def left(self, account_id: str, tab: str) -> None:
        """Note that a socket of `tab` has ended."""
        here = self._tabs.get(tab)
        if here is not None and here.account_id == account_id:
            here.sockets -= 1
            here.away_since = self._stopwatch() if here.sockets <= 0 else None

    def check(self, account_id: str, path: str, size: int) -> None:
        """Raise BodyTooLarge `uploads_full` where the account, or all of them, would keep too much with `size` more."""
        self._forget()
        mine = [one for one in self._tabs.values() if one.account_id == account_id]
        again = sum(one.files.get(path, 0) for one in mine)
        of_one = sum(sum(one.files.values()) for one in mine) - again
        in_all = sum(sum(one.files.values()) for one in self._tabs.values()) - again
        many = sum(len(one.files) for one in mine) >= MOST_FILES_OF_ONE
        if many or of_one + size > KEPT_OF_ONE or in_all + size > KEPT_IN_ALL:
            raise BodyTooLarge("uploads_full", minutes=KEPT_AFTER_LEAVING // 60)

    def keep(self, account_id: str, path: str, size: int) -> None:
        """Note that Streamlit now keeps so many bytes."""
        self._tabs.setdefault(session_of(path), _Tab(account_id, away_since=self._stopwatch())).files[path] = size

    def drop(self, path: str) -> None:
        """Note that Streamlit keeps it no longer."""
        if (here := self._tabs.get(session_of(path))) is not None:
            here.files.pop(path, None)

    def _forget(self) -> None:
        """Forget the tabs that have been away for so long that Streamlit has forgotten them too."""
        oldest = self._stopwatch() - KEPT_AFTER_LEAVING
        for tab in [tab for tab, one in self._tabs.items() if one.away_since is not None and one.away_since < oldest]:
            del self._tabs[tab]


def largest_for(page: str, account: Account) -> int:
    """Return how many bytes a file may have that is chosen on the page at `page`, an address or a path."""
    try:
        name = urlsplit(page).path.strip("/")
    except ValueError:
        name = ""
    if name == "exchange" and account.writes_minutes:
        return CARRIED
    return LARGEST_ON.get(name, LARGEST_ELSEWHERE)


async def bounded(
    app: ASGIApp, scope: Scope, receive: Receive, send: Send, *, account: Account, uploads: Uploads, settings: Settings
) -> None:
    """Let a file in, or raise what forbids it before a byte of it is read; also the taking away of one."""
    check_origin(scope, settings)
    path = scope["path"]
    if scope["method"] != "PUT":
        await app(scope, receive, send)
        uploads.drop(path)
        return
    headers = HTTPConnection(scope).headers
    largest = largest_for(headers.get("referer", ""), account)
    length = headers.get("content-length", "")
    if not re.fullmatch(r"[0-9]{1,17}", length):
        raise BodyInvalid("body_invalid", what="content-length")
    if int(length) > largest + FRAMING:
        raise BodyTooLarge("upload_too_large", largest=largest // MEGABYTE)
    uploads.check(account.id, path, int(length))
    async with uploads.turns.turn(account.id):
        uploads.check(account.id, path, int(length))
        uploads.keep(account.id, path, int(length))
        successes: list[bool] = []
        try:
            await app(scope, receive, _noting(send, successes))
        finally:
            if not any(successes):
                uploads.drop(path)


def _noting(send: Send, successes: list[bool]) -> Send:
    async def send_and_note(message: Message) -> None:
        if message["type"] == "http.response.start":
            successes.append(message["status"] < 300)
        await send(message)

    return send_and_note
