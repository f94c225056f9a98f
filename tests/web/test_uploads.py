"""Files of pages: given only to whom they were sent, taken only in sizes a page takes, counted while they are kept."""

import asyncio
import tomllib
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from iso_audit.domain.account import Account, Role
from iso_audit.domain.errors import IsoAuditError
from iso_audit.i18n import translate
from iso_audit.settings import read_settings
from iso_audit.web.desk import desk
from iso_audit.web.entry import EXCEPTION_HANDLERS
from iso_audit.web.gate import MOST_SOCKETS, Gate
from iso_audit.web.given import Given
from iso_audit.web.uploads import (
    CARRIED,
    KEPT_AFTER_LEAVING,
    KEPT_IN_ALL,
    KEPT_OF_ONE,
    LARGEST_ELSEWHERE,
    MEGABYTE,
    MOST_FILES_OF_ONE,
    Uploads,
    bounded,
    largest_for,
)
from iso_audit.web.visitor import COOKIE

TAB = "0f8fad5b-d9cb-469f-a165-70867728950e"
UPLOAD = f"/_stcore/upload_file/{TAB}/7c9e6679-7425-40de-944b-e07fc1f90ae7"
MEDIA = "/media/0123456789abcdef0123456789abcdef.pdf"
CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text("utf-8"))["server"]
ORIGIN = {"Origin": "http://testserver"}


async def _stream(websocket: WebSocket) -> None:
    """Send what a page's messages look like: the addresses between other bytes."""
    await websocket.accept()
    sent = b"\x12\x08delta\x0a\x2b" + MEDIA.encode() + b"0\x01\x0a\x5e" + UPLOAD.encode() + b"8\x01"
    await websocket.send_bytes(sent)
    await websocket.receive()


async def _take(request: Request) -> Response:
    await request.body()
    return Response(status_code=204)


BEHIND = Starlette(
    routes=[
        WebSocketRoute("/_stcore/stream", _stream),
        Route("/media/{name}", lambda request: Response("minutes")),
        Route("/_stcore/upload_file/{tab}/{file}", _take, methods=["PUT", "DELETE"]),
    ],
    middleware=[Middleware(Gate)],
    exception_handlers=EXCEPTION_HANDLERS,
)


def tablet(house, account: Account) -> TestClient:
    """A client of its own behind the gate, signed in as `account`."""
    return TestClient(BEHIND, cookies={COOKIE: house.sign_in(account)}, headers=ORIGIN)


def see_the_page(client: TestClient) -> None:
    with client.websocket_connect("/_stcore/stream") as socket:
        socket.receive_bytes()


def test_a_file_is_given_only_to_whom_its_address_was_sent(house):
    lan, minh = tablet(house, house.leader), tablet(house, house.account("minh", Role.MEMBER))
    assert lan.get(MEDIA).status_code == 404
    see_the_page(lan)
    assert lan.get(MEDIA).text == "minutes"
    assert minh.get(MEDIA).status_code == 404


@pytest.mark.parametrize(
    "other", [MEDIA.replace("0123", "3210"), MEDIA + "/x", MEDIA + "%20", "/media/", "/media/x.pdf"]
)
def test_what_only_looks_like_an_address_that_was_given_is_not(house, other):
    lan = tablet(house, house.leader)
    see_the_page(lan)
    assert lan.get(other).status_code == 404


def test_streamlit_names_files_and_uploads_as_we_read_them():
    storage = MemoryMediaFileStorage("/media")
    media = storage.get_url(storage.load_and_get_id(b"x", "application/pdf", MediaFileKind.DOWNLOADABLE, "x.pdf"))
    upload = MemoryUploadedFileManager("/_stcore/upload_file").get_upload_urls(TAB, ["a.pdf"])[0].upload_url
    given = Given()
    given.note("lan", b"\x0a" + media.encode() + b"0" + upload.encode() + b"9")
    assert given.has("lan", media)
    assert given.has("lan", upload)
    assert not given.has("minh", media)


def test_only_the_newest_addresses_are_remembered():
    given = Given()
    for number in range(5_002):
        given.note("lan", b"/media/%032x.png" % number)
    assert not given.has("lan", f"/media/{1:032x}.png")
    assert given.has("lan", f"/media/{2:032x}.png")


def test_an_upload_goes_only_where_the_account_was_told_to_send_it(house):
    lan = tablet(house, house.leader)
    assert lan.put(UPLOAD, content=b"x").status_code == 404
    see_the_page(lan)
    assert lan.put(UPLOAD, content=b"x").status_code == 204
    assert tablet(house, house.account("minh", Role.MEMBER)).put(UPLOAD, content=b"x").status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_upload_sent_by_a_page_from_elsewhere_is_refused(house, method):
    lan = tablet(house, house.leader)
    see_the_page(lan)
    assert lan.request(method, UPLOAD, headers={"Origin": "http://evil.example"}).status_code == 403


@pytest.mark.parametrize(
    ("page", "role", "largest"),
    [
        ("http://testserver/exchange", Role.SECRETARY, CARRIED),
        ("http://testserver/exchange", Role.VIEWER, LARGEST_ELSEWHERE),
        ("http://testserver/verify?code=x", Role.VIEWER, 25 * MEGABYTE),
        ("http://testserver/sampling?audit=x", Role.MEMBER, 20 * MEGABYTE),
        ("http://testserver/reporting", Role.MEMBER, 20_000_000),
        ("", Role.LEADER, LARGEST_ELSEWHERE),
        ("http://[", Role.LEADER, LARGEST_ELSEWHERE),
    ],
)
def test_each_page_takes_files_up_to_its_own_size(page, role, largest):
    assert largest_for(page, Account("id", "lan", "Lan", role)) == largest


