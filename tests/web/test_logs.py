"""Logs say what happened and nothing that a person wrote, and take turns in files."""

import logging
import re
from io import StringIO

from starlette.types import Message, Scope
from uvicorn.logging import DefaultFormatter

from iso_audit.web.logs import NO_MORE_CONNECTIONS, Discreet, Seldom, WithoutQuery, set_up
from iso_audit.web.visitor import COOKIE


def written(folder):
    return "".join(file.read_text(encoding="utf-8") for file in folder.iterdir())


def test_an_exception_is_logged_by_kind_and_place_not_by_its_text(tmp_path):
    written_by_somebody = "evidence " * 2
    set_up(tmp_path)
    try:
        raise ValueError(written_by_somebody)
    except ValueError:
        logging.getLogger("iso_audit.web").exception("Unexpected error at /x")
    set_up(None)
    told = written(tmp_path)
    assert "ValueError" in told
    assert "test_logs.py" in told
    assert "evidence evidence" not in told


def test_the_line_of_a_request_loses_its_query():
    record = logging.LogRecord("uvicorn.access", 20, "", 1, "%s %s %s", ("ip", "GET", "/setup?token=x"), None)
    assert WithoutQuery().filter(record)
    assert Discreet().format(record) == "ip GET /setup"


def test_setting_up_twice_writes_each_line_once(tmp_path):
    set_up(tmp_path)
    set_up(tmp_path)
    logging.getLogger("iso_audit.web").warning("once")
    set_up(None)
    assert re.findall(r"(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ WARNING iso_audit.web (.*)$", written(tmp_path)) == [
        "once"
    ]


def test_a_refused_sign_in_and_a_refused_act_are_noted_without_what_was_typed(house, tmp_path):
    set_up(tmp_path)
    house.post_form("/login", username="leader", password="wrong password")
    house.post_form("/login", username="my password by mistake", password="wrong password")
    house.client.post("/api/events", headers={"Origin": "http://evil.example"})
    house.sign_in(house.leader)
    house.client.post("/api/events", headers={"Origin": "http://evil.example"})
    set_up(None)
    told = written(tmp_path)
    assert f"Sign-in refused, account {house.leader.id}" in told
    assert "Sign-in refused, account unknown" in told
    assert f"Refused origin_refused at POST '/api/events' to {house.leader.id}" in told
    assert "password" not in told


def test_streamlits_own_report_of_a_failed_page_is_left_out(tmp_path):
    set_up(None)
    logger = logging.getLogger("streamlit.error_util")
    assert not logger.filter(logger.makeRecord("x", 40, "", 1, "Uncaught app execution", (), None))
    assert logger.filter(logger.makeRecord("x", 40, "", 1, "something else", (), None))


def test_no_handler_of_the_process_prints_the_text_of_an_exception():
    set_up(None)
    told, written_by_somebody = StringIO(), "evidence " * 2
    for name in ("uvicorn.error", "asyncio", "streamlit.anything", "somebody.else"):
        handler = logging.StreamHandler(told)
        handler.setFormatter(DefaultFormatter("%(levelprefix)s %(message)s", use_colors=False))
        logging.getLogger(name).addHandler(handler)
        try:
            raise ValueError(written_by_somebody)
        except ValueError:
            logging.getLogger(name).exception("Exception in ASGI application")
        logging.getLogger(name).removeHandler(handler)
    assert told.getvalue().count("\nValueError\n") == 4
    assert "evidence evidence" not in told.getvalue()


def test_that_no_connection_can_be_taken_is_said_once_a_minute():
    seldom = Seldom()

    def said(created: float, message: str) -> bool:
        record = logging.LogRecord("asyncio", 40, "", 1, message, (), None)
        record.created = created
        return bool(seldom.filter(record))

    flood = [said(1_000 + number / 1_000, f"{NO_MORE_CONNECTIONS}\nsocket: <x>") for number in range(1_000)]
    assert flood.count(True) == 1
    assert said(1_061, NO_MORE_CONNECTIONS)
    assert all(said(1_061, "something else") for _ in range(3))


def request_broken_off(path: str, **headers: str) -> Scope:
    named = {"host": "testserver", "origin": "http://testserver", "content-length": "100", **headers}
    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()]
    return {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": told,
        "scheme": "http",
        "server": ("testserver", 80),
        "client": ("192.0.2.7", 1),
        "root_path": "",
        "http_version": "1.1",
    }


def test_a_request_that_bad_wifi_breaks_off_is_a_quiet_line(house, tmp_path):
    token = house.sign_in(house.leader)
    pieces = iter([{"type": "http.request", "body": b"half", "more_body": True}, {"type": "http.disconnect"}])

    async def receive() -> Message:
        return next(pieces)

    async def send(message: Message) -> None:
        pass

    set_up(tmp_path)
    scope = request_broken_off("/api/events", cookie=f"{COOKIE}={token}", content_type="application/json")
    house.client.portal.call(house.client.app, scope, receive, send)
    set_up(None)
    assert "INFO iso_audit.web Broken off by the sender: POST '/api/events'" in written(tmp_path)
    assert "Unexpected" not in written(tmp_path)
    assert "Traceback" not in written(tmp_path)
