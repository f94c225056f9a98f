"""uvicorn's connection with time limits: what the doors count, and how they are hung before the first one comes.

uvicorn has no limit on the time a head or a body takes, nor on connections of one address, and under `streamlit run`
its settings are Streamlit's. But it asks its `Config` for the class of each new connection, and the lifespan, which
runs before anything is listened to, is handed a method of an object that holds this `Config`. So both
`streamlit run app.py` and `uvicorn app:app` get the class below, which is what `uvicorn.Config(http=...)` is for;
under any other server nothing is changed.
"""

import asyncio
import sys
from functools import partial
from typing import Any

import h11
from starlette.types import Receive
from uvicorn import Config
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.h11_impl import H11Protocol

from iso_audit.settings import Settings
from iso_audit.web.doors import Doors, Limits, Phase, queue_for, room_for
from iso_audit.web.visitor import is_trusted, network_of

MOST_OPEN_FILES = 65_536
_WAITING = {h11.IDLE: Phase.HEAD, h11.SEND_BODY: Phase.BODY}


class TimedConnection(H11Protocol):
    """One connection: ended when its head or body does not come, or its answer is not taken."""

    def __init__(self, doors: Doors, **options: Any) -> None:
        super().__init__(**options)
        self.address, self.phase = "", Phase.HEAD
        self._doors = doors
        self._since = self._heard = self._taken = self.loop.time()
        self._received = self._unread = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, or end at once where there is no room."""
        peer = transport.get_extra_info("peername")
        self.address = network_of(str(peer[0])) if isinstance(peer, tuple) and peer else ""
        if self._doors.admit(self):
            super().connection_made(transport)
        else:
            self.transport = transport
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._doors.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what came."""
        self._heard = self.loop.time()
        self._received += len(data)
        super().data_received(data)
        self._note()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        super().on_response_complete()
        self._note()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Become a WebSocket, which the server asks now and then whether it lives."""
        super().handle_websocket_upgrade(event)
        self.phase = Phase.SOCKET

    def gone(self) -> bool:
        """Tell whether it has ended and nothing of it waits to be sent."""
        return self.transport.is_closing() and not self.transport.get_write_buffer_size()

    def overdue(self, limits: Limits, now: float) -> bool:
        """Tell whether the other side has kept us waiting too long; our own pauses do not count against it."""
        unread = self.transport.get_write_buffer_size()
        if unread < self._unread or not unread:
            self._taken = now
        self._unread = unread
        if now - self._taken > limits.unread:
            return True
        if self.phase is Phase.HEAD:
            return now - self._since > limits.head
        if self.phase is not Phase.BODY:
            return False
        if self.flow.read_paused:
            self._since = self._heard = now
            self._received = 0
        seconds = now - self._since
        return now - self._heard > limits.silence or (
            seconds > limits.silence and self._received < seconds * limits.slowest
        )

    def drop(self) -> None:
        """End it at once."""
        self.transport.abort()

    def _note(self) -> None:
        """Note what the connection is at now, and since when."""
        if self.phase is Phase.SOCKET:
            return
        phase = _WAITING.get(self.conn.their_state, Phase.WORK)
        if phase is not self.phase:
            self.phase, self._since, self._received = phase, self.loop.time(), 0


def hang(receive: Receive, settings: Settings, limits: Limits | None = None) -> Doors | None:
    """Give the uvicorn that runs this lifespan our connections, a queue of new ones that fits, and no trust in proxies.

    Which proxy is believed is `ISO_AUDIT_TRUSTED_PROXIES` alone; uvicorn would believe whoever is on this machine.
    """
    config = getattr(getattr(receive, "__self__", None), "config", None)
    if not isinstance(config, Config):
        return None
    files = open_files()
    limits_here = limits or Limits(in_all=room_for(files), of_one_address=settings.connections_per_address)
    doors = Doors(limits_here, is_proxy=lambda address: is_trusted(address, settings.trusted_proxies))
    config.http_protocol_class = partial(TimedConnection, doors)  # type: ignore[assignment]
    config.backlog = min(config.backlog, queue_for(files))
    if isinstance(config.loaded_app, ProxyHeadersMiddleware):
        config.loaded_app = config.loaded_app.app
    return doors


def open_files() -> int:
    """Raise the soft limit of open files to the hard one, and return it; Windows has none that matters here."""
    if sys.platform == "win32":
        return MOST_OPEN_FILES
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    target = MOST_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_OPEN_FILES)
    if soft == resource.RLIM_INFINITY or soft >= target:
        return MOST_OPEN_FILES if soft == resource.RLIM_INFINITY else min(soft, MOST_OPEN_FILES)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (target, hard))
    except (OSError, ValueError):
        return soft
    return target
