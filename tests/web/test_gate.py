"""Nothing is shown without a live session, and a session that ends is told why."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from iso_audit.domain.account import Role
from iso_audit.web.gate import Gate
from iso_audit.web.watch import SECONDS_BETWEEN_LOOKS
from iso_audit.workflow.accounts import administering, signing_in

PAGES = ["/", "/conducting", "/planning", "/anything/at/all", "/index.html", "/manifest.json"]
RESOURCES = ["/_stcore/health", "/_stcore/host-config", "/media/a.pdf", "/component/x/y.js", "/static/js/index.js"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_without_a_session_leads_to_sign_in(house, path):
    answer = house.client.get(path, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/login?next={path.replace('/', '%2F')}")


@pytest.mark.parametrize("path", [*RESOURCES, "/me/_stcore/host-config", "/_stcore/agent/openapi.json"])
def test_a_file_without_a_session_is_refused(house, path):
    assert house.client.get(path).status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_an_upload_without_a_session_is_refused(house, method):
    assert house.client.request(method, "/_stcore/upload_file/a/b").status_code == 401
    assert house.client.request(method, "/").status_code == 401


@pytest.mark.parametrize("path", ["/api/session", "/api/audits/x/changes", "/api/audits/x/history", "/api/other"])
def test_the_api_without_a_session_answers_json(house, path):
    answer = house.client.get(path)
    assert (answer.status_code, answer.json()["code"], answer.json()["reason"]) == (401, "not_signed_in", "none")


def test_a_socket_without_a_session_is_refused(house):
    with pytest.raises(WebSocketDisconnect), house.client.websocket_connect("/_stcore/stream"):
        pass


def test_a_socket_with_a_wrong_token_is_refused(house):
    house.carry("not a token of ours")
    with pytest.raises(WebSocketDisconnect), house.client.websocket_connect("/_stcore/stream"):
        pass


def test_the_way_back_keeps_the_item(house):
    answer = house.client.get("/conducting?audit=2017-01&item=P01", follow_redirects=False)
    assert answer.headers["location"] == "/login?next=%2Fconducting%3Faudit%3D2017-01%26item%3DP01"


def test_health_needs_no_session_and_tells_nothing_else(house):
    assert house.client.get("/healthz").json() == {"status": "ok"}


def test_a_session_opens_the_pages(house):
    house.sign_in(house.leader)
    assert house.client.get("/").status_code == 200
    assert house.client.get("/_stcore/health").status_code == 200


def test_an_idle_session_ends_and_says_so(house):
    house.sign_in(house.leader)
    house.later(hours=12, seconds=1)
    assert house.client.get("/", follow_redirects=False).headers["location"].endswith("&reason=expired")
    assert house.client.get("/api/session").json()["reason"] == "expired"


def test_polls_do_not_keep_a_session_alive(house):
    house.sign_in(house.leader)
    for _ in range(13):
        house.later(hours=1)
        status = house.client.get("/api/session", headers={"X-Background": "1"}).status_code
    assert status == 401


def test_work_keeps_a_session_alive(house):
    house.sign_in(house.leader)
    for _ in range(13):
        house.later(hours=1)
        status = house.client.get("/api/session").status_code
    assert status == 200


def test_a_disabled_account_is_out_at_once(house):
    member = house.account("member", Role.MEMBER)
    house.sign_in(member)
    administering.disable_account(house.database, member.id, reason="left the team", by=house.leader, at=house.at)
    assert house.client.get("/api/session").json()["reason"] == "disabled"


def test_a_session_cannot_be_taken_from_the_address(house):
    token = house.sign_in(house.leader)
    house.client.cookies.clear()
    assert house.client.get(f"/api/session?iso_audit_session={token}").status_code == 401


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:9999", "null"])
def test_a_socket_opened_by_a_page_from_elsewhere_is_refused(house, origin):
    house.sign_in(house.leader)
    with (
        pytest.raises(WebSocketDisconnect),
        house.client.websocket_connect("/_stcore/stream", headers={"Origin": origin}),
    ):
        pass


@pytest.mark.parametrize("path", ["/", "/login", "/api/events", "/me/_stcore/stream"])
def test_a_socket_anywhere_else_is_refused(house, path):
    house.sign_in(house.leader)
    with pytest.raises(WebSocketDisconnect), house.client.websocket_connect(path):
        pass


def test_a_socket_opened_by_our_page_is_let_in(house):
    house.sign_in(house.leader)
    own = {"Origin": "http://testserver"}
    with house.client.websocket_connect("/_stcore/stream", headers=own, subprotocols=["streamlit"]) as socket:
        assert socket.accepted_subprotocol == "streamlit"


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/script-health-check"])
def test_what_streamlit_tells_beside_its_pages_is_told_to_nobody(house, path):
    house.sign_in(house.leader)
    assert house.client.get(path).status_code == 404


def test_no_page_from_elsewhere_may_steer_ours(house):
    house.sign_in(house.leader)
    assert house.client.get("/_stcore/host-config").json()["allowedOrigins"] == []


async def _tell_header(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_json(websocket.headers.getlist("x-iso-audit-account"))
    await websocket.close()


def test_the_socket_carries_the_account_and_no_claim_of_the_sender(house):
    token = house.sign_in(house.leader)
    behind = Starlette(routes=[WebSocketRoute("/_stcore/stream", _tell_header)], middleware=[Middleware(Gate)])
    client = TestClient(behind, cookies={"iso_audit_session": token})
    claimed = {"X-Iso-Audit-Account": "somebody-else"}
    with client.websocket_connect("/_stcore/stream", headers=claimed) as socket:
        assert socket.receive_json() == [house.leader.id]


def test_an_open_socket_ends_when_its_session_does(house):
    token = house.sign_in(house.leader)
    with house.client.websocket_connect("/_stcore/stream", subprotocols=["streamlit"]) as socket:
        signing_in.sign_out(house.database, token, at=house.at)
        messages = iter(socket.receive, None)
        last = next(message for message in messages if message["type"] == "websocket.close")
    assert last["code"] == 4401


def test_open_sockets_are_looked_at_often_enough_to_end_within_five_seconds():
    assert SECONDS_BETWEEN_LOOKS <= 4


@pytest.mark.parametrize("path", ["/", "/login", "/api/session", "/healthz", "/static/none", "/guard.js"])
def test_every_answer_carries_the_security_headers(house, path):
    headers = house.client.get(path, follow_redirects=False).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["permissions-policy"].startswith("camera=(self)")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_our_own_pages_allow_no_inline_script(house):
    policy = house.client.get("/login").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
