"""Connections that keep the server waiting are ended, and never keep anybody else out: real sockets, short limits."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import pytest
import uvicorn
from starlette.types import Message, Receive, Scope, Send

from iso_audit.settings import read_settings
from iso_audit.web.connection import TimedConnection, hang
from iso_audit.web.doors import LARGEST_IN_ALL, Doors, Limits, room_for

PATIENCE = 20
LONG = Limits(between_looks=0.02)
ASK = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"
POST = b"POST /read HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\n"
UPGRADE = (
    b"GET /socket HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


@dataclass
class Place:
    """A small application behind the doors, and what happened in it."""

    port: int = 0
    at_work: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    go_on: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.echo(receive, send)
            return
        self.at_work.release()
        if scope["path"] == "/read":
            while (await receive()).get("more_body"):
                pass
        if scope["path"] == "/work":
            await asyncio.to_thread(self.go_on.wait, PATIENCE)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    async def echo(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})

    def connect(self, said: bytes = b"", *, by: str = "127.0.0.1") -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE, source_address=(by, 0))
        made.sendall(said)
        return made

    def answers(self, *, by: str = "127.0.0.1") -> bool:
        with self.connect(ASK, by=by) as made:
            return not ended(made)


class Endless(Place):
    """An application whose answer is longer than any buffer, and which notices when the reader has gone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        asyncio.get_running_loop().create_task(self.until_left(receive))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while not self.left.is_set():
            await send({"type": "http.response.body", "body": bytes(1_000_000), "more_body": True})

    async def until_left(self, receive: Receive) -> None:
        message: Message = await receive()
        assert message["type"] == "http.disconnect"
        self.left.set()


@contextmanager
def served(place: Place, limits: Limits, **more: object) -> Iterator[Place]:
    """Serve `place` in a thread of its own until the test is over."""
    config = uvicorn.Config(place, lifespan="off", log_config=None, ws="websockets-sansio")
    config.load()
    config.http_protocol_class = partial(TimedConnection, Doors(limits, **more))  # type: ignore[assignment]
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place.port = listening.getsockname()[1]
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        try:
            yield place
        finally:
            place.go_on.set()
            place.left.set()
            server.should_exit = server.force_exit = True
            running.join(PATIENCE)


def ended(made: socket.socket) -> bool:
    """Wait until something comes or the connection has ended, and tell which."""
    try:
        return made.recv(10) == b""
    except ConnectionError:
        return True


def trickle(made: socket.socket, piece: bytes) -> None:
    """Send piece after piece until the other side has had enough."""
    made.settimeout(0.01)
    for _ in range(PATIENCE * 100):
        try:
            made.send(piece)
            if made.recv(10) == b"":
                return
        except TimeoutError:
            continue
        except ConnectionError:
            return
    raise AssertionError("it was never ended")


def test_a_head_that_does_not_come_ends_the_connection():
    with (
        served(Place(), Limits(head=0.1, between_looks=0.02)) as place,
        place.connect() as silent,
        place.connect(b"GET / HTTP/1.1\r\nX-Half: ") as half,
    ):
        assert ended(half)
        assert ended(silent)


def test_a_head_that_trickles_ends_it_too():
    with (
        served(Place(), Limits(head=0.1, between_looks=0.02)) as place,
        place.connect(b"GET / HTTP/1.1\r\nX: ") as slow,
    ):
        trickle(slow, b"x")


def test_a_body_that_does_not_come_ends_the_connection():
    with served(Place(), Limits(silence=0.1, between_looks=0.02)) as place, place.connect(POST + b"half") as half:
        assert ended(half)


def test_a_body_that_trickles_ends_it_too():
    limits = Limits(silence=0.1, slowest=1_000_000, between_looks=0.02)
    long = POST.replace(b"1000", b"1000000000")
    with served(Place(), limits) as place, place.connect(long) as slow:
        trickle(slow, b"x")


def test_the_rest_of_a_body_that_nobody_waits_for_ends_it_too():
    unread = POST.replace(b"/read", b"/")
    with served(Place(), Limits(silence=0.1, between_looks=0.02)) as place, place.connect(unread) as rest:
        assert not ended(rest)
        trickle(rest, b"")


