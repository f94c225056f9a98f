"""Bodies are taken only when they are exactly what is expected, of whom may send them, and so much at once."""

import asyncio
import uuid
from contextlib import suppress

import pytest
from starlette.routing import Route
from starlette.types import Message, Scope

from iso_audit.domain.account import Role
from iso_audit.domain.errors import TooSoon
from iso_audit.storage.queries import conducting
from iso_audit.web.desk import desk
from iso_audit.web.entry import ROUTES
from iso_audit.web.visitor import COOKIE
from tests.web.test_photos import send as send_photo

pytestmark = pytest.mark.one_zone("bodies are bounded in bytes and by a stopwatch")

JSON = {"Origin": "http://testserver", "Content-Type": "application/json"}
NUMBERS = ["1" * 400, "-" + "9" * 400, "1" * 5_000, "0." + "1" * 400, "1e400", "-1e400", "1e17", "9007199254740993"]


@pytest.mark.parametrize("number", [*NUMBERS, "NaN", "Infinity", "-Infinity"], ids=lambda number: number[:20])
@pytest.mark.parametrize("route", ["/api/events", "/api/signatures"])
def test_a_number_no_browser_would_send_is_refused_wherever_it_stands(house, route, number):
    house.sign_in(house.leader)
    answer = house.client.post(route, content=f'{{"device": "t", "events": [{number}]}}', headers=JSON)
    assert (answer.status_code, answer.json()["details"]) == (400, {"what": "json"})


def test_no_rectangle_has_a_number_that_no_browser_would_send(house, audit):
    photo_id, item = str(uuid.uuid4()), first_item(house, audit)
    send_photo(house, audit, item, photo_id=photo_id)
    for number in NUMBERS:
        body = f'{{"rectangles": [[0, 0, 1, {number}]], "sha256": "x", "device": "t"}}'
        answer = house.client.post(f"/api/photos/{photo_id}/blur", content=body, headers=JSON)
        assert (answer.status_code, answer.json()["details"]) == (400, {"what": "json"})


def first_item(house, audit) -> str:
    """Sign the leader in and return the audit's first item."""
    house.sign_in(house.leader)
    return conducting.open_audit(house.database, audit.id, reader=house.leader).checklist.items[0].id


WITH_BODY = sorted({one.path for one in ROUTES if isinstance(one, Route) and "POST" in (one.methods or set())})


def answer_unread(house, path: str, query: str = "", **headers: str) -> int:
    """Return the status of a POST whose body must not be read."""
    told = {"host": "testserver", "content-length": "900", **headers}
    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in told.items()],
        "scheme": "http",
        "server": ("testserver", 80),
        "client": ("192.0.2.7", 1),
        "root_path": "",
        "http_version": "1.1",
    }
    statuses: list[int] = []

    async def receive() -> Message:
        raise AssertionError("the body was read")

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    house.client.portal.call(house.client.app, scope, receive, send)
    return statuses[0]


@pytest.mark.parametrize("path", WITH_BODY)
def test_no_body_is_read_that_a_page_from_elsewhere_sends(house, path):
    cookie = f"{COOKIE}={house.sign_in(house.leader)}"
    assert answer_unread(house, path.replace("{photo}", str(uuid.uuid4())), cookie=cookie, origin="http://evil") == 403


@pytest.mark.parametrize("path", [path for path in WITH_BODY if path.startswith("/api/")])
def test_no_body_is_read_without_a_session(house, path):
    assert answer_unread(house, path, origin="http://testserver") == 401


def test_no_photo_is_read_of_who_may_not_send_it(house, audit):
    item = first_item(house, audit)
    query = f"audit={audit.id}&item={item}&id={uuid.uuid4()}"
    statuses = []
    for role in (Role.VIEWER, Role.MEMBER):
        token = house.sign_in(house.account(role.value, role))
        mine = {"cookie": f"{COOKIE}={token}", "origin": "http://testserver", "content_type": "image/jpeg"}
        statuses.append(answer_unread(house, "/api/photos", query, **mine))
    assert statuses == [403, 404]


def test_no_rectangles_are_read_of_who_may_not_blur(house, audit):
    photo_id = str(uuid.uuid4())
    send_photo(house, audit, first_item(house, audit), photo_id=photo_id)
    token = house.sign_in(house.account("viewer", Role.VIEWER))
    mine = {"cookie": f"{COOKIE}={token}", "origin": "http://testserver", "content_type": "application/json"}
    assert answer_unread(house, f"/api/photos/{photo_id}/blur", **mine) == 403


@pytest.mark.parametrize("scarce", ["requests", "json_bytes"])
def test_one_account_that_asks_for_everything_at_once_is_told_to_wait_and_another_is_not(house, scarce):
    lan, minh = house.leader, house.account("minh", Role.MEMBER)
    over = asyncio.Event()

    async def hold() -> None:
        with suppress(TooSoon):
            async with getattr(desk(), scarce).turn(lan.id, 10**9):
                await over.wait()

    async def crowd() -> list[asyncio.Task[None]]:
        tasks = [asyncio.create_task(hold()) for _ in range(300)]
        await asyncio.sleep(0)
        return tasks

    async def leave(tasks: list[asyncio.Task[None]]) -> None:
        over.set()
        await asyncio.gather(*tasks)

    tasks = house.client.portal.call(crowd)
    answers = []
    for account in (lan, minh):
        house.sign_in(account)
        answers.append(house.client.post("/api/events", json={"device": "t", "events": []}, headers=JSON))
    house.client.portal.call(leave, tasks)
    assert (answers[0].status_code, answers[0].json()["code"]) == (429, "too_busy")
    assert answers[0].headers["retry-after"] == "5"
    assert answers[1].status_code == 200