def test_a_file_larger_than_the_page_takes_is_refused_unread(house):
    lan = tablet(house, house.leader)
    see_the_page(lan)
    answer = lan.put(UPLOAD, headers={"Referer": "http://testserver/verify", "Content-Length": str(60 * MEGABYTE)})
    assert answer.status_code == 413
    assert translate("vi", "errors.upload_too_large", largest=25) in answer.text


def test_a_file_that_does_not_say_how_large_it_is_is_refused(house):
    lan = tablet(house, house.leader)
    see_the_page(lan)
    assert lan.put(UPLOAD, content=iter([b"x"])).status_code == 400


def full(uploads: Uploads, who: str, size: int, path: str = "/_stcore/upload_file/other/x") -> bool:
    try:
        uploads.check(who, path, size)
    except IsoAuditError as error:
        return error.code == "uploads_full"
    return False


def test_one_account_keeps_so_much_and_no_more_and_another_still_may():
    uploads = Uploads()
    uploads.keep("lan", UPLOAD, KEPT_OF_ONE - 10)
    assert [full(uploads, "lan", size) for size in (10, 11)] == [False, True]
    assert not full(uploads, "minh", KEPT_OF_ONE)
    assert not full(uploads, "lan", KEPT_OF_ONE, UPLOAD)


def test_all_together_keep_so_much_and_no_more():
    uploads = Uploads()
    for number in range(KEPT_IN_ALL // KEPT_OF_ONE):
        uploads.keep(f"name {number}", f"/_stcore/upload_file/{number}/x", KEPT_OF_ONE)
    assert full(uploads, "lan", KEPT_OF_ONE)


def test_many_small_files_are_too_many():
    uploads = Uploads()
    for number in range(MOST_FILES_OF_ONE):
        uploads.keep("lan", f"/_stcore/upload_file/{TAB}/{number}", 1)
    assert full(uploads, "lan", 1)


def test_what_is_taken_away_is_kept_no_longer(house):
    lan = tablet(house, house.leader)
    see_the_page(lan)
    lan.put(UPLOAD, content=bytes(100))
    assert full(desk().uploads, house.leader.id, KEPT_OF_ONE - 99)
    lan.delete(UPLOAD)
    assert not full(desk().uploads, house.leader.id, KEPT_OF_ONE)


def test_a_tab_is_forgotten_when_streamlit_forgets_it_and_not_while_it_is_open():
    moments = [0.0]
    uploads = Uploads(lambda: moments[0])
    uploads.came("lan", TAB)
    uploads.keep("lan", UPLOAD, KEPT_OF_ONE)
    moments[0] += 100_000
    assert full(uploads, "lan", 1)
    uploads.left("lan", TAB)
    moments[0] += KEPT_AFTER_LEAVING - 1
    assert full(uploads, "lan", 1)
    moments[0] += 2
    assert not full(uploads, "lan", 1)


def test_a_tab_that_comes_back_is_not_forgotten():
    moments = [0.0]
    uploads = Uploads(lambda: moments[0])
    uploads.came("lan", TAB)
    uploads.keep("lan", UPLOAD, KEPT_OF_ONE)
    uploads.left("lan", TAB)
    uploads.came("minh", TAB)
    uploads.came("lan", TAB)
    moments[0] += 100_000
    assert full(uploads, "lan", 1)


def test_the_sizes_and_the_time_are_those_of_the_configuration():
    assert CONFIG["disconnectedSessionTTL"] == KEPT_AFTER_LEAVING
    assert CONFIG["maxUploadSize"] * MEGABYTE == CARRIED


def scope_of(size: int) -> Scope:
    headers = [(b"host", b"testserver"), (b"origin", b"http://testserver"), (b"content-length", str(size).encode())]
    return {"type": "http", "method": "PUT", "path": UPLOAD, "headers": headers, "scheme": "http", "query_string": b""}


class Slow:
    """An application that takes files when it is told to, with the status it is told."""

    def __init__(self, status: int = 204) -> None:
        self.status, self.inside, self.go_on = status, 0, asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.inside += 1
        await self.go_on.wait()
        await send({"type": "http.response.start", "status": self.status, "headers": []})

    async def put(self, uploads: Uploads, who: str = "lan") -> None:
        async def receive() -> Message:
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            pass

        account = Account(who, who, who, Role.MEMBER)
        settings = read_settings({})
        await bounded(self, scope_of(100), receive, send, account=account, uploads=uploads, settings=settings)


def test_one_account_sends_one_file_at_a_time_and_another_at_the_same_time():
    async def run() -> tuple[int, int]:
        slow, uploads = Slow(), Uploads()
        tasks = [asyncio.create_task(slow.put(uploads, who)) for who in ("lan", "lan", "lan", "minh")]
        for _ in range(20):
            await asyncio.sleep(0)
        inside = slow.inside
        slow.go_on.set()
        await asyncio.gather(*tasks)
        return inside, slow.inside

    assert asyncio.run(run()) == (2, 4)


def test_what_was_not_taken_is_not_counted():
    async def run() -> bool:
        refusing, uploads = Slow(403), Uploads()
        refusing.go_on.set()
        await refusing.put(uploads)
        return full(uploads, "lan", KEPT_OF_ONE)

    assert asyncio.run(run()) is False


def test_one_account_opens_so_many_sockets_and_no_more(house):
    lan = tablet(house, house.leader)
    desk().sockets[house.leader.id] = MOST_SOCKETS
    with pytest.raises(WebSocketDisconnect), lan.websocket_connect("/_stcore/stream"):
        pass
    see_the_page(tablet(house, house.account("minh", Role.MEMBER)))
