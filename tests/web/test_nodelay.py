"""A socket that was bound without a protocol number answers at once all the same."""

import socket
import threading
import urllib.request

import pytest
import uvicorn

from iso_audit.web.nodelay import answer_at_once
from tests.patience import SECONDS


@pytest.mark.parametrize("mended", [True, False])
def test_the_option_is_set_where_the_server_left_it_off(mended):
    async def application(scope, receive, send):
        if mended:
            answer_at_once(receive, send)
        below = receive.__self__.transport.get_extra_info("socket")
        told = str(below.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": told})

    with socket.socket(socket.AF_INET) as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        server = uvicorn.Server(uvicorn.Config(application, lifespan="off", log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        with urllib.request.urlopen(f"http://127.0.0.1:{bound.getsockname()[1]}/", timeout=SECONDS) as answer:
            assert answer.read() == (b"1" if mended else b"0")
        server.should_exit = True
        thread.join()


def test_where_there_is_no_socket_nothing_happens():
    answer_at_once(lambda: None, lambda _: None)