def test_an_answer_that_is_not_taken_ends_the_connection():
    with served(Endless(), Limits(unread=0.1, between_looks=0.02)) as place, place.connect(ASK):
        assert place.left.wait(PATIENCE)


def test_a_request_that_is_being_answered_may_take_its_time():
    with (
        served(Place(), Limits(head=0.05, silence=0.05, between_looks=0.02)) as place,
        place.connect(ASK.replace(b"/ ", b"/work ")) as at_work,
        place.connect() as silent,
    ):
        place.at_work.acquire(timeout=PATIENCE)
        assert ended(silent)
        place.go_on.set()
        assert not ended(at_work)


def test_a_websocket_may_be_idle():
    with (
        served(Place(), Limits(head=0.05, silence=0.05, between_looks=0.02)) as place,
        place.connect(UPGRADE) as idle,
        place.connect() as silent,
    ):
        assert b"101" in idle.recv(1_000)
        assert ended(silent)
        idle.sendall(b"\x81\x82\x00\x00\x00\x00hi")
        assert idle.recv(10) == b"\x81\x02hi"


def test_where_an_address_has_no_room_its_longest_waiting_gives_way():
    with served(Place(), Limits(of_one_address=3, between_looks=60)) as place:
        waiting = [place.connect(b"GET / HT") for _ in range(3)]
        assert place.answers()
        assert ended(waiting[0])
        for one in waiting[1:]:
            one.sendall(ASK.removeprefix(b"GET / HT"))
            assert not ended(one)
        for one in waiting:
            one.close()


def test_a_half_body_gives_way_too_but_not_before_a_half_head():
    with (
        served(Place(), Limits(of_one_address=2, between_looks=60)) as place,
        place.connect(POST) as body,
        place.connect(b"GET") as head,
    ):
        place.at_work.acquire(timeout=PATIENCE)
        assert place.answers()
        assert ended(head)
        body.sendall(bytes(1_000))
        assert not ended(body)


def test_whoever_is_being_answered_gives_way_to_nobody():
    with served(Place(), Limits(of_one_address=2, between_looks=60)) as place:
        busy = [place.connect(ASK.replace(b"/ ", b"/work ")) for _ in range(2)]
        for _ in busy:
            place.at_work.acquire(timeout=PATIENCE)
        assert not place.answers()
        assert place.answers(by="127.0.0.2")
        place.go_on.set()
        for one in busy:
            assert not ended(one)
            one.close()


def test_where_nobody_has_room_the_fullest_address_pays():
    with served(Place(), Limits(in_all=4, between_looks=60)) as place:
        mine = place.connect(b"GET / HT", by="127.0.0.2")
        flood = [place.connect(b"GET", by="127.0.0.3") for _ in range(3)]
        assert place.answers(by="127.0.0.4")
        assert ended(flood[0])
        mine.sendall(ASK.removeprefix(b"GET / HT"))
        assert not ended(mine)
        for one in (mine, *flood):
            one.close()


def test_a_trusted_proxy_has_the_room_of_everybody():
    with (
        served(Place(), Limits(of_one_address=1, between_looks=60), is_proxy=lambda peer: peer == "127.0.0.1") as place,
        place.connect(b"GET / HT") as first,
        place.connect(b"GET"),
    ):
        first.sendall(ASK.removeprefix(b"GET / HT"))
        assert not ended(first)


@pytest.mark.parametrize(
    ("open_files", "connections"), [(256, 128), (1_024, 640), (65_536, LARGEST_IN_ALL), (20_000, LARGEST_IN_ALL)]
)
def test_connections_leave_room_for_a_burst_and_for_the_apps_own_files(open_files, connections):
    assert room_for(open_files) == connections


def test_uvicorn_is_given_our_connections_and_trusts_no_proxy_by_itself():
    config = uvicorn.Config(Place(), log_config=None)
    config.load()

    async def made() -> object:
        assert hang(config.lifespan_class(config).receive, read_settings({})) is not None
        state = uvicorn.server.ServerState()
        return config.http_protocol_class(config=config, server_state=state, app_state={})  # type: ignore[call-arg]

    assert isinstance(asyncio.run(made()), TimedConnection)
    assert isinstance(config.loaded_app, Place)


def test_another_server_is_left_as_it_is():
    async def receive() -> Message:
        return {"type": "lifespan.startup"}

    assert hang(receive, read_settings({})) is None
